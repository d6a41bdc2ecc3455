"""Text that is lowered in place of other text: macros of the file, misread constructors.

Everything that such text does is reported at the place that uses it.
"""

from __future__ import annotations

import re

from ..patterns import lazy
from .events import USED
from .lower_places import bare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from ..diagnostics import Span
    from .events import Operand
    from .lower import Lowerer

_STATEMENT = lazy(rb"[;{]|^\s*(?:if|do|while|for|return|goto|switch|break|continue)\b")


def _with_snippet(low: Lowerer, text: bytes, span: Span) -> Node | None:
    """Parse ``text`` as a function body; the caller restores ``low.source`` and ``low.fixed``."""
    source = b"void f(void) {\n" + text + b"\n;}"
    tree = low.unit.parse_snippet(source)
    low.source = source
    low.fixed = low.fixed or span
    for child in tree.root_node.named_children:
        if child.type == "function_definition":
            return child.child_by_field_name("body")
    return None


def snippet_values(low: Lowerer, parenthesized: str, span: Span) -> tuple[Operand, ...]:
    """The operands of an argument list given as text with its parentheses."""
    saved = low.source, low.fixed
    values: tuple[Operand, ...] = ()
    body = _with_snippet(low, b"f" + parenthesized.encode(), span)
    if body is not None and not body.has_error and body.named_children:
        call = body.named_children[0].named_children[0]
        arguments = call.child_by_field_name("arguments")
        if arguments is not None:
            values = tuple(low.value(c) for c in arguments.named_children if c.type != "comment")
    low.source, low.fixed = saved
    return values


def snippet_statement(low: Lowerer, text: str, span: Span) -> None:
    """Lower a statement that the grammar misread, from its text."""
    saved = low.source, low.fixed
    body = _with_snippet(low, text.rstrip(";").encode(), span)
    if body is not None and not body.has_error:
        for child in body.named_children:
            low.statement(child)
    low.source, low.fixed = saved


def substitute(body: bytes, parameters: tuple[bytes, ...], arguments: list[bytes]) -> bytes:
    """The macro's body with its parameters replaced, as the preprocessor would."""
    if not parameters:
        return body
    table = dict(zip(parameters, arguments, strict=False))
    if parameters[-1] == b"...":
        table[b"__VA_ARGS__"] = b", ".join(arguments[len(parameters) - 1 :])
    if b"#" in body:
        body = re.sub(rb"\s*##\s*", b"\x00", body)
        body = re.sub(rb"#\s*\w+", b'"text"', body)
    body = re.sub(rb"[A-Za-z_]\w*", lambda match: table.get(match[0], match[0]), body)
    return body.replace(b"\x00", b"")


def expand(low: Lowerer, node: Node, name: str, arguments: list[Node], how: str) -> Operand:
    """Lower the macro's body in place of its use; its value is that of a lone expression."""
    macro = low.unit.macros.definition(name)
    texts = [low.source[a.start_byte : a.end_byte] for a in arguments]
    text = substitute(macro.body, macro.parameters, texts)
    return _in_place(low, node, name, arguments, text, how)


def states(low: Lowerer, name: str) -> bool:
    """Is it a macro of the file that is an expression, such as an assertion may hold?"""
    return low.unit.macros.expands(name) and not _STATEMENT.search(
        low.unit.macros.definition(name).body
    )


def decide(low: Lowerer, node: Node, name: str, arguments: list[Node]) -> Operand:
    """Lower what a predicate of the file compares in place of its call."""
    predicate = low.unit.predicate(name)
    assert predicate is not None
    texts = [b"(" + low.source[a.start_byte : a.end_byte] + b")" for a in arguments]
    text = substitute(predicate.body, predicate.parameters, texts)
    return _in_place(low, node, name, arguments, text, USED)


def _in_place(
    low: Lowerer, node: Node, name: str, arguments: list[Node], text: bytes, how: str
) -> Operand:
    from .lower_calls import call_expression, plain_call

    saved = low.source, low.fixed
    low.macro_depth += 1
    varies = name in low.unit.macros.varying
    low.varying += varies
    result: Operand = ("text", name)
    body = _with_snippet(low, text, low.span(node))
    usable = body is not None and not body.has_error
    if body is not None and usable:
        statements = [c for c in body.named_children if c.type != "comment"]
        first = statements[0] if statements else None
        expression = first.named_children[0] if first is not None and first.named_children else None
        declares = first is not None and first.type == "declaration"
        if declares or _STATEMENT.search(text) or len(statements) != 1 or expression is None:
            for child in statements:  # what they declare lives on behind the macro
                low.statement(child)
        else:
            expression = bare(expression)
            outside, low.in_condition = low.in_condition, low.tests_call
            if how != USED and expression.type == "call_expression":
                result = call_expression(low, expression, how)
            else:
                result = low.value(expression)
            low.in_condition = outside
    low.macro_depth -= 1
    low.varying -= varies
    low.source, low.fixed = saved
    if not usable:
        return plain_call(low, node, name, name, "", arguments, how)
    return result
