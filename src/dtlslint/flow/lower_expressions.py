"""Lowering of expressions: the operand that names a value, and the events on the way to it."""

from __future__ import annotations

from .arithmetic import fold
from .events import (
    BY_NOT,
    BY_TERNARY,
    COMPARISONS,
    TERNARY,
    USED,
    Assign,
    Convert,
)
from .literals import integer, string_bytes
from .lower_calls import (
    call_expression,
    cast_expression,
    delete_expression,
    lambda_expression,
    new_expression,
    plain_call,
)
from .lower_places import NAMES, OPAQUE, bare, field, place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from .events import Operand
    from .lower import Expression, Lowerer


def is_two_way(operand: Operand) -> bool:
    """Is the value 0 or 1 already (a comparison, a negation, a literal)?"""
    kind: str = operand[0]
    if kind == "bin":
        return operand[1] in COMPARISONS
    if kind == "un":
        return operand[1] in ("!", "bool")
    return kind == "int"


# -- expressions


def identifier(low: Lowerer, node: Node) -> Operand:
    text = low.text(node)
    if not text:  # the parser put in what was missing
        return OPAQUE
    unique = low.resolve(text)
    if unique is not None:
        return ("place", unique)
    known = low.unit.constant(text)
    if known is not None:
        return ("int", known, text)
    if text in ("NULL", "Q_NULLPTR", "NIL"):
        return ("null",)
    if text in low.unit.function_names:
        return ("fun", text)
    return ("place", text)


def lvalue(low: Lowerer, node: Node) -> Operand:
    return ("place", place(low, node))


def number(low: Lowerer, node: Node) -> Operand:
    value = integer(low.text(node))
    return ("text", low.text(node)) if value is None else ("int", value, "")


def character(low: Lowerer, node: Node) -> Operand:
    text = string_bytes(low.source[node.start_byte : node.end_byte])
    return ("int", text[0] if text else 0, "")


def string(low: Lowerer, node: Node) -> Operand:
    return ("str", string_bytes(low.source[node.start_byte : node.end_byte]))


def concatenated(low: Lowerer, node: Node) -> Operand:
    pieces = []
    for part in node.named_children:
        if part.type == "comment":
            continue
        source = low.source[part.start_byte : part.end_byte]
        literal = part.type == "string_literal"
        piece = (
            string_bytes(source) if literal else low.unit.text(source.decode("utf-8", "replace"))
        )
        if piece is None:
            return ("text", low.text(node)[:40])
        pieces.append(piece)
    return ("str", b"".join(pieces))


def parenthesized(low: Lowerer, node: Node) -> Operand:
    inner = [child for child in node.named_children if child.type != "comment"]
    if inner and inner[0].type == "compound_statement":  # a GNU statement expression
        low.statement(inner[0])
        return OPAQUE
    return low.value(inner[0]) if inner else OPAQUE


def assignment(low: Lowerer, node: Node) -> Operand:
    left, right = field(node, "left"), field(node, "right")
    operator = low.text(field(node, "operator"))
    if low.assertion is not None:
        low.assertion[0].append(low.span(node))
    value = low.value(right)
    target = place(low, left)
    store(low, node, target, operator, value, right)
    return ("place", target)


def store(
    low: Lowerer, node: Node, target: str, operator: str, value: Operand, right: Node
) -> None:
    """Emit the assignment; a two-way target makes a conversion of it."""
    variable = low.function.variables.get(target)
    pointed = low.function.variables.get(target.removesuffix(".*"))
    if variable is not None:
        two_way = variable.type in ("bool", "_Bool")
    elif pointed is not None and target.endswith(".*"):
        two_way = pointed.type in ("bool *", "_Bool *")
    else:
        two_way = target.rpartition(".")[2] in low.unit.bool_members
        slot = low.unit.sizes.slot_of(low.function, target) if two_way else None
        if slot is not None:  # which of several members of that name it is
            two_way = not slot.derive and slot.type.partition(":")[0] != "int"
            two_way = two_way and (slot.type in ("bool", "_Bool") or slot.type.endswith(":1"))
    if two_way and not is_two_way(value):
        low.emit(Convert(low.number(), low.span(node), value, "store"))
    low.emit(Assign(low.number(), low.span(node), target, operator, value, False, low.span(right)))


def update(low: Lowerer, node: Node) -> Operand:
    if low.assertion is not None:
        low.assertion[0].append(low.span(node))
    target = place(low, field(node, "argument"))
    operator = "+=" if low.text(field(node, "operator")) == "++" else "-="
    span = low.span(node)
    prefix = node.children[0].type in ("++", "--")
    before: Operand = ("place", target)
    if not prefix:
        temporary = f"%{low.number()}"
        low.emit(Assign(low.number(), span, temporary, "=", before, True, span))
        before = ("place", temporary)
    low.emit(Assign(low.number(), span, target, operator, ("int", 1, ""), False, span))
    return before


def pointer(low: Lowerer, node: Node) -> Operand:
    argument = field(node, "argument")
    if low.text(node.children[0]) == "*":
        return lvalue(low, node)
    argument = bare(argument)
    text = low.text(argument) if argument.type in NAMES else ""
    if text:
        unique = low.resolve(text)
        if unique is None and text in low.unit.function_names:
            return ("fun", text)
        return ("addr", unique or text)
    return ("addr", place(low, argument))


def binary(low: Lowerer, node: Node) -> Operand:
    """Left-nested chains (``a + b + c ..``) are walked in a loop."""
    chain: list[Node] = []
    while node.type == "binary_expression":
        operator = low.text(field(node, "operator"))
        if operator in ("&&", "||"):
            break
        chain.append(node)
        node = field(node, "left")
    result = short_circuit(low, node) if node.type == "binary_expression" else low.value(node)
    for link in reversed(chain):
        operator = low.text(field(link, "operator"))
        right = low.value(field(link, "right"))
        operator = _unsigned(low, operator, result, right)
        result = _fold(operator, result, right)
        if operator in COMPARISONS and not low.in_condition:
            low.emit(Convert(low.number(), low.span(link), result, BY_NOT))
    return result


_UNSIGNED = {">": "!=", "<=": "=="}


def _unsigned(low: Lowerer, operator: str, left: Operand, right: Operand) -> str:
    """``u > 0`` of an unsigned variable is ``u != 0``: a negative result has become a large one."""
    if operator not in _UNSIGNED or left[0] != "place" or right[:2] != ("int", 0):
        return operator
    variable = low.function.variables.get(left[1])
    if variable is None or not variable.type.startswith(("unsigned", "uint", "u_int", "size_t")):
        return operator
    return _UNSIGNED[operator]


def _fold(operator: str, left: Operand, right: Operand) -> Operand:
    if left[0] == "int" and right[0] == "int":
        value = fold(operator, left[1], right[1])
        if value is not None:
            literal = not left[2] and not right[2]
            return ("int", value, "" if literal else left[2] or right[2])
    return ("bin", operator, left, right)


def short_circuit(low: Lowerer, node: Node) -> Operand:
    """``a && b`` as a value: 0 or 1, by branches."""
    from .lower_conditions import condition

    if low.assertion is not None:
        sides = low.value(field(node, "left")), low.value(field(node, "right"))
        return ("and" if low.text(field(node, "operator")) == "&&" else "or", *sides)
    conjunction = low.text(field(node, "operator")) in ("&&", "and")
    right, short, after = low.new_block(), low.new_block(), low.new_block()
    temporary = f"%{low.number()}"
    span = low.span(node)
    if conjunction:
        condition(low, field(node, "left"), right, short, TERNARY)
    else:
        condition(low, field(node, "left"), short, right, TERNARY)
    low.enter(short)
    settled: Operand = ("int", 0 if conjunction else 1, "")
    low.emit(Assign(low.number(), span, temporary, "=", settled, True, span))
    low.jump(after)
    low.enter(right)
    last = low.value(field(node, "right"))
    if not is_two_way(last):
        low.emit(Convert(low.number(), low.span(field(node, "right")), last, BY_TERNARY))
        last = ("un", "bool", last)
    low.emit(Assign(low.number(), span, temporary, "=", last, True, span))
    low.jump(after)
    low.enter(after)
    return ("place", temporary)


def unary(low: Lowerer, node: Node) -> Operand:
    operator = low.text(field(node, "operator"))
    argument = field(node, "argument")
    if operator in ("!", "not"):
        saved, low.in_condition = low.in_condition, True
        inner = low.value(argument)
        low.in_condition = saved
        if inner[0] == "un" and inner[1] == "!":
            result: Operand = ("un", "bool", inner[2])
        else:
            result = ("un", "!", inner)
        if not low.in_condition and inner[0] != "int":
            low.emit(Convert(low.number(), low.span(node), result, BY_NOT))
        return result
    inner = low.value(argument)
    if inner[0] == "int":
        if operator == "-":
            return ("int", -inner[1], inner[2])
        if operator == "+":
            return inner
        if operator == "~":
            return ("int", ~inner[1], inner[2])
    return ("un", operator, inner)


def conditional(low: Lowerer, node: Node) -> Operand:
    from .lower_conditions import condition, smaller

    test = field(node, "condition")
    yes, no = node.child_by_field_name("consequence"), field(node, "alternative")
    if low.assertion is not None:
        for part in (test, yes, no):
            if part is not None:
                low.value(part)
        return OPAQUE
    if yes is not None and _is_two_way_pair(low, yes, no):
        value = low.value(test)
        low.emit(Convert(low.number(), low.span(node), value, BY_TERNARY))
        negated = low.text(yes) in ("0", "false", "FALSE")
        return ("un", "!" if negated else "bool", value)
    both = smaller(low, test, yes or test, no)
    if both:
        return plain_call(low, node, "min", "min", "", both, USED)
    then, otherwise, after = low.new_block(), low.new_block(), low.new_block()
    temporary = f"%{low.number()}"
    condition(low, test, then, otherwise, TERNARY)
    span = low.span(node)
    for block, arm in ((then, yes or test), (otherwise, no)):
        low.enter(block)
        value = low.value(arm)
        low.emit(Assign(low.number(), span, temporary, "=", value, True, low.span(arm)))
        low.jump(after)
    low.enter(after)
    return ("place", temporary)


_TRUTHS = frozenset(("1", "0", "true", "false", "TRUE", "FALSE", "True", "False"))


def _is_two_way_pair(low: Lowerer, yes: Node, no: Node) -> bool:
    a, b = low.text(yes), low.text(no)
    return a in _TRUTHS and b in _TRUTHS and a != b


def sizeof(low: Lowerer, node: Node) -> Operand:
    """``sizeof x``: evaluated nowhere, so the operand is named and nothing is emitted."""
    type_node = node.child_by_field_name("type")
    if type_node is not None:
        text = low.text(type_node)
        unique = low.resolve(text)
        return ("sizeof", "place", unique) if unique else ("sizeof", "type", " ".join(text.split()))
    value = field(node, "value")
    value = bare(value)
    saved = low.block
    low.block = type(saved)()
    low.block.end = saved.end
    name = place(low, value) if value.type not in ("call_expression", "string_literal") else ""
    low.block = saved
    if value.type == "string_literal":
        return (
            "int",
            len(string_bytes(low.source[value.start_byte : value.end_byte])) + 1,
            "sizeof",
        )
    return ("sizeof", "place", name)


def comma(low: Lowerer, node: Node) -> Operand:
    parts = [child for child in node.named_children if child.type != "comment"]
    for part in parts[:-1]:
        low.discard(part)
    return low.value(parts[-1]) if parts else OPAQUE


def initializer_list(low: Lowerer, node: Node) -> Operand:
    items = []
    for child in node.named_children:
        if child.type == "initializer_pair":
            items.append(low.value(field(child, "value")))
        elif child.type != "comment":
            items.append(low.value(child))
    return ("init", tuple(items[:64]))


def compound_literal(low: Lowerer, node: Node) -> Operand:
    return low.value(field(node, "value"))


def boolean(low: Lowerer, node: Node) -> Operand:
    return ("int", 1 if low.text(node)[:1] in "tT" else 0, low.text(node))


def null(low: Lowerer, node: Node) -> Operand:
    del low, node
    return ("null",)


def this(low: Lowerer, node: Node) -> Operand:
    del low, node
    return ("place", "this")


def unwrap(low: Lowerer, node: Node) -> Operand:
    inner = node.named_children
    return low.value(inner[-1]) if inner else OPAQUE


def condition_value(low: Lowerer, node: Node) -> Operand:
    return low.value(field(node, "value"))


def call(low: Lowerer, node: Node) -> Operand:
    return call_expression(low, node)


EXPRESSIONS: dict[str, Expression] = {
    "identifier": identifier,
    "field_identifier": identifier,
    "qualified_identifier": identifier,
    "number_literal": number,
    "char_literal": character,
    "string_literal": string,
    "raw_string_literal": string,
    "concatenated_string": concatenated,
    "true": boolean,
    "false": boolean,
    "null": null,
    "nullptr": null,
    "this": this,
    "parenthesized_expression": parenthesized,
    "assignment_expression": assignment,
    "update_expression": update,
    "pointer_expression": pointer,
    "field_expression": lvalue,
    "subscript_expression": lvalue,
    "binary_expression": binary,
    "unary_expression": unary,
    "conditional_expression": conditional,
    "sizeof_expression": sizeof,
    "comma_expression": comma,
    "initializer_list": initializer_list,
    "compound_literal_expression": compound_literal,
    "call_expression": call,
    "cast_expression": cast_expression,
    "lambda_expression": lambda_expression,
    "new_expression": new_expression,
    "delete_expression": delete_expression,
    "condition_clause": condition_value,
    "co_await_expression": unwrap,
    "co_yield_expression": unwrap,
    "parameter_pack_expansion": unwrap,
    "extension_expression": unwrap,
}
