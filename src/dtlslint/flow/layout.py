"""What the file declares: structs with their members, typedefs, file-level variables.

A declared thing is a ``Slot``: its base type as written (qualifiers and ``struct`` left out) and
``derive``, what stands between the name and that type, name first: ``"*"`` for a pointer,
``"[N]"`` for an array. ``unsigned char (*rows)[16]`` is ``("*", "[16]")`` of ``unsigned char``.
The type of a bit-field ends with its width: ``unsigned:4``.
"""

from __future__ import annotations

from collections import namedtuple

from ..patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from .unit import Unit

#: ``span`` of the declarator, ``extent_span`` of the outermost extent or None, ``initial`` the
#: initialiser's node or None, ``last`` for the last member of a struct, ``storage`` a word or "".
Slot = namedtuple("Slot", "type derive span extent_span initial last storage")

_CONTAINERS = frozenset((
    "translation_unit", "namespace_definition", "declaration_list", "linkage_specification",
    "template_declaration", "preproc_if", "preproc_ifdef", "preproc_else", "preproc_elif",
    "preproc_elifdef", "ERROR", "field_declaration_list",
))  # fmt: skip
_RECORDS = frozenset(("struct_specifier", "class_specifier", "union_specifier"))
_NOISE = lazy(
    r"\b(?:const|volatile|struct|class|union|enum|typename|register|static|extern|inline|constexpr)\b"
)
_STEP = lazy(r"\[[^\]]*\]|\.[^.\[]+")

#: Records within records; deeper ones are made up.
MAX_DEPTH = 50


def base_name(type_: str) -> str:
    """A type as written without qualifiers, keywords, references and leading namespaces."""
    text = " ".join(_NOISE.sub(" ", type_).replace("&", " ").split())
    head, angle, rest = text.partition("<")
    return head.rpartition("::")[2].strip() + angle + rest


class Layout:
    """The declarations of one file, read once when first asked for."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._depth = 0
        self.records: dict[str, dict[str, Slot]] = {}
        self._defined: dict[str, int] = {}
        #: records whose size is not that of their members one after the other
        self._odd: set[str] = set()
        self.is_packed = b"packed" in unit.data or b"pragma pack" in unit.data
        self.aliases: dict[str, Slot] = {}
        self.variables: dict[str, Slot] = {}
        self._read()

    def _text(self, node: Node) -> str:
        return self._unit.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def _read(self) -> None:
        stack = [self._unit.tree.root_node]
        while stack:
            node = stack.pop()
            for child in reversed(node.named_children):
                kind = child.type
                if kind in _CONTAINERS:
                    stack.append(child)
                elif kind in _RECORDS:
                    self._record(child)
                elif kind == "type_definition":
                    self._declaration(child, self.aliases)
                elif kind == "declaration":
                    self._declaration(child, self.variables)
                elif kind == "alias_declaration":
                    self._using(child)

    def _using(self, node: Node) -> None:
        name, type_ = node.child_by_field_name("name"), node.child_by_field_name("type")
        if name is not None and type_ is not None:
            span = (node.start_byte, node.end_byte)
            slot = Slot(base_name(self._text(type_)), (), span, None, None, False, "")
            self.aliases.setdefault(self._text(name), slot)

    def _declaration(self, node: Node, into: dict[str, Slot]) -> None:
        type_node = node.child_by_field_name("type")
        if type_node is None:
            return
        base = self._type(type_node)
        storage = " ".join(
            self._text(c) for c in node.named_children if c.type == "storage_class_specifier"
        )
        for declarator in node.children_by_field_name("declarator"):
            name, slot = self.slot(declarator, base, storage)
            if name and (name not in into or (slot.initial is not None)):
                into[name] = slot

    def _type(self, node: Node) -> str:
        """The base type's name; a struct defined in place is read on the way."""
        if node.type in _RECORDS:
            return self._record(node)
        return base_name(self._text(node))

    def _record(self, node: Node) -> str:
        """Read a record and those inside; returns its name."""
        name_node = node.child_by_field_name("name")
        name = f"@{node.start_byte}" if name_node is None else base_name(self._text(name_node))
        body = node.child_by_field_name("body")
        if body is None or self._depth >= MAX_DEPTH:
            return name
        self._depth += 1
        self._members(node, body, name)
        self._depth -= 1
        return name

    def _members(self, node: Node, body: Node, name: str) -> None:
        members = self.records.setdefault(name, {})
        if self._defined.setdefault(name, node.start_byte) != node.start_byte:
            self._odd.add(name)  # by configuration; or it is no name, but an attribute's macro
        text = self._text(node)
        head = text.partition("{")[0]
        if node.type == "union_specifier" or ":" in head or "virtual" in text or "static" in text:
            self._odd.add(name)
        last = ""
        fields = [body]
        while fields:
            for child in fields.pop(0).named_children:
                if child.type.startswith("preproc_"):
                    fields.append(child)
                    self._odd.add(name)
                elif child.type == "field_declaration":
                    last = self._field(child, members, name) or last
                elif child.type in _RECORDS:
                    self._record(child)
                elif child.type in ("alias_declaration",):
                    self._using(child)
        if last and node.type != "union_specifier":
            members[last] = members[last]._replace(last=True)

    def is_plain(self, name: str) -> bool:
        """Do the members of a record follow each other, in every configuration?"""
        return name not in self._odd

    def _field(self, node: Node, members: dict[str, Slot], name: str) -> str:
        type_node = node.child_by_field_name("type")
        if type_node is None:
            return ""
        base = self._type(type_node)
        last = ""
        declarators = node.children_by_field_name("declarator")
        width = next((child for child in node.children if child.type == "bitfield_clause"), None)
        if width is not None:
            base += self._text(width).replace(" ", "")
        values = _lasting_values(node)
        for declarator in declarators:
            field, slot = self.slot(declarator, base, "")
            if field:
                members[field] = slot._replace(initial=values.get(declarator.start_byte))
                last = field
        if not declarators and type_node.type in _RECORDS and base[:1] == "@":
            members.update(self.records.get(base, {}))  # an anonymous struct or union
            self._odd.add(name)
        return last

    def slot(self, declarator: Node, base: str, storage: str) -> tuple[str, Slot]:
        """Name and slot of a declarator (the name is "" for functions)."""
        initial = None
        whole = declarator
        if declarator.type == "init_declarator":
            initial = declarator.child_by_field_name("value")
            declarator = declarator.child_by_field_name("declarator") or declarator
        derive: list[str] = []
        extent_span = None
        node: Node | None = declarator
        while node is not None:
            kind = node.type
            if kind == "pointer_declarator":
                derive.append("*")
            elif kind == "array_declarator":
                size = node.child_by_field_name("size")
                derive.append("[" + ("" if size is None else self._text(size)) + "]")
                extent_span = None if size is None else (size.start_byte, size.end_byte)
            elif kind == "function_declarator":
                return "", Slot(base, (), (0, 0), None, None, False, storage)
            inner = node.child_by_field_name("declarator")
            if inner is None and kind in ("reference_declarator", "parenthesized_declarator"):
                inner = node.named_children[-1] if node.named_children else None
            if inner is None:
                break
            node = inner
        named = node is not None and node.type in (
            "identifier",
            "field_identifier",
            "type_identifier",
        )
        name = self._text(node) if node is not None and named else ""
        span = (whole.start_byte, whole.end_byte)
        return name, Slot(base, tuple(reversed(derive)), span, extent_span, initial, False, storage)

    def declarator_at(self, span: tuple[int, int], base: str) -> Slot | None:
        """The slot of the local or parameter whose declarator has ``span``."""
        node = self._unit.tree.root_node.named_descendant_for_byte_range(*span)
        while node is not None and (node.start_byte, node.end_byte) == span:
            if node.type.endswith("declarator") or node.type == "identifier":
                parent = node.parent
                if parent is not None and parent.type == "init_declarator":
                    name, slot = self.slot(parent, base, "")
                else:
                    name, slot = self.slot(node, base, "")
                if name:
                    return slot
            node = node.parent
        return None

    # -- types of places

    def resolve(self, slot: Slot) -> Slot:
        """Typedefs undone."""
        for _ in range(8):
            alias = self.aliases.get(slot.type)
            if alias is None or alias.type == slot.type:
                return slot
            slot = slot._replace(
                type=alias.type, derive=slot.derive + alias.derive,
                extent_span=slot.extent_span or alias.extent_span,
            )  # fmt: skip
        return slot

    def member(self, slot: Slot, name: str) -> Slot | None:
        """The slot of ``x.name`` or ``x->name`` where ``x`` has ``slot``."""
        slot = self.resolve(slot)
        if len(slot.derive) > 1 or (slot.derive and slot.derive[0] != "*"):
            return None
        members = self.records.get(slot.type)
        return None if members is None else members.get(name)

    def walk(self, slot: Slot, steps: str) -> Slot | None:
        """The slot of a place: ``steps`` is what follows the root (``.x[0].*``)."""
        current: Slot | None = slot
        for step in _STEP.findall(steps):
            if current is None:
                return None
            current = self.resolve(current)
            if step[0] == "[" or step == ".*":
                if not current.derive:
                    return None
                current = current._replace(derive=current.derive[1:], last=False, extent_span=None)
            else:
                current = self.member(current, step[1:])
        return None if current is None else self.resolve(current)


def _lasting_values(node: Node) -> dict[int, Node]:
    """Start of a declarator -> initial value, where no constructor gives another one."""
    if not any(child.text in (b"static", b"constexpr") for child in node.children):
        return {}
    found: dict[int, Node] = {}
    start = -1
    for n, child in enumerate(node.children):
        name = node.field_name_for_child(n)
        if name == "declarator":
            start = child.start_byte
        elif name == "default_value":
            found[start] = child
    return found
