"""C literals: what an integer or string literal means."""

from __future__ import annotations

_ESCAPES = {
    ord("n"): 10, ord("t"): 9, ord("r"): 13, ord("0"): 0, ord("a"): 7, ord("b"): 8,
    ord("f"): 12, ord("v"): 11, ord("e"): 27,
}  # fmt: skip

#: No type holds a literal of more (64 binary digits, their mark and a sign).
MAX_DIGITS = 70


def integer(text: str) -> int | None:
    """The value of a C or C++ integer literal (suffixes and ``'`` separators allowed), or None."""
    digits = text.replace("'", "").rstrip("uUlLzZ")
    if len(digits) > MAX_DIGITS:
        return None
    if digits[:1] in ("-", "+"):  # the C grammar takes a sign into the literal
        value = integer(digits[1:])
        return None if value is None else -value if digits[0] == "-" else value
    try:
        if digits[:2] in ("0x", "0X"):
            return int(digits, 16)
        if digits[:2] in ("0b", "0B"):
            return int(digits, 2)
        if len(digits) > 1 and digits[0] == "0" and digits.isdigit():
            return int(digits, 8)
        return int(digits) if digits.isdigit() else None
    except ValueError:
        return None


def string_bytes(literal: bytes) -> bytes:
    """The bytes between the quotes, escapes undone (a raw string as it stands)."""
    start = literal.find(b'"' if b'"' in literal else b"'")
    if start < 0:
        return b""
    if literal[:start].endswith(b"R"):
        inner = literal[start + 1 : -1]
        opening = inner.find(b"(")
        return inner[opening + 1 : inner.rfind(b")")]
    body = literal[start + 1 : -1]
    if b"\\" not in body:
        return body
    out = bytearray()
    at = 0
    while at < len(body):
        byte = body[at]
        at += 1
        if byte != 0x5C or at >= len(body):
            out.append(byte)
            continue
        value, at = _escape(body, at)
        out.append(value & 255)
    return bytes(out)


def _escape(body: bytes, at: int) -> tuple[int, int]:
    """The byte of the escape whose letter stands at ``at``, and where it ends."""
    letter = body[at]
    if letter in b"xX":
        end = at + 1
        while end < len(body) and body[end] in b"0123456789abcdefABCDEF":
            end += 1
        return int(body[at + 1 : end] or b"0", 16), end
    if letter in b"01234567":
        end = at + 1
        while end < min(len(body), at + 3) and body[end] in b"01234567":
            end += 1
        return int(body[at:end], 8), end
    return _ESCAPES.get(letter, letter), at + 1
