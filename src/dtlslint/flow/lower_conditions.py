"""Lowering of conditions: every edge carries one atomic test."""

from __future__ import annotations

from .lower_places import bare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from .events import Operand
    from .lower import Lowerer


def condition_clause(low: Lowerer, node: Node, then: int, otherwise: int, kind: str) -> None:
    """The parentheses of an ``if`` or ``while``: C++ allows a declaration in them."""
    if node.type != "condition_clause":
        condition(low, node, then, otherwise, kind)
        return
    initializer = node.child_by_field_name("initializer")
    if initializer is not None:
        low.statement(initializer)
    value = node.child_by_field_name("value")
    if value is None:
        low.branch(node, ("text", ""), then, otherwise, kind)
    elif value.type == "declaration":
        low.branch(value, declared(low, value), then, otherwise, kind)
    else:
        condition(low, value, then, otherwise, kind)


def declared(low: Lowerer, node: Node) -> Operand:
    """``if (X *p = f())``, ``switch (int r = f())``: the declared variable is the test."""
    from .lower_declarations import declare_one, type_text

    declarator = node.child_by_field_name("declarator")
    value = node.child_by_field_name("value")
    if declarator is None:
        return ("text", "")
    if declarator.type == "init_declarator":
        value = declarator.child_by_field_name("value")
        declarator = declarator.child_by_field_name("declarator") or declarator
    name = declare_one(low, node, declarator, type_text(low, node), value)
    return ("place", name) if name else ("text", "")


def condition(low: Lowerer, node: Node, then: int, otherwise: int, kind: str) -> None:
    """End the open block with the tests of ``node``; true leads to ``then``."""
    outer = node
    while True:
        if node.type == "parenthesized_expression" and node.named_child_count == 1:
            node = node.named_children[0]
            if outer.type == "parenthesized_expression":
                outer = node
        elif node.type == "unary_expression" and low.text(node.children[0]) in ("!", "not"):
            then, otherwise = otherwise, then
            node = node.child_by_field_name("argument") or node.children[-1]
        elif _transparent(low, node) is not None:
            node = _transparent(low, node) or node
        else:
            break
    if node.type == "binary_expression":
        operator = low.text(node.child_by_field_name("operator") or node)
        if operator in ("&&", "||", "and", "or"):
            _chain(low, node, operator, then, otherwise, kind)
            return
    if node.type == "conditional_expression" and _ternary(low, node, then, otherwise, kind):
        return
    saved, low.in_condition = low.in_condition, True
    operand = low.value(node)
    low.in_condition = saved
    if operand[0] == "un" and operand[1] == "!":
        operand, then, otherwise = operand[2], otherwise, then
    low.branch(outer, operand, then, otherwise, kind)


_FIRST_IS_SMALLER = {"<": True, "<=": True, ">": False, ">=": False}
_CONSTANT = frozenset(("number_literal", "char_literal", "sizeof_expression"))


def smaller(low: Lowerer, test: Node, yes: Node, no: Node) -> list[Node]:
    """``a`` and ``b`` of ``a < b ? a : b``; nothing where it is anything else, or one of them is
    a constant that the test then tells more about."""
    test = bare(test)
    operator = test.child_by_field_name("operator")
    first_is_smaller = _FIRST_IS_SMALLER.get("" if operator is None else low.text(operator))
    left, right = test.child_by_field_name("left"), test.child_by_field_name("right")
    if first_is_smaller is None or left is None or right is None:
        return []
    sides, arms = [bare(left), bare(right)], [bare(yes), bare(no)]
    if any(s.type in _CONSTANT or low.unit.constant(low.text(s)) is not None for s in sides):
        return []
    if not first_is_smaller:
        sides.reverse()
    return arms if [low.text(a) for a in sides] == [low.text(b) for b in arms] else []


def _transparent(low: Lowerer, node: Node) -> Node | None:
    """The argument of ``likely(x)`` and its like."""
    if node.type != "call_expression":
        return None
    function = node.child_by_field_name("function")
    arguments = node.child_by_field_name("arguments")
    if function is None or arguments is None or not arguments.named_child_count:
        return None
    return arguments.named_children[0] if low.unit.macros.is_likely(low.text(function)) else None


def _chain(low: Lowerer, node: Node, operator: str, then: int, otherwise: int, kind: str) -> None:
    """``a && b && c`` leans left as deep as it is long: unrolled, then lowered in order."""
    parts = []
    while node.type == "binary_expression":
        if low.text(node.child_by_field_name("operator") or node) != operator:
            break
        right = node.child_by_field_name("right")
        left = node.child_by_field_name("left")
        if right is None or left is None:
            break
        parts.append(right)
        node = left
    parts.append(node)
    parts.reverse()
    conjunction = operator in ("&&", "and")
    for part in parts[:-1]:
        next_ = low.new_block()
        if conjunction:
            condition(low, part, next_, otherwise, kind)
        else:
            condition(low, part, then, next_, kind)
        low.enter(next_)
    condition(low, parts[-1], then, otherwise, kind)


def _ternary(low: Lowerer, node: Node, then: int, otherwise: int, kind: str) -> bool:
    """``if (a ? b : c)``: two conditions, chosen by a third."""
    test = node.child_by_field_name("condition")
    yes, no = node.child_by_field_name("consequence"), node.child_by_field_name("alternative")
    if test is None or yes is None or no is None or low.depth > 100:
        return False
    first, second = low.new_block(), low.new_block()
    low.depth += 1
    condition(low, test, first, second, kind)
    low.enter(first)
    condition(low, yes, then, otherwise, kind)
    low.enter(second)
    condition(low, no, then, otherwise, kind)
    low.depth -= 1
    return True
