"""What a run shows, and the exit code it ends with; only runs with something to show load this."""

from __future__ import annotations

import os
import sys
import time

from dtlslint.arguments import Arguments
from dtlslint.diagnostics import SEVERITIES
from dtlslint.engine import FileResult
from dtlslint.output.plain import words
from dtlslint.output.terminal import wants_colour, wants_links
from dtlslint.report import Report, stable_path
from dtlslint.settings import Finder

CLEAN, FOUND, _, FAILED = range(4)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dtlslint.baseline import Baseline


class Presenter:
    """Takes results in order, prints text as it comes and documents at the end."""

    def __init__(self, arguments: Arguments, finder: Finder) -> None:
        self._arguments = arguments
        self._finder = finder
        self._reports: list[Report] = []
        self._counts = dict.fromkeys(SEVERITIES, 0)
        self._files = 0
        self._failing = self._failed = False
        self._partly: dict[str, int] = {}
        self._known = 0
        self._checked: set[str] = set()
        self._baseline = _baseline(arguments)
        self._colour = wants_colour(arguments.color, sys.stdout)
        self._links = wants_links(self._colour, sys.stdout)
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")

    def take(self, result: FileResult) -> None:
        """Count and show one file's result."""
        if result.failure:
            self._failed = True
            say(f"{result.path}: {result.failure}")
        elif result.skipped and not self._arguments.quiet:
            say(f"{result.path}: skipped: {result.skipped}")
        if result.notices:
            self._partly[result.path] = len(result.notices)
            for notice in result.notices if self._arguments.verbose else ():
                say(f"{result.path}: {notice}")
        if self._baseline is not None:
            self._checked.add(stable_path(result.path))
        reports = result.reports
        if self._baseline is not None and not self._arguments.update_baseline:
            reports = [report for report in reports if not self._baseline.knows(report)]
            self._known += len(result.reports) - len(reports)
        if reports:
            self._show(result.path, reports)

    def _show(self, path: str, reports: list[Report]) -> None:
        self._files += 1
        self._reports += reports
        bar = SEVERITIES.index(self._finder.for_file(path).text("fail-on"))
        for report in reports:
            self._counts[report.severity] += 1
            self._failing |= SEVERITIES.index(report.severity) >= bar
        if self._arguments.output_format == "text" and not self._silent():
            from dtlslint.output import text

            for report in reports:
                sys.stdout.write(text.render(report, self._colour, self._links))

    def _silent(self) -> bool:
        """Whether stdout is for something else than findings."""
        return self._arguments.diff or self._arguments.update_baseline

    def finish(self) -> int:
        """Show what comes last; returns the exit code."""
        if self._arguments.output_format != "text" and not self._silent():
            sys.stdout.write(_renderer(self._arguments.output_format)(self._reports))
        sys.stdout.flush()
        if self._baseline is not None:
            self._finish_baseline(self._baseline)
        if self._arguments.statistics:
            self._statistics()
        if not self._arguments.quiet:
            self._summary()
        if self._failed:
            return FAILED
        return FOUND if self._failing and not self._arguments.update_baseline else CLEAN

    def _finish_baseline(self, baseline: Baseline) -> None:
        from dtlslint.baseline import save

        codes = self._finder.for_folder("").codes()
        path = self._arguments.baseline
        if self._arguments.update_baseline:
            updated = baseline.updated(self._reports, self._checked, codes)
            try:
                save(updated, path)
            except OSError as error:
                self._failed = True
                say(f"{path}: {error.strerror}")
                return
            say(f"{path}: {len(updated.entries)} findings written")
        elif not self._arguments.quiet and self._arguments.changed_lines is None:
            for entry in baseline.stale(self._checked, codes):
                where = f"{entry['path']}: {entry['code']}"
                if entry.get("function"):
                    where += f" in {entry['function']}"
                say(f"{path}: no longer found: {where} (--update-baseline drops it)")

    def _statistics(self) -> None:
        counts: dict[tuple[str, str], int] = {}
        for report in self._reports:
            counts[report.code, report.rule] = counts.get((report.code, report.rule), 0) + 1
        for (code, rule), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            print(f"{count:7} {code} {rule}", file=sys.stderr)

    def _summary(self) -> None:
        if self._partly and not self._arguments.verbose:
            count = sum(self._partly.values())
            say(f"{count} {_plural('place', count)} could not be analysed (-v names them)")
        parts = [
            f"{count} {_plural(severity, count)}"
            for severity, count in reversed(self._counts.items())
            if count
        ]
        if parts:
            known = f"; {self._known} more in the baseline" if self._known else ""
            say(f"{', '.join(parts)} in {self._files} {_plural('file', self._files)}{known}")


def _baseline(arguments: Arguments) -> Baseline | None:
    if not arguments.baseline:
        return None
    from dtlslint.baseline import Baseline, load

    if arguments.update_baseline and not os.path.exists(arguments.baseline):
        return Baseline()
    return load(arguments.baseline)


def _renderer(name: str) -> Callable[[list[Report]], str]:
    if name == "json":
        from dtlslint.output.json import render
    elif name == "sarif":
        from dtlslint.output.sarif import render
    elif name == "github":
        from dtlslint.output.github import render
    else:
        from dtlslint.output.gitlab import render
    return render


if TYPE_CHECKING:
    from collections.abc import Callable


def _plural(word: str, count: int) -> str:
    return word if count == 1 else word + "s"


def say(text: str) -> None:
    """One line on stderr under the program's name."""
    print(f"dtlslint: {words(text)}", file=sys.stderr)


class Progress:
    """A counter on the terminal's last line, from the second second on."""

    __slots__ = ("_next", "_shown")

    def __init__(self) -> None:
        self._next = time.monotonic() + 1.0
        self._shown = False

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now >= self._next and done < total:
            self._next = now + 0.2
            self._shown = True
            # The cursor goes back, so that what is printed next stands in the counter's place.
            sys.stderr.write(f"\r{done}/{total} files\r")
            sys.stderr.flush()
        if self._shown and done + 1 >= total:
            self._shown = False
            sys.stderr.write("\r\x1b[K")
