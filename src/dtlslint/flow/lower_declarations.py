"""Lowering of local declarations: names, types, extents, constructors."""

from __future__ import annotations

from .events import BY_STORE, Assign, Convert, Declare, Variable
from .lower_calls import VOIDING_MACROS
from .lower_expressions import is_two_way

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from ..diagnostics import Span
    from .events import Operand
    from .lower import Lowerer

#: Types that are no classes: parentheses or braces after them hold a plain initial value.
_PLAIN_TYPES = frozenset((
    "int", "unsigned", "long", "short", "char", "bool", "float", "double", "size_t", "ssize_t",
    "uint8_t", "uint16_t", "uint32_t", "uint64_t", "int8_t", "int16_t", "int32_t", "int64_t",
    "unsigned int", "unsigned char", "unsigned long", "auto", "qint64", "quint8", "quint16",
    "quint32", "quint64", "qsizetype", "time_t", "socklen_t", "_Bool", "BOOL", "std::size_t",
))  # fmt: skip


#: Words of Qt before the call of a signal.
_SIGNALS = frozenset(("emit", "Q_EMIT"))


def type_text(low: Lowerer, node: Node) -> str:
    """The type of a declaration as written, qualifiers left out, one space between words."""
    type_node = node.child_by_field_name("type")
    return "" if type_node is None else " ".join(low.text(type_node).split())


def is_static(low: Lowerer, node: Node) -> bool:
    return any(
        child.type == "storage_class_specifier" and low.text(child) in ("static", "extern")
        for child in node.named_children
    )


def declaration(low: Lowerer, node: Node) -> None:
    base = type_text(low, node)
    static = is_static(low, node)
    if base in ("return", "throw", "delete", "goto", "else"):
        return
    if base in VOIDING_MACROS or base in _SIGNALS:
        # the grammar takes a call without its semicolon, or after ``emit``, for a declaration
        from .lower_macros import snippet_statement

        text = low.text(node)
        if base in _SIGNALS:
            text = text.removeprefix(base)
        snippet_statement(low, text, low.span(node))
        return
    _declarators(low, node, base, static)


def outside(low: Lowerer, node: Node) -> None:
    """A declaration outside of functions: what it declares lives on."""
    _declarators(low, node, type_text(low, node), True)


def _declarators(low: Lowerer, node: Node, base: str, static: bool) -> None:
    for declarator in node.children_by_field_name("declarator"):
        value = node.child_by_field_name("default_value")
        if declarator.type == "init_declarator":
            value = declarator.child_by_field_name("value")
            declarator = declarator.child_by_field_name("declarator") or declarator
        declare_one(low, node, declarator, base, value, static)


def declarator_name(low: Lowerer, declarator: Node) -> str:
    """The identifier inside a declarator, or ``""``."""
    while True:
        if declarator.type in ("identifier", "field_identifier", "type_identifier"):
            return low.text(declarator)
        inner = declarator.child_by_field_name("declarator")
        if inner is None:
            named = [c for c in declarator.named_children if c.type != "type_qualifier"]
            if declarator.type not in (
                "reference_declarator", "parenthesized_declarator", "structured_binding_declarator",
                "attributed_declarator", "pointer_declarator",
            ) or not named:  # fmt: skip
                return ""
            inner = named[-1] if declarator.type != "structured_binding_declarator" else named[0]
        declarator = inner


def declared_names(low: Lowerer, declarator: Node) -> list[tuple[str, Span]]:
    """The names that a declarator without initialiser gives: several for ``auto &[a, b]``."""
    inner = declarator
    while inner.type == "reference_declarator" and inner.named_children:
        inner = inner.named_children[-1]
    if inner.type == "structured_binding_declarator":
        found = [child for child in inner.named_children if child.type == "identifier"]
        return [(low.text(child), low.span(child)) for child in found]
    name = declarator_name(low, declarator)
    return [(name, low.span(declarator))] if name else []


def shape(low: Lowerer, declarator: Node, base: str) -> tuple[str, Node | None]:
    """The full type and the (outermost) array extent node of a declarator."""
    extent: Node | None = None
    stars = 0
    while declarator is not None:
        if declarator.type == "pointer_declarator":
            stars += 1
        elif declarator.type == "reference_declarator":
            base += " &"
        elif declarator.type == "array_declarator":
            extent = declarator.child_by_field_name("size") or declarator
        inner = declarator.child_by_field_name("declarator")
        if inner is None and declarator.type in (
            "reference_declarator",
            "parenthesized_declarator",
        ):
            inner = declarator.named_children[-1] if declarator.named_children else None
        if inner is None:
            break
        declarator = inner
    return base + (" " + "*" * stars if stars else ""), extent


def declare_one(
    low: Lowerer,
    node: Node,
    declarator: Node,
    base: str,
    value: Node | None,
    static: bool = False,
) -> str:
    """Bring one declarator into scope and emit its initialisation; returns its unique name."""
    if declarator.type == "structured_binding_declarator":
        return _structured_binding(low, declarator, base, value)
    name = declarator_name(low, declarator)
    if not name:
        return ""
    if declarator.type == "function_declarator":
        return _constructor_or_prototype(low, declarator, base, name, static)
    type_, extent_node = shape(low, declarator, base)
    extent = _extent(low, extent_node, value)
    span = low.span(declarator)
    initial = low.value(value) if value is not None and value.type != "argument_list" else None
    variable = Variable(name, type_, extent, span, static=static)
    if extent_node is not None:
        variable.extent_span = low.span(extent_node)
    unique = low.declare(name, variable)
    if value is None:
        low.emit(Declare(low.number(), span, unique, ()))
        return unique
    if value.type == "argument_list":
        args = tuple(low.value(c) for c in value.named_children if c.type != "comment")
    elif initial is not None and initial[0] == "init" and _is_class(low, variable):
        args = initial[1]
    else:
        _initialise(low, node, unique, variable, initial or ("text", ""), value)
        return unique
    if (variable.is_pointer or base in _PLAIN_TYPES) and len(args) == 1:
        _initialise(low, node, unique, variable, args[0], value)
    else:
        low.emit(Declare(low.number(), low.span(declarator.parent or declarator), unique, args))
    return unique


def _is_class(low: Lowerer, variable: Variable) -> bool:
    if not low.unit.is_cpp or variable.is_array or variable.type.startswith(("struct ", "union ")):
        return False
    return variable.is_pointer or variable.type in _PLAIN_TYPES or variable.type[:1].isalpha()


def _initialise(
    low: Lowerer, node: Node, unique: str, variable: Variable, initial: Operand, value: Node
) -> None:
    if variable.type in ("bool", "_Bool") and not is_two_way(initial):
        low.emit(Convert(low.number(), low.span(node), initial, BY_STORE))
    low.emit(Assign(low.number(), low.span(node), unique, "=", initial, True, low.span(value)))


def _extent(low: Lowerer, node: Node | None, value: Node | None) -> Operand | None:
    if node is None:
        return None
    if node.type != "array_declarator":
        return low.value(node)
    if value is not None and value.type in ("string_literal", "concatenated_string"):
        text = low.value(value)
        return ("int", len(text[1]) + 1, "sizeof") if text[0] == "str" else ("text", "")
    if value is not None and value.type == "initializer_list":
        count = len([c for c in value.named_children if c.type != "comment"])
        return ("int", count, "sizeof")
    return ("text", "[]")


def _structured_binding(low: Lowerer, declarator: Node, base: str, value: Node | None) -> str:
    if value is not None:
        low.value(value)
    for name, span in declared_names(low, declarator):
        unique = low.declare(name, Variable(name, base, None, span))
        low.emit(Assign(low.number(), span, unique, "=", ("text", name), True, span))
    return ""


def _constructor_or_prototype(
    low: Lowerer, declarator: Node, base: str, name: str, static: bool
) -> str:
    """``Owner p(X509_new());`` reads as a prototype to the grammar; its text tells them apart."""
    parameters = declarator.child_by_field_name("parameters")
    if not low.unit.is_cpp or parameters is None or base in _PLAIN_TYPES or not base:
        return ""
    for child in parameters.named_children:
        inner = child.child_by_field_name("declarator")
        type_node = child.child_by_field_name("type")
        named = inner is not None and not inner.type.startswith("abstract_function")
        if child.type != "parameter_declaration" or named:
            return ""
        if type_node is None or type_node.type == "primitive_type":
            return ""
    from .lower_macros import snippet_values

    span = low.span(declarator)
    args = snippet_values(low, low.text(parameters), low.span(parameters))
    if not args:
        return ""
    unique = low.declare(name, Variable(name, base, None, span, static=static))
    low.emit(Declare(low.number(), span, unique, args))
    return unique
