"""What holds a length back on a path: tests, clamps, narrow types, allocations of the same length.

``Lengths`` observes a walk and keeps, as marks of values, what later copies ask about. Only values
that flow into a length of the function are followed, so that the states stay few.
"""

from __future__ import annotations

from ..contracts.cells import ABOVE, ALL, ZERO
from ..contracts.primitives import (
    ALLOCATIONS,
    COPIES,
    DUPLICATORS,
    LIBRARY_MAXIMA,
    NUMBER_TEXT,
    READERS,
    SOURCE_SIZES,
    WRITTEN_MAXIMA,
    is_clamp,
    is_reader,
    may_leave,
    would_write,
    writes_number,
)
from . import graph
from .arithmetic import fold
from .callers import returned_within
from .changes import MAX_MASK, Changes
from .effects import is_harmless
from .events import COMPARISONS, LOOP, Assign, Branch
from .origins import LEAVES, relations, signed_leaves
from .state import AT, CMP, EXPR, IN, OLD, OUT, SYM, TEST, UNK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .events import Assertion, Call, Declare, Operand, Switch
    from .path import Path
    from .state import Value


class Bound:
    """What is known of a length: ``judged`` if something was compared with it, ``upper`` if a
    number is never exceeded, ``others`` what it was compared with."""

    __slots__ = ("judged", "upper", "others")

    def __init__(self, judged: bool, upper: int | None, others: tuple[Value, ...] = ()) -> None:
        self.judged = judged
        self.upper = upper
        self.others = others


class Lengths(Changes):
    """Observer. Subclasses call ``super()`` in each callback that they define."""

    # -- tests

    def on_test(
        self, path: Path, branch: Branch | Switch, value: Value, side: int, other: int, exact: bool
    ) -> None:
        if not self.active:
            return
        for leaf, limit in relations(value, side):
            self.hold(path, leaf, limit)
        if isinstance(branch, Branch) and branch.kind == LOOP and side == ZERO:
            for leaf, limit in relations(value, ABOVE):  # left: the counter has reached the limit
                self.hold(path, leaf, limit + 1 if isinstance(limit, int) else limit)
        for leaf, limit in relations(value, ALL & ~side):
            if self._follows(leaf) and not isinstance(limit, int) or limit != 1:
                path.put("exceeds", leaf, limit)
        self._near(path, value)
        self._cuts(path, branch)
        self._over(path, branch, value, side)
        for asked, _ in signed_leaves(value):
            for leaf in path.get("asked", asked) or ():
                self.hold(path, leaf, ("text", "helper"))

    def _near(self, path: Path, value: Value) -> None:
        """Remember which lengths were compared with what, whatever came out of it."""
        if isinstance(value, int) or value[0] != CMP or value[1] in ("==", "!="):
            return
        left = [leaf for leaf, _ in signed_leaves(value[2]) if self._follows(leaf)]
        right = [leaf for leaf, _ in signed_leaves(value[3]) if self._follows(leaf)]
        for these, others in ((left, right), (right, left)):
            for leaf in these if others else ():
                path.put("near", self.canonical(path, leaf), self.origins.of_values(others))

    def on_assertion(self, path: Path, event: Assertion) -> None:
        if not self.active:
            return
        stack = [event.condition]
        while stack:
            atom = stack.pop()
            if atom[0] == "and":
                stack.extend(atom[1:])
            elif atom[0] == "bin":
                value = path.value(atom)
                tested = value if isinstance(value, int) or value[0] != TEST else value[1]
                side = ABOVE if tested == value else value[2]  # type: ignore[index]
                for leaf, _ in relations(tested, side):
                    path.put("asserted", leaf, True)
                    same = path.get("same", leaf)
                    if same is not None:
                        path.put("asserted", same, True)
                self._asserted_calls(path, atom)

    def _asserted_calls(self, path: Path, atom: Operand) -> None:
        """``assert(s.size() <= 32)``: the call stands in the assertion alone."""
        small = atom[3] if atom[1] in (">", ">=") else atom[2]
        for call in _calls_in(small) if atom[1] in COMPARISONS else ():
            if call.callee in SOURCE_SIZES:
                args = tuple(path.value(argument) for argument in call.args)
                same = ("get", call.callee, self._receiver(path, call), args)
                path.put("asserted", same, True)

    # -- values that are made

    def on_assign(
        self, path: Path, event: Assign | Call, place: str, old: Value, new: Value
    ) -> None:
        if self.active and place[:1] != "%":
            self._lose(path, place)
            left = self._left(path, new) if "." in place else None
            if left is not None:
                path.put("kept", (AT, place), (left,))
        if not self.active or graph.root(place) not in self.relevant or not self._is_named(place):
            return
        if type(event) is Assign and not isinstance(new, int) and new == (UNK, event.number):
            self._changed(path, event, old, new)
        elif type(event) is Assign and not _is_variable(path, event.value):
            self._read_again(path, place, new)
        variable = path.function.variables.get(place)
        if variable is not None and self._clamps(path, place, new):
            path.put("clamped", (AT, place), new)
        if not isinstance(new, int):
            path.drop("room", (AT, place))
            room = path.get("room", new)
            if room is not None:
                path.put("room", (AT, place), room)

    def on_declare(self, path: Path, event: Declare, args: tuple[Value, ...]) -> None:
        if self.active and args:
            self._room(path, (AT, path.place(event.place)), args[:1])

    def on_call(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        if not self.active or call.callee in COPIES:
            return
        if isinstance(result, int) or result != (SYM, call.number):
            return
        for kind in ("held", "asked", "room", "same"):
            path.drop(kind, result)
        self._note_amount(path, call, args)
        if may_leave(call.callee):
            self._leaves(path, args)
        name = call.callee
        if call.receiver:
            self._method(path, call, args, result)
        if (len(args) > 1 - bool(call.receiver) or _is_list(args)) and is_clamp(name):
            self._clamped(path, args, result)
        elif name in READERS and len(args) >= READERS[name]:
            self.hold(path, result, args[READERS[name] - 1])
        elif is_reader(name):
            for n in range(2, len(args)):
                if self._is_room(path, args[n]):
                    upper = self.bound(path, args[n]).upper
                    self.hold(path, result, args[n] if upper is None else upper)
        elif name.endswith("snprintf") and len(args) > 1:
            if not would_write(name, args):
                self.hold(path, result, args[1])
        elif DUPLICATORS.search(name) and args:
            path.put("room", result, frozenset(("source", value) for value in args))
        elif name in ALLOCATIONS:
            sizes = tuple(args[n - 1] for n in ALLOCATIONS[name] if n <= len(args))
            self._room(path, result, sizes, call)
        elif self._is_getter(path, call, args):
            path.put("same", result, ("get", name, self._receiver(path, call), args))
        if name in path.unit.function_names and self._follows(result):
            self._handed_back(path, name, args, result)
        contract = path.contract(call)
        if contract is not None:
            for n in contract.args_with_role("capacity"):
                if n <= len(args) and contract.returns == "count":
                    self.hold(path, result, args[n - 1])
            if "alloc" in contract.tags:
                self._room(path, result, args[:1], call)
        elif name not in ALLOCATIONS and not is_harmless(name) and name != "reserve":
            self._helper(path, call, args, result)

    def _handed_back(self, path: Path, name: str, args: tuple[Value, ...], result: Value) -> None:
        """``most(n, sizeof buf)`` of the file gives no more than it is told to."""
        if name not in self.within:
            self.within[name] = returned_within(path.unit, name)
        for n in self.within[name]:
            if n < len(args):
                self.hold(path, result, args[n])

    def _leaves(self, path: Path, args: tuple[Value, ...]) -> None:
        """A macro of a header leaves the function: what has just been found too long, or failed."""
        for leaf, limit in path.facts("exceeds"):
            self.hold(path, leaf, limit)
            path.drop("exceeds", leaf)
        for value in args:
            for leaf in path.get("asked", value) or ():
                self.hold(path, leaf, ("text", "helper"))

    # -- questions

    def bound(self, path: Path, value: Value, depth: int = 0) -> Bound:
        """What holds a length value back."""
        number = self.sizes.fold(path, value)
        if number is not None:
            return Bound(True, number)
        assert not isinstance(value, int)
        kind = value[0]
        if kind == EXPR and depth < 8:
            return self._expression(path, value, depth)
        if kind in LEAVES:
            return self._leaf(path, value)
        if kind == TEST:
            return Bound(True, 1)
        return Bound(True, None)  # ``sizeof`` of something unknown, text

    def _expression(self, path: Path, value: tuple[Any, ...], depth: int) -> Bound:
        counted = tuple(limit for limit in self.held(path, value) if self.counts(path, limit))
        if counted:
            uppers = [limit for limit in counted if isinstance(limit, int)]
            return Bound(True, min(uppers) if uppers else None, counted)
        operator = value[1]
        a = self.bound(path, value[2], depth + 1)
        if operator in ("-", ">>", "/"):
            return self._less(path, value, a)
        b = self.bound(path, value[3], depth + 1)
        if operator == "%":
            return Bound(True, None if b.upper is None else b.upper - 1, (value[3],))
        if operator == "&":
            sides = [x for x in (a, b) if x.upper is None or 0 <= x.upper <= MAX_MASK]
            if len(sides) == 1:
                return sides[0]  # ``n & ~15`` rounds, and bounds nothing
            known = [x.upper for x in (a, b) if x.upper is not None]
            judged = a.judged or b.judged
            return Bound(judged, min(known) if known else None, a.others + b.others)
        upper = None
        if a.upper is not None and b.upper is not None:
            upper = _most(operator, a.upper, b.upper)
        return Bound(a.judged and b.judged, upper, a.others + b.others)

    def _less(self, path: Path, value: tuple[Any, ...], a: Bound) -> Bound:
        """``a - b``, ``a / b``, ``a >> b``: no more than ``a``; ``a - (a - b)`` is ``b``."""
        rest = value[3]
        if value[1] == "-" and not isinstance(rest, int) and rest[0] == EXPR:
            if rest[1] == "-" and rest[2] == value[2]:
                return self.bound(path, rest[3])
            if rest[1] == "&" and rest[2] == value[2]:  # what a mask cuts off
                mask = self.sizes.fold(path, rest[3])
                return Bound(True, ~mask if mask is not None and mask < 0 else None)
        if value[1] == "-" and not a.judged and self._is_remainder(path, value[2], rest):
            return Bound(True, None)
        k = self.sizes.fold(path, value[3])
        upper = a.upper
        if upper is not None and k is not None:
            if value[1] == "-":
                upper -= k
            elif k > 0:
                upper = upper // k if value[1] == "/" else upper >> min(k, 64)
        return Bound(a.judged, upper, a.others)

    def _is_remainder(self, path: Path, whole: Value, part: Value) -> bool:
        """``room - used``, and ``used`` was compared with ``room``."""
        if self.of_source(path, whole):
            return False  # silent only for what is left of the room, not of the input
        wholes = {self.canonical(path, leaf) for leaf, _ in signed_leaves(whole)}
        for leaf, sign in signed_leaves(part):
            for limit in self.held(path, leaf) if sign > 0 else ():
                if any(self.canonical(path, x) in wholes for x, _ in signed_leaves(limit)):
                    return True
        return False

    def _leaf(self, path: Path, leaf: tuple[Any, ...]) -> Bound:
        others = self.held(path, leaf)
        uppers = [limit for limit in others if isinstance(limit, int)]
        if leaf[0] == IN:
            maximum = self.sizes.type_maximum(path.function, leaf[1])
            if maximum is not None:
                uppers.append(maximum)
            if self._is_constant_name(path, leaf[1]):
                return Bound(True, None)
        elif leaf[0] in (SYM, OLD):
            exact = self._exact_size(path, leaf)
            if exact is not None:
                return Bound(True, exact, (exact,))
            maximum = self._library_maximum(leaf)
            if maximum is not None:
                return Bound(True, maximum)
        elif leaf[0] == OUT:
            call = self.origins.calls.get(leaf[1])
            maximum = self._library_maximum(leaf)
            if maximum is not None:
                return Bound(True, maximum)
            contract = path.contract(call) if call is not None else None
            if contract is not None and contract.args_with_role("digest_out"):
                return Bound(True, 64)
        if path.get("asserted", leaf) or path.get("asserted", path.get("same", leaf) or leaf):
            return Bound(True, None)
        counted = tuple(limit for limit in others if self.counts(path, limit))
        return Bound(bool(counted), min(uppers) if uppers else None, counted)

    def of_source(self, path: Path, limit: Value) -> bool:
        """Is it the size of what is copied? Subclasses know the source."""
        del path, limit
        return True

    def counts(self, path: Path, limit: Value) -> bool:
        """Does a comparison with ``limit`` hold a length back? Subclasses know the destination."""
        del path, limit
        return True

    def _library_maximum(self, leaf: tuple[Any, ...]) -> int | None:
        call = self.origins.calls.get(leaf[1])
        if call is None:
            return None
        if writes_number(call.callee):
            return NUMBER_TEXT
        table = WRITTEN_MAXIMA if leaf[0] == OUT else LIBRARY_MAXIMA
        return table.get(call.callee.removeprefix("q_"))

    def _exact_size(self, path: Path, leaf: tuple[Any, ...]) -> int | None:
        """``strlen`` of a literal or of an array: at most that."""
        call = self.origins.calls.get(leaf[1])
        if call is None or call.callee not in SOURCE_SIZES:
            return None
        if call.receiver:
            return None
        same = path.get("same", leaf)
        measured = same[3][0] if same is not None and same[0] == "get" and same[3] else 0
        if isinstance(measured, int):
            return None
        if measured[0] == "lit":
            return len(measured[1])
        if measured[0] == IN:
            written = path.unit.text(measured[1])
            return None if written is None else len(written)
        if measured[0] == AT and measured[1] in path.function.variables:
            extent = self.sizes.extent(path.function, measured[1])
            return extent.size - 1 if extent.kind == "array" and extent.size else None
        return None

    def _is_constant_name(self, path: Path, place: str) -> bool:
        """``FOO_LEN``, ``kFooLength``, ``Foo::Length``: a constant of some header."""
        root = graph.root(place)
        if self.sizes.is_settled(path.function, root):
            return True
        if root != place or self.sizes.root_slot(path.function, root) is not None:
            return False
        name = root.rpartition("::")[2]
        if name == name.upper() and any(letter.isalpha() for letter in name):
            return True
        return "::" in root or (name[:1] == "k" and name[1:2].isupper())


def _most(operator: str, a: int, b: int) -> int | None:
    if operator == "|" or operator == "^":
        return a + b if a > 0 and b > 0 else max(a, b)
    return fold(operator, a, b)


def _calls_in(operand: Operand) -> list[Call]:
    """The calls of an asserted sum."""
    found = []
    stack = [operand]
    while stack:
        current = stack.pop()
        if current[0] == "call":
            found.append(current[1])
        elif current[0] in ("bin", "cast"):
            stack.extend(part for part in current[2:] if isinstance(part, tuple))
    return found


def _is_list(args: tuple[Value, ...]) -> bool:
    """``std::min({a, b})``"""
    return bool(args) and not isinstance(args[0], int) and args[0][0] == "init"


def _is_variable(path: Path, operand: Operand) -> bool:
    """Is it a variable's value, and not something that is read from memory now?"""
    if operand[0] == "cast":
        operand = operand[2]
    return operand[0] == "place" and operand[1] in path.function.variables
