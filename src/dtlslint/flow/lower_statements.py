"""Lowering of statements: what each does to the control flow."""

from __future__ import annotations

from .events import (
    BY_RETURN,
    DISCARDED,
    IF,
    LOOP,
    NORETURN,
    PRINT,
    RETURN,
    STREAM,
    THROW,
    VOIDED,
    Assign,
    Call,
    Convert,
    Exit,
    Switch,
    Variable,
)
from .lower import Frame
from .lower_calls import call_expression, is_void_cast
from .lower_conditions import condition, condition_clause
from .lower_expressions import is_two_way
from .lower_preprocessor import jump

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from .events import Operand
    from .lower import Lowerer, Statement


def children(low: Lowerer, node: Node) -> None:
    for child in node.named_children:
        low.statement(child)


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
    from .lower_declarations import declarator_name

    low.scopes.append({})
    right = node.child_by_field_name("right")
    container: Operand = ("text", "") if right is None else low.value(right)
    head, inside, after = low.new_block(), low.new_block(), low.new_block()
    low.jump(head)
    low.enter(head)
    low.branch(node, ("text", "range"), inside, after, LOOP)
    low.enter(inside)
    declarator = node.child_by_field_name("declarator")
    if declarator is not None:
        name = declarator_name(low, declarator)
        if name:
            span = low.span(declarator)
            variable = Variable(name, _range_type(low, node), None, span, parameter=True)
            unique = low.declare(name, variable)
            what = f"element of {container[1]}" if container[0] == "place" else "element"
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


def expression_statement(low: Lowerer, node: Node) -> None:
    for child in node.named_children:
        low.discard(child)


def discard(low: Lowerer, node: Node) -> None:
    """An expression statement: the value of its last operand is thrown away."""
    while node.type == "parenthesized_expression" and node.named_child_count == 1:
        node = node.named_children[0]
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
        while value is not None and value.type == "parenthesized_expression":
            value = value.named_children[0] if value.named_children else None
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
