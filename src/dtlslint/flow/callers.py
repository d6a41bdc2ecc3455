"""Lengths between functions of a file: handed over by all callers, handed back cut down."""

from __future__ import annotations

from ..contracts.primitives import ROOM_WORDS
from . import graph
from .events import Exit
from .judged import judged, keys
from .origins import Origins, operand_roots

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable

    from .events import Call, Function, Operand
    from .unit import Unit

# callers that are looked at; a helper with more is a library of its own
MAX_CALLERS = 12


def callers(unit: Unit, function: Function) -> list[tuple[Function, Call]] | None:
    """Every call of a static function, or None where its address is taken or nobody calls it."""
    if not function.static or function.owner or function.in_lambda:
        return None
    name = function.name
    found: list[tuple[Function, Call]] = []
    for site in unit.sites:
        if site.name == name or name.encode() not in unit.words_of(site):
            continue
        for caller in unit.lower(site):
            if caller.notices:
                return None
            for call in caller.calls:
                if call.callee == name and not call.receiver:
                    found.append((caller, call))
    if not found or len(found) > MAX_CALLERS or not unit.is_only_called(name):
        return None
    return found


def hold_back(unit: Unit, function: Function, position: int) -> bool:
    """Is argument ``position`` (0-based) a constant, or judged, wherever the file calls it?"""
    known = callers(unit, function) if position >= 0 else None
    if known is None:
        return False
    return all(
        position < len(call.args) and _is_judged(unit, caller, call, call.args[position])
        for caller, call in known
    )


def returned_within(unit: Unit, name: str) -> tuple[int, ...]:
    """Parameters (0-based) that a function of the file compares with, and hands back cut down:
    ``most`` of ``return n > most - 1 ? most - 1 : n;``."""
    function = unit.function(name)
    if function is None or function.notices:
        return ()
    origins = Origins(function, unit.macros.constants)
    back: set[str] = set()
    for end in function.ends(Exit):
        if end.value is not None:
            operand_roots(end.value, back)
    back.update(*map(origins.closure, tuple(back)))
    known = judged(function)
    names = [parameter.name for parameter in function.parameters]
    return tuple([n for n, each in enumerate(names) if each in known and each in back])


def _is_judged(unit: Unit, caller: Function, call: Call, length: Operand) -> bool:
    calls = {f"%{each.number}": each for each in caller.calls}
    names = set(keys(length, calls))
    places = {str(name) for name in names if isinstance(name, str)}
    if not names:
        return True
    origins = Origins(caller, unit.macros.constants)
    known = judged(caller, call.span[0]) | _made_room(caller, calls, call.span[0])
    sums = origins.closure_of({name for name in known if isinstance(name, str)})
    if not names.isdisjoint(known | sums):
        return True
    if len(places) != len(names):
        return False  # what some other call gives
    return all(_is_constant(unit, caller, origins, place) for place in places)


def _made_room(caller: Function, calls: dict[str, Call], before: int) -> set[Hashable]:
    """What helpers that make room are given, before a byte."""
    found: set[Hashable] = set()
    for call in caller.calls:
        lowered = call.callee.lower()
        if call.span[0] < before and any(word in lowered for word in ROOM_WORDS):
            for argument in call.args:
                found.update(keys(argument, calls))
    return found


def _is_constant(unit: Unit, caller: Function, origins: Origins, place: str) -> bool:
    """A named constant, or a local that only constants were given to."""
    if place not in caller.variables:
        return graph.root(place) == place and (place.isupper() or unit.constant(place) is not None)
    if caller.variables[place].parameter:
        return False
    made = origins.closure(place) - {place}
    return not made and place in origins.direct
