"""The strings that a file writes into a member: assignments and initialisers, whoever owns it."""

from __future__ import annotations

from ..contracts.primitives import COPIES, DUPLICATORS, STRING_WRITERS
from .events import Assign
from .ownership_words import words
from .secrets import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from .events import Call, Function, Operand
    from .unit import Unit

#: Names of members that say nothing of what is in there.
_VAGUE = frozenset((
    "value", "ptr", "s", "str", "data", "name", "arg", "buf", "text", "p", "string",
))  # fmt: skip


#: Words of functions and macros that put a text into a member: ``strcpy``, ``merge_str_value``.
_PUTTING = frozenset(("merge", "set", "default", "init", "copy", "assign", "store", "dup"))


def member_texts(unit: Unit, place: str) -> list[bytes]:
    """Every string that a member of this name is given in the file; ``c.ciphers.data``: ciphers."""
    names = [last_name(part) for part in place.split(".")]
    while len(names) > 1 and names[-1] in _VAGUE:
        names.pop()
    name = names[-1]
    if name in _VAGUE or len(name) < 3:
        return []
    found: dict[bytes, None] = {}
    word = name.encode()
    for site in unit.sites:
        if word in unit.words_of(site):
            for function in unit.lower(site):
                found.update(dict.fromkeys(_assigned(unit, function, name)))
    found.update(dict.fromkeys(_initial(unit, name)))
    return list(found)


def _assigned(unit: Unit, function: Function, name: str) -> list[bytes]:
    """``x->name = y ? y : "text"``, ``x->name = strdup("text")``."""
    values: dict[str, list[Operand]] = {}
    for event in function.each(Assign):
        if event.op == "=":
            values.setdefault(event.place, []).append(event.value)
    for call in function.calls:
        if len(call.args) == 1 and (DUPLICATORS.search(call.callee) or call.callee == "string"):
            values.setdefault(f"%{call.number}", []).append(call.args[0])
    stack = [value for call in function.calls for value in _put(call, name)]
    stack += [
        value
        for place, given in values.items()
        if place not in function.variables and last_name(place) == name
        for value in given
    ]
    found = []
    seen: set[str] = set()
    while stack:
        value = stack.pop()
        while value[0] == "cast":
            value = value[2]
        if value[0] == "str":
            found.append(value[1])
        elif value[0] == "place" and value[1][:1] == "%" and value[1] not in seen:
            seen.add(value[1])
            stack += values.get(value[1], [])
        elif value[0] == "place":
            text = unit.text(value[1])
            found += [] if text is None else [text]
    return found


def _put(call: Call, name: str) -> list[Operand]:
    """``strcpy(x->name, "text")``, ``merge_value(x->name, above->name, "text")``."""
    writes = call.callee in STRING_WRITERS or call.callee in COPIES
    if not writes and _PUTTING.isdisjoint(words(call.callee)):
        return []
    places = [operand[1] for operand in call.args if operand[0] in ("place", "addr")]
    if not any("." in place and last_name(place) == name for place in places[:2]):
        return []
    return [operand for operand in call.args[1:] if operand[0] in ("str", "place")]


def _initial(unit: Unit, name: str) -> list[bytes]:
    """``struct settings s = { .name = "text" }``, or by position."""
    layout = unit.sizes.layout
    found = []
    for slot in layout.variables.values():
        if slot.initial is None or slot.initial.type != "initializer_list" or slot.derive:
            continue
        record = layout.resolve(slot).type
        members = list(layout.records.get(record, ()))
        if name in members:
            at = members.index(name) if layout.is_plain(record) else -1
            found += _item(unit, slot.initial, name, at)
    return found


def _item(unit: Unit, initial: Node, name: str, at: int) -> list[bytes]:
    items = [child for child in initial.named_children if child.type != "comment"]
    for child in items:
        if child.type == "initializer_pair":
            at = -1
            designators = child.children_by_field_name("designator")
            value = child.child_by_field_name("value")
            if value is not None and [_text(unit, d).lstrip(".") for d in designators] == [name]:
                return [text for text in (unit.text_of(_bytes(unit, value)),) if text is not None]
    if 0 <= at < len(items):
        text = unit.text_of(_bytes(unit, items[at]))
        return [] if text is None else [text]
    return []


def _bytes(unit: Unit, node: Node) -> bytes:
    return unit.data[node.start_byte : node.end_byte]


def _text(unit: Unit, node: Node) -> str:
    return _bytes(unit, node).decode("utf-8", "replace").strip()
