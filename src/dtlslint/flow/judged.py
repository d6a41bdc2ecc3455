"""Which lengths a function compares, clamps, allocates or sizes an array with, on whatever path.

For functions whose paths were joined: what a path knew of a length is what got lost there.
"""

from __future__ import annotations

from ..contracts.primitives import ALLOCATIONS, RESIZERS, is_clamp
from .events import COMPARISONS, Assign, Branch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from .events import Call, Function, Operand

# a number that a length is said not to be under
MAX_MINIMUM = 16


def keys(operand: Operand, calls: dict[str, Call]) -> Iterator[Hashable]:
    """What an operand is made of: places, and calls by their text."""
    stack = [operand]
    while stack:
        current = stack.pop()
        if current[0] == "place":
            call = calls.get(str(current[1]))
            yield current[1] if call is None else (call.callee, call.receiver, call.args)
        elif current[0] in ("bin", "un", "cast"):
            stack.extend(part for part in current[1:] if isinstance(part, tuple))


def judged(function: Function, before: int | None = None) -> set[Hashable]:
    """The keys of everything that some event holds back; ``before``: that stands before a byte."""
    calls = {f"%{call.number}": call for call in function.calls}
    found: set[Hashable] = set()
    for branch in function.ends(Branch):
        if _is_before(branch, before):
            for operand in _compared(branch.condition):
                found.update(keys(operand, calls))
    for call in function.calls:
        makes_room = call.callee in ALLOCATIONS or call.callee in RESIZERS
        if (makes_room or is_clamp(call.callee)) and _is_before(call, before):
            for argument in call.args:
                found.update(keys(argument, calls))
    for variable in function.variables.values():
        if variable.extent is not None:
            found.update(keys(variable.extent, calls))
    return found


def _is_before(event: Assign | Branch | Call, at: int | None) -> bool:
    return at is None or event.span[0] < at


def summed(function: Function, at: int) -> set[str]:
    """Names of members that are added up, and their sum judged, before byte ``at``.

    A sum that grows behind the copy is where the next one goes, and holds nothing back.
    """
    sums: dict[str, set[str]] = {}
    for event in function.each(Assign):
        if event.op == "+=" and event.value[0] == "place" and _is_before(event, at):
            owner, _, member = str(event.value[1]).rpartition(".")
            if owner:
                sums.setdefault(event.place, set()).add(member)
    if not sums:
        return set()
    known = judged(function, at)
    for call in function.calls:
        if "alloc" in call.callee.lower() and _is_before(call, at):
            for argument in call.args:
                known.update(keys(argument, {}))
    return {member for place, members in sums.items() if place in known for member in members}


def _compared(condition: Operand) -> tuple[Operand, ...]:
    """The sides of a comparison that is no test for a minimum."""
    if condition[0] != "bin" or condition[1] not in COMPARISONS:
        return ()
    sign, right = condition[1], condition[3]
    if any(side[0] in ("null", "str") or side[:2] == ("un", "-") for side in condition[2:]):
        return ()
    if any(side[0] == "int" and side[1] <= 1 for side in condition[2:]) and sign in ("==", "!="):
        return ()
    if right[0] == "int" and (right[1] <= 1 or (sign[0] == "<" and right[1] <= MAX_MINIMUM)):
        return ()
    return tuple(condition[2:])
