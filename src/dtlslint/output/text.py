"""The text form, as gcc and clang print theirs: place, message, source line with caret, notes."""

from __future__ import annotations

from dtlslint.output.plain import source_line, words
from dtlslint.report import Report
from dtlslint.source import decode

#: Characters of a source line that are shown; a longer one is cut to a window around the column.
MAX_LINE = 160

_COLOURS = {"error": "\x1b[1;31m", "warning": "\x1b[1;35m", "note": "\x1b[1;36m"}
_BOLD = "\x1b[1m"
_GREEN = "\x1b[1;32m"
_RESET = "\x1b[0m"


def render(report: Report, colour: bool = False, links: bool = False) -> str:
    """All lines of one report, each ended; ``links`` leads from the code to its page."""
    place = f"{_path(report.path)}:{report.line}:{report.column}:"
    lines = [_headline(place, report.severity, f"{words(report.message)}", colour)]
    code = _linked(report) if links else report.code
    lines[0] += f" [{code} {report.rule}]"
    lines += _excerpt(report, colour)
    if report.configuration:
        lines.append(_headline(place, "note", f"with {words(report.configuration)}", colour, True))
    for note in report.notes:
        place = f"{_path(note.path)}:{note.line}:{note.column}:"
        lines.append(_headline(place, "note", words(note.message), colour, True))
    return "\n".join(lines) + "\n"


def _path(path: str) -> str:
    """The path in harmless words; one that would make the line a workflow command begins with ./"""
    shown = words(path)
    return "./" + shown if shown.lstrip().startswith("::") else shown


def _linked(report: Report) -> str:
    from dtlslint.catalogue import page_file
    from dtlslint.output.terminal import link

    return link(report.code, page_file(report.hook))


def _headline(place: str, severity: str, message: str, colour: bool, minor: bool = False) -> str:
    if not colour:
        return f"{place} {severity}: {message}"
    weight = "" if minor else _BOLD
    label = f"{_COLOURS[severity]}{severity}:{_RESET}"
    return f"{_BOLD}{place}{_RESET} {label} {weight}{message}{_RESET}"


def _excerpt(report: Report, colour: bool) -> list[str]:
    if not report.text.strip():
        return []
    before = decode(report.text[: report.column - 1])
    end = len(report.text) if report.end_line > report.line else report.end_column - 1
    marked = decode(report.text[report.column - 1 : end]).rstrip()
    text = before + decode(report.text[report.column - 1 :])
    if len(text) > MAX_LINE:
        start = max(0, len(before) - MAX_LINE // 3)
        text = text[start : start + MAX_LINE]
        before = before[start:]
        marked = marked[: MAX_LINE - len(before)]
    # The gap repeats the line's own tabs, so that it is as wide as what stands above it.
    gap = "".join("\t" if c == "\t" else " " * _width(c) for c in before)
    underline = "^" + "~" * (sum(map(_width, marked)) - 1)
    if colour:
        underline = f"{_GREEN}{underline}{_RESET}"
    return [f"{report.line:5} | {source_line(text)}".rstrip(), f"      | {gap}{underline}"]


def _width(character: str) -> int:
    """Columns that a terminal gives to this character."""
    if character < "\u0300":
        return 1
    import unicodedata

    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
