"""What is known of one function: ``Contract`` and its parts, decoded from a row of the table.

Arguments are counted from 1. Result sets are masks over the cells of ``cells``.
A row is ``key=value`` fields joined by ``|``; ``schema.encode`` writes it, ``decode`` reads it.
"""

from __future__ import annotations

from collections import namedtuple

from dtlslint.contracts import cells, versions

#: An out-parameter: ``*arg`` receives an object that ``release`` frees ('' if none is owned).
#: ``borrowed``: it points into another object. ``valid_on``: 'success' or 'always'.
Out = namedtuple("Out", "arg release borrowed valid_on")

#: The callee takes argument ``arg`` over: 'always', on 'success', or 'see_note'.
Transfer = namedtuple("Transfer", "arg when")

#: The call frees argument ``arg``: the 'object', its whole 'chain', or also the 'elements'.
Releases = namedtuple("Releases", "arg null_ok scope")

#: ``d2i_X(&a, ..)``: what happens to ``*arg`` when the call fails.
Reuse = namedtuple("Reuse", "arg on_failure")

#: Tags whose results are randomness, keys or verdicts: ignoring one is an error, not a warning.
#: Rows that only set such an operation up have the tag "init" as well.
CRITICAL_TAGS = frozenset(("rng", "verify", "keyagree", "keygen", "kdf"))

_TEXT_FIELDS = {
    "r": "returns",
    "nd": "nodiscard",
    "es": "error_source",
    "ac": "acquire_cond",
    "ra": "returns_alias",
    "p": "pair",
    "k": "kind",
    "al": "alias_of",
    "si": "since",
    "de": "deprecated",
    "re": "removed",
    "rb": "replaced_by",
    "so": "source",
    "cm": "compare",
    "co": "constant",
    "rq": "requires",
    "no": "note",
    "rv": "review",
}
_NUMBER_LISTS = {
    "rt": "retains",
    "bw": "borrows",
    "nu": "nullable",
    "nn": "nonnull",
    "so1": "same_arg_once",
    "ad": "advances",
}


class Contract:
    """The facts of one function or function-like macro. Never changed after it is decoded."""

    __slots__ = (
        "_row",
        "acquire",
        "acquire_cond",
        "advances",
        "alias_of",
        "borrows",
        "compare",
        "constant",
        "critical",
        "deprecated",
        "effect",
        "error_source",
        "failure",
        "failure_text",
        "kind",
        "length_of",
        "must_check",
        "name",
        "neutral",
        "neutral_why",
        "nodiscard",
        "nonnull",
        "note",
        "nullable",
        "out",
        "pair",
        "proven",
        "releases",
        "removed",
        "replaced_by",
        "requires",
        "retains",
        "returns",
        "returns_alias",
        "reuse",
        "review",
        "roles",
        "same_arg_once",
        "since",
        "source",
        "success",
        "success_text",
        "tags",
        "transfer",
        "versions",
    )

    name: str
    returns: str
    success: int
    failure: int
    neutral: int
    success_text: str
    failure_text: str
    neutral_why: dict[str, str]
    nodiscard: str
    must_check: bool
    critical: bool
    effect: bool
    tags: frozenset[str]
    error_source: str
    acquire: tuple[str, ...]
    acquire_cond: str
    out: tuple[Out, ...]
    transfer: tuple[Transfer, ...]
    retains: tuple[int, ...]
    borrows: tuple[int, ...]
    releases: Releases | None
    returns_alias: str
    reuse: Reuse | None
    pair: str
    kind: str
    alias_of: str
    since: str
    deprecated: str
    removed: str
    replaced_by: str
    nullable: tuple[int, ...]
    nonnull: tuple[int, ...]
    roles: dict[int, str]
    length_of: dict[int, int]
    versions: tuple[tuple[str, str], ...]
    source: str
    proven: bool
    review: str
    compare: str
    constant: str
    requires: str
    same_arg_once: tuple[int, ...]
    advances: tuple[int, ...]
    note: str
    _row: str

    def __repr__(self) -> str:
        return f"Contract({self.name})"

    # What the result says ------------------------------------------------------------------

    def is_status(self) -> bool:
        """Whether the result tells success from failure."""
        return bool(self.success and self.failure)

    def is_three_way(self) -> bool:
        """Whether some failure is negative, so that a truth test takes it for success."""
        return self.returns != "pointer" and bool(
            self.failure & (cells.BELOW | cells.MINUS_ONE) and self.success
        )

    def mixes(self, mask: int) -> bool:
        """Whether the values of ``mask`` hold both a success and a failure."""
        return bool(mask & self.success and mask & self.failure)

    def misreads(self, true_side: int) -> bool:
        """Whether a test, true for the values ``true_side``, puts success and failure together."""
        return self.mixes(true_side) or self.mixes(cells.ALL & ~true_side)

    # What becomes of the arguments ---------------------------------------------------------

    def null_allowed(self, arg: int) -> bool:
        """Whether NULL may be passed as ``arg``."""
        return arg not in self.nonnull

    def is_index(self) -> bool:
        """Whether a count is a position or descriptor, of which 0 is as good as any."""
        return self.returns == "count" and "index" in self.tags

    def writes(self, arg: int) -> bool:
        """Whether it may put another pointer where ``arg`` points."""
        reused = self.reuse is not None and self.reuse.arg == arg
        return reused or any(out.arg == arg for out in self.out)

    def is_release(self) -> bool:
        """Whether the call frees one of its arguments."""
        return self.releases is not None

    def released_arg(self) -> int:
        """The argument that the call frees, or 0."""
        return self.releases.arg if self.releases is not None else 0

    def transfers(self, arg: int) -> str:
        """'' or when the callee takes ``arg`` over: 'always', 'success', 'see_note'."""
        for entry in self.transfer:
            if entry.arg == arg:
                return str(entry.when)
        return ""

    def keeps(self, arg: int) -> bool:
        """Whether ``arg`` lives on in the callee: handed over, or kept without a reference."""
        return arg in self.borrows or bool(self.transfers(arg))

    def owned_out(self) -> tuple[Out, ...]:
        """The out-parameters that receive something to free."""
        return tuple(out for out in self.out if out.release)

    def is_owned(self) -> bool:
        """Whether the returned pointer must be freed by the caller."""
        return bool(self.acquire)

    def is_borrowed(self) -> bool:
        """Whether the returned pointer must not be freed by the caller."""
        return bool(self.returns_alias)

    def role(self, arg: int) -> str:
        """What ``arg`` is for ('key', 'iv', 'callback:verify' ..), or ''."""
        return self.roles.get(arg, "")

    def args_with_role(self, *roles: str) -> tuple[int, ...]:
        """The arguments that have one of ``roles``."""
        return tuple(arg for arg, role in self.roles.items() if role in roles)

    def with_arguments(
        self, roles: dict[int, str], length_of: dict[int, int], tags: frozenset[str]
    ) -> Contract:
        """This contract for a function that takes its arguments in another order."""
        contract = decode(self.name, self._row)
        contract.roles, contract.length_of, contract.tags = roles, length_of, tags
        return contract

    # Versions ------------------------------------------------------------------------------

    def at_version(self, number: int) -> Contract:
        """This contract in the release ``number`` (as ``OPENSSL_VERSION_NUMBER``)."""
        overrides = [row for span, row in self.versions if versions.within(number, span)]
        if not overrides:
            return self
        return decode(self.name, "|".join((self._row, *overrides)).replace("\x1f", "|"))


def decode(name: str, row: str) -> Contract:
    """The contract of ``name`` from its row of the table; a later field replaces an earlier one."""
    contract = Contract()
    contract.name = name
    contract._row = row
    fields: dict[str, str] = {}
    spans = []
    for field in row.split("|"):
        key, _, value = field.partition("=")
        if key == "v":
            span, _, rest = value.partition("{")
            spans.append((span, rest))
        else:
            fields[key] = value
    contract.versions = tuple(spans)
    take = fields.get
    for key, attribute in _TEXT_FIELDS.items():
        setattr(contract, attribute, take(key, ""))
    for key, attribute in _NUMBER_LISTS.items():
        setattr(contract, attribute, _numbers(take(key, "")))
    if contract.source == "*":  # keeps rows alike, so that the table loads faster
        contract.source = f"{name}(3)"
    contract.kind = contract.kind or "function"
    contract.nodiscard = contract.nodiscard or "may"
    contract.error_source = contract.error_source or "none"
    contract.tags = frozenset(filter(None, take("t", "").split(",")))
    contract.effect = take("e", "1") == "1"
    contract.proven = take("pr", "") == "1"
    contract.must_check = contract.nodiscard == "must"
    contract.critical = (
        contract.must_check
        and "init" not in contract.tags
        and not CRITICAL_TAGS.isdisjoint(contract.tags)
    )
    _decode_results(contract, fields)
    _decode_ownership(contract, fields)
    _decode_arguments(contract, fields)
    return contract


def _decode_results(contract: Contract, fields: dict[str, str]) -> None:
    contract.success_text = success = fields.get("s", "")
    contract.failure_text = failure = fields.get("f", "")
    contract.neutral_why = _pairs(fields.get("n", ""))
    contract.success = cells.of_text(success)
    contract.failure = cells.of_text(failure)
    contract.neutral = cells.of_text(",".join(contract.neutral_why))


def _decode_ownership(contract: Contract, fields: dict[str, str]) -> None:
    contract.acquire = tuple(filter(None, fields.get("a", "").split(",")))
    contract.out = tuple(
        Out(int(arg), release, borrowed == "1", valid_on)
        for arg, release, borrowed, valid_on in _records(fields.get("o", ""))
    )
    transfers = _records(fields.get("x", ""))
    contract.transfer = tuple(Transfer(int(arg), when) for arg, when in transfers)
    contract.releases = None
    for arg, null_ok, scope in _records(fields.get("rl", "")):
        contract.releases = Releases(int(arg), null_ok == "1", scope)
    contract.reuse = None
    for arg, on_failure in _records(fields.get("ru", "")):
        contract.reuse = Reuse(int(arg), on_failure)


def _decode_arguments(contract: Contract, fields: dict[str, str]) -> None:
    contract.roles = {int(arg): role for arg, role in _pairs(fields.get("ro", "")).items()}
    contract.length_of = {int(a): int(b) for a, b in _pairs(fields.get("lo", "")).items()}
    if "nn" not in fields:
        contract.nonnull = _default_nonnull(contract)
    contract.effect = contract.effect or _fills_something(contract)


def _default_nonnull(contract: Contract) -> tuple[int, ...]:
    """A method-like function needs its object: argument 1, unless the row says otherwise."""
    releases = contract.releases
    if 1 in contract.nullable or (releases is not None and releases.null_ok and releases.arg == 1):
        return ()
    return (1,)


def _fills_something(contract: Contract) -> bool:
    """Whether a call always stores through an argument: then leaving it out changes something."""
    stored = [out.arg for out in contract.out if out.arg not in contract.nullable]
    return bool(stored) or "out_buffer" in contract.roles.values()


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(item) for item in text.split(",")) if text else ()


def _records(text: str) -> list[list[str]]:
    return [item.split("~") for item in text.split(",")] if text else []


def _pairs(text: str) -> dict[str, str]:
    """``"2~len^3~key"`` -> {"2": "len", "3": "key"}, in order."""
    pairs = {}
    for item in text.split("^") if text else ():
        key, _, value = item.partition("~")
        pairs[key] = value
    return pairs
