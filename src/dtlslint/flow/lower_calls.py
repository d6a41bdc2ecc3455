"""Lowering of calls: ordinary ones, casts in call form, assertions, checks, lambdas, macros."""

from __future__ import annotations

from ..contracts.primitives import TYPE_SIZES
from ..patterns import lazy
from .events import (
    ALWAYS_ON,
    BY_CAST,
    COMPARISONS,
    DEREFERENCE,
    DISCARDED,
    NORETURN,
    RETURN,
    USED,
    VOIDED,
    Assertion,
    Branch,
    Call,
    Convert,
    Exit,
    Use,
)
from .lower import MAX_EVENTS, TooLarge
from .lower_places import bare
from .macros import ends_by_name
from .owners import names_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from ..diagnostics import Span
    from .events import Operand
    from .lower import Lowerer

VOIDING_MACROS = frozenset(("Q_UNUSED", "UNUSED", "ignore_result", "(void)"))
_CASTS = frozenset(
    ("static_cast", "reinterpret_cast", "const_cast", "dynamic_cast", "qobject_cast")
)
#: ``OFstatic_cast(size_t, n)``
_CAST_MACRO = lazy(r"(?i)(?:static|reinterpret|const|implicit)_?cast$")


def call_expression(low: Lowerer, node: Node, how: str = USED) -> Operand:
    function = node.child_by_field_name("function")
    arguments = node.child_by_field_name("arguments")
    if function is None or arguments is None:
        return low.opaque(node)
    saved = low.in_condition
    low.tests_call, low.in_condition = saved, False
    result = _call(low, node, function, arguments, how)
    low.in_condition = saved
    return result


def _call(low: Lowerer, node: Node, function: Node, arguments: Node, how: str) -> Operand:
    parenthesized, function = function.type == "parenthesized_expression", bare(function)
    kind = function.type
    if parenthesized and kind == "identifier" and arguments.named_child_count == 1:
        if _is_type(low, low.text(function)):
            return _cast(low, node, low.text(function), _arguments(arguments), how)
    qualified, receiver = "", ""
    if kind == "identifier":
        qualified = low.text(function)
    elif kind == "field_expression":
        from .lower_places import place

        argument = function.child_by_field_name("argument") or function
        receiver = place(low, argument)
        if receiver != "this" and any(child.type == "->" for child in function.children):
            low.emit(Use(low.number(), low.span(node), ("place", receiver), DEREFERENCE, None))
        qualified = low.text(function.child_by_field_name("field") or function)
    elif kind in ("qualified_identifier", "template_function"):
        qualified = low.text(function)
        if "<" in qualified:
            qualified, _, rest = qualified.partition("<")
            template = rest.rpartition(">")[0]
            if qualified in _CASTS:
                return _cast(low, node, template, _arguments(arguments), how)
            if ">::" in rest:
                qualified += rest[rest.rindex(">") + 1 :]
            elif template.endswith("[]"):  # ``make_unique<T[]>(n)``: as ``new[]`` beside ``new``
                qualified += "[]"
    elif kind in ("primitive_type", "sized_type_specifier"):
        return _cast(low, node, low.text(function), _arguments(arguments), how)
    elif kind == "lambda_expression":
        low.value(function)
        qualified = "lambda"
    else:
        low.value(function)
    qualified = "".join(qualified.split())
    name = qualified.rpartition("::")[2] if qualified else ""
    given = _arguments(arguments)
    if len(given) == 2 and not receiver and _CAST_MACRO.search(name):
        return _cast(low, node, low.text(given[0]), given[1:], how)
    if len(given) == 1 and not receiver and _is_number(low, qualified):
        return _cast(low, node, qualified, given, how)
    return _named(low, node, name, qualified, receiver, given, how)


def _is_type(low: Lowerer, name: str) -> bool:
    """Is ``(name)(x)`` a cast: does the name, or the file, say that it is a type?"""
    if name in TYPE_SIZES or name.endswith("_t"):
        return True
    return names_type(low.unit.data, name)


def _is_number(low: Lowerer, qualified: str) -> bool:
    """``std::size_t(n)``, ``qint64(n)``: a type of numbers where a function's name would stand."""
    name = qualified.removeprefix("std::")
    return (
        low.unit.is_cpp
        and "::" not in name
        and (name.endswith("_t") or name.startswith(("quint", "qint")))
    )


_DEMANDING = ("ASSERT", "CHECK", "REQUIRE", "EXPECT", "ENSURE", "VERIFY")


def _demands(low: Lowerer, name: str, arguments: list[Node]) -> bool:
    """An unlisted macro that, by its name, insists on the comparison that it is given."""
    if not arguments or low.unit.macros.expands(name):
        return False
    if not any(word in name for word in _DEMANDING) or name.rpartition("_")[2] in ("EQ", "NE"):
        return False
    kind = arguments[0].type
    if kind == "binary_expression":
        operator = arguments[0].child_by_field_name("operator")
        return operator is not None and low.text(operator) in (*COMPARISONS, "&&", "||")
    return kind == "unary_expression" and low.text(arguments[0].children[0]) == "!"


def _arguments(arguments: Node) -> list[Node]:
    return [child for child in arguments.named_children if child.type != "comment"]


def _named(
    low: Lowerer,
    node: Node,
    name: str,
    qualified: str,
    receiver: str,
    arguments: list[Node],
    how: str,
) -> Operand:
    macros = low.unit.macros
    if name in macros.constants and not receiver:
        name = qualified = _renamed(low, name)
    if low.assertion is None and not receiver:
        if macros.is_assertion(name):
            return assertion(low, node, name, arguments)
        if macros.is_always_on(name) or macros.is_return_check(name):
            return always_on(low, node, name, arguments)
        if name.isupper() and _demands(low, name, arguments):
            return always_on(low, node, name, arguments)
        known = name in low.unit.function_names or low.unit.contract(name) is not None
        if macros.expands(name) and low.macro_depth < 4 and not known:
            from .lower_macros import expand

            return expand(low, node, name, arguments, how)
    if not receiver and low.macro_depth < 4:
        from .lower_macros import decide, expand, states

        if low.assertion is not None and states(low, name):
            return expand(low, node, name, arguments, how)
        asked = low.assertion is not None or (how == USED and low.tests_call)
        if asked and low.unit.predicate(name) is not None:
            return decide(low, node, name, arguments)
    if arguments and (macros.is_likely(name) or macros.is_likely(qualified)) and not receiver:
        return low.value(arguments[0])
    if name in VOIDING_MACROS and len(arguments) == 1:
        return _voided(low, arguments[0])
    return plain_call(low, node, name, qualified, receiver, arguments, how)


def _renamed(low: Lowerer, name: str) -> str:
    """What ``#define name function`` of the file calls; a known function keeps its name."""
    other = low.unit.macros.renamed(name)
    if low.unit.contract(name) is not None:
        return name
    known = low.unit.contract(other) is not None or other in low.unit.function_names
    return other if known else name


def _voided(low: Lowerer, argument: Node) -> Operand:
    argument = bare(argument)
    if argument.type == "call_expression":
        return call_expression(low, argument, VOIDED)
    low.value(argument)
    return ("text", "")


def plain_call(
    low: Lowerer,
    node: Node,
    name: str,
    qualified: str,
    receiver: str,
    arguments: list[Node],
    how: str,
) -> Operand:
    if len(arguments) > MAX_EVENTS:
        raise TooLarge
    values = tuple(low.value(argument) for argument in arguments)
    spans: tuple[Span, ...] = tuple(low.span(argument) for argument in arguments)
    event = Call(low.number(), low.span(node), name, qualified, receiver, values, spans, how)
    low.function.calls.append(event)
    if low.assertion is not None:
        low.assertion[1].append(event)
        return ("call", event)
    low.emit(event)
    event.macro = low.varying > 0
    leaves = how == DISCARDED and not receiver and ends_by_name(name)
    owner = receiver or qualified.removesuffix(name).strip(":")
    if leaves or low.unit.macros.is_noreturn(name, owner, values):
        low.end(Exit(low.number(), low.span(node), NORETURN, None))
    return ("place", f"%{event.number}")


def assertion(low: Lowerer, node: Node, name: str, arguments: list[Node]) -> Operand:
    """The condition is described, not executed: a release build drops it."""
    works: list[Span] = []
    calls: list[Call] = []
    saved_block, saved_assertion = low.block, low.assertion
    low.block = type(saved_block)()
    low.assertion = (works, calls)
    condition = macro_condition(low, name, arguments)
    low.block, low.assertion = saved_block, saved_assertion
    text = low.text(arguments[0]) if arguments else ""
    low.emit(
        Assertion(low.number(), low.span(node), name, condition, tuple(works), tuple(calls), text)
    )
    return ("text", "")


def macro_condition(low: Lowerer, name: str, arguments: list[Node]) -> Operand:
    """What ``CHECK(x)`` or ``CHECK_EQ(a, b)`` demands, as one operand."""
    from ..contracts.macros import COMPARISON_SUFFIXES

    if not arguments:
        return ("text", "")
    suffix = COMPARISON_SUFFIXES.get(name.rpartition("_")[2])
    saved, low.in_condition = low.in_condition, True
    first = low.value(arguments[0])
    result = first
    if suffix is not None and len(arguments) > 1:
        result = ("bin", suffix, first, low.value(arguments[1]))
    low.in_condition = saved
    return result


def _guard(low: Lowerer, name: str) -> tuple[str, int] | None:
    """The comparison that a returning guard makes with its argument, or None for a truth test."""
    from ..contracts.macros import GUARDS, PLAIN_GUARDS

    if not low.unit.macros.is_return_check(name) or "_GUARD" not in name:
        return None
    return PLAIN_GUARDS.get(name) or GUARDS.get(name.rpartition("_")[2])


def always_on(low: Lowerer, node: Node, name: str, arguments: list[Node]) -> Operand:
    """A runtime check: the function goes on only where the condition holds."""
    from ..contracts.macros import COMPARISON_SUFFIXES
    from .lower_conditions import condition

    then, failed = low.new_block(), low.new_block()
    if not arguments:
        return ("text", "")
    guard = _guard(low, name)
    if guard is not None:
        operand = ("bin", guard[0], low.value(arguments[0]), ("int", guard[1], ""))
        low.end(Branch(low.number(), low.span(node), operand, then, failed, ALWAYS_ON))
    elif name.rpartition("_")[2] in COMPARISON_SUFFIXES:
        operand = macro_condition(low, name, arguments)
        low.end(Branch(low.number(), low.span(node), operand, then, failed, ALWAYS_ON))
    else:
        condition(low, arguments[0], then, failed, ALWAYS_ON)
    low.enter(failed)
    if low.unit.macros.is_return_check(name):
        low.end(Exit(low.number(), low.span(node), RETURN, ("text", "")))
    else:
        low.end(Exit(low.number(), low.span(node), NORETURN, None))
    low.enter(then)
    return ("text", "")


def is_void_cast(low: Lowerer, node: Node) -> bool:
    if node.type != "cast_expression":
        return False
    type_node = node.child_by_field_name("type")
    return type_node is not None and low.text(type_node).strip() == "void"


def cast_expression(low: Lowerer, node: Node) -> Operand:
    type_node = node.child_by_field_name("type")
    value = node.child_by_field_name("value")
    if value is None:
        return ("text", "")
    return _cast(low, node, low.text(type_node) if type_node else "", [value], USED)


def _cast(low: Lowerer, node: Node, target: str, arguments: list[Node], how: str) -> Operand:
    del how
    target = " ".join(target.replace("*", " *").split())
    if not arguments:
        return ("int", 0, "")
    inner = arguments[0]
    if target == "void":
        return _voided(low, inner)
    value = low.value(inner)
    if target in ("bool", "_Bool"):
        low.emit(Convert(low.number(), low.span(node), value, BY_CAST))
        return ("un", "bool", value)
    if value[0] in ("int", "null", "str", "fun"):
        return value
    return ("cast", target, value)


def lambda_expression(low: Lowerer, node: Node) -> Operand:
    """A lambda is a function of its own; what it captures by name leaves our sight."""
    captures = node.child_by_field_name("captures")
    values = []
    if captures is not None:
        for child in captures.named_children:
            if child.type == "lambda_default_capture":
                values += _captured_by_default(low, node)
            elif child.type != "comment":
                inner = child.named_children[-1] if child.named_children else child
                values.append(low.value(inner))
    name = low.unit.add_lambda(low, node)
    event = Call(
        low.number(), low.span(node), "lambda", "lambda", "", tuple(values),
        tuple(low.span(node) for _ in values),
    )  # fmt: skip
    low.emit(event)
    return ("fun", name)


def _captured_by_default(low: Lowerer, node: Node) -> list[Operand]:
    """``[&]`` and ``[=]`` capture every local that the lambda's body names."""
    names: list[Operand] = []
    stack = [node.child_by_field_name("body") or node]
    while stack:
        current = stack.pop()
        low.look()
        if current.type == "identifier":
            unique = low.resolve(low.text(current))
            if unique is not None and ("place", unique) not in names:
                names.append(("place", unique))
        stack.extend(current.named_children)
    return names


def new_expression(low: Lowerer, node: Node) -> Operand:
    type_node = node.child_by_field_name("type")
    arguments = node.child_by_field_name("arguments")
    declarator = node.child_by_field_name("declarator")
    nodes = _arguments(arguments) if arguments is not None else []
    length = declarator.child_by_field_name("length") if declarator is not None else None
    name = "new[]" if length is not None else "new"
    if length is not None:
        nodes = [length]
    qualified = f"{name} {low.text(type_node) if type_node else ''}"
    return plain_call(low, node, name, qualified, "", nodes, USED)


def delete_expression(low: Lowerer, node: Node) -> Operand:
    return plain_call(low, node, "delete", "delete", "", _arguments(node), USED)
