"""An open file and what is found in it; the way between its bytes and a client's positions."""

from __future__ import annotations

import time

from lsprotocol import types as lsp

from dtlslint.engine import FileResult, check_bytes
from dtlslint.report import Report
from dtlslint.settings import Settings
from dtlslint.source import Source
from dtlslint.walk import EXTENSIONS

#: What clients call C and C++ (Emacs and some others write the names out).
LANGUAGES = frozenset(("c", "cpp", "c++"))

_NAME = frozenset(b"_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


class Document:
    """One version of an open file: ``data`` is its text in UTF-8.

    It is analysed when ``result`` is first asked for; ``seconds`` is how long that took.

    Lines end as ``Source`` ends them, which is how the protocol ends them too. Positions count
    from 0, in the code units of ``encoding`` (``utf-8``, ``utf-16`` or ``utf-32``).
    """

    __slots__ = (
        "_result", "data", "encoding", "seconds", "settings", "source", "uri", "version",
    )  # fmt: skip

    def __init__(
        self, uri: str, path: str, text: str, version: int | None, encoding: str, settings: Settings
    ) -> None:
        self.uri = uri
        self.version = version
        self.encoding = encoding
        self.settings = settings
        # Half a surrogate pair cannot be encoded; like the '?' it becomes, it is one unit long.
        self.data = text.encode("utf-8", "replace")
        self.source = Source(path, self.data)
        self._result: FileResult | None = None
        self.seconds = 0.0

    @property
    def result(self) -> FileResult:
        """What the engine says of this text. Raises ``SettingsError``."""
        if self._result is None:
            began = time.monotonic()
            self._result = self._analyse(self.source.path)
            self.seconds = time.monotonic() - began
        return self._result

    def _analyse(self, path: str) -> FileResult:
        if self.settings.excluded(path):
            return FileResult(path, skipped="excluded by the settings")
        limit = self.settings.number("max-file-size")
        if len(self.data) > limit:
            return FileResult(path, skipped=f"over max-file-size ({limit})")
        return check_bytes(path, self.data, self.settings)

    @property
    def reports(self) -> list[Report]:
        """What was found, in the order of the text."""
        return self.result.reports

    def place(self, line: int, column: int) -> lsp.Position:
        """The position of a line and a column in bytes, both from 1."""
        before = self.source.line_bytes(line)[: column - 1].decode("utf-8", "replace")
        return lsp.Position(line - 1, self._units(before))

    def span(self, start: int, end: int) -> lsp.Range:
        """The range of two byte offsets."""
        return lsp.Range(
            self.place(*self.source.line_col(start)), self.place(*self.source.line_col(end))
        )

    def offset(self, position: lsp.Position) -> int:
        """The byte offset of a position; one past the line's end is the end."""
        line: int = min(position.line + 1, self.source.line_count())
        text = self.source.line_bytes(line).decode("utf-8", "replace")
        if self.encoding == "utf-32":
            before = text[: position.character].encode()
        elif self.encoding == "utf-8":
            before = text.encode()[: position.character]
        else:
            units = text.encode("utf-16-le")[: 2 * position.character]
            before = units.decode("utf-16-le", "ignore").encode()
        return self.source.starts[line - 1] + len(before)

    def range_of(self, report: Report) -> lsp.Range:
        """Where a report stands."""
        return lsp.Range(
            self.place(report.line, report.column), self.place(report.end_line, report.end_column)
        )

    def name_at(self, position: lsp.Position) -> tuple[str, lsp.Range] | None:
        """The identifier at a position, or the one that ends there."""
        data = self.data
        start = end = self.offset(position)
        while start > 0 and data[start - 1] in _NAME:
            start -= 1
        while end < len(data) and data[end] in _NAME:
            end += 1
        if start == end:
            return None
        return data[start:end].decode(), self.span(start, end)

    def _units(self, text: str) -> int:
        if self.encoding == "utf-32":
            return len(text)
        if self.encoding == "utf-8":
            return len(text.encode())
        return len(text.encode("utf-16-le")) // 2


def is_ours(path: str, language: str | None) -> bool:
    """Whether a document is C or C++, by its language or its name."""
    if language:
        return language.lower() in LANGUAGES
    return path[path.rfind(".") :] in EXTENSIONS
