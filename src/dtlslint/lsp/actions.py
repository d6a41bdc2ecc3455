"""Code actions: the safe fix of a finding, and the comments that silence it."""

from __future__ import annotations

from lsprotocol import types as lsp

from dtlslint.diagnostics import Rule
from dtlslint.fixing import fixed
from dtlslint.lsp.diagnostics import diagnostic
from dtlslint.lsp.document import Document
from dtlslint.report import Report
from dtlslint.selectors import OWN_CODES
from dtlslint.source import Source
from dtlslint.suppress import Suppressions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    #: (first byte, byte after the last, replacement).
    Edit: TypeAlias = tuple[int, int, bytes]

FIX_ALL = "source.fixAll.dtlslint"
KINDS = (lsp.CodeActionKind.QuickFix.value, FIX_ALL)

_BOM = b"\xef\xbb\xbf"


def actions(
    document: Document, params: lsp.CodeActionParams, with_related: bool
) -> list[lsp.CodeAction]:
    """What can be done about the findings that touch the range that was asked for."""
    found: list[lsp.CodeAction] = []
    if _asked(params, lsp.CodeActionKind.QuickFix.value):
        for report in document.reports:
            if _touches(document.range_of(report), params.range):
                found += _quick_fixes(document, report, with_related)
    # Only on request: else every menu would end with it.
    if params.context.only and _asked(params, FIX_ALL):
        found += _fix_all(document)
    return found


def _asked(params: lsp.CodeActionParams, kind: str) -> bool:
    """Whether the client wants this kind: it names kinds by their first words."""
    only = params.context.only
    return only is None or any(f"{kind}.".startswith(f"{_text(each)}.") for each in only)


def _text(kind: lsp.CodeActionKind | str) -> str:
    return kind.value if isinstance(kind, lsp.CodeActionKind) else kind


def _touches(one: lsp.Range, other: lsp.Range) -> bool:
    """Whether two ranges share a place; a cursor at either end counts."""
    return _key(one.start) <= _key(other.end) and _key(other.start) <= _key(one.end)


def _key(position: lsp.Position) -> tuple[int, int]:
    return position.line, position.character


def _quick_fixes(document: Document, report: Report, with_related: bool) -> list[lsp.CodeAction]:
    about = [diagnostic(document, report, with_related)]
    found = []
    if report.fixes:
        title = f"Fix {report.code} ({report.rule})"
        found.append(_action(document, title, list(report.fixes), about, preferred=True))
    if report.code in OWN_CODES:
        return found
    line = _ignore_line(document.source, report)
    if line is not None:
        title = f"Ignore {report.code} on this line"
        found.append(_action(document, title, [line], about))
    start = len(_BOM) if document.data.startswith(_BOM) else 0
    head = f"// dtlslint: ignore-file[{report.code}]".encode() + _line_end(document.data)
    title = f"Ignore {report.code} in this file"
    found.append(_action(document, title, [(start, start, head)], about))
    return found


def _ignore_line(source: Source, report: Report) -> Edit | None:
    """The comment that hides a report, at the end of its line; None where none would.

    A line of a macro goes on after its backslash, so the comment stands before that. Whether it
    works is asked of ``Suppressions``: the line's end may lie inside a string.
    """
    start = source.starts[report.line - 1]
    line = source.line_bytes(report.line)
    bare = line.rstrip()
    if bare.endswith(b"\\"):
        at = start + len(bare[:-1].rstrip())
        edit = (at, at, f" /* dtlslint: ignore[{report.code}] */".encode())
    else:
        edit = (
            start + len(bare),
            start + len(line),
            f"  // dtlslint: ignore[{report.code}]".encode(),
        )
    begins = start + report.column - 1
    if edit[0] < begins:
        return None
    edited = source.data[: edit[0]] + edit[2] + source.data[edit[1] :]
    rule = Rule(report.code, report.rule, report.hook, report.severity, "")
    hides = Suppressions(Source(source.path, edited)).hides(rule.at((begins, begins + 1)))
    return edit if hides else None


def _line_end(data: bytes) -> bytes:
    """The line end that the file uses first."""
    end = data.find(b"\n")
    return b"\r\n" if end > 0 and data[end - 1 : end] == b"\r" else b"\n"


def _fix_all(document: Document) -> list[lsp.CodeAction]:
    _, mended = fixed(document.data, document.reports)
    edits = [fix for report in mended for fix in report.fixes]
    if not edits:
        return []
    action = _action(document, "Apply all safe fixes of dtlslint", edits, None)
    action.kind = FIX_ALL
    return [action]


def _action(
    document: Document,
    title: str,
    edits: list[Edit],
    about: list[lsp.Diagnostic] | None,
    preferred: bool = False,
) -> lsp.CodeAction:
    changes = [
        lsp.TextEdit(document.span(start, end), text.decode("utf-8", "replace"))
        for start, end, text in edits
    ]
    return lsp.CodeAction(
        title=title,
        kind=lsp.CodeActionKind.QuickFix,
        diagnostics=about,
        is_preferred=preferred or None,
        edit=lsp.WorkspaceEdit(changes={document.uri: changes}),
    )
