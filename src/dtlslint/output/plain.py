"""Text from files and names made harmless: what a terminal would obey is written out instead."""

from __future__ import annotations

# C0 but the tab, DEL, C1, the marks that reorder text (they can make code read as what it is not),
# and halves of surrogate pairs, which no encoding takes.
_OBEYED = [
    *range(0x09), *range(0x0A, 0x20), *range(0x7F, 0xA0), 0x061C, 0x200E, 0x200F, 0x2028, 0x2029,
    *range(0x202A, 0x202F), *range(0x2066, 0x206A),
]  # fmt: skip

_WRITTEN_OUT = {code: f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" for code in _OBEYED}
_ONE_EACH = dict.fromkeys(_OBEYED, "\N{REPLACEMENT CHARACTER}")


def words(text: str) -> str:
    """A message or path: harmless, and in one line (a tab too is written out)."""
    return _encodable(text.translate(_WRITTEN_OUT).replace("\t", "\\t"))


def source_line(text: str) -> str:
    """A source line: harmless, of the same number of characters, so that a caret below fits."""
    return _encodable(text.translate(_ONE_EACH))


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
