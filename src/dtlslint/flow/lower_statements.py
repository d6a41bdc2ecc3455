"""Lowering of statements: what each does to the control flow."""

from __future__ import annotations

from .events import (
    BY_RETURN,
    IF,
    NORETURN,
    RETURN,
    THROW,
    Convert,
    Exit,
    Switch,
)
from .lower import Frame
from .lower_conditions import condition_clause
from .lower_discarded import expression_statement
from .lower_expressions import is_two_way
from .lower_loops import (
    break_statement,
    compound,
    continue_statement,
    do_statement,
    for_range_loop,
    for_statement,
    loop_without_condition,
    while_statement,
)
from .lower_preprocessor import jump

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from .events import Operand
    from .lower import Lowerer, Statement


def children(low: Lowerer, node: Node) -> None:
    for child in node.named_children:
        low.statement(child)


def if_statement(low: Lowerer, node: Node) -> None:
    """``if``/``else if`` chains are walked in a loop: they nest as deep as they are long."""
    after = low.new_block()
    opened = 0
    current: Node | None = node
    while current is not None:
        then, otherwise = low.new_block(), low.new_block()
        low.scopes.append({})
        opened += 1
        test = current.child_by_field_name("condition")
        if test is not None and not _is_constexpr(current):
            condition_clause(low, test, then, otherwise, IF)
        else:
            low.branch(current, ("text", "constexpr"), then, otherwise, IF)
        low.enter(then)
        consequence = current.child_by_field_name("consequence")
        if consequence is not None:
            low.statement(consequence)
        low.jump(after)
        low.enter(otherwise)
        current = _else_if(low, current.child_by_field_name("alternative"))
    low.jump(after)
    low.enter(after)
    del low.scopes[-opened:]


def _is_constexpr(node: Node) -> bool:
    return len(node.children) > 1 and node.children[1].type == "constexpr"


def _else_if(low: Lowerer, alternative: Node | None) -> Node | None:
    """The ``if`` of an ``else if``; any other alternative is lowered here."""
    if alternative is None:
        return None
    bodies = alternative.named_children if alternative.type == "else_clause" else [alternative]
    bodies = [body for body in bodies if body.type != "comment"]
    if len(bodies) == 1 and bodies[0].type == "if_statement":
        return bodies[0]
    for body in bodies:
        low.statement(body)
    return None


def goto_statement(low: Lowerer, node: Node) -> None:
    label = node.child_by_field_name("label")
    if label is not None:
        jump(low, node, low.text(label))


def labeled_statement(low: Lowerer, node: Node) -> None:
    label = node.child_by_field_name("label")
    if label is not None:
        target = low.label(low.text(label), label.start_byte)
        low.jump(target)
        low.enter(target)
    for child in node.named_children:
        if label is None or child.start_byte != label.start_byte:
            low.statement(child)


def switch_statement(low: Lowerer, node: Node) -> None:
    test = node.child_by_field_name("condition")
    value: Operand = ("text", "")
    low.scopes.append({})
    if test is not None:
        inner = test.child_by_field_name("value") if test.type == "condition_clause" else test
        initializer = test.child_by_field_name("initializer")
        if initializer is not None:
            low.statement(initializer)
        if inner is not None and inner.type == "declaration":
            from .lower_conditions import declared

            value = declared(low, inner)
        else:
            value = low.value(inner or test)
    after = low.new_block()
    frame = Frame(after, None, len(low.scopes))
    frame.cases = []
    head, head_open = low.block, low.open
    low.end(Exit(0, low.span(node), NORETURN, None))
    low.frames.append(frame)
    body = node.child_by_field_name("body")
    if body is not None:
        low.statement(body)
    low.frames.pop()
    low.jump(after)
    if head_open:
        cases = tuple((k, b) for k, b in frame.cases if k is not None)
        default = next((b for k, b in frame.cases if k is None), after)
        head.end = Switch(low.number(), low.span(test or node), value, cases, default)
    low.enter(after)
    low.scopes.pop()


def case_statement(low: Lowerer, node: Node) -> None:
    frame = next((f for f in reversed(low.frames) if f.cases is not None), None)
    block = low.new_block()
    low.jump(block)
    low.enter(block)
    value = node.child_by_field_name("value")
    if frame is not None and frame.cases is not None:
        frame.cases.append((None if value is None else low.value(value), block))
    for child in node.named_children:
        if value is None or child.start_byte != value.start_byte:
            low.statement(child)


def return_statement(low: Lowerer, node: Node) -> None:
    values = [child for child in node.named_children if child.type != "comment"]
    result: Operand | None = None
    if values:
        result = low.value(values[0])
        if low.function.result in ("bool", "_Bool") and not is_two_way(result):
            low.emit(Convert(low.number(), low.span(node), result, BY_RETURN))
    low.end(Exit(low.number(), low.span(node), RETURN, result))


def throw_statement(low: Lowerer, node: Node) -> None:
    for child in node.named_children:
        low.value(child)
    if low.handlers:
        handler, depth = low.handlers[-1]
        low.leave_scopes(depth, low.span(node), round_=False)
        low.jump(handler)
    else:
        low.end(Exit(low.number(), low.span(node), THROW, None))


def try_statement(low: Lowerer, node: Node) -> None:
    """A handler is reached by the body's own ``throw``s, and is walked from a blank state."""
    after = low.new_block()
    clauses = [child for child in node.named_children if child.type == "catch_clause"]
    blocks = [low.new_block() for _ in clauses]
    body = node.child_by_field_name("body")
    if body is not None:
        low.handlers.extend((block, len(low.scopes)) for block in blocks[:1])
        low.statement(body)
        del low.handlers[len(low.handlers) - len(blocks[:1]) :]
    low.jump(after)
    for clause, block in zip(clauses, blocks, strict=True):
        low.function.roots.append(block)
        low.enter(block)
        inner = clause.child_by_field_name("body")
        if inner is not None:
            low.statement(inner)
        low.jump(after)
    low.enter(after)


def nested_function(low: Lowerer, node: Node) -> None:
    """A function inside a function is a ``FOREACH(x, y) { }`` that the grammar misread."""
    body = node.child_by_field_name("body")
    if body is not None:
        loop_without_condition(low, body, node)


def nothing(low: Lowerer, node: Node) -> None:
    del low, node


def damaged(low: Lowerer, node: Node) -> None:
    """An ERROR node: its whole statements still count, its loose tokens do not."""
    for child in node.named_children:
        if low.unit.statement_handler(child) is not None:
            low.statement(child)


def else_clause(low: Lowerer, node: Node) -> None:
    children(low, node)


def seh_try(low: Lowerer, node: Node) -> None:
    for child in node.named_children:
        if child.type == "compound_statement":
            low.statement(child)
        else:
            children(low, child)


def _declaration(low: Lowerer, node: Node) -> None:
    from .lower_declarations import declaration

    declaration(low, node)


def _preprocessor(low: Lowerer, node: Node) -> None:
    from .lower_preprocessor import conditional

    conditional(low, node)


STATEMENTS: dict[str, Statement] = {
    "compound_statement": compound,
    "if_statement": if_statement,
    "while_statement": while_statement,
    "do_statement": do_statement,
    "for_statement": for_statement,
    "for_range_loop": for_range_loop,
    "break_statement": break_statement,
    "continue_statement": continue_statement,
    "goto_statement": goto_statement,
    "labeled_statement": labeled_statement,
    "switch_statement": switch_statement,
    "case_statement": case_statement,
    "return_statement": return_statement,
    "co_return_statement": return_statement,
    "throw_statement": throw_statement,
    "try_statement": try_statement,
    "expression_statement": expression_statement,
    "declaration": _declaration,
    "preproc_if": _preprocessor,
    "preproc_ifdef": _preprocessor,
    "preproc_else": children,
    "preproc_elif": children,
    "preproc_elifdef": children,
    "function_definition": nested_function,
    "else_clause": else_clause,
    "attributed_statement": children,
    "linkage_specification": children,
    "init_statement": children,
    "seh_try_statement": seh_try,
    "seh_except_clause": children,
    "seh_finally_clause": children,
    "ERROR": damaged,
}
#: Kinds that do nothing at run time, listed so that a gap in STATEMENTS is a decision.
for _kind in (
    "comment", "preproc_include", "preproc_def", "preproc_function_def", "preproc_call",
    "type_definition", "struct_specifier", "union_specifier", "enum_specifier", "class_specifier",
    "using_declaration", "alias_declaration", "static_assert_declaration", "statement_identifier",
    "attribute_declaration", "attribute", "seh_leave_statement", "namespace_alias_definition",
    "template_declaration", "friend_declaration", "namespace_definition", "concept_definition",
    "preproc_defined", "preproc_arg", "preproc_directive", "access_specifier",
):  # fmt: skip
    STATEMENTS[_kind] = nothing
