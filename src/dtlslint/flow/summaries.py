"""What a function of the file does with its parameters and its result, seen without its callers."""

from __future__ import annotations

from .events import RETURN, Assign, Branch, Call, Exit, Use

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .events import Function, Operand
    from .unit import Unit


class Summary:
    """Parameters are 0-based positions.

    ``wraps``: the contract function whose result is handed on untouched, or "". ``releases``:
    position -> name of the release function. ``keeps``: positions stored, handed to other
    functions by address or returned. ``tests``: positions that some branch looks at.
    ``returns_parameter``: a position, or -1. ``noreturn``: no path comes back.
    """

    __slots__ = ("wraps", "releases", "keeps", "tests", "returns_parameter", "noreturn", "calls", "uses")

    def __init__(self) -> None:
        self.wraps = ""
        self.releases: dict[int, str] = {}
        self.keeps: set[int] = set()
        self.tests: set[int] = set()
        self.returns_parameter = -1
        self.noreturn = False
        self.calls: frozenset[str] = frozenset()
        self.uses: set[int] = set()


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
    position = {v.name: i for i, v in enumerate(function.parameters)}
    origins: dict[str, list[Operand]] = {}
    tested: set[str] = set()
    exits: list[Exit] = []
    for block in function.blocks:
        for event in block.events:
            if isinstance(event, Assign):
                origins.setdefault(event.place, []).append(event.value)
                _stored(event, position, function, summary)
            elif isinstance(event, Call):
                _called(event, position, unit, summary)
            elif isinstance(event, Use) and _plain(event.value) in position:
                summary.uses.add(position[_plain(event.value)])
        if isinstance(block.end, Branch):
            _roots(block.end.condition, tested)
        elif isinstance(block.end, Exit):
            exits.append(block.end)
    summary.tests = {position[name] for name in tested if name in position}
    summary.calls = frozenset(call.callee for call in function.calls)
    summary.noreturn = bool(exits) and all(end.kind == "noreturn" for end in exits)
    _returned(exits, origins, tested, position, function, unit, summary)
    return summary


def _stored(
    event: Assign, position: dict[str, int], function: Function, summary: Summary
) -> None:
    name = _plain(event.value)
    if name in position and event.place not in function.variables and event.place[:1] != "%":
        summary.keeps.add(position[name])


def _called(event: Call, position: dict[str, int], unit: Unit, summary: Summary) -> None:
    contract = unit.contract(event.callee)
    inner = unit.summary(event.callee) if contract is None else None
    for n, argument in enumerate(event.args):
        name = _plain(argument)
        if argument[0] == "addr":
            name = argument[1]
        if name not in position:
            continue
        if contract is not None and contract.released_arg() == n + 1:
            summary.releases[position[name]] = event.callee
        elif contract is not None and contract.keeps(n + 1):
            summary.keeps.add(position[name])
        elif inner is not None and n in inner.releases:
            summary.releases[position[name]] = inner.releases[n]
        elif inner is not None and n in inner.keeps:
            summary.keeps.add(position[name])
        elif contract is None and inner is None and event.callee in ("free", "delete"):
            summary.releases[position[name]] = event.callee
        elif argument[0] == "addr" or (contract is None and inner is None and unit.takes(event)):
            summary.keeps.add(position[name])


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
        sources = [end.value] if name in callees else origins.get(name, [("text", "")])
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
    if summary.returns_parameter >= 0 and wrapped:
        summary.returns_parameter = -1
    if len(wrapped) == 1:
        summary.wraps = wrapped.pop()
