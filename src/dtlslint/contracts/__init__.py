"""What is known of the functions of OpenSSL: results, ownership, arguments, versions.

``lookup("SSL_new")`` answers from the builtin table (generated from data/*.toml); ``Contracts``
adds a project's own rows, wrapper prefixes and aliases. Rows are decoded when first asked for.
"""

from __future__ import annotations

from dtlslint.contracts.model import Contract, Out, Releases, Reuse, Transfer, decode
from dtlslint.contracts.table import GROUPS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["Contract", "Contracts", "Out", "Releases", "Reuse", "Transfer", "lookup", "names"]

#: Qt resolves OpenSSL at run time through functions named like this.
BUILTIN_PREFIXES = ("q_",)

_decoded: dict[str, Contract] = {}
_rows: dict[str, dict[str, str]] = {}


def _row(name: str) -> str | None:
    """The table's row of ``name``; splits its group when that is first asked for."""
    group = name.partition("_")[0]
    rows = _rows.get(group)
    if rows is None:
        lines = GROUPS.get(group, "").splitlines()
        rows = _rows[group] = dict([line.split(" ", 1) for line in lines])
    return rows.get(name)


def lookup(name: str) -> Contract | None:
    """The builtin contract of exactly ``name``, or None."""
    contract = _decoded.get(name)
    if contract is None:
        row = _row(name)
        if row is None:
            return None
        contract = _decoded[name] = decode(name, row)
    return contract


def names() -> tuple[str, ...]:
    """Every name with a builtin contract."""
    return tuple(line.split(" ", 1)[0] for text in GROUPS.values() for line in text.splitlines())


class Contracts:
    """The builtin contracts and a project's own.

    ``extra``: rows by name, as in TOML (ContractError if they break the schema); they replace
    builtin rows. ``prefixes``: a function ``PREFIX + known name`` counts as that function.
    ``aliases``: wrapper name -> name of a known function. ``tables``: names of opt-in tables of
    other libraries (``contracts.tables``); OpenSSL's rows come first.
    """

    __slots__ = ("_aliases", "_extra", "_found", "_prefixes", "_tables")

    def __init__(
        self,
        extra: dict[str, dict[str, Any]] | None = None,
        prefixes: tuple[str, ...] = (),
        aliases: dict[str, str] | None = None,
        tables: tuple[str, ...] = (),
    ) -> None:
        self._tables = tables
        self._extra = _own_rows(extra, tables) if extra else {}
        self._prefixes = BUILTIN_PREFIXES + tuple(prefixes)
        self._aliases = dict(aliases or {})
        self._found: dict[str, Contract | None] = {}

    def get(self, name: str) -> Contract | None:
        """The contract of ``name``: its own, its alias's, or that of the name less a prefix."""
        try:
            return self._found[name]
        except KeyError:
            contract = self._found[name] = self._find(name)
            return contract

    def _find(self, name: str) -> Contract | None:
        seen = {name}
        while name in self._aliases and self._aliases[name] not in seen:
            name = self._aliases[name]
            seen.add(name)
        contract = self._known(name)
        if contract is not None:
            return contract
        for prefix in self._prefixes:
            if name.startswith(prefix):
                rest = name[len(prefix) :]
                contract = self._known(rest)
                if contract is not None:
                    return contract
        return None

    def _known(self, name: str) -> Contract | None:
        """The contract of exactly ``name``: the project's, OpenSSL's, or an opt-in table's."""
        contract = self._extra.get(name) or lookup(name)
        if contract is None and self._tables:
            from dtlslint.contracts.tables import row

            text = row(self._tables, name)
            contract = decode(name, text) if text is not None else None
        return contract


def _own_rows(extra: dict[str, dict[str, Any]], tables: tuple[str, ...]) -> dict[str, Contract]:
    """A project's rows, checked, with ``alias_of`` filled in from the function it names."""
    from dtlslint.contracts import encoding, loading
    from dtlslint.contracts.tables import row as row_of

    problems = loading.check_rows(extra, "contracts")
    if problems:
        raise loading.ContractError(problems)

    def text_of(name: str, above: tuple[str, ...]) -> str:
        row = extra[name]
        text = encoding.encode(row)
        target = row.get("alias_of", "")
        if not target or target in above:
            return text
        if target in extra:
            base = text_of(target, (*above, target))
        else:
            base = _row(target) or row_of(tables, target) or ""
        return _without_history(target, base) + text

    return {name: decode(name, text_of(name, (name,))) for name in extra}


#: What of a row is about the function of that name alone: its kind, its versions and its page.
_HISTORY = frozenset(("k", "si", "de", "re", "rb", "rv", "pr"))


def _without_history(target: str, row: str) -> str:
    """The fields of the row of ``target`` that a function that stands for it has as well."""
    fields = (field for field in row.split("|") if field.partition("=")[0] not in _HISTORY)
    return "".join(f"so={target}(3)|" if field == "so=*" else f"{field}|" for field in fields)
