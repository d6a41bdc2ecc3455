"""String constants of a file: ``#define``, arrays, pointers and strings that never change."""

from __future__ import annotations

import re

from ..patterns import lazy
from .literals import string_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_LITERAL = rb'(?:[uUL]|u8)?"(?:[^"\\\n]|\\.)*"'
_PIECES = rb"(?:(?:" + _LITERAL + rb"|[A-Za-z_]\w*+)\s*+)++"
_CONSTANT = lazy(
    rb"^[ \t]*(?:static|const|constexpr|inline|extern)\b[^;={}()\n]*?\b(\w+)\s*(?:\[[^\]\n]*\])?\s*"
    rb"[={(]\s*[({]?\s*(" + _PIECES + rb")[)}]?\s*;",
    re.MULTILINE,
)
_TABLE = lazy(rb"\b(\w+)\s*\[[^\]\n]*\]\s*=\s*\{([^{}]*)\}")
_PIECE = lazy(rb"(" + _LITERAL + rb")|([A-Za-z_]\w*)")
# bytes of a macro's body that may be a string
MAX_TEXT = 8000


class Texts:
    """Names to strings, evaluated when asked for."""

    def __init__(self, data: bytes, defines: Mapping[str, bytes]) -> None:
        self._data = data
        self._defines = defines
        self._constants: dict[str, bytes] | None = None
        self._tables: dict[str, bytes] | None = None
        self._known: dict[str, bytes | None] = {}

    def get(self, name: str) -> bytes | None:
        """The string that ``name`` stands for, or None where the file does not tell."""
        if name not in self._known:
            self._known[name] = None  # a definition in terms of itself is no string
            source = self._defines.get(name)
            if source is None:
                source = self._read().get(name)
            self._known[name] = None if source is None else self.join(source)
        return self._known[name]

    def table(self, name: str) -> list[bytes]:
        """The strings of the array ``name``, as far as they are written as such."""
        if self._tables is None:
            found = _TABLE.findall(self._data) if b'"' in self._data else []
            self._tables = {key.decode(): body for key, body in found}
        items = [self.join(item) for item in self._tables.get(name, b"").split(b",")]
        return [item for item in items if item is not None]

    def _read(self) -> dict[str, bytes]:
        if self._constants is None:
            found = _CONSTANT.findall(self._data) if b'"' in self._data else []
            self._constants = {name.decode(): text for name, text in found}
        return self._constants

    def join(self, source: bytes) -> bytes | None:
        """The text of literals and names side by side; None if anything else stands between."""
        source = source.strip()
        while source[:1] == b"(" and source[-1:] == b")":
            source = source[1:-1].strip()
        if len(source) > MAX_TEXT or not source:
            return None
        out = b""
        at = 0
        while at < len(source):
            match = _PIECE.match(source, at)
            if match is None:
                return None
            piece = string_bytes(match[1]) if match[1] else self.get(match[2].decode())
            if piece is None:
                return None
            out += piece
            at = match.end()
            while at < len(source) and source[at] in b" \t\r\n":
                at += 1
        return out
