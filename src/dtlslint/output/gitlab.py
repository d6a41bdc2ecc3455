"""GitLab's code quality report: an array of issues, in the part of Code Climate's form it reads."""

from __future__ import annotations

import json

from dtlslint.report import Report, stable_path

_SEVERITIES = {"error": "critical", "warning": "major", "note": "info"}


def render(reports: list[Report]) -> str:
    """The whole document."""
    return json.dumps([_issue(report) for report in reports], indent=2) + "\n"


def _issue(report: Report) -> dict[str, object]:
    path = stable_path(report.path)
    return {
        "description": f"{report.message} [{report.code} {report.rule}]",
        "check_name": report.code,
        "fingerprint": report.fingerprint,
        "severity": _SEVERITIES[report.severity],
        "location": {
            "path": path.encode("utf-8", "surrogateescape").decode("utf-8", "replace"),
            "lines": {"begin": report.line, "end": report.end_line},
        },
    }
