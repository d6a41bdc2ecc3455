"""Lowering of lvalues: the canonical place that an expression names."""

from __future__ import annotations

from .events import DEREFERENCE, INDEX, Assign, Use

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from .events import Operand
    from .lower import Lowerer

OPAQUE: Operand = ("text", "")

NAMES = frozenset(("identifier", "field_identifier", "qualified_identifier"))


def field(node: Node, name: str) -> Node:
    """The child of a field that the grammar promises; the node itself if the tree is damaged."""
    return node.child_by_field_name(name) or node


def bare(node: Node) -> Node:
    """The expression without the parentheses around it."""
    while node.type == "parenthesized_expression" and node.named_child_count == 1:
        node = node.named_children[0]
    return node


def place(low: Lowerer, node: Node) -> str:
    """The canonical place that an lvalue names; dereferences on the way are ``Use`` events."""
    steps: list[tuple[Node, str]] = []
    while True:
        kind = node.type
        if kind == "parenthesized_expression" and node.named_child_count:
            node = node.named_children[0]
        elif kind == "field_expression":
            steps.append((node, "field"))
            node = field(node, "argument")
        elif kind == "subscript_expression":
            steps.append((node, "subscript"))
            node = field(node, "argument")
        elif kind == "pointer_expression" and low.text(node.children[0]) == "*":
            steps.append((node, "star"))
            node = field(node, "argument")
        elif kind == "cast_expression":
            node = field(node, "value")
        else:
            break
    name = _base(low, node)
    for step, how in reversed(steps):
        name = _step(low, step, how, name)
    return name


def _base(low: Lowerer, node: Node) -> str:
    if node.type == "this":
        return "this"
    if node.type in NAMES and node.start_byte < node.end_byte:  # not one that the parser put in
        text = low.text(node)
        return text if node.type == "qualified_identifier" else low.resolve(text) or text
    operand = low.value(node)
    if operand[0] == "place":
        return str(operand[1])
    if operand[0] == "addr":
        return str(operand[1]) + ".&"
    temporary = f"%{low.number()}"
    span = low.span(node)
    low.emit(Assign(low.number(), span, temporary, "=", operand, True, span))
    return temporary


def _step(low: Lowerer, node: Node, how: str, base: str) -> str:
    if how == "subscript":
        return _subscript(low, node, base)
    if how == "star":
        if base.endswith(".&"):
            return base[:-2]
        low.emit(Use(low.number(), low.span(node), ("place", base), DEREFERENCE, None))
        return base + ".*"
    member = low.text(field(node, "field"))
    arrow = any(child.type == "->" for child in node.children)
    if base.endswith(".&") and arrow:
        return f"{base[:-2]}.{member}"
    if base == "this" and low.unit.is_cpp and member:
        return member if low.resolve(member) is None else f"this.{member}"
    if arrow:
        low.emit(Use(low.number(), low.span(node), ("place", base), DEREFERENCE, None))
    return f"{base.removesuffix('.*')}.{member}"


def _subscript(low: Lowerer, node: Node, base: str) -> str:
    index_node = node.child_by_field_name("index") or node.child_by_field_name("indices")
    index: Operand = OPAQUE
    if index_node is not None:
        if index_node.type == "subscript_argument_list":
            inner = index_node.named_children
            index = low.value(inner[0]) if inner else OPAQUE
        else:
            index = low.value(index_node)
    low.emit(Use(low.number(), low.span(node), ("place", base), INDEX, index))
    if index[0] == "int":
        return f"{base}[{index[1]}]"
    return f"{base}[]"
