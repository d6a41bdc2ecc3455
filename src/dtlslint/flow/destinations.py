"""Where a write goes: the buffer behind a pointer operand, its room, the offset into it."""

from __future__ import annotations

from collections import namedtuple

from . import graph
from .events import Call, Exit, Jump, Use
from .sizes import ARRAY, POINTER, SCALAR, split_pointer
from .state import AT, EXPR, IN, SYM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .events import Function, Operand
    from .path import Path
    from .sizes import Extent, Sizes
    from .state import Value

#: ``base``: value of the buffer's start. ``place``: its place or "". ``room``: bytes or None.
#: ``offset``: constant bytes into it, None if not constant. ``fixed``: an array or object of fixed
#: size. ``hack``: may be longer than declared. ``parameter``: the parameter that points to it.
#: ``view``: the container whose memory it is. ``grows``: an inserter. ``span``: the declaration.
Destination = namedtuple(
    "Destination",
    "base place room offset offsets element fixed hack parameter view grows span name slot",
)
_INSERTERS = frozenset(("back_inserter", "inserter", "front_inserter", "ostream_iterator"))


def destination(path: Path, sizes: Sizes, value: Value, operand: Operand) -> Destination:
    """What ``operand``, whose value is ``value``, points into."""
    base, offsets = split_pointer(path, sizes, value)
    place, view, grows = "", "", False
    if not isinstance(base, int):
        if base[0] in (IN, AT):
            place = base[1]
        elif base[0] == SYM:
            view = path.get("view", base) or ""
            place = view
            grows = _is_inserter(path, base[1])
    if base == (AT, place) and place.endswith("]"):
        place, index = _element(place)
        offsets = [*offsets, index]
        base = path.load(place)
        if not isinstance(base, int) and base[0] in (IN, AT):
            place = base[1]
    extent = sizes.extent(path.function, place) if place else None
    if extent is None or extent.kind == "unknown":
        written = _operand_place(operand)
        if written:
            extent = sizes.extent(path.function, written)
    result = _made(path, sizes, base, place, offsets, extent, view, grows)
    written = graph.root(_operand_place(operand))
    variable = path.function.variables.get(written)
    if (
        not isinstance(base, int)
        and base[0] == "unk"
        and variable is not None
        and variable.parameter
    ):
        return result._replace(parameter=written, offset=None)
    return result


def _made(
    path: Path, sizes: Sizes, base: Value, place: str, offsets: list[Value],
    extent: Extent | None, view: str, grows: bool,
) -> Destination:  # fmt: skip
    fixed = extent is not None and extent.kind in (ARRAY, SCALAR)
    if (
        extent is not None
        and extent.kind == SCALAR
        and not (not isinstance(base, int) and base[0] == AT)
    ):
        fixed = False  # a pointer whose type the file does not tell
    element = extent.element if extent is not None and extent.kind in (ARRAY, POINTER) else 1
    offset: int | None = 0
    for part in offsets:
        number = sizes.fold(path, part)
        offset = None if number is None or offset is None else offset + number * (element or 1)
    slot = extent.slot if extent is not None else None
    parameter = ""
    if not isinstance(base, int) and base[0] == IN:
        variable = path.function.variables.get(base[1])
        if variable is not None and variable.parameter:
            parameter = base[1]
    name = slot.derive[0][1:-1].strip() if slot is not None and slot.derive and fixed else ""
    return Destination(
        base, place, extent.size if fixed and extent is not None else None, offset, offsets,
        element, fixed, extent is not None and extent.hack, parameter, view, grows,
        slot.span if slot is not None and slot.span != (0, 0) else None,
        name if name.isidentifier() else "", slot,
    )  # fmt: skip


def _is_inserter(path: Path, number: int) -> bool:
    return any(c.number == number and c.callee in _INSERTERS for c in path.function.calls)


def _element(place: str) -> tuple[str, Value]:
    """``buf[8]`` -> (``buf``, 8); the index of ``buf[]`` is unknown."""
    base, _, index = place.rpartition("[")
    text = index[:-1]
    return base, int(text) if text.lstrip("-").isdigit() else ("text", "index")


def _operand_place(operand: Operand) -> str:
    """The place that a pointer operand starts from, as written."""
    while operand[0] in ("cast", "bin"):
        operand = operand[2]
    return str(operand[1]) if operand[0] == "place" and operand[1][:1] != "%" else ""


def is_wrapper(function: Function) -> bool:
    """Is the whole body one call (and its return)?"""
    calls = 0
    for block in function.blocks:
        for event in block.events:
            if type(event) is Call:
                calls += 1
            elif type(event) is not Use:
                return False
        if not isinstance(block.end, (Exit, Jump)) and block.end is not None:
            return False
    return calls == 1


def is_handed_in(function: Function, operand: Operand) -> bool:
    """Is a length made of parameters and numbers alone?"""
    names: set[str] = set()
    stack = [operand]
    while stack:
        current = stack.pop()
        if current[0] == "place":
            names.add(str(current[1]))
        elif current[0] in ("bin", "un", "cast"):
            stack.extend(part for part in current[1:] if isinstance(part, tuple))
    return all(name in function.variables for name in names)


def has_pointer(path: Path, sizes: Sizes, value: Value, args: tuple[Value, ...], call: Call) -> str:
    """The pointer whose ``sizeof`` stands in a length where its pointee's was meant, or ""."""
    names, types = [], []
    stack = [value]
    while stack:
        current = stack.pop()
        if isinstance(current, int):
            continue
        if current[0] == "sizeof" and current[1] == "place" and current[2]:
            names.append(str(current[2]))
        elif current is value and current[0] == "sizeof" and str(current[2]).count("*") == 1:
            types.append(str(current[2]))  # not one of several: ``n * sizeof(T *)``
        elif current[0] == EXPR:
            stack.extend(current[2:])
    for type_ in types:
        if any(_points_to(path, sizes, operand, type_) for operand in call.args):
            return type_
    for name in names:
        if sizes.extent(path.function, name).kind != POINTER or graph.root(name)[:1] == "%":
            continue
        if not _moves_pointers(path, sizes, args, call):
            return name
    return ""


def _points_to(path: Path, sizes: Sizes, operand: Operand, type_: str) -> bool:
    """Is ``operand`` a ``T *`` where ``type_`` is ``T *``, too?"""
    written = _operand_place(operand)
    slot = sizes.slot_of(path.function, written) if written and operand[0] != "addr" else None
    return (
        slot is not None
        and slot.derive == ("*",)
        and slot.type == sizes.bottom_type(type_.replace("*", " "))
    )


def _moves_pointers(path: Path, sizes: Sizes, args: tuple[Value, ...], call: Call) -> bool:
    """Does the call move pointers themselves (``&p``, an array of pointers)?"""
    for value, operand in zip(args, call.args, strict=True):
        base, _ = split_pointer(path, sizes, value)
        if isinstance(base, int):
            continue
        if base[0] == AT:
            place = base[1] if not base[1].endswith("]") else _element(base[1])[0]
            slot = sizes.slot_of(path.function, place)
            if slot is not None and "*" in slot.derive:
                return True
            if slot is None or not slot.derive:
                if operand[0] == "addr":
                    return True
            continue
        written = _operand_place(operand) or (base[1] if base[0] == IN else "")
        slot = sizes.slot_of(path.function, str(written)) if written else None
        if slot is not None and "*" in slot.derive[1:]:
            return True
    return False
