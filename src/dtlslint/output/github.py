"""GitHub Actions' workflow commands: each report becomes an annotation on its line."""

from __future__ import annotations

from dtlslint.output.json import valid
from dtlslint.report import Report

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def render(reports: list[Report]) -> str:
    """One command a line."""
    return "".join(_command(report) for report in reports)


def _command(report: Report) -> str:
    properties = {
        "file": valid(report.path),
        "line": report.line,
        "endLine": report.end_line,
        "col": report.column,
        "endColumn": report.end_column,
        "title": f"{report.code} {report.rule}",
    }
    if report.end_line != report.line:
        del properties["col"], properties["endColumn"]  # the service takes them for one line only
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    text = "\n".join([report.message, *_story(report)])
    return f"::{_COMMANDS[report.severity]} {listed}::{_data(text)}\n"


def _story(report: Report) -> list[str]:
    lines = [f"with {report.configuration}"] if report.configuration else []
    return lines + [f"line {note.line}: {note.message}" for note in report.notes]


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
