"""Functions of the file that only compare what they are given: ``return n <= MAX;``.

A static one without parameters may give a constant instead: ``return 1;``.
"""

from __future__ import annotations

from .configurations import ANY
from .macros import Definition

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from .sites import Site
    from .unit import Unit

#: What such an expression is made of. No calls: they are events of their own.
_PARTS = frozenset((
    "binary_expression", "unary_expression", "parenthesized_expression", "field_expression",
    "identifier", "field_identifier", "number_literal", "null", "true", "false",
    "pointer_expression", "sizeof_expression", "type_descriptor", "type_identifier",
    "primitive_type", "cast_expression", "abstract_pointer_declarator", "sized_type_specifier",
    "nullptr", "NULL",
))  # fmt: skip
_ASKING = frozenset((b"<", b"<=", b">", b">=", b"==", b"!=", b"&&", b"||", b"!", b"and", b"or"))


def read(site: Site, unit: Unit) -> Definition | None:
    """The compared expression with the parameters' names, or None for any other function."""
    parameters = _parameters(site.node)
    statements = [] if site.body is None else [
        child for child in site.body.named_children if child.type != "comment"
    ]  # fmt: skip
    if len(statements) != 1 or statements[0].type != "return_statement":
        return None
    expression = next((c for c in statements[0].named_children if c.type != "comment"), None)
    if expression is None:
        return None
    if parameters is None or not parameters and not _is_settled(site, expression):
        return None
    if parameters and not _compares(expression, set(parameters), unit):
        return None
    body = unit.data[expression.start_byte : expression.end_byte]
    return Definition(tuple(parameters), b"(" + body + b")")


def _is_settled(site: Site, expression: Node) -> bool:
    """Does the one function of that name, which nothing can override, give a constant?"""
    head = bytes(site.node.text or b"").lstrip()
    static = head.startswith(b"static") and not site.owner
    return static and site.configuration == ANY and expression.type == "number_literal"


def _parameters(node: Node) -> list[bytes] | None:
    """The names of the parameters in order; None where one has none."""
    declarator = node.child_by_field_name("declarator")
    while declarator is not None and declarator.type != "function_declarator":
        declarator = declarator.child_by_field_name("declarator")
    listed = None if declarator is None else declarator.child_by_field_name("parameters")
    names = []
    for child in [] if listed is None else listed.named_children:
        inner = child.child_by_field_name("declarator")
        while inner is not None and inner.type != "identifier":
            inner = inner.child_by_field_name("declarator") or (
                inner.named_children[-1] if inner.type == "reference_declarator" else None
            )
        if child.type == "comment":
            continue
        if child.child_by_field_name("type") is not None and inner is None:
            if bytes(child.text or b"") == b"void":
                continue
        if inner is None or inner.text is None:
            return None
        names.append(bytes(inner.text))
    return names


def _compares(expression: Node, parameters: set[bytes], unit: Unit) -> bool:
    """Is it a test of the parameters alone, with no effect and nothing that a caller may hide?"""
    asks = False
    stack = [expression]
    while stack:
        node = stack.pop()
        if node.type not in _PARTS:
            return False
        text = bytes(node.text or b"")
        if node.type == "identifier" and text not in parameters:
            if not text.isupper() and unit.constant(text.decode("utf-8", "replace")) is None:
                return False
        if node.type == "field_identifier" and text in parameters:
            return False  # silent: the substitution goes by words
        operator = node.child_by_field_name("operator")
        asks = asks or (operator is not None and bytes(operator.text or b"") in _ASKING)
        stack.extend(node.named_children)
    return asks
