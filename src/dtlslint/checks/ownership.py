"""Who owns what on a path: the facts that resource-leak keeps, and how they change.

A fact is an ``Own`` under one of two kinds of mark. ``own`` marks outlive every place that holds
the value: an object that nobody can reach any more is still to be released. ``gone`` marks end
with their value: that an object was released matters only to who can still name it.
"""

from __future__ import annotations

from collections import namedtuple

from ..flow.allocators import ALLOCATORS
from ..flow.effects import is_harmless
from ..flow.ownership_words import is_user_data, words
from ..flow.state import IN, OLD, OUT, SYM, UNK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..contracts import Contract, Out
    from ..diagnostics import Span
    from ..flow.events import Call
    from ..flow.path import Path
    from ..flow.state import Value

#: ``status``: see below. ``refs``: references to release. ``source``, ``site``: the acquiring
#: function and the span of its call. ``releases``: canonical names of what may release it, the
#: preferred one first. ``name``: the first local that held it, or "" for a bare result. ``by``,
#: ``at``: the function that released it, took it or failed to take it, and where. ``into``: the
#: chain, stack or object that it belongs to. ``soft``: somebody else holds a reference too.
Own = namedtuple("Own", "status refs source site releases name by at into soft")

OWNED = "owned"  # ours to release
MAYBE = "maybe"  # handed over if the call at ``at`` succeeded, which nothing has tested yet
FREED, GIVEN = "freed", "given"
JOINED = "joined"  # part of the chain or stack ``into``; ours if ``refs``
ORPHAN = "orphan"  # ours again: its chain or stack was released without it, by ``by`` at ``at``
HELD = "held"  # in a smart pointer
PLAIN = "plain"  # the C library's, or out of our hands: only the way of its release matters

_LASTING = frozenset((OWNED, MAYBE, JOINED, ORPHAN))
#: Statuses of what is lost when nobody can reach it any more.
OURS = frozenset((OWNED, ORPHAN))
_NAMEABLE = frozenset((SYM, OLD, OUT, IN, UNK))

NOWHERE: Span = (0, 0)


def made(
    status: str, source: str = "", site: Span = NOWHERE, releases: tuple[str, ...] = ()
) -> Own:
    """A fresh fact: one reference, nothing done to it yet."""
    return Own(status, 1, source, site, releases, "", "", NOWHERE, 0, False)


def find(path: Path, value: Value) -> Own | None:
    """What is known of the object, if anything."""
    fact = path.get("own", value)
    return path.get("gone", value) if fact is None else fact  # type: ignore[no-any-return]


def put(path: Path, value: Value, own: Own) -> None:
    """Remember ``own`` of the object in place of what was known."""
    forget(path, value)
    path.put("own" if own.status in _LASTING else "gone", value, own)


def forget(path: Path, value: Value) -> None:
    """Its fate is no longer ours to follow."""
    path.drop("own", value)
    path.drop("gone", value)


def is_trackable(value: Value) -> bool:
    """Does the value stand for one object, wherever it is named?"""
    if isinstance(value, int) or value[0] not in _NAMEABLE:
        return False
    return value[0] != IN or "[]" not in value[1]


def same_object(path: Path, value: Value) -> Value:
    """The value under which the object is known: some results are an argument handed back."""
    if isinstance(value, int):
        return value
    other = path.get("handed back", value)
    if other is None:
        return value
    if value[0] == OLD and other[0] in (SYM, OUT):
        return (OLD, *other[1:])
    return other  # type: ignore[no-any-return]


def objects_in(path: Path, value: Value) -> list[Value]:
    """Every object that a (compound) value speaks of, tests left out."""
    found = []
    stack = [value]
    while stack:
        current = stack.pop()
        if isinstance(current, int) or not current:
            continue
        kind = current[0]
        if kind == "init":
            stack.extend(current[1])
        elif kind == "expr":
            stack.extend(part for part in current[2:] if isinstance(part, tuple))
        elif kind in _NAMEABLE:
            found.append(same_object(path, current))
    return found


def canonical(path: Path, name: str) -> str:
    """One name for a function and its typed, prefixed or older spellings."""
    contract = path.contracts.get(name)
    if contract is None:
        return name
    if contract.alias_of:
        return contract.alias_of
    if contract.kind == "macro" and contract.replaced_by:
        newer = path.contracts.get(contract.replaced_by)
        if newer is not None and newer.is_release():
            return newer.name
    return contract.name


def acquired(path: Path, call: Call, contract: Contract) -> Own:
    """The fact of a fresh object that ``call`` returned."""
    names = (contract.acquire[0], *(canonical(path, name) for name in contract.acquire))
    return made(OWNED, call.callee, call.span, names)


def written(path: Path, call: Call, contract: Contract, out: Out | None) -> Own:
    """The fact of a fresh object in an out-parameter, or in the one that ``call`` reuses."""
    if out is None:
        return acquired(path, call, contract)
    names = (out.release, canonical(path, out.release))
    return made(OWNED, call.callee, call.span, names)


def allocated(call: Call) -> Own | None:
    """The fact of what an allocator outside OpenSSL returned."""
    releases = ALLOCATORS.get(call.callee)
    return None if releases is None else made(PLAIN, call.callee, call.span, releases)


def may_release(path: Path, own: Own, release: str) -> bool:
    """Is ``release`` (canonical) one of the object's own?"""
    plain = release.replace("_clear_free", "_free")  # as well, and it wipes the memory
    if release in own.releases or plain in own.releases or not own.releases:
        return True
    mine, theirs = path.contracts.get(own.releases[0]), path.contracts.get(release)
    if mine is None or theirs is None:
        return release in own.releases
    if mine.releases is not None and theirs.releases is not None:
        if mine.releases.scope == "elements" and theirs.releases.scope == "object":
            return _is_emptied(path)
    if 2 in mine.nonnull:  # silent: it releases any type that it gets the description of
        return True
    # silent: the string types of ASN.1, and the ways to free OpenSSL's own memory, are one
    kin = ("asn1", "memory", "stack")
    return any(tag in mine.tags and tag in theirs.tags for tag in kin)


def _is_emptied(path: Path) -> bool:
    """Does the function, or one of the file that it calls, see to the elements of a stack?

    It takes them out, releases them one by one, or gives each to somebody unknown.
    """
    calls = list(path.function.calls)
    for call in path.function.calls:
        helper = path.unit.function(call.callee) if path.summary(call) is not None else None
        if helper is not None:
            calls += helper.calls
    contracts = [path.contracts.get(call.callee) for call in calls]
    given = any(
        c is None and not is_harmless(call.callee) for c, call in zip(contracts, calls, strict=True)
    )
    stacks = [c for c in contracts if c is not None and "stack" in c.tags]
    if any(c.returns == "pointer" and not c.acquire and not c.returns_alias for c in stacks):
        return True
    if not any(c.returns_alias == "borrowed" for c in stacks):
        return False
    return given or any(c is not None and c.is_release() and c not in stacks for c in contracts)


def right_release(path: Path, own: Own) -> str:
    """The name of the object's release function: of several, that of its variable's type."""
    if not own.releases:
        return "its release function"
    variable = path.function.variables.get(own.name)
    if variable is not None and len(own.releases) > 2:
        typed = variable.type.removesuffix("*").split()[-1:] or [""]
        if f"{typed[0]}_free" in own.releases:
            return f"{typed[0]}_free"
    return str(own.releases[0])


def members(path: Path, container: Value) -> list[tuple[Value, Own]]:
    """What was added to a chain or stack on this path."""
    return [
        (value, own)
        for kind in ("own", "gone")
        for value, own in path.facts(kind)
        if own.into == container and own.status != GIVEN
    ]


def is_borrowed(path: Path, calls: dict[int, Call], value: Value) -> Call | None:
    """The call that lent the value, if it was lent."""
    if isinstance(value, int) or value[0] not in (SYM, OLD, OUT) or len(value) > 3:
        return None
    call = calls.get(value[1])
    contract = None if call is None else path.contract(call)
    if call is None or contract is None:
        return None
    if len(value) == 3:
        lent = any(out.arg == value[2] and out.borrowed for out in contract.out)
        return call if lent and not _is_taken_apart(path, call) else None
    if contract.returns_alias != "borrowed" or is_user_data(contract):
        return None
    return None if _is_taken_apart(path, call) else call


def _is_taken_apart(path: Path, lender: Call) -> bool:
    """Does the function remove elements of a stack or list, or release it without them?

    Or does it tell a BIO to leave its memory alone?
    """
    for call in path.function.calls:
        contract = path.contract(call)
        if call.args[:1] != lender.args[:1]:
            continue
        if any(str(operand[-1]).endswith("NOCLOSE") for operand in call.args[1:]):
            return True
        if contract is None:
            continue
        if contract.acquire and "delete" in words(contract.name):
            return True
        if "stack" not in contract.tags:
            continue
        if contract.releases is not None and contract.releases.scope == "object":
            return True
        if contract.returns == "pointer" and not contract.acquire and not contract.returns_alias:
            return True
    return False


def is_local(path: Path, place: str) -> bool:
    """Is it a plain local or temporary, whose content ends with the function?"""
    if place[:1] == "%":
        return "." not in place and "[" not in place
    variable = path.function.variables.get(place)
    if variable is None or variable.static or "&" in variable.type:
        return False
    return not variable.is_array


def copies_text(path: Path, place: str) -> bool:
    """Is it a string object, which copies what it is made from?"""
    variable = path.function.variables.get(place)
    if variable is None or variable.is_pointer:
        return False
    return "tring" in variable.type or "ByteArray" in variable.type


def source_line(path: Path, span: Span) -> bytes:
    """The text of the declaration's line: attributes stand beside the name."""
    data = path.unit.data
    start = data.rfind(b"\n", 0, span[0]) + 1
    end = data.find(b"\n", span[1])
    return bytes(data[start : end if end >= 0 else len(data)])
