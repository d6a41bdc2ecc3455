"""The command line: arguments to exit codes.

0 nothing at or above ``--fail-on``, 1 findings, 2 wrong usage or settings, 3 a file could not be
read or analysed (named; all others are still reported). Findings go to stdout, the rest to stderr.
"""

from __future__ import annotations

import gc
import os
import sys

from dtlslint import engine
from dtlslint.arguments import Arguments, parse
from dtlslint.engine import FileResult, check_bytes, check_files
from dtlslint.settings import Finder, SettingsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dtlslint.presenter import Presenter

CLEAN, FOUND, USAGE, FAILED = range(4)
_INTERRUPTED = 130

_COMMANDS = frozenset(("explain", "rules", "contracts", "config", "lsp", "help"))


def main(argv: list[str] | None = None) -> int:
    """The console script. ``argv`` leaves the program's name out; returns the exit code.

    Without ``argv`` it is the process's own, and the process ends here: taking the interpreter
    apart costs a quarter of a bare start, for nothing that the system does not do itself.
    """
    if argv is not None:
        return _guarded(argv)
    if None in (sys.stdin, sys.stdout, sys.stderr):
        _open_closed_streams()
    code = _guarded(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        pass  # nobody is listening any more
    except OSError as error:
        code = _unwritten(error)
    sys.stderr.flush()
    os._exit(code)


def _open_closed_streams() -> None:
    """``>&-``: nobody listens, and no file that is opened may take a standard stream's number."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            at = os.open(os.devnull, os.O_RDWR)
            if at != number:
                os.dup2(at, number)
                os.close(at)
            # Not closed by anybody, as the real ones are not.
            setattr(sys, name, open(number, "w" if number else "r", closefd=False))  # noqa: SIM115


def _guarded(argv: list[str]) -> int:
    # Nearly all that an analysis makes is freed by counting: hunting for cycles only costs (4 %).
    gc.set_threshold(100_000, 20, 50)
    try:
        return run(argv)
    except SettingsError as error:
        from dtlslint.output.plain import words

        # Each line under our name: what it quotes must not begin one (workflow commands do).
        for line in str(error).split("\n"):
            print(f"dtlslint: {words(line)}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print("dtlslint: interrupted", file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough. Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return FOUND
    except OSError as error:
        return _unwritten(error)


def _unwritten(error: OSError) -> int:
    """Failures of files are told with their file, so what is left is the output, or a working
    directory that is no more.
    """
    what = "working directory" if isinstance(error, FileNotFoundError) else "output"
    print(f"dtlslint: {what} failed: {error.strerror}", file=sys.stderr)
    return FAILED


def run(argv: list[str]) -> int:
    """``main`` without its guards."""
    if argv and argv[0] in _COMMANDS:
        from dtlslint.commands import run_command

        return run_command(argv[0], argv[1:])
    arguments = parse(argv[1:] if argv[:1] == ["check"] else argv)
    if arguments.help or arguments.version:
        from dtlslint.commands import print_help

        return print_help(arguments.version)
    return check(arguments)


def check(arguments: Arguments) -> int:
    """Check files as asked and show what was found."""
    engine.caching = not arguments.no_cache
    finder = Finder(changes(arguments), arguments.config, arguments.no_config)
    finder.for_folder("").codes()  # a wrong name is told before any work
    identify = bool(arguments.baseline) or arguments.output_format not in ("text", "github")
    if arguments.paths == ["-"]:
        results = _stdin(arguments, finder, identify)
    else:
        results = _files(arguments, finder, identify)
    presenter: Presenter | None = None
    if arguments.output_format != "text" or arguments.baseline or arguments.statistics:
        from dtlslint.presenter import Presenter

        presenter = Presenter(arguments, finder)
    for result in results:
        if presenter is None:
            if not (result.reports or result.failure or result.skipped or result.notices):
                continue
            from dtlslint.presenter import Presenter

            presenter = Presenter(arguments, finder)
        presenter.take(result)
    return presenter.finish() if presenter is not None else CLEAN


def changes(arguments: Arguments) -> dict[str, object]:
    """What the command line says over every settings file."""
    said: dict[str, object] = {}
    if arguments.select:
        said["select"] = tuple(arguments.select)
    if arguments.ignore:
        said["ignore"] = tuple(arguments.ignore)
    if arguments.fail_on:
        said["fail-on"] = arguments.fail_on
    return said


def _files(arguments: Arguments, finder: Finder, identify: bool) -> Iterator[FileResult]:
    paths = arguments.paths or ["."]
    if len(paths) > 1 or os.path.isdir(paths[0]):
        from dtlslint.walk import expand

        paths, empty = expand(paths)
        for folder in empty:
            _say(arguments, f"{folder}: no C or C++ files in this folder")
    paths = [path for path in paths if not finder.for_file(path).excluded(path)]
    touched = None
    if arguments.changed_lines is not None:
        from dtlslint.changed_lines import changed_lines

        touched = changed_lines(arguments.changed_lines)
        paths = [path for path in paths if touched.has(path)]
    if arguments.fix or arguments.diff:
        from dtlslint.fix_command import fix_files

        return fix_files(paths, finder, identify, arguments.diff, touched)
    progress = None
    if len(paths) > 1 and not arguments.quiet and sys.stderr.isatty():
        from dtlslint.presenter import Progress

        progress = Progress()
    results = check_files(paths, finder, identify, arguments.jobs, progress)
    return results if touched is None else _narrowed(results, touched)


def _narrowed(results: Iterator[FileResult], touched: ChangedLines) -> Iterator[FileResult]:
    for result in results:
        result.reports = [report for report in result.reports if touched.touches(report)]
        yield result


def _stdin(arguments: Arguments, finder: Finder, identify: bool) -> Iterator[FileResult]:
    path = arguments.stdin_filename or "<stdin>.cpp"
    settings = finder.for_file(arguments.stdin_filename or "stdin")
    limit = settings.number("max-file-size")
    data = sys.stdin.buffer.read(limit + 1)
    if len(data) > limit:
        yield FileResult(path, skipped=f"over max-file-size ({limit})")
    elif arguments.diff:
        from dtlslint.fix_command import safe_fixes, show

        result = check_bytes(path, data, settings, identify)
        show(path, data, safe_fixes(data, result, result.reports, settings)[0])
        yield result
    else:
        yield check_bytes(path, data, settings, identify)


def _say(arguments: Arguments, text: str) -> None:
    if not arguments.quiet:
        from dtlslint.output.plain import words

        print(f"dtlslint: {words(text)}", file=sys.stderr)


if TYPE_CHECKING:
    from dtlslint.changed_lines import ChangedLines
