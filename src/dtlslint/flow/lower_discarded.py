"""Lowering of expressions whose value the statement throws away."""

from __future__ import annotations

from .events import DISCARDED, IF, PRINT, STREAM, VOIDED, Call
from .lower_calls import call_expression, is_void_cast
from .lower_conditions import condition
from .lower_places import bare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from .events import Operand
    from .lower import Lowerer


def expression_statement(low: Lowerer, node: Node) -> None:
    for child in node.named_children:
        low.discard(child)


def discard(low: Lowerer, node: Node) -> None:
    """An expression statement: the value of its last operand is thrown away."""
    node = bare(node)
    kind = node.type
    if kind == "call_expression":
        call_expression(low, node, DISCARDED)
    elif kind == "comma_expression":
        for child in node.named_children:
            discard(low, child)
    elif kind == "conditional_expression":
        _discard_ternary(low, node)
    elif kind == "binary_expression" and low.text(node.children[1]) in ("&&", "||"):
        _discard_short_circuit(low, node)
    elif kind == "binary_expression" and low.text(node.children[1]) == "<<":
        _stream(low, node)
    elif kind == "assignment_expression" and _ignores(low, node):
        call_expression(low, node.named_children[-1], VOIDED)
    elif is_void_cast(low, node):
        value = node.child_by_field_name("value")
        value = None if value is None else bare(value)
        if value is not None and value.type == "call_expression":
            call_expression(low, value, VOIDED)
        elif value is not None:
            discard(low, value)
    elif kind == "identifier" and low.unit.macros.expands(low.text(node)) and low.macro_depth < 4:
        from .lower_macros import expand

        expand(low, node, low.text(node), [], DISCARDED)
    elif kind in ("string_literal", "number_literal", "identifier", "comment"):
        pass
    elif kind == "compound_statement":
        low.statement(node)
    else:
        low.value(node)


#: Parts of the types and names of what ``<<`` prints to.
_PRINTERS = (
    "stream", "cout", "cerr", "clog", "debug", "warn", "info", "log", "err", "trace", "out", "ss",
)  # fmt: skip


def _stream(low: Lowerer, node: Node) -> None:
    """``stream << a << b;`` as a call of ``operator<<`` on the stream, after its operands.

    It is qualified as what prints, or what puts its arguments into a container.
    """
    operand = low.value(node)
    items: list[Operand] = []
    while operand[0] == "bin":
        items.append(operand[3])
        operand = operand[2]
    receiver = str(operand[1]) if operand[0] == "place" else ""
    span = low.span(node)
    variable = low.function.variables.get(receiver)
    kind = (receiver if variable is None else variable.type).lower()
    args = tuple(reversed(items))
    prints = kind[:1] in ("%", "") or any(word in kind for word in _PRINTERS)
    spans = tuple(span for _ in args)
    qualified = PRINT if prints else STREAM
    low.emit(Call(low.number(), span, STREAM, qualified, receiver, args, spans, DISCARDED))


def _ignores(low: Lowerer, node: Node) -> bool:
    """``std::ignore = f()``."""
    left, right = node.named_children[0], node.named_children[-1]
    return right.type == "call_expression" and low.text(left) in ("std::ignore", "ignore")


def _discard_ternary(low: Lowerer, node: Node) -> None:
    then, otherwise, after = low.new_block(), low.new_block(), low.new_block()
    test = node.child_by_field_name("condition")
    if test is not None:
        condition(low, test, then, otherwise, IF)
    for block, field in ((then, "consequence"), (otherwise, "alternative")):
        low.enter(block)
        arm = node.child_by_field_name(field)
        if arm is not None:
            discard(low, arm)
        low.jump(after)
    low.enter(after)


def _discard_short_circuit(low: Lowerer, node: Node) -> None:
    right, after = low.new_block(), low.new_block()
    left = node.children[0]
    if low.text(node.children[1]) == "&&":
        condition(low, left, right, after, IF)
    else:
        condition(low, left, after, right, IF)
    low.enter(right)
    discard(low, node.children[2])
    low.jump(after)
    low.enter(after)
