"""``--fix`` and ``--diff``: check, mend, check again; what is left is what is reported."""

from __future__ import annotations

import sys

from dtlslint.engine import FileResult, check_bytes, load
from dtlslint.fixing import diff, fixed, write
from dtlslint.output.plain import words
from dtlslint.settings import Finder, Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dtlslint.changed_lines import ChangedLines
    from dtlslint.report import Report


def fix_files(
    paths: list[str],
    finder: Finder,
    identify: bool,
    only_show: bool,
    touched: ChangedLines | None,
) -> Iterator[FileResult]:
    """Results after the fixes; with ``only_show`` the diffs go to stdout and no file changes.

    ``touched`` narrows to reports on changed lines: no other line is mended.
    """
    for path in paths:
        settings = finder.for_file(path)
        raw, unread = load(path, settings)
        if unread:
            yield unread
            continue
        result = check_bytes(path, raw, settings, identify)
        before = result.reports
        if touched is not None:
            result.reports = [report for report in before if touched.touches(report)]
        after, mended = safe_fixes(raw, result, before, settings)
        if only_show:
            show(result.path, raw, after)
        elif mended:
            result = _mend(after, mended, result, settings, identify, touched is not None)
        yield result


def show(path: str, raw: bytes, after: bytes) -> None:
    """Print what fixing would change as a diff."""
    if after != raw:
        sys.stdout.flush()
        sys.stdout.buffer.write(diff(path, raw, after))


def safe_fixes(
    raw: bytes, result: FileResult, before: list[Report], settings: Settings
) -> tuple[bytes, list[Report]]:
    """The bytes with the fixes that prove right, and the reports they mend.

    A fix is right when the file then has the finding no more, no other finding instead, and as few
    syntax errors as before. ``before``: all reports of the file. When not all of ``result``'s fixes
    are right together, each is tried alone on top of the others.
    """
    after, mended = fixed(raw, result.reports)
    if not mended or _is_right(raw, after, result.path, before, mended, settings):
        return after, mended
    kept: list[Report] = []
    after = raw
    for report in mended:
        attempt, tried = fixed(raw, [*kept, report])
        if _is_right(raw, attempt, result.path, before, tried, settings):
            after, kept = attempt, tried
    return after, kept


def _is_right(
    raw: bytes,
    after: bytes,
    path: str,
    before: list[Report],
    mended: list[Report],
    settings: Settings,
) -> bool:
    from dtlslint.syntax.parse import count_errors, dialect, parse

    language = dialect(path, raw)
    if count_errors(parse(after, language).root_node) > count_errors(
        parse(raw, language).root_node
    ):
        return False
    found = _by_code(check_bytes(path, after, settings).reports)
    allowed = _by_code(before)
    for report in mended:
        allowed[report.code] -= 1
    return all(count <= allowed.get(code, 0) for code, count in found.items())


def _by_code(reports: Iterable[Report]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for report in reports:
        counts[report.code] = counts.get(report.code, 0) + 1
    return counts


def _mend(
    after: bytes,
    mended: list[Report],
    result: FileResult,
    settings: Settings,
    identify: bool,
    narrowed: bool,
) -> FileResult:
    try:
        write(result.path, after)
    except OSError as error:
        result.failure = f"not fixed: {error.strerror}"
        return result
    print(f"dtlslint: {words(result.path)}: fixed {len(mended)}", file=sys.stderr)
    if narrowed:  # the lines have moved, so only what was left over can be told
        result.reports = [report for report in result.reports if report not in mended]
        return result
    return check_bytes(result.path, after, settings, identify)
