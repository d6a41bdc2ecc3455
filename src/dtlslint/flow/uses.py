"""Where a function reads what a call returned: by position, not by path."""

from __future__ import annotations

from .events import BIN, COMPARISONS, Assertion, Assign, Branch, Call, Exit, Switch, Use

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .events import Block, Event, Function, Operand, Terminator

_ZERO = ("int", 0, "")
# blocks behind a test that are looked at; what a branch is about stands in the first few
MAX_BLOCKS = 12


def places_of(operand: Operand) -> Iterator[str]:
    """Every place that an operand mentions."""
    stack = [operand]
    while stack:
        current = stack.pop()
        if current and current[0] in ("place", "addr"):
            yield current[1]
            continue
        stack.extend(part for part in current if isinstance(part, tuple))


def _terminator_read(end: Terminator | None) -> tuple[int, Operand | None]:
    """Where a block's end reads a value, and which."""
    if isinstance(end, Branch):
        return end.span[0], end.condition
    if isinstance(end, (Switch, Exit)):
        return end.span[0], end.value
    return 0, None


class Uses:
    """Offsets at which each place is read, and the places that results were stored in."""

    def __init__(self, function: Function) -> None:
        self._reads: dict[str, list[int]] = {}
        #: Of these, where the place is handed to a call.
        self._passed: set[tuple[str, int]] = set()
        #: result of a call (``%7``) -> (place that it was stored in, offset)
        self._stored: dict[str, list[tuple[str, int]]] = {}
        self._compared: set[str] = set()
        for block in function.blocks:
            for event in block.events:
                self._event(event)
            offset, operand = _terminator_read(block.end)
            if operand is not None:
                self._read(operand, offset)

    def _event(self, event: Event) -> None:
        kind = type(event)
        if kind is Assertion:
            return
        if kind is Assign:
            value = event.value  # type: ignore[attr-defined]
            while value[0] == "cast":
                value = value[2]
            if value[0] == "place" and value[1][:1] == "%":
                stored = event.place, event.span[0]  # type: ignore[attr-defined]
                self._stored.setdefault(value[1], []).append(stored)
                return
            if value[0] == BIN and value[2][0] == "place" and value[1] not in COMPARISONS:
                stored = event.place, event.span[0]  # type: ignore[attr-defined]
                self._stored.setdefault(value[2][1], []).append(stored)
        for operand in event.reads():
            self._read(operand, event.span[0])
            if kind is Call or kind is Use:
                self._passed.update((place, event.span[0]) for place in places_of(operand))

    def _read(self, operand: Operand, offset: int) -> None:
        if operand[0] == BIN and operand[1] in COMPARISONS:
            self._compared.update(places_of(operand))
        for place in places_of(operand):
            self._reads.setdefault(place, []).append(offset)

    def reads(self, place: str) -> list[int]:
        """Offsets where ``place`` is read other than to store it elsewhere."""
        return self._reads.get(place, [])

    def kept(self, call: Call) -> list[tuple[str, int]]:
        """Where the result of a call is stored: (place, offset)."""
        return self._stored.get(f"%{call.number}", [])

    def compares(self, places: frozenset[str]) -> bool:
        """Does a comparison read one of the places?"""
        return not places.isdisjoint(self._compared)

    def is_compared(self, call: Call) -> bool:
        """Does a comparison read the result of ``call``, or the variable that keeps it?"""
        kept = [place for place, _ in self.kept(call)]
        return any(place in self._compared for place in (f"%{call.number}", *kept))

    def is_read(self, call: Call, spans: Iterable[tuple[int, int]], passing: bool = True) -> bool:
        """Is the result of ``call`` read at once, or from its variable in one of the spans?

        Without ``passing``, handing the variable to another call or dereferencing it is no reading.
        """
        if self.reads(f"%{call.number}"):
            return True
        return any(
            low <= at < high and at > stored and (passing or (place, at) not in self._passed)
            for place, stored in self.kept(call)
            for at in self.reads(place)
            for low, high in spans
        )


def only_equality(function: Function, result: str) -> bool:
    """Is the result compared with 0 or negated wherever it is read?"""
    place = ("place", result)
    fine = (("un", "!", place), ("un", "bool", place))
    used = False
    for block in function.blocks:
        operands = [operand for event in block.events for operand in event.reads()]
        if isinstance(block.end, Branch):
            if block.end.condition == place:
                used = True
                continue
            operands.append(block.end.condition)
        elif block.end is not None and result in str(getattr(block.end, "value", "")):
            operands.append(block.end.value)  # type: ignore[union-attr, arg-type]
        for operand in operands:
            if result not in places_of(operand):
                continue
            equal = operand[0] == "bin" and operand[1] in ("==", "!=")
            compared = equal and operand[2:] in ((place, _ZERO), (_ZERO, place))
            if operand not in fine and not compared:
                return False
            used = True
    return used


def where_nonzero(function: Function, result: str) -> Iterator[Block]:
    """The first blocks behind tests of a result, on the side where it is not 0."""
    place = ("place", result)
    unequal: tuple[Operand, ...] = (place, ("un", "bool", place))
    unequal += (BIN, "!=", place, _ZERO), (BIN, "!=", _ZERO, place)
    equal: tuple[Operand, ...] = (("un", "!", place),)
    equal += (BIN, "==", place, _ZERO), (BIN, "==", _ZERO, place)
    for block in function.blocks:
        end = block.end
        if isinstance(end, Branch) and end.condition in unequal:
            yield function.blocks[end.then]
        elif isinstance(end, Branch) and end.condition in equal:
            yield function.blocks[end.otherwise]


def only_through(function: Function, start: Block) -> Iterator[Block]:
    """The blocks that are reached through ``start`` alone, itself included, the nearest first."""
    before: dict[int, set[int]] = {}
    for at, block in enumerate(function.blocks):
        for target in block.end.successors() if block.end is not None else ():
            before.setdefault(target, set()).add(at)
    inside = [function.blocks.index(start)]
    for at in inside:
        block = function.blocks[at]
        yield block
        for target in block.end.successors() if block.end is not None else ():
            if target not in inside and before[target] <= set(inside) and len(inside) < MAX_BLOCKS:
                inside.append(target)
