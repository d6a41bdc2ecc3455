"""``--fix`` and ``--diff``: check, mend, check again; what is left is what is reported."""

from __future__ import annotations

import sys

from dtlslint.engine import FileResult, check_bytes, load
from dtlslint.fixing import diff, fixed, write
from dtlslint.output.plain import words
from dtlslint.settings import Finder, Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dtlslint.changed_lines import ChangedLines


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
        if touched is not None:
            result.reports = [report for report in result.reports if touched.touches(report)]
        if only_show:
            show_fixes(raw, result)
        else:
            result = _mend(raw, result, settings, identify, touched is not None)
        yield result


def show_fixes(raw: bytes, result: FileResult) -> None:
    """Print what fixing would change as a diff; the result stays as it is."""
    after, mended = fixed(raw, result.reports)
    if mended:
        sys.stdout.flush()
        sys.stdout.buffer.write(diff(result.path, raw, after))


def _mend(
    raw: bytes, result: FileResult, settings: Settings, identify: bool, narrowed: bool
) -> FileResult:
    after, mended = fixed(raw, result.reports)
    if not mended:
        return result
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
