"""What values are made of: symbols of sums, what a test holds back, where variables come from."""

from __future__ import annotations

import re

from ..contracts.cells import ABOVE, BELOW, MINUS_ONE, ONE, ZERO
from ..contracts.primitives import COPIES
from . import graph
from .conditions import MIRROR, OPPOSITE
from .events import Assign, Call, Declare
from .state import AT, CMP, EXPR, IN, OLD, OUT, SYM, TEST, UNK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .events import Event, Function, Operand
    from .state import Value

LEAVES = (IN, SYM, OUT, OLD, UNK)


def signed_leaves(value: Value, sign: int = 1) -> list[tuple[Value, int]]:
    """The symbols of an arithmetic value, each with the sign of its part in it."""
    found: list[tuple[Value, int]] = []
    stack = [(value, sign)]
    while stack:
        current, way = stack.pop()
        if isinstance(current, int):
            continue
        kind = current[0]
        if kind in LEAVES:
            found.append((current, way))
        elif kind == EXPR:
            stack.append((current[2], way))
            if current[1] not in ("%", "&", ">>", "/"):
                stack.append((current[3], -way if current[1] == "-" else way))
        elif kind == TEST:
            stack.append((current[1], way))
    return found


def relations(value: Value, side: int) -> list[tuple[Value, Value]]:
    """Pairs (symbol, what it does not exceed) that hold where a tested value lies in ``side``."""
    if isinstance(value, int):
        return []
    if value[0] != CMP:
        return _of_difference(value, side)
    operator = value[1] if not side & ZERO else OPPOSITE[value[1]] if side == ZERO else ""
    left, right = value[2], value[3]
    if operator in (">", ">="):
        operator, left, right = MIRROR[operator], right, left
    if operator not in ("<", "<=", "=="):
        return []
    pairs = _below(left, right, operator == "<")
    return pairs + _below(right, left, False) if operator == "==" else pairs


def _of_difference(value: Value, side: int) -> list[tuple[Value, Value]]:
    """``a - b`` is at most 0: ``b`` holds ``a``; it is at least 0: ``a`` holds ``b``."""
    leaves = signed_leaves(value)
    added = [leaf for leaf, sign in leaves if sign > 0]
    taken = [leaf for leaf, sign in leaves if sign < 0]
    if not taken:
        small = not side & (ABOVE | BELOW | MINUS_ONE)
        return [(leaf, 1) for leaf in added] if small else []
    pairs: list[tuple[Value, Value]] = []
    if not side & (ABOVE | ONE):
        pairs += [(leaf, other) for leaf in added for other in taken]
    if not side & (BELOW | MINUS_ONE):
        pairs += [(leaf, other) for leaf in taken for other in added]
    return pairs


def _below(small: Value, large: Value, strict: bool) -> list[tuple[Value, Value]]:
    """``small <= large``: added terms on the left, subtracted ones on the right are held."""
    extra = constant_term(small) + strict
    limit: Value = (EXPR, "-", large, extra) if extra else large
    pairs: list[tuple[Value, Value]] = []
    if not isinstance(small, int) and small[0] == EXPR:
        pairs.append((small, (EXPR, "-", large, 1) if strict else large))
    pairs += [(term, limit) for term in added_terms(small) if term != small]
    pairs += [(leaf, limit) for leaf, sign in signed_leaves(small) if sign > 0]
    pairs += [(leaf, (EXPR, "-", large, 0)) for leaf, sign in signed_leaves(large) if sign < 0]
    return pairs


def added_terms(value: Value) -> list[Value]:
    """``x`` and ``n * k`` of ``x + n * k - y``, as far as they are computed themselves."""
    found: list[Value] = []
    stack = [value]
    while stack:
        current = stack.pop()
        if isinstance(current, int) or current[0] != EXPR:
            continue
        if current[1] == "+":
            stack += current[2:]
        elif current[1] == "-":
            stack.append(current[2])
        else:
            found.append(current)
    return found


def constant_term(value: Value) -> int:
    """The number that is added in a sum."""
    if isinstance(value, int):
        return value
    if value[0] != EXPR or value[1] not in ("+", "-"):
        return 0
    right = constant_term(value[3])
    return constant_term(value[2]) + (right if value[1] == "+" else -right)


def operand_roots(operand: Operand, into: set[str]) -> None:
    """The variables and temporaries that an operand is made of (indexes left out)."""
    stack = [operand]
    while stack:
        current = stack.pop()
        kind = current[0]
        if kind in ("place", "addr"):
            into.add(graph.root(str(current[1])))
        elif kind in ("bin", "un", "cast", "and", "or"):
            stack.extend(part for part in current[1:] if isinstance(part, tuple))
        elif kind == "init":
            stack.extend(current[1])


class Origins:
    """Flow-insensitive: what each variable of a function is computed from."""

    def __init__(self, function: Function, macros: dict[str, bytes]) -> None:
        self.direct: dict[str, set[str]] = {}
        self.places: set[str] = set()
        #: variable -> what is added to it with ``+=``
        self.sums: dict[str, set[str]] = {}
        self._macros = macros
        self._reads: dict[str, set[str]] = {}
        self.number: dict[int, str] = {}
        self.calls: dict[int, Call] = {}
        self.parameters = [parameter.name for parameter in function.parameters]
        for block in function.blocks:
            for event in block.events:
                self._event(event)
        #: array -> what its extent is computed from
        self.extents: dict[str, set[str]] = {}
        for variable in function.variables.values():
            if variable.extent is not None and variable.extent[0] != "int":
                self._note_places(variable.extent, set())
                operand_roots(variable.extent, self.extents.setdefault(variable.name, set()))
        self._closures: dict[str, frozenset[str]] = {}

    def _event(self, event: Event) -> None:
        kind = type(event)
        name = f"%{event.number}"
        if kind is Assign or kind is Declare:
            name = graph.root(event.place)  # type: ignore[attr-defined]
        for operand in event.reads():
            self._note_places(operand, self._reads.setdefault(name, set()))
        if kind is Assign:
            root = graph.root(event.place)  # type: ignore[attr-defined]
            self.number[event.number] = root
            if event.op == "+=":  # type: ignore[attr-defined]
                operand_roots(event.value, self.sums.setdefault(root, set()))  # type: ignore[attr-defined]
            operand_roots(event.value, self.direct.setdefault(root, set()))  # type: ignore[attr-defined]
        elif kind is Declare:
            into = self.direct.setdefault(event.place, set())  # type: ignore[attr-defined]
            for argument in event.args:  # type: ignore[attr-defined]
                operand_roots(argument, into)
        elif kind is Call:
            self._call(event)  # type: ignore[arg-type]

    def _call(self, call: Call) -> None:
        self.calls[call.number] = call
        name = f"%{call.number}"
        self.number[call.number] = name
        into = self.direct.setdefault(name, set())
        for argument in call.args:
            operand_roots(argument, into)
        if call.receiver:
            into.add(graph.root(call.receiver))
        if call.callee in COPIES and len(call.args) >= 3:
            to, source, _ = COPIES[call.callee]
            written_roots: set[str] = set()
            operand_roots(call.args[to - 1], written_roots)
            for root in written_roots:
                operand_roots(call.args[source - 1], self.direct.setdefault(root, set()))
        for argument in call.args:
            if argument[0] == "addr":
                written = graph.root(str(argument[1]))
                self.direct.setdefault(written, set()).update((into | {name}) - {written})

    def _note_places(self, operand: Operand, read: set[str]) -> None:
        """Collect the places that are read, and what a macro of the file is made of."""
        stack = [operand]
        while stack:
            current = stack.pop()
            if current[0] == "place":
                name = str(current[1])
                if name[:1] != "%":
                    self.places.add(name)
                    read.add(name)
                body = self._macros.get(name)
                if body is not None and name not in self.direct:
                    words = re.findall(
                        r"[A-Za-z_][\w.]*", body.decode("utf-8", "replace").replace("->", ".")
                    )
                    self.places.update(words)
                    read.update(words)
                    self._reads[name] = set(words)
                    self.direct[name] = {graph.root(word) for word in words}
            elif current[0] in ("bin", "un", "cast"):
                stack.extend(part for part in current[1:] if isinstance(part, tuple))

    def mentions(self, place: str, behind: frozenset[str]) -> bool:
        """May ``place`` itself, not only its root, be among what ``behind`` is computed from?"""
        return "." not in place or place in self.sized_places(behind)

    def sized_places(self, behind: frozenset[str]) -> set[str]:
        """The members that are read where the variables of ``behind`` are computed."""
        found: set[str] = set()
        for root in behind:
            found |= self._reads.get(root, set())
        return found

    def of_values(self, values: list[Value]) -> frozenset[str]:
        return (
            frozenset().union(*(self.of_value(value) for value in values))
            if values
            else frozenset()
        )

    def closure(self, root: str) -> frozenset[str]:
        """``root`` and everything that it is computed from."""
        known = self._closures.get(root)
        if known is None:
            seen = {root}
            stack = [root]
            while stack:
                for other in self.direct.get(stack.pop(), ()):
                    if other not in seen:
                        seen.add(other)
                        stack.append(other)
            known = self._closures[root] = frozenset(seen)
        return known

    def beginnings(self, value: Value) -> frozenset[str]:
        """Where a cursor started: what it was stepped by left out."""
        return self.of_value(value, self._begun)

    def _begun(self, root: str) -> frozenset[str]:
        seen = {root}
        stack = [root]
        while stack:
            current = stack.pop()
            for other in self.direct.get(current, set()) - self.sums.get(current, set()):
                if other not in seen:
                    seen.add(other)
                    stack.append(other)
        return frozenset(seen)

    def closure_of(self, roots: set[str]) -> frozenset[str]:
        """Everything that several variables are computed from."""
        found: frozenset[str] = frozenset()
        return found.union(*(self.closure(root) for root in roots))

    def of_value(
        self, value: Value, closure: Callable[[str], frozenset[str]] | None = None
    ) -> frozenset[str]:
        """Everything that a value is computed from."""
        closure = closure or self.closure
        found: set[str] = set()
        stack = [value]
        while stack:
            current = stack.pop()
            if isinstance(current, int):
                continue
            kind = current[0]
            if kind in (IN, AT):
                found |= closure(graph.root(current[1]))
            elif kind in (SYM, OLD, OUT, UNK) and isinstance(current[1], int):
                found |= closure(self.number.get(current[1], f"%{current[1]}"))
            elif kind in (EXPR, CMP):
                stack.extend(current[2:])
        return frozenset(found)
