"""Many files over processes that start anew, for systems that cannot fork (see ``pool``)."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from dtlslint.engine import FileResult, check_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dtlslint.settings import Finder

_given: list[tuple[Finder, bool]] = []


def check_in_processes(
    paths: list[str],
    survivors: list[int],
    finder: Finder,
    identify: bool,
    jobs: int,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[FileResult]:
    """As ``pool.check_in_processes``. After a process has died, files go one by one, so that it is
    known which of them ends a process: it alone is lost.
    """
    pool = _executor(finder, identify, min(jobs, len(survivors)))
    try:
        asked = {index: pool.submit(_check, paths[index]) for index in survivors}
        for index, path in enumerate(paths):
            if progress is not None:
                progress(index, len(paths))
            if index not in asked:
                yield check_file(path, finder.for_file(path), identify)
                continue
            try:
                result = asked.pop(index).result()
            except BrokenProcessPool:
                result = _alone(path, finder, identify)
            yield result
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _alone(path: str, finder: Finder, identify: bool) -> FileResult:
    with _executor(finder, identify, 1) as pool:
        try:
            return pool.submit(_check, path).result()
        except BrokenProcessPool:
            return FileResult(path, failure="not analysed: the process that analysed it died")


def _executor(finder: Finder, identify: bool, jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (finder, identify))


def _begin(finder: Finder, identify: bool) -> None:
    _given[:] = [(finder, identify)]


def _check(path: str) -> FileResult:
    finder, identify = _given[0]
    return check_file(path, finder.for_file(path), identify)
