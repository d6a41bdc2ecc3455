"""What a test says about a value, in the cells of ``contracts.cells``."""

from __future__ import annotations

from ..contracts.cells import ABOVE, ALL, BELOW, MINUS_ONE, ONE, ZERO

NONZERO = ALL & ~ZERO
FAR = 1 << 70
#: Each cell as the interval of values that it stands for.
_INTERVALS = ((BELOW, -FAR, -2), (MINUS_ONE, -1, -1), (ZERO, 0, 0), (ONE, 1, 1), (ABOVE, 2, FAR))
MIRROR = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">": "<=", "<=": ">", ">=": "<"}


def of_integer(n: int) -> int:
    """The cell of ``n``."""
    if -1 <= n <= 1:
        return (MINUS_ONE, ZERO, ONE)[n + 1]
    return ABOVE if n > 1 else BELOW


def _may(operator: str, low: int, high: int, k: int) -> bool:
    """May some value of ``low..high`` satisfy ``value operator k``?"""
    if operator == "==":
        return low <= k <= high
    if operator == "!=":
        return not low == high == k
    if operator == "<":
        return low < k
    if operator == "<=":
        return low <= k
    if operator == ">":
        return high > k
    return high >= k


_cache: dict[tuple[str, int], tuple[int, int]] = {}


def sides(operator: str, k: int) -> tuple[int, int]:
    """The cells where ``value operator k`` may be true, and where it may be false.

    The two are disjoint when the cells can express the test, as for every ``k`` near 0.
    """
    known = _cache.get((operator, k))
    if known is None:
        true = false = 0
        for cell, low, high in _INTERVALS:
            true |= cell if _may(operator, low, high, k) else 0
            false |= cell if _may(OPPOSITE[operator], low, high, k) else 0
        known = _cache[operator, k] = (true, false)
    return known
