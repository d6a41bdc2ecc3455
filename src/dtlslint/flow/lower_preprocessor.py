"""Lowering of ``#if``: each branch is one configuration, chosen by atomic conditions."""

from __future__ import annotations

from .events import CONFIG, Branch
from .literals import integer
from .lower_places import bare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from .events import Operand
    from .lower import Lowerer

_MIRROR = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
_CONDITIONALS = frozenset(("preproc_if", "preproc_ifdef", "preproc_elif", "preproc_elifdef"))
_ALTERNATIVES = frozenset(("preproc_else", "preproc_elif", "preproc_elifdef"))


#: What only programs that read code define, and no compiler.
ANALYSERS = frozenset((
    "S_SPLINT_S", "__cppcheck__", "__clang_analyzer__", "__COVERITY__", "__KLOCWORK__", "LINT",
    "lint", "__lint", "__lint__", "__CHECKER__", "PVS_STUDIO", "DOXYGEN", "__DOXYGEN__",
    "DOXYGEN_SHOULD_SKIP_THIS", "Q_CLANG_QDOC", "Q_QDOC", "Q_MOC_RUN", "SWIG",
))  # fmt: skip


def defined(name: str) -> Operand:
    """``defined(name)`` as an operand."""
    return ("int", 0, f"defined({name})") if name in ANALYSERS else ("macro", f"defined({name})")


def is_negative(node: Node, text: Callable[[Node], str]) -> bool:
    """Is a directive with a name, and nothing else, an ``#ifndef``, whatever its blanks?"""
    return "ndef" in text(node.children[0])


def operand(node: Node, text: Callable[[Node], str]) -> Operand:
    """A directive's atomic expression as an operand over macros."""
    node = bare(node)
    if node.type == "number_literal":
        value = integer(text(node))
        if value is not None:
            return ("int", value, text(node))
    if node.type == "binary_expression":
        operator = node.child_by_field_name("operator")
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if operator is not None and left is not None and right is not None:
            sign, a, b = text(operator), operand(left, text), operand(right, text)
            if a[0] == "int" and sign in _MIRROR:
                return ("bin", _MIRROR[sign], b, a)
            return ("bin", sign, a, b)
    if node.type == "preproc_defined":
        name = "".join(text(node).removeprefix("defined").split()).strip("()")
        return defined(name)
    return ("macro", "".join(text(node).split()))


def condition(low: Lowerer, node: Node, then: int, otherwise: int) -> None:
    """End the open block with the atomic conditions of a directive's expression."""
    while True:
        if node.type == "parenthesized_expression" and node.named_child_count == 1:
            node = node.named_children[0]
        elif node.type == "unary_expression" and low.text(node.children[0]) == "!":
            then, otherwise = otherwise, then
            node = node.named_children[-1]
        else:
            break
    operator = node.child_by_field_name("operator")
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if operator is not None and left is not None and right is not None and low.depth < 150:
        sign = low.text(operator)
        if sign in ("&&", "||"):
            middle = low.new_block()
            low.depth += 1
            if sign == "&&":
                condition(low, left, middle, otherwise)
            else:
                condition(low, left, then, middle)
            low.enter(middle)
            condition(low, right, then, otherwise)
            low.depth -= 1
            return
    _branch(low, node, operand(node, low.text), then, otherwise)


def _branch(low: Lowerer, node: Node, test: Operand, then: int, otherwise: int) -> None:
    low.end(Branch(low.number(), low.span(node), test, then, otherwise, CONFIG, low.text(node)))


def directive(low: Lowerer, node: Node, then: int, otherwise: int) -> None:
    """The test that an ``#if``, ``#ifdef``, ``#elif`` or ``#elifdef`` node makes."""
    name = node.child_by_field_name("name")
    if name is not None:
        if is_negative(node, low.text):
            then, otherwise = otherwise, then
        _branch(low, name, defined(low.text(name)), then, otherwise)
        return
    test = node.child_by_field_name("condition")
    if test is None:
        low.branch(node, ("macro", "?"), then, otherwise, CONFIG)
    else:
        condition(low, test, then, otherwise)


def conditional(low: Lowerer, node: Node) -> None:
    """A whole ``#if`` .. ``#endif`` among statements."""
    after = low.new_block()
    current: Node | None = node
    while current is not None:
        then, otherwise = low.new_block(), low.new_block()
        directive(low, current, then, otherwise)
        low.enter(then)
        alternative = branch_statements(low, current)
        low.jump(after)
        low.enter(otherwise)
        if alternative is not None and alternative.type == "preproc_else":
            branch_statements(low, alternative)
            alternative = None
        current = alternative
    low.jump(after)
    low.enter(after)


def branch_statements(low: Lowerer, node: Node) -> Node | None:
    """Lower the statements of one branch; returns the node of the next branch."""
    test = node.child_by_field_name("condition") or node.child_by_field_name("name")
    skip = -1 if test is None else test.start_byte
    for child in node.named_children:
        if child.type in _ALTERNATIVES:
            return child
        if child.start_byte != skip:
            low.statement(child)
    return None


def alternatives(node: Node, places: list[int]) -> Node | None:
    """The directive whose branches hold the places, if they are apart in them.

    ``node`` is any node of the function; ``places`` are bytes in order.
    """
    root = node
    while root.parent is not None and root.type != "function_definition":
        root = root.parent
    found = root.descendant_for_byte_range(places[0], places[-1])
    while found is not None and found.type not in _CONDITIONALS:
        found = found.parent
    if found is None or found.start_byte < root.start_byte:
        return None
    other = found.child_by_field_name("alternative")
    apart = other is not None and places[0] < other.start_byte <= places[-1]
    return None if not apart or found.start_byte <= node.start_byte < found.end_byte else found


def jump(low: Lowerer, node: Node, name: str) -> None:
    """``goto name`` where alternatives of an ``#if`` each have a label ``name``."""
    span, at = low.span(node), node.start_byte
    places = low.places(name)
    current = alternatives(node, places) if len(places) > 1 else None
    while current is not None:
        other = current.child_by_field_name("alternative")
        if other is None or other.start_byte > places[-1]:
            break
        then, otherwise = low.new_block(), low.new_block()
        directive(low, current, then, otherwise)
        low.enter(then)
        low.jump(low.label(name, current.start_byte), span)
        low.enter(otherwise)
        places = [place for place in places if place >= other.start_byte]
        at = places[0]
        current = other if other.type != "preproc_else" else None
    low.jump(low.label(name, at), span)
