"""Files to findings. Prints nothing and decides nothing about exit codes.

``check_bytes`` is pure: the same path, bytes and settings give the same result, in any process.
This module is on the path of a rejected file: all that only surviving files need is imported late.
"""

from __future__ import annotations

import os
import stat

from dtlslint.checks.registry import HOOKS, wants
from dtlslint.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dtlslint.checks.registry import Hook
    from dtlslint.diagnostics import Finding
    from dtlslint.report import Report
    from dtlslint.settings import Finder
    from dtlslint.source import Source

#: Seconds for one file. Explored states are bounded, so real files end far below (the slowest of
#: the corpus take under one); this is the net for input that was made to be slow.
MAX_SECONDS = 10

#: Keep results from run to run? Set by the command line: as a library the engine keeps nothing.
caching = False

#: Other languages that C-like extensions of build systems bring in; named by hand they are skipped.
OTHER_LANGUAGES = frozenset((".cu", ".cuh", ".m", ".mm", ".py", ".rs", ".go", ".java", ".js"))


class FileResult:
    """What one file gave.

    ``reports`` are sorted by place. ``skipped`` says why the file was left out on purpose,
    ``failure`` why it could not be read or analysed, ``notices`` what was analysed in part only.
    """

    __slots__ = ("failure", "notices", "path", "reports", "skipped")

    def __init__(
        self,
        path: str,
        reports: list[Report] | None = None,
        notices: list[str] | None = None,
        skipped: str = "",
        failure: str = "",
    ) -> None:
        self.path = path
        self.reports = reports or []
        self.notices = notices or []
        self.skipped = skipped
        self.failure = failure


def read(path: str, max_size: int) -> tuple[bytes, str, str]:
    """A file's bytes, or why there are none: ``(data, skipped, failure)``."""
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            return b"", "", "not a regular file"
        if status.st_size > max_size:
            return b"", f"{status.st_size} bytes, over max-file-size ({max_size})", ""
        with open(path, "rb", buffering=0) as file:
            return file.readall(), "", ""
    except OSError as error:
        return b"", "", error.strerror or str(error)
    except ValueError as error:  # a NUL in the path
        return b"", "", str(error)


def load(path: str, settings: Settings) -> tuple[bytes, FileResult | None]:
    """A file's bytes, or the result that says why it is not analysed."""
    if os.path.splitext(path)[1] in OTHER_LANGUAGES:
        return b"", FileResult(path, skipped="neither C nor C++")
    raw, skipped, failure = read(path, settings.number("max-file-size"))
    if skipped or failure:
        return b"", FileResult(path, skipped=skipped, failure=failure)
    return raw, None


def check_file(path: str, settings: Settings, identify: bool = False) -> FileResult:
    """Read and analyse one file; never raises for what the file is or holds.

    ``identify`` fills what fingerprints are made of.
    """
    raw, unread = load(path, settings)
    return unread or check_bytes(path, raw, settings, identify)


def check_bytes(path: str, raw: bytes, settings: Settings, identify: bool = False) -> FileResult:
    """Analyse bytes that stand, or would stand, in a file. Raises ``SettingsError`` alone."""
    data, reason = raw, ""
    if raw[:1] in (b"\xef", b"\xff", b"\xfe") or b"\0" in raw[:8192]:
        from dtlslint.source import text_bytes

        data, reason = text_bytes(raw)
    if reason:
        return FileResult(path, skipped=reason)
    codes = settings.codes_for(path)
    hooks = HOOKS if codes is None else tuple(h for h in HOOKS if not codes.isdisjoint(h.codes))
    wanted = bool(hooks) and (wants(data, hooks) or _names_of_ours(data, settings))
    if not wanted and b"dtlslint" not in data:
        return FileResult(path)
    try:
        with TimeLimit(MAX_SECONDS):
            return _analyse(path, data, settings, codes, hooks if wanted else (), identify)
    except TimeUp:
        return FileResult(path, failure=f"not analysed: took over {MAX_SECONDS} seconds")
    except MemoryError:
        return FileResult(path, failure="not analysed: out of memory")
    except Exception as error:
        if os.environ.get("DTLSLINT_DEBUG"):
            raise
        what = f"{type(error).__name__}: {error}".splitlines()[0]
        return FileResult(path, failure=f"not analysed, a bug in dtlslint: {what}")


def survives(path: str, settings: Settings) -> bool:
    """Whether ``check_file`` has more to do than reading: unreadable and skipped files have not."""
    raw, unread = load(path, settings)
    if unread:
        return False
    wide = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    return wide or b"dtlslint" in raw or wants(raw, HOOKS) or _names_of_ours(raw, settings)


def _names_of_ours(data: bytes, settings: Settings) -> bool:
    """The prefilter's second question: a name known only by this project's settings and tables."""
    values = settings.values
    for key in ("contracts", "aliases", "assertions"):
        names: Iterable[str] = values[key]  # type: ignore[assignment]
        for name in names:
            if name.encode() in data:
                return True
    tables = settings.strings("tables")
    if tables:
        from dtlslint.contracts.tables import wants as table_wants

        return table_wants(data, tables)
    return False


def _analyse(
    path: str,
    data: bytes,
    settings: Settings,
    codes: frozenset[str] | None,
    hooks: tuple[Hook, ...],
    identify: bool,
) -> FileResult:
    from dtlslint.report import place
    from dtlslint.source import Source

    findings: list[Finding] = []
    notices: list[str] = []
    if hooks:
        findings, notices = _findings(path, data, settings, hooks)
    if codes is not None:
        findings = [finding for finding in findings if finding.rule.code in codes]
    source = Source(path, data)
    if b"dtlslint" in data or b"NOLINT" in data:
        findings = _suppressed(source, findings, codes, bool(notices))
    reports = place(source, findings, settings.severities_for(path), identify)
    return FileResult(path, reports, notices)


def _findings(
    path: str, data: bytes, settings: Settings, hooks: tuple[Hook, ...]
) -> tuple[list[Finding], list[str]]:
    """What the hooks find, from the cache where the same was found before."""
    options = _options(path, settings)
    name = ""
    if caching:
        from dtlslint import cache

        name = cache.key(path, data, hooks, options)
        known = cache.load(name)
        if known is not None:
            return known
    from dtlslint.checks.run import analyse

    result = analyse(path, data, hooks, options)
    if name:
        cache.store(name, *result)
    return result


def _suppressed(
    source: Source, findings: list[Finding], codes: frozenset[str] | None, partly: bool
) -> list[Finding]:
    from dtlslint.suppress import Suppressions

    suppressions = Suppressions(source)
    kept = [finding for finding in findings if not suppressions.hides(finding)]
    return kept + suppressions.leftovers(codes, partly)


def _options(path: str, settings: Settings) -> Options:
    from dtlslint.options import Options
    from dtlslint.report import stable_path

    return Options(
        prefixes=settings.strings("prefixes"),
        aliases=settings.table("aliases"),  # type: ignore[arg-type]
        assertions=settings.strings("assertions"),
        always_on_checks=settings.strings("always-on-checks"),
        loggers=settings.strings("loggers"),
        contracts=settings.table("contracts"),  # type: ignore[arg-type]
        lowest_openssl=settings.text("lowest-openssl"),
        highest_openssl=settings.text("highest-openssl"),
        guards=settings.strings("guards"),
        is_test_path=is_test_path(stable_path(path)),
        tables=settings.strings("tables"),
    )


def is_test_path(path: str) -> bool:
    """Whether a file is a test's: some folder between the repository's root and it is named so."""
    folders = path.replace(os.sep, "/").lower().split("/")[:-1]
    return any(folder in ("test", "tests", "fuzz", "testing") for folder in folders)


if TYPE_CHECKING:
    from types import TracebackType

    from dtlslint.options import Options
    from dtlslint.thread_limit import ThreadLimit


class TimeUp(BaseException):
    """Not an ``Exception``, so that no guard on the way up takes it for a failed file."""


class TimeLimit:
    """Raises ``TimeUp`` in its block after some seconds of the process's own time (in a thread that
    is not the main one: of the thread's), so that a busy machine loses nothing. It takes a system
    with timers, or with clocks for each thread.

    A call into C is not cut short, only what follows it.
    """

    __slots__ = ("_before", "_seconds", "_thread")

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._before: object = None
        self._thread: ThreadLimit | None = None

    def __enter__(self) -> TimeLimit:
        # `signal` itself imports enum; its C core is all that a timer needs.
        try:
            import _signal  # type: ignore[import-not-found]

            self._before = _signal.signal(_signal.SIGVTALRM, self._ring)
            # It rings again each second: an exception raised in a destructor would get lost.
            _signal.setitimer(_signal.ITIMER_VIRTUAL, self._seconds, 1.0)
        except (ImportError, AttributeError):
            self._before = None
        except ValueError:  # signals are for the main thread
            try:
                from dtlslint.thread_limit import ThreadLimit
            except ImportError:  # an interpreter built without ctypes
                return self
            self._thread = ThreadLimit(self._seconds, TimeUp)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._thread is not None:
            self._thread.stop()
        elif self._before is not None:
            import _signal

            _signal.setitimer(_signal.ITIMER_VIRTUAL, 0)
            _signal.signal(_signal.SIGVTALRM, self._before)

    @staticmethod
    def _ring(number: int, frame: object) -> None:
        raise TimeUp


def check_files(
    paths: list[str],
    finder: Finder,
    identify: bool = False,
    jobs: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[FileResult]:
    """Results in the order of ``paths``; ``jobs`` processes at most (0: as many as processors).

    Processes start only when enough files pass the prefilter to pay for them.
    """
    jobs = jobs or os.cpu_count() or 1
    if jobs > 1 and len(paths) >= POOL_FROM:
        survivors = [i for i, path in enumerate(paths) if survives(path, finder.for_file(path))]
        if len(survivors) >= POOL_FROM:
            if hasattr(os, "fork"):
                from dtlslint.pool import check_in_processes
            else:
                from dtlslint.spawned import check_in_processes

            yield from check_in_processes(paths, survivors, finder, identify, jobs, progress)
            return
    for done, path in enumerate(paths):
        if progress is not None:
            progress(done, len(paths))
        yield check_file(path, finder.for_file(path), identify)


#: Surviving files from which processes pay for their start (measured: between 16 and 64).
POOL_FROM = 24
