"""Result values as sets over five cells.

Every set that a contract or a test needs is a union of the cells ``< -1``, ``-1``, ``0``, ``1``
and ``> 1``, held as an ``int`` mask. For pointers NULL is the cell of 0 and anything else ``> 1``.
"""

from __future__ import annotations

BELOW, MINUS_ONE, ZERO, ONE, ABOVE = 1, 2, 4, 8, 16
ALL = 31

#: Bit position -> how people write the cell.
CELLS = ("< -1", "-1", "0", "1", "> 1")

_WORDS = {"null": ZERO, "nonnull": ABOVE}

#: What a range that has no lower or upper end stands for: far enough for any cell.
_FAR = 1 << 62


def of_range(low: int, high: int) -> int:
    """The cells that the values ``low..high`` (both included) touch."""
    mask = BELOW if low < -1 else 0
    for value, cell in ((-1, MINUS_ONE), (0, ZERO), (1, ONE)):
        if low <= value <= high:
            mask |= cell
    return mask | ABOVE if high > 1 else mask


def ends(text: str) -> tuple[int, int]:
    """``"1.."``, ``"..0"``, ``"2..5"`` or ``"-2"`` as (low, high). ValueError for anything else."""
    low, dots, high = text.partition("..")
    if not dots:
        return int(low), int(low)
    if not low and not high:
        raise ValueError(text)
    pair = (int(low) if low else -_FAR, int(high) if high else _FAR)
    if pair[0] > pair[1]:
        raise ValueError(text)
    return pair


def of_item(item: str) -> int:
    """The cells of one value or range; ``null`` and ``nonnull`` are values of pointers."""
    word = _WORDS.get(item)
    return word if word is not None else of_range(*ends(item))


def of_text(text: str) -> int:
    """The cells of a comma list such as ``"1.."`` or ``"0,-1"``; empty text is the empty set."""
    mask = 0
    for item in text.split(",") if text else ():
        mask |= of_item(item)
    return mask
