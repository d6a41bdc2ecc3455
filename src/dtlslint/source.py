"""One file's bytes, and the only place that turns byte offsets into lines and columns.

Lines end at LF, CRLF or a lone CR; lines and columns count from 1, columns in bytes (as clang's).
"""

from __future__ import annotations

from dtlslint.patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_CODE = lazy(rb"(?s)/\*.*?\*/|//[^\n]*|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")

_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

#: What a program, archive, picture or document begins with; none is a text in C.
_MAGIC = (
    b"\x7fELF", b"MZ\x90", b"!<arch>", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"GIF8",
    b"\xff\xd8\xff", b"%PDF", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"\xcf\xfa\xed\xfe",
)  # fmt: skip

#: Only this much is looked at to tell text from binary (git looks at as much).
_PROBE = 8192


def text_bytes(raw: bytes) -> tuple[bytes, str]:
    """The bytes to analyse, and why not when they are no text.

    Returns ``(data, "")`` or ``(b"", reason)``. A UTF-8 byte order mark is blanked (same length);
    UTF-16 with one is transcoded to UTF-8, so its columns count UTF-8 bytes.
    """
    if raw[:3] == _UTF8_BOM:
        return b"   " + raw[3:], ""
    for mark, encoding in _UTF16_BOMS:
        if raw[:2] == mark:
            return raw[2:].decode(encoding, "replace").encode("utf-8", "replace"), ""
    if b"\0" in raw[:_PROBE] and _is_binary(raw[:_PROBE]):
        return b"", "binary file"
    return raw, ""


def _is_binary(head: bytes) -> bool:
    """Whether these first bytes are no text: a stray NUL alone does not make them so."""
    if head.startswith(_MAGIC):
        return True
    # Every text control character and printable byte deleted: what is left is binary noise.
    noise = head.translate(None, bytes(range(9, 14)) + b"\x1b" + bytes(range(32, 256)))
    return len(noise) * 20 > len(head)


class Source:
    """A file as analysed: ``data`` is what was parsed, and every offset points into it."""

    __slots__ = ("_starts", "data", "path")

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.data = data
        self._starts: list[int] | None = None

    @property
    def starts(self) -> list[int]:
        """The offset of the first byte of each line; never empty."""
        if self._starts is None:
            self._starts = _line_starts(self.data)
        return self._starts

    def line_count(self) -> int:
        """Lines, counting an empty last one after a final line end."""
        return len(self.starts)

    def line_of(self, offset: int) -> int:
        """The 1-based line that holds ``offset``."""
        from bisect import bisect_right

        return bisect_right(self.starts, offset)

    def line_col(self, offset: int) -> tuple[int, int]:
        """``(line, column)`` of an offset, both from 1; clamped into the file."""
        offset = max(0, min(offset, len(self.data)))
        line = self.line_of(offset)
        return line, offset - self.starts[line - 1] + 1

    def line_bytes(self, line: int) -> bytes:
        """The bytes of a 1-based line without its line end; empty past either end."""
        starts = self.starts
        if not 1 <= line <= len(starts):
            return b""
        end = starts[line] if line < len(starts) else len(self.data)
        return self.data[starts[line - 1] : end].rstrip(b"\r\n")

    def line_text(self, line: int) -> str:
        """A 1-based line for people to read (see ``decode``)."""
        return decode(self.line_bytes(line))


def _line_starts(data: bytes) -> list[int]:
    if b"\r" in data:
        # Same length, so the offsets hold: every kind of line end becomes one LF at its last byte.
        data = data.replace(b"\r\n", b" \n").replace(b"\r", b"\n")
    starts = [0]
    at = 0
    for line in data.split(b"\n")[:-1]:
        at += len(line) + 1
        starts.append(at)
    return starts


def code_only(data: bytes) -> bytes:
    """``data`` with a blank for each comment and literal."""
    return _NO_CODE.sub(b" ", data)


def occurrences(data: bytes, word: bytes) -> Iterator[int]:
    """Where ``word`` stands in ``data`` as a whole word: the offsets behind it, ascending.

    No word (what has no name) stands nowhere.
    """
    at = data.find(word) if word else -1
    while at >= 0:
        end = at + len(word)
        if not _is_letter(data[at - 1 : at]) and not _is_letter(data[end : end + 1]):
            yield end
        at = data.find(word, end)


def _is_letter(byte: bytes) -> bool:
    return byte.isalnum() or byte == b"_"


def decode(line: bytes) -> str:
    """Text for display: UTF-8, and Latin-1 for what is not."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")
