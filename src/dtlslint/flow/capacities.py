"""Members that say how much memory another member of the same object points to."""

from __future__ import annotations

from ..contracts.primitives import ALLOCATIONS
from .events import Assign

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .events import Function, Operand
    from .unit import Unit


def is_capacity(unit: Unit, data: str, size: str) -> bool:
    """Does a function of the file allocate member ``data`` with what it stores in ``size``?"""
    words = {data.encode(), size.encode()}
    return any(
        _allocates(function, data, size)
        for site in unit.sites
        if words <= unit.words_of(site)
        for function in unit.lower(site)
    )


def _allocates(function: Function, data: str, size: str) -> bool:
    made = {
        f"%{call.number}": [call.args[n - 1] for n in ALLOCATIONS[call.callee]]
        for call in function.calls
        if call.callee in ALLOCATIONS and max(ALLOCATIONS[call.callee]) <= len(call.args)
    }
    sizes = {
        owner: event.value
        for event in function.each(Assign)
        for owner, member in (_split(event.place),)
        if member == size and event.op == "="
    }
    for event in function.each(Assign):
        owner, member = _split(event.place)
        value = event.value[2] if event.value[0] == "cast" else event.value
        if member != data or value[0] != "place" or value[1] not in made:
            continue
        own = ("place", f"{owner}.{size}" if owner else size)
        if any(
            part in (own, sizes.get(owner)) for length in made[value[1]] for part in _terms(length)
        ):
            return True
    return False


def _split(place: str) -> tuple[str, str]:
    owner, _, member = place.rpartition(".")
    return owner, member


def _terms(length: Operand) -> list[Operand]:
    """A size and what it is the sum or the product of."""
    found, stack = [], [length]
    while stack:
        current = stack.pop()
        found.append(current)
        if current[0] == "cast":
            stack.append(current[2])
        elif current[0] == "bin" and current[1] in ("+", "*"):
            stack += current[2:]
    return found
