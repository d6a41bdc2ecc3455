"""``#if`` around whole functions: the configuration in which a function exists at all."""

from __future__ import annotations

from .configurations import NEVER
from .lower_preprocessor import defined, is_negative, operand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from .configurations import Configuration


def _conjuncts(
    node: Node, text: Callable[[Node], str], truth: bool
) -> list[tuple[tuple[object, ...], bool]]:
    """The atomic conditions that all hold when ``node`` is ``truth`` (others are left out)."""
    found = []
    stack = [(node, truth)]
    while stack:
        current, want = stack.pop()
        while current.type == "parenthesized_expression" and current.named_child_count == 1:
            current = current.named_children[0]
        if current.type == "unary_expression" and text(current.children[0]) == "!":
            stack.append((current.named_children[-1], not want))
            continue
        operator = current.child_by_field_name("operator")
        left, right = current.child_by_field_name("left"), current.child_by_field_name("right")
        if operator is not None and left is not None and right is not None:
            sign = text(operator)
            if sign in ("&&", "||"):
                if (sign == "&&") == want:
                    stack.extend(((left, want), (right, want)))
                continue
        found.append((operand(current, text), want))
    return found


def _own(
    node: Node, text: Callable[[Node], str], truth: bool
) -> list[tuple[tuple[object, ...], bool]]:
    name = node.child_by_field_name("name")
    if name is not None:
        return [(defined(text(name)), truth != is_negative(node, text))]
    test = node.child_by_field_name("condition")
    return [] if test is None else _conjuncts(test, text, truth)


def enclosing(
    node: Node, configuration: Configuration, text: Callable[[Node], str]
) -> Configuration:
    """``configuration`` narrowed by the branch that ``node`` (a child of a container) opens."""
    kind = node.type
    tests: list[tuple[tuple[object, ...], bool]] = []
    if kind in ("preproc_if", "preproc_ifdef", "preproc_elif", "preproc_elifdef"):
        tests += _own(node, text, True)
    if kind in ("preproc_else", "preproc_elif", "preproc_elifdef"):
        before = node.parent
        while before is not None and before.type.startswith("preproc_"):
            is_first = before.type in ("preproc_if", "preproc_ifdef")
            tests += _own(before, text, False)
            before = None if is_first else before.parent
    for condition, truth in tests:
        narrowed = configuration.assume(condition, truth)
        if narrowed is None and condition[0] == "int":
            return NEVER
        if narrowed is not None:
            configuration = narrowed
    return configuration
