"""Sizes: how large a declared place is, what ``sizeof`` says, where a copy's destination begins."""

from __future__ import annotations

import re
from collections import namedtuple

from ..contracts.primitives import TYPE_MAXIMA, TYPE_SIZES
from ..patterns import lazy
from . import graph
from .arithmetic import fold
from .constants import evaluate
from .layout import Layout, Slot, base_name
from .state import AT, EXPR, IN, SYM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .events import Function, Variable
    from .path import Path
    from .state import Value
    from .unit import Unit

ARRAY, POINTER, SCALAR, CONTAINER, UNKNOWN = "array", "pointer", "scalar", "container", "unknown"
#: ``size`` and ``element`` in bytes or None; ``slot`` tells the declaration; ``hack``: the array
#: may be longer than it says (``data[1]``, ``data[]`` at the end of a struct).
Extent = namedtuple("Extent", "kind size element slot hack")
# records within records, and dimensions of an array, that are looked into
MAX_NESTING = 20
_NO_RECORD = (None, None)
_UNKNOWN = Extent(UNKNOWN, None, None, None, False)

_STD_ARRAY = lazy(r"^array<\s*(.+?)\s*,\s*([^<>]+?)\s*>$")
_CONTAINER = lazy(
    r"^(?:vector|basic_string|string|QByteArray|QVector|QString|deque|Buffer|Bytes|SecByteBlock|ByteArray)\b"
)
#: A name's declaration with a value, what assigns to it or to its members, and its address.
_WRITTEN = (
    rb"(?<![\w.>])%s\s*(?:\[[^\]]*\]|\.\w+|->\w+)*\s*(?:[-+*/%%|&^]|<<|>>)?(?:=(?!=)|\+\+|--)"
    rb"|(?:\+\+|--)%s\b|[^&]&%s\b"
)
_SIZEOF = lazy(r"\bsizeof\s*\(\s*([\w :*]+?)\s*\)")


class Sizes:
    """Sizes of the places of one file."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self.layout = Layout(unit)
        self._slots: dict[int, Slot] = {}
        self._settled: dict[str, bool] = {}
        self._records: dict[str, tuple[int | None, int | None]] = {}
        self._leasts: dict[str, int] = {}
        self._nesting = 0
        self._asked: tuple[Function | None, dict[int, str]] = (None, {})

    def number(self, text: str) -> int | None:
        """A constant size expression as written in the source."""
        if "sizeof" in text:
            text = _SIZEOF.sub(lambda m: str(self.type_size(m[1]) or m[0]), text)
        return evaluate(text, self._unit.constant)

    def type_size(self, type_: str) -> int | None:
        """``sizeof(type)`` where every platform agrees on it."""
        name = base_name(type_)
        if name.endswith("*"):
            return 8
        return self._base_size(_named(name))

    def bottom_type(self, type_: str) -> str:
        """The name of a type with typedefs undone."""
        resolved: str = self.layout.resolve(_named(base_name(type_))).type
        return resolved

    def least(self, path: Path, value: Value) -> int | None:
        """What ``sizeof`` a record gives at least, whatever the platform's pointers and padding."""
        if isinstance(value, int) or value[0] != "sizeof":
            return None
        slot: Slot | None = _named(base_name(str(value[2])))
        if value[1] != "type":
            slot = self.slot_of(path.function, str(value[2]))
        return None if slot is None or slot.derive else self._least(slot)

    def _least(self, slot: Slot) -> int:
        slot = self.layout.resolve(slot)
        exact = self._base_size(slot) if "*" not in slot.derive else None
        if exact is not None:
            return exact or 1
        if slot.derive[:1] == ("*",):
            return 4
        if len(slot.derive) > MAX_NESTING:
            return 1
        if slot.derive:
            count = self.number(slot.derive[0][1:-1]) or 0
            return count * self._least(slot._replace(derive=slot.derive[1:]))
        if not self.layout.is_plain(slot.type):
            return 1
        if slot.type not in self._leasts:
            self._leasts[slot.type] = 1  # while it is looked at: none has itself within
            members = self.layout.records.get(slot.type, {}).values()
            if self._nesting < MAX_NESTING:
                self._nesting += 1
                self._leasts[slot.type] = sum(map(self._least, members)) or 1
                self._nesting -= 1
        return self._leasts[slot.type]

    def _base_size(self, slot: Slot) -> int | None:
        slot = self.layout.resolve(slot)
        if slot.derive:
            return self._derived(slot) if len(slot.derive) < MAX_NESTING else None
        known = TYPE_SIZES.get(slot.type)
        if known is not None:
            return known
        match = _STD_ARRAY.match(slot.type)
        if match is not None:
            return _times(self.type_size(match[1]), self.number(match[2]))
        return self._record(slot.type)[0]

    def _record(self, name: str) -> tuple[int | None, int | None]:
        """Size and alignment of a struct of numbers and arrays of them, with the usual padding."""
        if name not in self._records:
            self._records[name] = _NO_RECORD  # as above
            if self._nesting < MAX_NESTING:
                self._nesting += 1
                self._records[name] = self._laid_out(name)
                self._nesting -= 1
        return self._records[name]

    def _laid_out(self, name: str) -> tuple[int | None, int | None]:
        members = self.layout.records.get(name)
        if not members or not self.layout.is_plain(name):
            return _NO_RECORD
        total = 0
        largest = 1
        for member in members.values():
            size = self._base_size(member)
            align = self._alignment(member)
            if size is None or align is None:
                return _NO_RECORD
            largest = max(largest, align)
            total += -total % align + size
        if self.layout.is_packed and largest > 1:
            return _NO_RECORD
        return total + -total % largest, largest

    def _alignment(self, slot: Slot) -> int | None:
        """Of the elements at the bottom; None for pointers, whose size is the platform's."""
        bottom = self.layout.resolve(slot)
        match = _STD_ARRAY.match(bottom.type)
        if match is not None:
            bottom = self.layout.resolve(bottom._replace(type=base_name(match[1])))
        if "*" in bottom.derive:
            return None
        known = TYPE_SIZES.get(bottom.type)
        return self._record(bottom.type)[1] if known is None else known

    def _derived(self, slot: Slot) -> int | None:
        head, rest = slot.derive[0], slot._replace(derive=slot.derive[1:])
        if head == "*":
            return 8
        count = self.number(head[1:-1]) if head != "[]" else None
        return _times(count, self._base_size(rest))

    # -- slots of places

    def variable(self, variable: Variable) -> Slot:
        """The slot of a local or parameter, from its declaration's text."""
        key = id(variable)
        if key not in self._slots:
            self._slots[key] = self._variable(variable)
        return self._slots[key]

    def _variable(self, variable: Variable) -> Slot:
        stars = variable.type.count("*")
        base = base_name(variable.type.replace("*", " "))
        slot = self.layout.declarator_at(variable.span, base)
        if slot is None:
            derive = ("*",) * stars
            if variable.is_array and variable.extent is not None:
                count = variable.extent[1] if variable.extent[0] == "int" else ""
                derive = (f"[{count}]", *derive)
            slot = Slot(base, derive, variable.span, variable.extent_span, None, False, "")
        elif slot.derive[:1] == ("[]",) and variable.extent and variable.extent[0] == "int":
            slot = slot._replace(derive=(f"[{variable.extent[1]}]", *slot.derive[1:]))
        if variable.parameter and "&" not in variable.type:
            resolved = self.layout.resolve(slot)
            if resolved.derive and resolved.derive[0] != "*":
                return resolved._replace(derive=("*", *resolved.derive[1:]))
        return slot

    def root_slot(self, function: Function, root: str) -> Slot | None:
        """The slot of the variable, member or file-level name that a place starts from."""
        at: Function | None = function
        while at is not None:
            variable = at.variables.get(root)
            if variable is not None:
                return self.variable(variable)
            at = at.outer
        if root == "this":
            return Slot(function.owner, ("*",), (0, 0), None, None, False, "")
        if function.owner:
            member = self.layout.records.get(function.owner, {}).get(root)
            if member is not None:
                return member
        return self.layout.variables.get(root)

    def is_settled(self, function: Function, root: str) -> bool:
        """Is it a constant or an initialised table or variable of the file that nobody changes?"""
        known = self._settled.get(root)
        if known is None:
            known = self._settled[root] = self._is_settled(function, root)
        return known

    def _is_settled(self, function: Function, root: str) -> bool:
        variable = function.variables.get(root)
        slot = self.root_slot(function, root)
        if slot is None or slot.initial is None or slot.derive[:1] == ("*",):
            return False
        if variable is not None and not (variable.static or self._is_const(variable)):
            return False
        text = self._unit.data[slot.initial.start_byte : slot.initial.end_byte]
        if text in (b"0", b"{0}", b"{}", b"NULL"):
            return False
        name = re.escape(root.encode())
        written = _WRITTEN % (name, name, name)
        return len(re.findall(written, self._unit.data)) <= 1

    def _is_const(self, variable: Variable) -> bool:
        """Is a local declared ``const``? The type of a variable leaves qualifiers out."""
        before = self._unit.data[: variable.span[0]]
        start = max(before.rfind(mark) for mark in (b";", b"{", b"}"))
        return b"const" in before[start + 1 :]

    def slot_of(self, function: Function, place: str) -> Slot | None:
        root = graph.root(place)
        slot = self.root_slot(function, root)
        return None if slot is None else self.layout.walk(slot, place[len(root) :])

    def extent(self, function: Function, place: str) -> Extent:
        """How large ``place`` is, by its declaration."""
        slot = self.slot_of(function, place)
        if slot is None:
            return _UNKNOWN
        if not slot.derive:
            return self._plain_extent(slot)
        if slot.derive[0] == "*":
            return Extent(
                POINTER, 8, self._base_size(slot._replace(derive=slot.derive[1:])), slot, False
            )
        element = self._base_size(slot._replace(derive=slot.derive[1:]))
        count = self.number(slot.derive[0][1:-1]) if slot.derive[0] != "[]" else None
        if slot.derive[0] == "[]" and slot.initial is not None:
            count = self._initial_length(slot)
        hack = slot.last and (slot.derive[0] == "[]" or (count is not None and count <= 1))
        return Extent(ARRAY, None if hack else _times(count, element), element, slot, hack)

    def _initial_length(self, slot: Slot) -> int | None:
        from .literals import string_bytes

        node = slot.initial
        text = self._unit.data[node.start_byte : node.end_byte]
        if node.type == "string_literal":
            return len(string_bytes(text)) + 1
        if node.type == "initializer_list":
            return len([c for c in node.named_children if c.type != "comment"])
        return None

    def _plain_extent(self, slot: Slot) -> Extent:
        match = _STD_ARRAY.match(slot.type)
        if match is not None:
            element = self.type_size(match[1])
            return Extent(ARRAY, _times(self.number(match[2]), element), element, slot, False)
        if _CONTAINER.match(slot.type):
            return Extent(CONTAINER, None, 1, slot, False)
        size = self._base_size(slot)
        return Extent(SCALAR if size is not None else UNKNOWN, size, size, slot, False)

    def type_maximum(self, function: Function, place: str) -> int | None:
        """The greatest value of a narrow unsigned place."""
        slot = self.slot_of(function, place)
        if slot is None or slot.derive:
            return None
        base, _, width = slot.type.rpartition(":")
        if base and width.isdigit() and base[-1] != ":":
            return (1 << int(width)) - 1 if int(width) <= 64 else None
        return TYPE_MAXIMA.get(slot.type)

    # -- values

    def fold(self, path: Path, value: Value) -> int | None:
        """The number that a value of constants and ``sizeof`` is, or None."""
        if isinstance(value, int):
            return value
        kind = value[0]
        if kind == "sizeof":
            if value[1] == "type":
                return self.type_size(str(value[2]))
            extent = self.extent(path.function, str(value[2]))
            size: int | None = extent.size
            return size
        if kind == EXPR:
            a, b = self.fold(path, value[2]), self.fold(path, value[3])
            if a is None or b is None:
                return None
            return fold(value[1], a, b)
        return self._count(path.function, value[1]) if kind == SYM else None

    def _count(self, function: Function, number: int) -> int | None:
        """What ``x.size()`` and ``std::size(x)`` of an array give."""
        if self._asked[0] is not function:
            asked: dict[int, str] = {}
            for call in function.calls:
                if call.callee == "size" and call.receiver:
                    asked[call.number] = call.receiver
                elif call.qualified == "std::size" and call.args and call.args[0][0] == "place":
                    asked[call.number] = str(call.args[0][1])
            self._asked = (function, asked)
        place = self._asked[1].get(number)
        extent = self.extent(function, place) if place else _UNKNOWN
        if extent.kind != ARRAY or extent.size is None or not extent.element:
            return None
        return int(extent.size // extent.element)


def _named(type_: str) -> Slot:
    return Slot(type_, (), (0, 0), None, None, False, "")


def _times(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a * b


def split_pointer(path: Path, sizes: Sizes, value: Value) -> tuple[Value, list[Value]]:
    """A pointer value as its base and the offsets added to it."""
    offsets: list[Value] = []
    while not isinstance(value, int) and value[0] == EXPR and value[1] in ("+", "-"):
        left, right = value[2], value[3]
        if value[1] == "-":
            offsets.append((EXPR, "-", 0, right) if not isinstance(right, int) else -right)
            value = left
        elif _points(path, sizes, right) and not _points(path, sizes, left):
            offsets.append(left)
            value = right
        else:
            offsets.append(right)
            value = left
    return value, offsets


def _points(path: Path, sizes: Sizes, value: Value) -> bool:
    if isinstance(value, int):
        return False
    if value[0] == EXPR:
        return _points(path, sizes, value[2]) or _points(path, sizes, value[3])
    if value[0] == AT:
        return True
    if value[0] == IN:
        return sizes.extent(path.function, value[1]).kind in (ARRAY, POINTER)
    return False
