"""A time limit for threads that get no signals, as those are in which a scheduler runs its tasks.

A second thread looks at the first one's own clock and raises an exception in it. As with a signal,
the interpreter has to come to it: a call into C is not cut short, only what follows it.
"""

from __future__ import annotations

import ctypes
import threading
import time

#: Seconds between two looks at the clock: nothing beside a limit of 20.
INTERVAL = 0.5

#: How often it is raised, a second apart: an exception raised in a destructor gets lost. Not
#: without end, since one that is raised on the way out of the block would take ``stop`` with it.
TIMES = 3


class ThreadLimit:
    """Raises ``error`` in the thread that makes it, after so many seconds of that thread's own
    time, until ``stop``. Does nothing on a system that has no clock for each thread.
    """

    __slots__ = ("_error", "_lock", "_over", "_thread")

    def __init__(self, seconds: float, error: type[BaseException]) -> None:
        self._error = error
        self._thread = threading.get_ident()
        self._lock = threading.Lock()
        self._over = threading.Event()
        if hasattr(time, "pthread_getcpuclockid"):
            clock = time.pthread_getcpuclockid(self._thread)
            end = time.clock_gettime(clock) + seconds
            threading.Thread(target=self._watch, args=(clock, end), daemon=True).start()

    def _watch(self, clock: int, end: float) -> None:
        left = TIMES
        while left and not self._over.wait(INTERVAL):
            # The lock keeps the thread from leaving ``stop``, so that nothing is raised after it.
            with self._lock:
                try:
                    due = time.clock_gettime(clock) >= end and not self._over.is_set()
                except OSError:
                    return  # the thread is gone
                if due:
                    _raise_in(self._thread, self._error)
                    end += 1.0
                    left -= 1

    def stop(self) -> None:
        """Nothing is raised from here on."""
        with self._lock:
            self._over.set()
            _raise_in(self._thread, None)


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Have a thread raise this at its next step, or take back what it has not raised yet."""
    given = ctypes.py_object(error) if error else None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), given)
