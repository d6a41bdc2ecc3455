"""What a function of the file does with its parameters and its result, seen without its callers."""

from __future__ import annotations

from .allocators import RELEASES
from .events import NORETURN, RETURN, Assign, Branch, Call, Declare, Exit, Use
from .givers import gifts, is_reference, target_of
from .makers import made_for_caller
from .ownership_words import keeps_for_good

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .events import Block, Function, Operand, Terminator
    from .givers import Gift
    from .unit import Unit


#: The member that counts references.
COUNTER = ".references"


class Summary:
    """Parameters are 0-based positions.

    ``wraps``: the contract function whose result is handed on untouched, or "" (``shares``: it is
    also stored elsewhere, or in a smart pointer). ``releases``: position -> name of the release
    function, on every path where the argument is not NULL. ``keeps``: positions stored, released
    on some paths only, handed to other functions by address or returned; not what a reference was
    made of first. ``tests``: positions that some branch looks at. ``returns_parameter``: a
    position, or -1. ``noreturn``: no path comes back. ``gives``: position of a ``T **`` -> what is
    given there.
    ``empties``: position -> members of what is pointed to that are released on every path where
    they are not NULL. ``rebinds``: positions of references to pointers that are assigned.
    ``makes``: what releases the result, where it is the caller's but comes from several functions.
    """

    __slots__ = (
        "wraps", "shares", "releases", "keeps", "tests", "returns_parameter", "noreturn", "calls",
        "uses", "vouched", "gives", "empties", "rebinds", "makes",
    )  # fmt: skip

    def __init__(self) -> None:
        self.wraps = ""
        self.shares = False
        #: The result was tested, or given to another function, before it is handed on.
        self.vouched = False
        self.releases: dict[int, str] = {}
        self.keeps: set[int] = set()
        self.tests: set[int] = set()
        self.returns_parameter = -1
        self.noreturn = False
        self.calls: frozenset[str] = frozenset()
        self.uses: set[int] = set()
        self.gives: dict[int, Gift] = {}
        self.empties: dict[int, frozenset[str]] = {}
        self.rebinds: set[int] = set()
        self.makes: tuple[str, ...] = ()


def _plain(operand: Operand) -> str:
    """The place that an operand names, casts aside, or ``""``."""
    while operand[0] == "cast":
        operand = operand[2]
    return str(operand[1]) if operand[0] == "place" else ""


def _roots(operand: Operand, into: set[str]) -> None:
    stack = [operand]
    while stack:
        current = stack.pop()
        if current[0] in ("place", "addr"):
            into.add(current[1])
        elif current[0] in ("bin", "un", "cast"):
            stack.extend(part for part in current[1:] if isinstance(part, tuple))


def summarise(function: Function, unit: Unit) -> Summary:
    """Look at every event once; no path is followed."""
    summary = Summary()
    position = _names(function)
    origins: dict[str, list[Operand]] = {}
    tested: set[str] = set()
    exits: list[Exit] = []
    stored: set[str] = set()
    owned: dict[str, list[Operand]] = {}
    references = _references(function, position, unit)
    for block in function.blocks:
        for event in block.events:
            if isinstance(event, Assign):
                origins.setdefault(event.place, []).append(event.value)
                _stored(event, position, function, summary, references)
                if event.place not in function.variables and event.place[:1] != "%":
                    stored.add(_plain(event.value))
            elif isinstance(event, Call):
                _called(event, position, unit, summary)
                stored.update(_given_away(event, unit))
                if event.args and unit.is_owner(event.qualified) and event.callee != "new":
                    owned.setdefault(f"%{event.number}", []).append(event.args[0])
            elif isinstance(event, Declare) and len(event.args) in (1, 2):
                if unit.is_owner(function.variables[event.place].type):
                    owned.setdefault(event.place, []).append(event.args[0])
            elif isinstance(event, Use) and _plain(event.value) in position:
                summary.uses.add(position[_plain(event.value)])
        if isinstance(block.end, Branch):
            _roots(block.end.condition, tested)
        elif isinstance(block.end, Exit):
            exits.append(block.end)
    summary.tests = {position[name] for name in tested if name in position}
    summary.calls = frozenset(call.callee for call in function.calls)
    summary.noreturn = bool(exits) and all(
        _ends_in_call(block) for block in function.blocks if isinstance(block.end, Exit)
    )
    _returned(exits, origins | owned, tested, position, function, unit, summary)
    summary.shares = any(
        _is_shared(_plain(end.value), stored, function) or _plain(end.value) in owned
        for end in exits
        if end.value
    )
    if any(target_of(parameter) for parameter in function.parameters):
        summary.gives = gifts(function, unit)
    summary.rebinds = {
        n
        for n, parameter in enumerate(function.parameters)
        if is_reference(parameter) and parameter.name in origins
    }
    if not summary.wraps and not summary.shares:
        summary.makes = made_for_caller(function, unit)
    summary.empties = _emptied(function, position, unit)
    for n in list(summary.releases):
        names = {name for name, at in position.items() if at == n}
        blocks = _releasing_blocks(function, names, unit)
        if function.parameters[n].name in origins or _passes_by(function, names, blocks):
            del summary.releases[n]
            summary.keeps.add(n)
    return summary


def _given_away(call: Call, unit: Unit) -> list[str]:
    """The places that the call gives to somebody of whom only the name is known."""
    if unit.contract(call.callee) is not None or unit.summary(call.callee) is not None:
        return []
    return [_plain(argument) for n, argument in enumerate(call.args) if unit.takes(call, n)]


def _names(function: Function) -> dict[str, int]:
    """Every parameter by its name, and by the names of locals that are only ever a copy of it."""
    position = {v.name: i for i, v in enumerate(function.parameters)}
    copies: dict[str, list[str]] = {}
    for block in function.blocks:
        for event in block.events:
            if isinstance(event, Assign) and event.place in function.variables:
                copies.setdefault(event.place, []).append(_plain(event.value))
    for place, values in copies.items():
        if len(values) == 1 and values[0] in position and values[0] not in copies:
            position.setdefault(place, position[values[0]])
    return position


def _is_shared(name: str, stored: set[str], function: Function) -> bool:
    """Does a returned place live on elsewhere: stored too, or no local in the first place?"""
    local = name[:1] == "%" or (name in function.variables and not function.variables[name].static)
    return bool(name) and (name in stored or not local)


def _releasing_blocks(function: Function, names: set[str], unit: Unit) -> set[int]:
    """The blocks with a call that releases what ``names`` name."""
    found: set[int] = set()
    for index, block in enumerate(function.blocks):
        for event in block.events:
            if isinstance(event, Call):
                for n, argument in enumerate(event.args):
                    if _plain(argument) in names and _release_of(event, n, unit):
                        found.add(index)
    return found


def _emptied(function: Function, position: dict[str, int], unit: Unit) -> dict[int, frozenset[str]]:
    """Parameter -> members of it that are released wherever neither it nor they are NULL."""
    found: dict[int, set[str]] = {}
    for call in function.each(Call):
        for n, argument in enumerate(call.args):
            root, _, member = _plain(argument).partition(".")
            if not member or root not in position or not _release_of(call, n, unit):
                continue
            blocks = _releasing_blocks(function, {f"{root}.{member}"}, unit)
            if not _passes_by(function, {root, f"{root}.{member}"}, blocks):
                found.setdefault(position[root], set()).add(member)
    return {n: frozenset(members) for n, members in found.items()}


def _release_of(call: Call, n: int, unit: Unit) -> str:
    """The function that releases argument ``n`` (0-based) of the call in the end, or ""."""
    contract = unit.contract(call.callee)
    if contract is not None:
        return call.callee if contract.released_arg() == n + 1 else ""
    inner = unit.summary(call.callee)
    if inner is not None:
        return inner.releases.get(n, "")
    return call.callee if call.callee in RELEASES and not call.receiver else ""


def _passes_by(function: Function, names: set[str], releasing: set[int]) -> bool:
    """Can an exit be reached without a releasing block while the object is not NULL?"""
    seen = {0}
    stack = [0]
    while stack:
        index = stack.pop()
        if index in releasing:
            continue
        end = function.blocks[index].end
        if isinstance(end, Exit) and end.kind != NORETURN:
            return True
        for target in not_null(end, names) if end is not None else ():
            if target not in seen:
                seen.add(target)
                stack.append(target)
    return False


def not_null(end: Terminator, names: set[str]) -> tuple[int, ...]:
    """The successors that a path may take on which none of ``names`` is NULL."""
    if not isinstance(end, Branch):
        return end.successors()
    condition = end.condition
    negated = False
    while condition[0] == "un" and condition[1] in ("!", "bool"):
        negated ^= condition[1] == "!"
        condition = condition[2]
    nothing = (("null",), ("int", 0, ""))
    if condition[0] == "bin" and condition[1] in ("==", "!=") and condition[3] in nothing:
        negated ^= condition[1] == "=="
        condition = condition[2]
    if _plain(condition) not in names:
        return end.successors()
    return (end.otherwise,) if negated else (end.then,)


def _references(function: Function, position: dict[str, int], unit: Unit) -> list[int]:
    """The parameters of which a reference is made, once for each that is made."""
    counted: list[str] = []
    for call in function.each(Call):
        contract = unit.contract(call.callee)
        if contract is not None and "upref" in contract.tags and call.args:
            counted.append(_plain(call.args[0]))
        elif call.args and call.args[0][0] == "addr":
            counted.append(_counted(str(call.args[0][1])))
    for event in function.each(Assign):
        if event.op == "+=":
            counted.append(_counted(event.place))
    return [position[name] for name in counted if name in position]


def _counted(place: str) -> str:
    """``x`` of ``x.references``: how code made a reference before there was ``*_up_ref``."""
    return place.removesuffix(COUNTER) if place.endswith(COUNTER) else ""


def _stored(
    event: Assign, position: dict[str, int], function: Function, summary: Summary,
    references: list[int],
) -> None:  # fmt: skip
    name = _plain(event.value)
    if name not in position or event.place[:1] == "%":
        return
    if event.place not in function.variables and position[name] in references:
        references.remove(position[name])
    elif event.place not in function.variables or event.place not in position:
        summary.keeps.add(position[name])  # stored, or walked along by a local that moves on


def _called(event: Call, position: dict[str, int], unit: Unit, summary: Summary) -> None:
    contract = unit.contract(event.callee)
    inner = unit.summary(event.callee) if contract is None else None
    for n, argument in enumerate(event.args):
        name = _plain(argument)
        if argument[0] == "addr":
            name = argument[1]
        if name not in position:
            continue
        release = _release_of(event, n, unit)
        if release:
            if release not in RELEASES or position[name] not in summary.releases:
                summary.releases[position[name]] = release
        elif contract is not None and keeps_for_good(contract, n + 1):
            summary.keeps.add(position[name])
        elif inner is not None and n in inner.keeps:
            summary.keeps.add(position[name])
        elif argument[0] == "addr" or (contract is None and inner is None and unit.takes(event, n)):
            summary.keeps.add(position[name])


def _remade(function: Function, unit: Unit) -> set[str]:
    """Places that some call fills with an object, or makes a reference of."""
    found: set[str] = set()
    for call in function.calls:
        contract = unit.contract(call.callee)
        if contract is not None:
            if "upref" in contract.tags and call.args:
                found.add(_plain(call.args[0]))
            found |= {
                str(call.args[out.arg - 1][1])
                for out in contract.owned_out()
                if out.arg <= len(call.args) and call.args[out.arg - 1][0] == "addr"
            }
    return found


def _through(name: str, origins: dict[str, list[Operand]]) -> list[Operand]:
    """What a place was made of; a smart pointer is what it was made from."""
    found = origins.get(name, [("text", "")])
    inner = _plain(found[0]) if len(found) == 1 else ""
    return origins[inner] if inner[:1] == "%" and inner in origins else found


def _ends_in_call(block: Block) -> bool:
    """Does a block end with a function that does not come back? A macro may also return."""
    last = block.events[-1] if block.events else None
    ends = isinstance(block.end, Exit) and block.end.kind == NORETURN
    return ends and isinstance(last, Call) and not last.callee.isupper()


def _returned(
    exits: list[Exit],
    origins: dict[str, list[Operand]],
    tested: set[str],
    position: dict[str, int],
    function: Function,
    unit: Unit,
    summary: Summary,
) -> None:
    callees = {f"%{call.number}": call.callee for call in function.calls}
    given = {
        _plain(argument)
        for call in function.calls
        for argument in call.args
        if unit.contract(call.callee) is None
    }
    remade = _remade(function, unit)
    wrapped: set[str] = set()
    for end in exits:
        if end.kind != RETURN or end.value is None:
            continue
        name = _plain(end.value)
        if name in position and name not in origins:
            summary.returns_parameter = position[name]
            summary.keeps.add(position[name])
            continue
        if end.value[0] in ("int", "null"):
            continue
        made = name in callees and name not in origins
        sources = [end.value] if made else _through(name, origins)
        if name in remade:
            wrapped.add("")
        for source in sources:
            callee = callees.get(_plain(source), "")
            if source[0] in ("int", "null"):
                continue
            inner = unit.summary(callee) if callee else None
            origin = inner.wraps if inner is not None else callee
            contract = unit.contract(origin) if origin else None
            if contract is None or (contract.returns != "pointer" and name in tested):
                origin = ""
            wrapped.add(origin)
            if name in tested or name in given or (inner is not None and inner.vouched):
                summary.vouched = True
    if summary.returns_parameter >= 0 and wrapped:
        summary.returns_parameter = -1
    if len(wrapped) == 1:
        summary.wraps = wrapped.pop()
