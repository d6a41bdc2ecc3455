"""Lowering of a whole function: its signature, and its body from entry to closing brace."""

from __future__ import annotations

from .events import Assign, Variable
from .lower_declarations import declarator_name, outside, shape, type_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from .lower import Lowerer


def signature(low: Lowerer, node: Node, outer: Lowerer | None) -> None:
    """Read the return type and bring the parameters into scope."""
    function = low.function
    base = type_text(low, node)
    declarator = node.child_by_field_name("declarator")
    function.result = base if node.type == "function_definition" else "auto"
    function.static = any(
        child.type == "storage_class_specifier" and low.text(child) == "static"
        for child in node.named_children
    )
    while declarator is not None and declarator.type == "qualified_identifier":
        declarator = declarator.child_by_field_name("name")
    if declarator is not None and declarator.type == "operator_cast":
        function.result = type_text(low, declarator)
        return
    while declarator is not None and "function_declarator" not in declarator.type:
        if declarator.type == "pointer_declarator":
            function.result += " *"
        inner = declarator.child_by_field_name("declarator")
        if inner is None and declarator.type == "reference_declarator":
            inner = declarator.named_children[-1] if declarator.named_children else None
        declarator = inner
    if declarator is None:
        return
    for child in declarator.named_children:
        if child.type == "trailing_return_type":
            function.result = " ".join(low.text(child).removeprefix("->").split())
    parameters = declarator.child_by_field_name("parameters")
    if parameters is not None:
        for child in parameters.named_children:
            _parameter(low, child)
    _old_style(low, node)
    del outer


def _parameter(low: Lowerer, node: Node) -> None:
    if node.type not in ("parameter_declaration", "optional_parameter_declaration"):
        return
    declarator = node.child_by_field_name("declarator")
    name = declarator_name(low, declarator) if declarator is not None else ""
    base = type_text(low, node)
    if declarator is None or not name:
        name = f"@{len(low.function.parameters)}"
        variable = Variable(name, base, None, low.span(node), parameter=True)
    else:
        type_, extent_node = shape(low, declarator, base)
        if declarator.type == "function_declarator" or "function_declarator" in str(
            [c.type for c in declarator.named_children]
        ):
            type_ += " (*)"
        extent = None
        if extent_node is not None:
            type_ += " *"
            extent = (
                ("text", "[]") if extent_node.type == "array_declarator" else low.value(extent_node)
            )
        variable = Variable(name, type_, extent, low.span(declarator), parameter=True)
    low.declare(name, variable)
    low.function.parameters.append(variable)


def _old_style(low: Lowerer, node: Node) -> None:
    """K&R: the types of the parameters stand between the declarator and the body."""
    for child in node.named_children:
        if child.type != "declaration":
            continue
        base = type_text(low, child)
        for declarator in child.children_by_field_name("declarator"):
            name = declarator_name(low, declarator)
            type_, extent = shape(low, declarator, base)
            known = low.function.variables.get(name)
            if known is None:
                known = Variable(name, type_, None, low.span(declarator), parameter=True)
                low.declare(name, known)
                low.function.parameters.append(known)
            known.type = type_ + (" *" if extent is not None else "")


def _member_initialisers(low: Lowerer, node: Node) -> None:
    """A constructor's ``: member(value), ..`` are assignments before the body."""
    for item in node.named_children:
        parts = [child for child in item.named_children if child.type != "comment"]
        if item.type != "field_initializer" or len(parts) < 2:
            continue
        values = [low.value(child) for child in parts[1].named_children if child.type != "comment"]
        if values and parts[0].type == "field_identifier":
            span = low.span(item)
            low.emit(Assign(low.number(), span, low.text(parts[0]), "=", values[0], False, span))


def lower_into(low: Lowerer, body: Node) -> None:
    """Lower the body; falling off it is an exit at its closing brace."""
    closing = (body.end_byte - 1, body.end_byte)
    owner = body.parent
    if owner is not None and owner.type == "function_definition":
        for child in owner.named_children:
            if child.type == "field_initializer_list":
                _member_initialisers(low, child)
    if body.type in ("declaration", "field_declaration"):
        outside(low, body)
    elif body.type == "compound_statement":
        from .lower_loops import sequence

        sequence(low, body)
    else:
        low.statement(body)
    low.finish(closing)
