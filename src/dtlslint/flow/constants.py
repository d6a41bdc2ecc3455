"""Integer constants of a file: ``#define``, ``enum``, ``constexpr`` and ``static const``."""

from __future__ import annotations

import re

from ..contracts.macros import CONSTANTS
from ..contracts.tls_constants import PREFIXES, TLS_CONSTANTS
from ..patterns import lazy
from .arithmetic import fold
from .literals import integer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_TOKEN = lazy(
    r"\s*(0[xX][\da-fA-F]+[uUlL]*|\d[\d']*[uUlL]*|(?:\w+::)*[A-Za-z_]\w*|<<|>>|[-+*/%()|&~^])"
)
_ENUM = lazy(rb"\benum\b[^;{}()]*\{([^{}]*)\}")
_CONST = lazy(
    rb"(?:^|(?<=[;{]))[ \t]*(?:static|const|constexpr|inline)\b[\w \t:]*?\b(\w+)[ \t]*"
    rb"(?:=[ \t]*([^;{}\n]+)|\{([^;{}\n]+)\})[ \t]*;",
    re.MULTILINE,
)
#: Further names of one declaration: ``constexpr int kOk = 1, kFail = 0;``
_FURTHER = lazy(r",\s*(\w+)\s*=\s*([^,;]+)")
_PRECEDENCE = {"|": 1, "^": 2, "&": 3, "<<": 4, ">>": 4, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6}
# tokens of a constant's definition; longer ones are not sizes that a reader knows by heart
MAX_TOKENS = 40


class Constants:
    """Names to integers, evaluated when asked for."""

    def __init__(self, data: bytes, defines: dict[str, bytes]) -> None:
        self._data = data
        self._texts: dict[str, str] | None = None
        self._defines = defines
        self._known: dict[str, int | None] = {}
        #: Names that mean one thing in one scope and another in the next.
        self._ambiguous: set[str] = set()

    def get(self, name: str) -> int | None:
        """The value of ``name``, or None where the file does not tell."""
        if "::" in name:
            return self._scoped(name)
        if name in self._known:
            return self._known[name]
        if self._texts is None:
            self._texts = self._read()
        text = self._texts.get(name)
        value = CONSTANTS.get(name)
        if value is None and name.startswith(PREFIXES):
            value = TLS_CONSTANTS.get(name)
        if text is not None and (value is None or not self._is_fallback(name)):
            self._known[name] = None  # a definition in terms of itself has no value
            value = evaluate(text, self.get)
        self._known[name] = value
        return value

    def _scoped(self, name: str) -> int | None:
        """The value of ``scope::name`` where no other scope gives the name another one."""
        last = name.rpartition("::")[2]
        value = self.get(last)
        return None if last in self._ambiguous else value

    def _is_fallback(self, name: str) -> bool:
        """``#ifndef X`` before ``#define X``: what stands in where no header tells."""
        return re.search(rb"ifndef\s+" + name.encode() + rb"\b", self._data) is not None

    def _read(self) -> dict[str, str]:
        texts = {name: body.decode("utf-8", "replace") for name, body in self._defines.items()}
        if b"enum" in self._data:
            for match in _ENUM.finditer(self._data):
                self._enumerators(match[1].decode("utf-8", "replace"), texts)
        for match in _CONST.finditer(self._data):
            if b"const" not in match[0] and not self._is_steady(match):
                continue
            value = (match[2] or match[3]).decode("utf-8", "replace")
            self._define(texts, match[1].decode(), _FURTHER.split(value)[0])
            for name, further in _FURTHER.findall(value):
                self._define(texts, name, further)
        return texts

    def _define(self, texts: dict[str, str], name: str, value: str) -> None:
        if texts.setdefault(name, value) != value:
            self._ambiguous.add(name)

    def _enumerators(self, body: str, texts: dict[str, str]) -> None:
        body = re.sub(r"/\*.*?\*/|//[^\n]*|^[ \t]*#[^\n]*", " ", body, flags=re.S | re.M)
        previous = ""
        for index, item in enumerate(body.split(",")):
            name, equals, value = item.partition("=")
            name = name.strip()
            if not name.isidentifier():
                continue
            if equals:
                self._define(texts, name, value.strip())
            else:
                self._define(texts, name, f"{previous} + 1" if previous else str(index))
            previous = name

    def _is_steady(self, match: re.Match[bytes]) -> bool:
        """Is it a static of the file, not of a function, that nothing in the file writes?"""
        if not match[0].startswith(b"static") or b"volatile" in match[0]:
            return False
        name = re.escape(match[1])
        written = rb"(?:&|\+\+|--)\s*%b\b|\b%b\s*(?:[-+*/%%|&^]|<<|>>)?=[^=]|\b%b\s*(?:\+\+|--|\[)"
        rest = self._data[: match.start()] + self._data[match.end() :]
        return re.search(written % (name, name, name), rest) is None


def evaluate(text: str, lookup: Callable[[str], int | None]) -> int | None:
    """An integer constant expression without casts, or None."""
    tokens: list[str] = []
    at = 0
    text = text.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or len(tokens) > MAX_TOKENS:
            return None
        tokens.append(match[1])
        at = match.end()
    value, rest = _binary(tokens, 0, lookup)
    return value if rest == len(tokens) else None


def _binary(
    tokens: list[str], level: int, lookup: Callable[[str], int | None], at: int = 0
) -> tuple[int | None, int]:
    left, at = _primary(tokens, at, lookup)
    while at < len(tokens) and _PRECEDENCE.get(tokens[at], 0) > level:
        operator = tokens[at]
        right, at = _binary(tokens, _PRECEDENCE[operator], lookup, at + 1)
        if left is None or right is None:
            return None, at
        left = fold(operator, left, right)
    return left, at


def _primary(
    tokens: list[str], at: int, lookup: Callable[[str], int | None]
) -> tuple[int | None, int]:
    if at >= len(tokens):
        return None, at
    token = tokens[at]
    if token == "(":
        value, at = _binary(tokens, 0, lookup, at + 1)
        return value, at + 1
    if token in "-~+":
        value, at = _primary(tokens, at + 1, lookup)
        if value is None:
            return None, at
        return (-value if token == "-" else ~value if token == "~" else value), at
    if token[0].isdigit():
        return integer(token), at + 1
    if token[0].isalpha() or token[0] == "_":
        return lookup(token), at + 1
    return None, at
