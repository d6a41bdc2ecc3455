"""The expression of an ``#if`` as a tuple, and where on the line of versions it holds.

``("or", a, b)`` ``("and", a, b)`` ``("not", a)`` ``("defined", name)`` ``("name", name)``
``("call", name, arguments)`` ``("int", n, text)`` ``("cmp", sign, a, b)`` ``("bin", sign, a, b)``
``("text", text)``. In a comparison with a constant the constant stands on the right.
"""

from __future__ import annotations

from ..patterns import lazy
from .arithmetic import fold
from .literals import integer
from .version_sets import FALSE, TRUE, UNKNOWN, both, either, negation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Protocol, TypeAlias

    from .version_sets import Truth

    Node: TypeAlias = tuple[Any, ...]

    class Names(Protocol):
        """What is known of the macros that conditions mention."""

        def defined(self, name: str) -> Truth: ...
        def truth(self, name: str) -> Truth: ...
        def called(self, name: str, arguments: tuple[Node, ...]) -> Truth: ...
        def compared(self, left: Node, sign: str, k: int) -> Truth: ...
        def constant(self, name: str) -> int | None: ...


_TOKEN = lazy(
    r"\s*([A-Za-z_]\w*|0[xX][\da-fA-F']+\w*|\d[\w']*|&&|\|\||[<>=!]=|<<|>>|[-+*/%&|^~!<>(),])"
)
_LEVEL = {
    "||": 1, "&&": 2, "|": 3, "^": 4, "&": 5, "==": 6, "!=": 6, "<": 7, ">": 7, "<=": 7, ">=": 7,
    "<<": 8, ">>": 8, "+": 9, "-": 9, "*": 10, "/": 10, "%": 10,
}  # fmt: skip
_MIRROR = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
# tokens of one condition; longer ones are generated
MAX_TOKENS = 300


def parse(text: str) -> Node:
    """The expression of ``#if`` as a tuple; ``("text", ..)`` where it is none that we read."""
    tokens: list[str] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or len(tokens) >= MAX_TOKENS:
            return ("text", text)
        tokens.append(match[1])
        at = match.end()
    try:
        node, rest = _binary(tokens, 0, 0)
    except (IndexError, RecursionError):
        return ("text", text)
    return node if rest == len(tokens) else ("text", text)


def _binary(tokens: list[str], at: int, level: int) -> tuple[Node, int]:
    left, at = _unary(tokens, at)
    while at < len(tokens) and _LEVEL.get(tokens[at], 0) > level:
        sign = tokens[at]
        right, at = _binary(tokens, at + 1, _LEVEL[sign])
        left = _joined(sign, left, right)
    return left, at


def _joined(sign: str, left: Node, right: Node) -> Node:
    if sign in ("||", "&&"):
        return ("or" if sign == "||" else "and", left, right)
    if sign not in _MIRROR:
        return ("bin", sign, left, right)
    if left[0] == "int" and right[0] != "int":
        return ("cmp", _MIRROR[sign], right, left)
    return ("cmp", sign, left, right)


def _unary(tokens: list[str], at: int) -> tuple[Node, int]:
    token = tokens[at]
    if token == "!":
        node, at = _unary(tokens, at + 1)
        return ("not", node), at
    if token in ("-", "+", "~"):
        node, at = _unary(tokens, at + 1)
        return ("text", token), at
    if token == "(":
        node, at = _binary(tokens, at + 1, 0)
        if tokens[at] != ")":
            raise IndexError
        return node, at + 1
    if token[0].isdigit():
        value = integer(token)
        return ("text", token) if value is None else ("int", value, token), at + 1
    if token == "defined":
        bracket = tokens[at + 1] == "("
        return ("defined", tokens[at + 1 + bracket]), at + 2 + 2 * bracket
    if not token[0].isalpha() and token[0] != "_":
        raise IndexError
    if at + 1 < len(tokens) and tokens[at + 1] == "(":
        return _call(token, tokens, at + 2)
    return ("name", token), at + 1


def _call(name: str, tokens: list[str], at: int) -> tuple[Node, int]:
    arguments: list[Node] = []
    while tokens[at] != ")":
        if tokens[at] in ("<", "/") or name.startswith("__has"):  # __has_include(<a/b.h>)
            at = tokens.index(")", at) if ")" in tokens[at:] else len(tokens)
            break
        argument, at = _binary(tokens, at, 0)
        arguments.append(argument)
        if tokens[at] == ",":
            at += 1
    return ("call", name, tuple(arguments)), at + 1


def atoms(node: Node) -> Iterator[Node]:
    """The parts of a condition between its ``&&``, ``||`` and ``!``."""
    stack = [node]
    while stack:
        current = stack.pop()
        if current[0] in ("or", "and", "not"):
            stack.extend(reversed(current[1:]))
        else:
            yield current


def names_of(node: Node) -> Iterator[str]:
    """Every macro that a condition mentions."""
    stack = [node]
    while stack:
        current = stack.pop()
        if current[0] in ("name", "defined", "call"):
            yield current[1]
        for part in current[1:]:
            if isinstance(part, tuple):
                stack.append(part if part and isinstance(part[0], str) else ("all", *part))


def evaluate(node: Node, names: Names) -> Truth:
    """Where the condition surely holds, and where it may."""
    kind = node[0]
    if kind == "int":
        return TRUE if node[1] else FALSE
    if kind == "or":
        return either(evaluate(node[1], names), evaluate(node[2], names))
    if kind == "and":
        return both(evaluate(node[1], names), evaluate(node[2], names))
    if kind == "not":
        return negation(evaluate(node[1], names))
    if kind == "defined":
        return names.defined(node[1])
    if kind == "name":
        return names.truth(node[1])
    if kind == "call":
        return names.called(node[1], node[2])
    if kind == "cmp":
        return _compared(node[1], node[2], node[3], names)
    return UNKNOWN


def _compared(sign: str, left: Node, right: Node, names: Names) -> Truth:
    k = number(right, names)
    if k is None:  # CONSTANT <= OPENSSL_VERSION_NUMBER
        k, left, sign = number(left, names), right, _MIRROR[sign]
    return UNKNOWN if k is None else names.compared(left, sign, k)


def number(node: Node, names: Names) -> int | None:
    """The value of an arithmetic expression of constants, or None."""
    if node[0] == "int":
        return int(node[1])
    if node[0] == "name":
        return names.constant(node[1])
    if node[0] != "bin":
        return None
    a, b = number(node[2], names), number(node[3], names)
    if a is None or b is None or abs(b) > 1 << 32:
        return None
    return fold(node[1], a, b)
