"""Reports as the protocol's diagnostics."""

from __future__ import annotations

from lsprotocol import types as lsp

from dtlslint.diagnostics import ERROR, NOTE, WARNING
from dtlslint.lsp.document import Document
from dtlslint.report import Report
from dtlslint.selectors import UNUSED_IGNORE

_SEVERITIES = {
    ERROR: lsp.DiagnosticSeverity.Error,
    WARNING: lsp.DiagnosticSeverity.Warning,
    NOTE: lsp.DiagnosticSeverity.Information,
}


def diagnostics(document: Document, with_related: bool) -> list[lsp.Diagnostic]:
    """All of a document's; notes go into the message of a client that shows no related places."""
    return [diagnostic(document, report, with_related) for report in document.reports]


def diagnostic(document: Document, report: Report, with_related: bool) -> lsp.Diagnostic:
    """One report's diagnostic; equal reports give equal ones, which is how actions find theirs."""
    message = report.message
    if report.configuration:
        message += f" (with {report.configuration})"
    related = None
    if report.notes and with_related:
        related = [
            _related(document, note.line, note.column, note.message) for note in report.notes
        ]
    elif report.notes:
        notes = [f"\nline {note.line}: {note.message}" for note in report.notes]
        message += "".join(notes)
    return lsp.Diagnostic(
        range=document.range_of(report),
        severity=_SEVERITIES[report.severity],
        code=report.code,
        source="dtlslint",
        message=message,
        related_information=related,
        tags=[lsp.DiagnosticTag.Unnecessary] if report.code == UNUSED_IGNORE else None,
    )


def _related(
    document: Document, line: int, column: int, message: str
) -> lsp.DiagnosticRelatedInformation:
    """A note's place: from its column to the end of the name or sign that stands there."""
    start = document.source.starts[line - 1] + column - 1
    place = document.place(line, column)
    name = document.name_at(place)
    end = name[1].end if name is not None else document.span(start, start + 1).end
    return lsp.DiagnosticRelatedInformation(
        lsp.Location(document.uri, lsp.Range(place, end)), message
    )
