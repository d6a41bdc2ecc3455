"""JSON: one array of objects with fixed fields; always valid UTF-8 (plain ASCII, in fact)."""

from __future__ import annotations

import json

from dtlslint.report import Report


def render(reports: list[Report]) -> str:
    """The whole document."""
    return json.dumps([_fields(report) for report in reports], indent=2) + "\n"


def _fields(report: Report) -> dict[str, object]:
    return {
        "path": valid(report.path),
        "line": report.line,
        "column": report.column,
        "end_line": report.end_line,
        "end_column": report.end_column,
        "code": report.code,
        "rule": report.rule,
        "hook": report.hook,
        "severity": report.severity,
        "message": report.message,
        "configuration": report.configuration,
        "notes": [
            {
                "path": valid(note.path),
                "line": note.line,
                "column": note.column,
                "message": note.message,
            }
            for note in report.notes
        ],
        "fingerprint": report.fingerprint,
    }


def valid(path: str) -> str:
    """A path that came from bytes which are no UTF-8, as text that is."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
