"""SARIF 2.1.0, filled as code-scanning services read it."""

from __future__ import annotations

import json
import os
from urllib.parse import quote

from dtlslint import __version__
from dtlslint.catalogue import all_rules, page, section
from dtlslint.diagnostics import Rule
from dtlslint.report import Report, ReportNote
from dtlslint.source import decode

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

_LEVELS = {"error": "error", "warning": "warning", "note": "note"}

#: What services sort by: 0 to 10, from 7.0 "high", from 4.0 "medium".
_SECURITY_SEVERITY = {"error": "8.0", "warning": "5.5", "note": "2.0"}


def render(reports: list[Report]) -> str:
    """The whole log, with one run."""
    rules = all_rules()
    index = {rule.code: number for number, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "dtlslint",
                "semanticVersion": __version__,
                "rules": [_descriptor(rule) for rule in rules],
            }
        },
        # Ours count bytes; SARIF knows code points, so columns are converted.
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "the working directory"}}},
        "results": [_result(report, index) for report in reports],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _descriptor(rule: Rule) -> dict[str, object]:
    words = rule.slug.replace("-", " ")
    markdown = section(page(rule.hook), rule.code) or page(rule.hook) or words
    tags = ["security", rule.hook]
    if rule.cwe:
        tags.append(f"external/cwe/cwe-{rule.cwe:03}")
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.slug.split("-")),
        "shortDescription": {"text": f"{words} ({rule.hook})"},
        "fullDescription": {"text": _first_paragraph(markdown) or words},
        "help": {"text": markdown, "markdown": markdown},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": tags,
            "precision": "high",
            "problem.severity": "recommendation" if rule.severity == "note" else rule.severity,
            "security-severity": _SECURITY_SEVERITY[rule.severity],
        },
    }


def _first_paragraph(markdown: str) -> str:
    for paragraph in markdown.split("\n\n"):
        text = " ".join(paragraph.split())
        if text and text[0] not in "#|`-":
            return text[:1000]
    return ""


def _result(report: Report, index: dict[str, int]) -> dict[str, object]:
    message = report.message
    if report.configuration:
        message += f" (with {report.configuration})"
    result: dict[str, object] = {
        "ruleId": report.code,
        "ruleIndex": index[report.code],
        "level": _LEVELS[report.severity],
        "message": {"text": message},
        "locations": [{"physicalLocation": _place(report)}],
        "partialFingerprints": {"dtlslint/v1": report.fingerprint},
    }
    if report.notes:
        related = [_related(note, number) for number, note in enumerate(report.notes, 1)]
        result["relatedLocations"] = related
        result["codeFlows"] = [{"threadFlows": [{"locations": _flow(report, message)}]}]
    return result


def _place(report: Report) -> dict[str, object]:
    region: dict[str, object] = {
        "startLine": report.line,
        "startColumn": _code_point(report.text, report.column),
    }
    if report.end_line == report.line:
        region["endColumn"] = _code_point(report.text, report.end_column)
    else:
        region["endLine"] = report.end_line
    region["snippet"] = {"text": decode(report.text)}
    return {"artifactLocation": _artifact(report.path), "region": region}


def _related(note: ReportNote, number: int) -> dict[str, object]:
    return {
        "id": number,
        "physicalLocation": {
            "artifactLocation": _artifact(note.path),
            "region": {
                "startLine": note.line,
                "startColumn": _code_point(note.text, note.column),
            },
        },
        "message": {"text": note.message},
    }


def _flow(report: Report, message: str) -> list[dict[str, object]]:
    """The notes and the finding itself as one way through the code, in its order."""
    steps = [
        ((note.line, note.column), _related(note, number))
        for number, note in enumerate(report.notes, 1)
    ]
    own = {"physicalLocation": _place(report), "message": {"text": message}}
    steps.append(((report.line, report.column), own))
    steps.sort(key=lambda step: step[0])
    return [{"location": location} for _, location in steps]


def _code_point(line: bytes, column: int) -> int:
    """A byte column as SARIF counts, from 1."""
    return len(decode(line[: column - 1])) + 1


def _artifact(path: str) -> dict[str, str]:
    raw = os.fsencode(path.replace(os.sep, "/"))
    if os.path.isabs(path):
        return {"uri": "file://" + quote(raw)}
    return {"uri": quote(raw.removeprefix(b"./")), "uriBaseId": "SRCROOT"}
