"""Arithmetic of constants, as C has it."""

from __future__ import annotations


def fold(operator: str, a: int, b: int) -> int | None:
    """Constant arithmetic as C does it on int; None where it is undefined or too large."""
    if operator in ("<<", ">>") and not 0 <= b < 64:
        return None
    if operator in ("/", "%"):
        if b == 0:
            return None
        quotient = abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)
        return quotient if operator == "/" else a - b * quotient
    table = {
        "+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "<<": lambda: a << b,
        ">>": lambda: a >> b, "&": lambda: a & b, "|": lambda: a | b, "^": lambda: a ^ b,
        "==": lambda: int(a == b), "!=": lambda: int(a != b), "<": lambda: int(a < b),
        "<=": lambda: int(a <= b), ">": lambda: int(a > b), ">=": lambda: int(a >= b),
    }  # fmt: skip
    operation = table.get(operator)
    return operation() if operation is not None and abs(a) < 1 << 64 and abs(b) < 1 << 64 else None
