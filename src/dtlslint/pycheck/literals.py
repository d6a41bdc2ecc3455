"""The values of expressions that are written out: constants, and what is made of them alone."""

from __future__ import annotations

import ast
import base64
import binascii

from .facts import BIGGEST_LITERAL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .module import Module

#: What ``Module.literal`` returns when the value is not written in the file.
UNKNOWN = object()


def _joined(module: Module, node: ast.JoinedStr, fuel: int) -> object:
    parts = []
    for part in node.values:
        value = module.literal(part.value if isinstance(part, ast.FormattedValue) else part, fuel)
        if value is UNKNOWN:
            return UNKNOWN
        parts.append(str(value))
    return "".join(parts)


def _operation(module: Module, node: ast.BinOp, fuel: int) -> object:
    left, right = module.literal(node.left, fuel), module.literal(node.right, fuel)
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    try:
        if isinstance(node.op, ast.Mult):
            return _times(left, right)
        if isinstance(node.op, ast.Add):
            return left + right  # type: ignore[operator]
        if isinstance(node.op, ast.Sub):
            return left - right  # type: ignore[operator]
        if isinstance(node.op, ast.FloorDiv):
            return left // right  # type: ignore[operator]
        if isinstance(node.op, ast.Mod) and isinstance(left, (str, bytes)):
            return left % right
        if isinstance(node.op, ast.LShift) and isinstance(right, int) and right < 64:
            return left << right  # type: ignore[operator]
    except (TypeError, ValueError, ArithmeticError):
        return UNKNOWN
    return UNKNOWN


def _times(left: object, right: object) -> object:
    for value, count in ((left, right), (right, left)):
        if isinstance(count, int) and isinstance(value, (bytes, str)):
            return value * count if len(value) * count <= BIGGEST_LITERAL else UNKNOWN
    return left * right if isinstance(left, int) and isinstance(right, int) else UNKNOWN


def _sequence(module: Module, node: ast.Tuple | ast.List, fuel: int) -> object:
    values = tuple(module.literal(part, fuel) for part in node.elts[:BIGGEST_LITERAL])
    return UNKNOWN if any(value is UNKNOWN for value in values) else values


def _call(module: Module, node: ast.Call, fuel: int) -> object:
    values = [module.literal(arg, fuel) for arg in node.args]
    if any(value is UNKNOWN for value in values):
        return UNKNOWN
    first = values[0] if values else UNKNOWN
    try:
        if isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS:
            base = module.literal(node.func.value, fuel)
            if isinstance(base, (str, bytes)):
                return _METHODS[node.func.attr](base, first)
        name = module.qualified(node.func, fuel)
        if name in ("builtins.bytes", "builtins.bytearray"):
            return _bytes(first, values)
        decode = _DECODERS.get(name)
        return decode(first) if decode is not None and isinstance(first, (str, bytes)) else UNKNOWN
    except (TypeError, ValueError, LookupError, OverflowError):
        return UNKNOWN


def _bytes(first: object, values: list[object]) -> object:
    if isinstance(first, int):
        return bytes(first) if 0 <= first <= BIGGEST_LITERAL else UNKNOWN
    if isinstance(first, str):
        return first.encode() if len(values) > 1 else UNKNOWN
    if isinstance(first, (bytes, tuple)):
        return bytes(first)
    return UNKNOWN


_METHODS: dict[str, Callable[[Any, Any], object]] = {
    "encode": lambda base, _: base.encode(),
    "decode": lambda base, _: base.decode(),
    "strip": lambda base, _: base.strip(),
    "upper": lambda base, _: base.upper(),
    "lower": lambda base, _: base.lower(),
    "join": lambda base, parts: base.join(parts),
}
_DECODERS: dict[str, Callable[[Any], object]] = {
    "builtins.bytes.fromhex": lambda text: bytes.fromhex(text),
    "builtins.bytearray.fromhex": lambda text: bytes.fromhex(text),
    "binascii.unhexlify": binascii.unhexlify,
    "binascii.a2b_hex": binascii.a2b_hex,
    "base64.b64decode": base64.b64decode,
    "base64.urlsafe_b64decode": base64.urlsafe_b64decode,
    "base64.b16decode": base64.b16decode,
    "base64.b32decode": base64.b32decode,
}
#: Kind of node -> the value of such a node, given the remaining fuel.
LITERALS: dict[type, Callable[[Module, Any, int], object]] = {
    ast.JoinedStr: _joined,
    ast.BinOp: _operation,
    ast.Tuple: _sequence,
    ast.List: _sequence,
    ast.Call: _call,
}
