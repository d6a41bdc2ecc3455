"""Scan many checkouts with Dask (extra ``fleet``): one SARIF file a repository, resumable.

``python -m dtlslint.fleet LIST --output FOLDER [--workers N] [--again]``

LIST names a checkout a line (``#`` begins a comment; ``-`` reads standard input). Files are checked
in batches on worker processes by the engine's pure function; what a repository gave is written in
one step when its last batch is in. A run that was stopped goes on where it was: repositories whose
SARIF is of this version and of the commit now checked out are passed over (``--again`` redoes all).

Exit code: 0 everything was scanned, 2 wrong usage, 3 a checkout or a file of one was not.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import logging
import os
import signal
import subprocess
import sys
import time

from dtlslint import __version__
from dtlslint.engine import FileResult, check_file
from dtlslint.output import sarif
from dtlslint.output.plain import words
from dtlslint.settings import Finder, SettingsError
from dtlslint.walk import walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

DONE, _, USAGE, FAILED = range(4)
_INTERRUPTED = 130

#: Files a task: seconds of work where all speak TLS, milliseconds where none does, and even those
#: cost more than handing it out. Small enough that the last task of a run is not waited for.
BATCH = 16

#: Seconds between two words on a repository that takes long.
PATIENCE = 10.0

#: Tasks waiting a worker: enough that none idles, few enough that a fleet's reports fit in memory.
WAITING = 4


class Repository:
    """One checkout: ``name`` is its SARIF's, ``revision`` its commit ("" outside of git)."""

    __slots__ = ("began", "failure", "folder", "left", "name", "results", "revision")

    def __init__(self, folder: str) -> None:
        self.folder = os.path.abspath(folder)
        self.name = "__".join(self.folder.split(os.sep)[-2:]).lstrip("_")
        self.revision = _revision(self.folder)
        self.left = 0
        self.results: list[FileResult] = []
        self.failure = "" if os.path.isdir(folder) else "no such folder"
        self.began = time.monotonic()

    @property
    def identity(self) -> str:
        """What a SARIF of this very state is marked with."""
        return f"dtlslint/{self.name}/{self.revision}"

    def batches(self) -> list[list[str]]:
        """Its files, relative to the checkout, in portions for a task each."""
        if self.failure:
            return []
        files = [os.path.relpath(path, self.folder) for path in walk(self.folder)]
        return [files[at : at + BATCH] for at in range(0, len(files), BATCH)]


def _revision(folder: str) -> str:
    command = ("git", "-C", folder, "rev-parse", "--verify", "-q", "HEAD")
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        return ""
    return done.stdout.decode("ascii", "replace").strip()


def check_batch(folder: str, paths: list[str]) -> list[FileResult]:
    """A task: results for files of a checkout, with its settings and paths relative to it.

    Pure: it reads the files and their settings, nothing else. A wrong settings file is told as
    the failure of the files it holds for.
    """
    finder = Finder()
    results = []
    for path in paths:
        full = os.path.join(folder, path)
        try:
            settings = finder.for_file(full)
            if settings.excluded(full):
                continue
            result = check_file(full, settings, identify=True)
        except SettingsError as error:
            result = FileResult(full, failure=str(error))
        results.append(_relative(result, path))
    return results


def _relative(result: FileResult, path: str) -> FileResult:
    result.path = path
    for report in result.reports:
        report.path = path
        report.notes = tuple(note._replace(path=path) for note in report.notes)
    return result


def scan(
    repositories: Iterable[Repository],
    client: Any,
    workers: int,
    progress: Callable[[Repository], None] | None = None,
) -> Iterator[Repository]:
    """Repositories with their results, in the order in which they are finished.

    ``client`` is a ``distributed.Client``. What shared a worker with a task that kills it is blamed
    as well, so the files of a failed batch run again at the end, each alone on the cluster.
    """
    distributed = importlib.import_module("distributed")
    tasks = _tasks(repositories)
    running = distributed.as_completed(with_results=False)
    about: dict[str, tuple[Repository, list[str]]] = {}
    suspects: list[tuple[Repository, list[str]]] = []

    def submit(repository: Repository, paths: list[str]) -> None:
        future = client.submit(check_batch, repository.folder, paths, pure=False)
        about[future.key] = (repository, paths)
        running.add(future)

    while True:
        while len(about) < workers * WAITING and (task := next(tasks, None)) is not None:
            if task[1]:
                submit(*task)
            else:
                yield task[0]
        if not about:
            if not suspects:
                return
            submit(*suspects.pop())
        future = next(running)
        repository, paths = about.pop(future.key)
        if future.exception() is not None and (len(paths) > 1 or about):
            suspects += [(repository, [path]) for path in paths]
            repository.left += len(paths) - 1
            continue
        repository.results += _outcome(future, paths)
        repository.left -= 1
        if progress is not None:
            progress(repository)
        if not repository.left:
            yield repository


def _outcome(future: Any, paths: list[str]) -> list[FileResult]:
    error = future.exception()
    if error is None:
        results: list[FileResult] = future.result()
        return results
    return [FileResult(paths[0], failure=f"not analysed: {type(error).__name__}")]


def _tasks(repositories: Iterable[Repository]) -> Iterator[tuple[Repository, list[str]]]:
    """Batches one after the other; an empty one for a repository that has nothing to do."""
    for repository in repositories:
        repository.began = time.monotonic()
        batches = repository.batches()
        repository.left = len(batches)
        for batch in batches or [[]]:
            yield repository, batch


def write(repository: Repository, output: str) -> None:
    """The repository's SARIF, put in place in one step."""
    results = sorted(repository.results, key=lambda result: result.path)
    # Fingerprints name a file from the root of its repository, which is found from here.
    with contextlib.chdir(repository.folder):
        log = json.loads(sarif.render([report for r in results for report in r.reports]))
    failures = [result for result in results if result.failure]
    [run] = log["runs"]
    run["automationDetails"] = {"id": repository.identity}
    run["invocations"] = [
        {
            "executionSuccessful": not failures,
            "toolExecutionNotifications": [_notification(result) for result in failures],
        }
    ]
    path = sarif_path(repository, output)
    with open(f"{path}.part", "w", encoding="utf-8") as file:
        json.dump(log, file, indent=1)
        file.write("\n")
    os.replace(f"{path}.part", path)


def _notification(result: FileResult) -> dict[str, object]:
    return {"level": "error", "message": {"text": f"{result.path}: {result.failure}"}}


def sarif_path(repository: Repository, output: str) -> str:
    """Where the repository's SARIF stands."""
    return os.path.join(output, f"{repository.name}.sarif")


def is_done(repository: Repository, output: str) -> bool:
    """Whether the SARIF that is there is of this commit and of this version of dtlslint."""
    try:
        with open(sarif_path(repository, output), encoding="utf-8") as file:
            [run] = json.load(file)["runs"]
        version = run["tool"]["driver"]["semanticVersion"]
        return bool(
            run["automationDetails"]["id"] == repository.identity and version == __version__
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def read_list(path: str) -> list[Repository]:
    """The repositories that a list names. Raises ``SettingsError`` when two would share a name."""
    try:
        with contextlib.nullcontext(sys.stdin.buffer) if path == "-" else open(path, "rb") as file:
            lines = [os.fsdecode(line).partition("#")[0].strip() for line in file]
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from None
    named: dict[str, Repository] = {}
    for repository in map(Repository, filter(None, lines)):
        other = named.setdefault(repository.name, repository)
        if other.folder != repository.folder:
            both = f"{other.folder} and {repository.folder}"
            raise SettingsError(f"{both} would both be {repository.name}.sarif")
    return list(named.values())


def run(arguments: argparse.Namespace) -> int:
    """Scan what is not done yet on a cluster of this machine's processes."""
    repositories = read_list(arguments.list)
    os.makedirs(arguments.output, exist_ok=True)
    todo = [r for r in repositories if arguments.again or not is_done(r, arguments.output)]
    if len(todo) < len(repositories):
        _say(f"{len(repositories) - len(todo)} of {len(repositories)} were done before")
    if not todo:
        return DONE
    distributed = importlib.import_module("distributed")
    code = DONE
    with (
        _cluster(distributed, arguments.workers) as cluster,
        distributed.Client(cluster) as client,
    ):
        for number, repository in enumerate(scan(todo, client, arguments.workers, _Progress()), 1):
            if not repository.failure:
                write(repository, arguments.output)
            _say(f"[{number}/{len(todo)}] {repository.name}: {_summary(repository)}")
            if repository.failure or any(result.failure for result in repository.results):
                code = FAILED
            repository.results.clear()
    return code


def _cluster(distributed: Any, workers: int) -> Any:
    """Processes of this machine, which leave Ctrl-C to this one: it reaches them all."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        # What becomes of a file or a run is told by this program, in its own words.
        return distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
        )
    finally:
        signal.signal(signal.SIGINT, before)


def _summary(repository: Repository) -> str:
    if repository.failure:
        return repository.failure
    findings = sum(len(result.reports) for result in repository.results)
    failures = sum(bool(result.failure) for result in repository.results)
    seconds = time.monotonic() - repository.began
    failed = f", not analysed: {failures}" if failures else ""
    return f"findings: {findings}, files: {len(repository.results)}{failed}, {seconds:.1f} s"


class _Progress:
    """Says how far a repository is, when nothing was said for a while."""

    __slots__ = ("_next",)

    def __init__(self) -> None:
        self._next = time.monotonic() + PATIENCE

    def __call__(self, repository: Repository) -> None:
        if time.monotonic() >= self._next and repository.left:
            self._next = time.monotonic() + PATIENCE
            files = len(repository.results)
            _say(f"{repository.name}: {files} files so far, at most {repository.left * BATCH} left")


def _say(text: str) -> None:
    print(f"dtlslint: {words(text)}", file=sys.stderr, flush=True)


def _workers(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


_workers.__name__ = "number of workers"  # what argparse calls a value that it refuses


def main(argv: list[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser("python -m dtlslint.fleet", description="Scan many checkouts.")
    parser.add_argument("list", metavar="LIST", help="file with a checkout a line, or -")
    parser.add_argument("--output", required=True, metavar="FOLDER", help="where the SARIF goes")
    parser.add_argument("--workers", type=_workers, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument("--again", action="store_true", help="redo what is done")
    try:
        return run(parser.parse_args(argv))
    except ModuleNotFoundError as error:
        if error.name != "distributed":
            raise
        _say("scanning a fleet needs an extra: pip install 'dtlslint[fleet]'")
    except SettingsError as error:
        _say(str(error))
    except OSError as error:
        _say(f"{error.filename or 'output'}: {error.strerror}")
        return FAILED
    except KeyboardInterrupt:
        _say("interrupted; the next run goes on from here")
        return _INTERRUPTED
    return USAGE


if __name__ == "__main__":
    sys.exit(main())
