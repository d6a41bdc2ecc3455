"""How much a call has written into a buffer: the length that it gave, and what it was given."""

from __future__ import annotations

import re

from ..patterns import lazy
from . import graph
from .effects import is_harmless
from .judged import MAX_MINIMUM
from .origins import operand_roots
from .rooms import Rooms
from .state import AT, IN, OUT, SYM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .destinations import Destination
    from .events import Call
    from .path import Path
    from .state import Value


#: What takes a length out of the bytes it is given, instead of writing bytes.
_PARSES = lazy(
    r"parse|unpack|header|ntoh|(?:^|_)(?:get|read|load|peek|extract|decode|take)_?(?:[usi]?\d+|[us]?int"
    r"|be|le|len|size|short|long|byte|word|num|field|attr|tlv)",
    re.IGNORECASE,
)
_SEARCH = lazy(r"chr|index|pbrk|find|search|tok", re.IGNORECASE)


class Amounts(Rooms):
    """``amount``: call -> the capacities that it was given. ``filled``: length -> the array that
    so many bytes were copied into."""

    def _note_amount(self, path: Path, call: Call, args: tuple[Value, ...]) -> None:
        if is_harmless(call.callee) or _SEARCH.search(call.callee):
            return
        if not self._matters(call, ("addr",)):
            return
        limits: list[Value] = []
        for value in dict.fromkeys(args):
            if not isinstance(value, int) and value[0] == AT:
                variable = path.function.variables.get(value[1])
                if variable is None or variable.is_array:
                    continue
                value = path.load(value[1])  # a length that goes in and comes out again
                if not isinstance(value, int) and value[0] == OUT:  # once more
                    limits += path.get("amount", (AT, f"%{value[1]}")) or ()
            number = self.sizes.fold(path, value)
            if number is not None:
                if number > MAX_MINIMUM:
                    limits.append(number)
            elif value[0] == "sizeof" or path.is_constant(value):  # type: ignore[index]
                limits.append(value)
        if limits:
            once = tuple(dict.fromkeys(limits))  # what goes in and out of call after call adds up
            path.put("amount", (AT, f"%{call.number}"), once)

    def amounts(self, path: Path, leaf: Value, source: Any) -> tuple[Value, ...] | None:
        """The capacities of the call that gave this length and filled ``source`` (an operand)."""
        if isinstance(leaf, int) or leaf[0] not in (SYM, OUT):
            return None
        call = self.origins.calls.get(leaf[1])
        if call is None or _PARSES.search(call.callee):
            return None
        given: set[str] = set()
        for argument in call.args:
            operand_roots(argument, given)
        roots: set[str] = set()
        operand_roots(source, roots)
        if roots.isdisjoint(given):
            return None
        limits: tuple[Value, ...] | None = path.get("amount", (AT, f"%{leaf[1]}"))
        return limits if limits is not None or leaf[0] == SYM else ()

    def fills(self, path: Path, leaf: Value, into: Destination, source: Any, room: Any) -> bool:
        """Do ``leaf`` bytes that a call wrote into ``source`` fit into a destination?

        ``room``: where ``source`` itself points, if that is an array.
        """
        if room.offset != 0:
            return False
        limits = self.amounts(path, leaf, source)
        copied = path.get("filled", leaf)
        if limits is None and (not room.place or copied != graph.root(room.place)):
            return False
        unknown = into.room is None and not into.fixed
        if room.fixed and (unknown or _no_larger(room, into)):
            return True
        numbers = [limit for limit in limits or () if isinstance(limit, int)]
        if numbers:
            return into.room is None or min(numbers) <= into.room
        named = [limit[1] for limit in limits or () if limit[0] == IN]  # type: ignore[index]
        return into.name in named if into.fixed else limits is not None and len(limits) > 0


def _no_larger(a: Destination, b: Destination) -> bool:
    """Is an array no larger than another: by number, or by the name of its extent?"""
    if a.room is not None and b.room is not None:
        return bool(a.room <= b.room)
    return bool(a.name) and bool(a.name == b.name)
