"""Many files over forked processes, results in the order asked for.

Each worker takes one index at a time from its own pipe and answers with a pickled result. A worker
that dies, or that takes longer over one file than it may, costs that file alone: it is named as
failed and another worker takes over.
"""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import struct
import sys
import time

from dtlslint.engine import MAX_SECONDS, FileResult, check_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import NoReturn

    from dtlslint.settings import Finder

#: Seconds beyond the worker's own limit after which it is looked at, and as long again and again
#: while it is at work but has not had its time: on a busy machine that takes long.
GRACE = 10.0

_HEAD = struct.Struct("<II")


class _Worker:
    """One child: ``pid``, its two pipe ends, the index it is at (-1: none), when to look at it and
    what processor time it had used before (``start``: this file, ``seen``: the last look).
    """

    __slots__ = ("ask", "buffer", "deadline", "index", "pid", "reply", "seen", "start")

    def __init__(self, pid: int, ask: int, reply: int) -> None:
        self.pid = pid
        self.ask = ask
        self.reply = reply
        self.buffer = b""
        self.index = -1
        self.deadline = 0.0
        self.start = self.seen = 0.0

    def is_slow_alone(self) -> bool:
        """At its deadline: has it been at work since the last look, with time of its own left?"""
        used = processor_time(self.pid)
        moved, self.seen = used > self.seen, used
        return moved and used - self.start < MAX_SECONDS


def processor_time(pid: int) -> float:
    """Seconds that a process has used, where the system has a file that says so; else 0."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return 0.0


def check_in_processes(
    paths: list[str],
    survivors: list[int],
    finder: Finder,
    identify: bool,
    jobs: int,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[FileResult]:
    """``engine.check_files`` over processes: ``survivors`` are the indexes that need one."""
    pool = _Pool(paths, finder, identify)
    results: dict[int, FileResult] = {}
    try:
        # Largest first, so that no long file is left for the end.
        pool.start(sorted(survivors, key=lambda i: -_size(paths[i])), jobs)
        needs = frozenset(survivors)
        for index, path in enumerate(paths):
            if progress is not None:
                progress(index, len(paths))
            if index not in needs:
                yield check_file(path, finder.for_file(path), identify)
                continue
            while index not in results and pool.is_alive():
                results.update(pool.wait())
            # Without any process, be it that the system grants none, this one does the work.
            if index not in results:
                results[index] = check_file(path, finder.for_file(path), identify)
            yield results.pop(index)
    finally:
        pool.stop()


def _size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError:
        return 0


class _Pool:
    """The workers and what is left to do; single-threaded, driven by ``wait``."""

    __slots__ = ("_finder", "_identify", "_left", "_paths", "_workers")

    def __init__(self, paths: list[str], finder: Finder, identify: bool) -> None:
        self._paths = paths
        self._finder = finder
        self._identify = identify
        self._left: list[int] = []
        self._workers: list[_Worker] = []

    def start(self, indexes: list[int], jobs: int) -> None:
        """Begin with these indexes, in this order, in at most ``jobs`` processes."""
        self._left = indexes[::-1]
        _import_everything()
        gc.freeze()  # what is shared stays shared: no collection touches it in the workers
        sys.stdout.flush()
        sys.stderr.flush()
        for _ in range(min(jobs, len(indexes))):
            if not self._hire():
                return

    def is_alive(self) -> bool:
        """Is there any worker left?"""
        return bool(self._workers)

    def wait(self) -> dict[int, FileResult]:
        """The results that came in next, at least one unless everything is done."""
        results: dict[int, FileResult] = {}
        while not results and self._workers:
            now = time.monotonic()
            patience = max(0.0, min(worker.deadline for worker in self._workers) - now)
            ready, _, _ = select.select([w.reply for w in self._workers], [], [], patience)
            for worker in list(self._workers):
                if worker.reply in ready:
                    self._hear(worker, results)
                elif worker.deadline > time.monotonic():
                    continue
                elif worker.is_slow_alone():
                    worker.deadline = time.monotonic() + GRACE
                else:
                    self._lose(worker, results, f"took over {MAX_SECONDS} seconds")
        return results

    def stop(self) -> None:
        """End every worker, whatever it is at."""
        for worker in self._workers:
            self._dismiss(worker, kill=True)
        self._workers.clear()

    def _hire(self) -> bool:
        """Start one more worker; False where the system has no more files or processes for us."""
        ends: list[int] = []
        try:
            ends += os.pipe()
            ends += os.pipe()
            pid = os.fork()
        except OSError:
            for end in ends:
                os.close(end)
            return False
        ask_out, ask_in, reply_out, reply_in = ends
        if pid == 0:
            for end in [ask_in, reply_out]:
                os.close(end)
            for other in self._workers:
                os.close(other.ask)
                os.close(other.reply)
            self._serve(ask_out, reply_in)
        os.close(ask_out)
        os.close(reply_in)
        worker = _Worker(pid, ask_in, reply_out)
        self._workers.append(worker)
        self._give(worker)
        return True

    def _give(self, worker: _Worker) -> None:
        """Hand the worker its next file, or let it go when none is left."""
        if not self._left:
            self._workers.remove(worker)
            self._dismiss(worker, kill=False)
            return
        worker.index = self._left.pop()
        worker.deadline = time.monotonic() + MAX_SECONDS + GRACE
        worker.start = worker.seen = processor_time(worker.pid)
        try:
            os.write(worker.ask, _HEAD.pack(worker.index, 0))
        except BrokenPipeError:
            pass  # it died: its closed reply pipe says so next

    def _hear(self, worker: _Worker, results: dict[int, FileResult]) -> None:
        chunk = os.read(worker.reply, 1 << 20)
        if not chunk:
            self._lose(worker, results, "the process that analysed it died")
            return
        worker.buffer += chunk
        if len(worker.buffer) < _HEAD.size:
            return
        index, length = _HEAD.unpack_from(worker.buffer)
        if len(worker.buffer) < _HEAD.size + length:
            return
        results[index] = pickle.loads(worker.buffer[_HEAD.size :])
        worker.buffer = b""
        self._give(worker)

    def _lose(self, worker: _Worker, results: dict[int, FileResult], why: str) -> None:
        path = self._paths[worker.index]
        results[worker.index] = FileResult(path, failure=f"not analysed: {why}")
        self._workers.remove(worker)
        self._dismiss(worker, kill=True)
        if self._left:
            self._hire()

    @staticmethod
    def _dismiss(worker: _Worker, kill: bool) -> None:
        os.close(worker.ask)
        os.close(worker.reply)
        if kill:
            try:
                os.kill(worker.pid, 9)
            except ProcessLookupError:
                pass
        os.waitpid(worker.pid, 0)

    def _serve(self, ask: int, reply: int) -> NoReturn:
        """The child's whole life; never returns into the parent's code."""
        code = 1
        # The terminal's Ctrl-C reaches every process; the parent alone has something to say.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        try:
            while request := os.read(ask, _HEAD.size):
                index, _ = _HEAD.unpack(request)
                path = self._paths[index]
                result = check_file(path, self._finder.for_file(path), self._identify)
                answer = pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
                message = memoryview(_HEAD.pack(index, len(answer)) + answer)
                while message:
                    message = message[os.write(reply, message) :]
            code = 0
        except BrokenPipeError:
            pass
        finally:
            os._exit(code)


def _import_everything() -> None:
    """Load once, before forking, what every worker would load."""
    import dtlslint.checks.run
    import dtlslint.report
    import dtlslint.suppress  # noqa: F401
