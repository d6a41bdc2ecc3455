"""A finding as it is shown: lines and columns instead of offsets, and a name that survives edits.

``place`` is the only way from a ``Finding`` to a ``Report``; the outputs know reports alone.
"""

from __future__ import annotations

import os
from collections import namedtuple

from dtlslint.diagnostics import Finding
from dtlslint.source import Source, decode

#: A related place of a report; ``text`` is its source line, as bytes.
ReportNote = namedtuple("ReportNote", "path line column message text")

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class Report:
    """One finding with its place. Lines and columns count from 1, columns in bytes.

    ``text`` is the source line as bytes (columns point into it). ``identity`` is ``(function,
    normalised line, ordinal)`` or () when nobody asked for it; with the code and path it makes the
    ``fingerprint``. ``fixes`` holds ``(start, end, replacement)``, offsets into the file's bytes.
    """

    __slots__ = (
        "code",
        "column",
        "configuration",
        "cwe",
        "end_column",
        "end_line",
        "fixes",
        "hook",
        "identity",
        "line",
        "message",
        "notes",
        "path",
        "rule",
        "severity",
        "text",
    )  # fmt: skip

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    code: str
    rule: str
    hook: str
    severity: str
    message: str
    configuration: str
    notes: tuple[ReportNote, ...]
    text: bytes
    cwe: int
    fixes: tuple[tuple[int, int, bytes], ...]
    identity: tuple[str, str, int] | tuple[()]

    def __init__(self, **fields: object) -> None:
        for name in self.__slots__:
            setattr(self, name, fields[name])

    def __repr__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.code}"

    @property
    def fingerprint(self) -> str:
        """32 hex digits that edits elsewhere, moves in the file and re-indentation leave alone."""
        import hashlib

        words = "\0".join([self.code, stable_path(self.path), *map(str, self.identity)])
        return hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=16).hexdigest()


def place(
    source: Source,
    findings: Iterable[Finding],
    severities: dict[str, str],
    identify: bool = False,
) -> list[Report]:
    """Reports in the order of their places; ``severities`` overrides by code.

    ``identify`` fills ``identity``, which costs a look at every line of the file.
    """
    ordered = sorted(findings, key=lambda f: (f.span[0], f.rule.code, f.span[1]))
    reports = [_place(source, finding, severities) for finding in ordered]
    if identify and reports:
        _identify(source, reports)
    return reports


def _place(source: Source, finding: Finding, severities: dict[str, str]) -> Report:
    line, column = source.line_col(finding.span[0])
    end_line, end_column = source.line_col(finding.span[1])
    rule = finding.rule
    return Report(
        path=source.path,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        code=rule.code,
        rule=rule.slug,
        hook=rule.hook,
        severity=severities.get(rule.code, finding.severity),
        message=finding.message,
        configuration=finding.configuration,
        notes=tuple(_note(source, note.span[0], note.message) for note in finding.notes),
        text=source.line_bytes(line),
        cwe=rule.cwe,
        fixes=tuple((fix.span[0], fix.span[1], fix.text) for fix in finding.fixes),
        identity=(),
    )


def _note(source: Source, offset: int, message: str) -> ReportNote:
    line, column = source.line_col(offset)
    return ReportNote(source.path, line, column, message, source.line_bytes(line))


def _identify(source: Source, reports: list[Report]) -> None:
    from bisect import bisect_right

    heads = _function_heads(source)
    head_lines = [line for line, _ in heads]
    seen: dict[tuple[str, str, str], int] = {}
    for report in reports:
        index = bisect_right(head_lines, report.line) - 1
        function = heads[index][1] if index >= 0 else ""
        key = (report.code, function, "".join(decode(report.text).split()))
        seen[key] = ordinal = seen.get(key, 0) + 1
        report.identity = (function, key[2], ordinal)


def _function_heads(source: Source) -> list[tuple[int, str]]:
    """``(line, name)`` of lines that begin a definition, guessed as git's hunk headers are.

    Such a line begins in column 1 with a letter, opens a parenthesis, and ends no statement.
    """
    heads = []
    for number in range(1, source.line_count() + 1):
        line = source.line_bytes(number)
        if not line[:1].isalpha() and line[:1] not in (b"_", b"~"):
            continue
        before, parenthesis, _ = line.partition(b"(")
        if parenthesis and not line.rstrip().endswith((b";", b":")):
            heads.append((number, decode(before.split()[-1] if before.split() else before)))
    return heads


_roots: dict[str, str] = {}


def stable_path(path: str) -> str:
    """The path from its repository's root (from the working directory outside of one)."""
    absolute = os.path.abspath(path)
    folder = os.path.dirname(absolute)
    root = _roots.get(folder)
    if root is None:
        root = _roots[folder] = _repository_root(folder) or os.getcwd()
    try:
        return os.path.relpath(absolute, root).replace(os.sep, "/")
    except ValueError:  # another drive
        return absolute.replace(os.sep, "/")


def _repository_root(folder: str) -> str:
    while not os.path.exists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return ""
        folder = parent
    return folder
