"""Lowering of blocks and loops, those among them that a macro makes."""

from __future__ import annotations

from .events import DISCARDED, LOOP, Assign, Call, Variable
from .lower import Frame
from .lower_conditions import condition, condition_clause

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from .events import Operand
    from .lower import Lowerer


def compound(low: Lowerer, node: Node, round_: bool = False) -> None:
    low.scopes.append({})
    sequence(low, node)
    closing = (node.end_byte - 1, node.end_byte)
    low.leave_scopes(len(low.scopes) - 1, closing, round_)
    low.scopes.pop()


def sequence(low: Lowerer, node: Node) -> None:
    """The statements of a block, in order."""
    previous = None
    for child in node.named_children:
        if child.type == "compound_statement" and previous is not None and _is_foreach(previous):
            loop_without_condition(low, child, previous)
        else:
            low.statement(child)
        previous = child


def _is_foreach(node: Node) -> bool:
    """``FOREACH(x, y) { .. }`` parses as a call without its semicolon, then a block."""
    if node.type != "expression_statement" or not node.children:
        return False
    return node.children[-1].is_missing and node.children[0].type == "call_expression"


def loop_without_condition(low: Lowerer, body: Node, macro: Node) -> None:
    """A loop that ``macro`` opens; it writes its variables anew each round."""
    head, inside, after = low.new_block(), low.new_block(), low.new_block()
    low.jump(head)
    low.enter(head)
    low.branch(body, ("text", "loop"), inside, after, LOOP)
    low.enter(inside)
    _write_variables(low, macro)
    _round(low, body, after, head)
    low.enter(after)


def _write_variables(low: Lowerer, macro: Node) -> None:
    """Each round of ``FOREACH(x, ..)`` or ``FOREACH_SAFE(x, next, ..)`` sets ``x`` and ``next``."""
    names: list[Operand] = []
    stack = [macro]
    while stack and len(names) < 8:
        node = stack.pop()
        if node.type in ("compound_statement", "pointer_expression", "field_expression"):
            continue
        if node.type in ("identifier", "type_identifier"):
            unique = low.resolve(low.text(node))
            variable = low.function.variables.get(unique or "")
            if variable is not None and not variable.parameter:
                names.append(("addr", variable.name))
        stack.extend(reversed(node.named_children))
    if names:
        span = low.span(macro)
        written = tuple(names[:2])
        spans = tuple(span for _ in written)
        low.emit(Call(low.number(), span, "foreach", "foreach", "", written, spans, DISCARDED))


def _round(low: Lowerer, body: Node, on_break: int, on_continue: int) -> None:
    """The body of a loop, from the open block; ends by jumping to ``on_continue``."""
    low.frames.append(Frame(on_break, on_continue, len(low.scopes)))
    if body.type == "compound_statement":
        compound(low, body, round_=True)
    else:
        low.statement(body)
    low.frames.pop()
    low.jump(on_continue)


def while_statement(low: Lowerer, node: Node) -> None:
    head, inside, after = low.new_block(), low.new_block(), low.new_block()
    low.scopes.append({})
    low.jump(head)
    low.enter(head)
    test = node.child_by_field_name("condition")
    if test is not None:
        condition_clause(low, test, inside, after, LOOP)
    body = node.child_by_field_name("body")
    low.enter(inside)
    if test is not None and _is_list(test):  # repair has put ``while`` in place of a macro's name
        _write_variables(low, test)
    if body is not None:
        _round(low, body, after, head)
    low.scopes.pop()
    low.enter(after)


def _is_list(test: Node) -> bool:
    """Is a condition ``(x, y, ..)`` with plain names first, which would do nothing as C?"""
    inner = test.named_children[0] if test.named_children else test
    while inner.type == "comma_expression" and inner.named_children:
        inner = inner.named_children[0]
        if inner.type == "identifier":
            return True
    return False


def do_statement(low: Lowerer, node: Node) -> None:
    inside, test, after = low.new_block(), low.new_block(), low.new_block()
    low.jump(inside)
    low.enter(inside)
    body = node.child_by_field_name("body")
    if body is not None:
        _round(low, body, after, test)
    low.enter(test)
    expression = node.child_by_field_name("condition")
    if expression is not None:
        condition(low, expression, inside, after, LOOP)
    low.enter(after)


def for_statement(low: Lowerer, node: Node) -> None:
    low.scopes.append({})
    initializer = node.child_by_field_name("initializer")
    if initializer is not None:
        low.statement(initializer)
    head, inside, step, after = (low.new_block() for _ in range(4))
    low.jump(head)
    low.enter(head)
    test = node.child_by_field_name("condition")
    if test is None:
        low.jump(inside)
    else:
        condition(low, test, inside, after, LOOP)
    low.enter(inside)
    body = node.child_by_field_name("body")
    if body is not None:
        _round(low, body, after, step)
    low.enter(step)
    update = node.child_by_field_name("update")
    if update is not None:
        low.discard(update)
    low.jump(head)
    low.enter(after)
    low.scopes.pop()


def for_range_loop(low: Lowerer, node: Node) -> None:
    from .lower_declarations import declared_names

    low.scopes.append({})
    right = node.child_by_field_name("right")
    container: Operand = ("text", "") if right is None else low.value(right)
    head, inside, after = low.new_block(), low.new_block(), low.new_block()
    low.jump(head)
    low.enter(head)
    low.branch(node, ("text", "range"), inside, after, LOOP)
    low.enter(inside)
    declarator = node.child_by_field_name("declarator")
    what = f"element of {container[1]}" if container[0] == "place" else "element"
    for name, span in declared_names(low, declarator) if declarator is not None else ():
        variable = Variable(name, _range_type(low, node), None, span, parameter=True)
        unique = low.declare(name, variable)
        low.emit(Assign(low.number(), span, unique, "=", ("text", what), True, span))
    body = node.child_by_field_name("body")
    if body is not None:
        _round(low, body, after, head)
    low.scopes.pop()
    low.enter(after)


def _range_type(low: Lowerer, node: Node) -> str:
    from .lower_declarations import shape, type_text

    declarator = node.child_by_field_name("declarator")
    base = type_text(low, node)
    return base if declarator is None else shape(low, declarator, base)[0]


def break_statement(low: Lowerer, node: Node) -> None:
    if not low.frames:
        return
    frame = low.frames[-1]
    low.leave_scopes(frame.depth, low.span(node), round_=frame.cases is None)
    low.jump(frame.on_break)


def continue_statement(low: Lowerer, node: Node) -> None:
    for frame in reversed(low.frames):
        if frame.on_continue is not None:
            low.leave_scopes(frame.depth, low.span(node), round_=True)
            low.jump(frame.on_continue)
            return
