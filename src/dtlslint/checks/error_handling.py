"""error-handling: failures that nobody hears of, or that are misunderstood (DTL701-705).

Four observers share the walk: ``silent_failures`` (DTL701), ``stale_queries`` (DTL702),
``unclassified_failures`` (DTL703) and ``dtls_timers`` (DTL704, DTL705).
"""

from __future__ import annotations

from .dtls_timers import TIMER_IGNORED, TIMER_MISSING, DtlsTimers, is_timer
from .silent_failures import SILENT, SilentFailures
from .stale_queries import SPOILT, STALE, StaleQueries
from .tls_operations import ASKED, Operations, is_operation, is_question
from .unclassified_failures import UNCLASSIFIED, UnclassifiedFailures

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..diagnostics import Finding
    from ..flow.events import Assign, Branch, Call, Exit, Jump, Switch, Use
    from ..flow.path import Path
    from ..flow.state import Value
    from .run import File

RULES = (SILENT, STALE, UNCLASSIFIED, TIMER_MISSING, TIMER_IGNORED)


class Check:
    """Hands every callback to the observers in turn."""

    dies = (ASKED, SPOILT)

    def __init__(self, file: File) -> None:
        self.silent = SilentFailures(file)
        self.operations = Operations()
        self.queries = StaleQueries(file, self.operations)
        self.failures = UnclassifiedFailures(self.operations, file.options.loggers)
        self.timers = DtlsTimers(file)
        #: Does the function talk to a peer, or ask how it went; does it ask for a timer?
        self.talks = self.timed = False

    def begin(self, path: Path) -> bool:
        """Functions that call nothing known have no failures of ours to handle."""
        self.timers.begin(path)
        results = [path.result_contract(call) for call in path.function.calls]
        known = [contract for contract in results if contract is not None]
        if not known:
            return False
        self.talks = any(is_operation(c) or is_question(c) for c in known)
        self.timed = any(is_timer(c) for c in known)
        self.silent.begin(path)
        self.operations.begin()
        self.failures.begin()
        return True

    def on_call(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        self.silent.on_call(path, call, args, result)
        if self.talks:
            self.operations.on_call(path, call)
            self.queries.on_call(path, call, args, result)
            self.failures.on_call(path, call, args, result)
        if self.timed:
            self.timers.on_call(path, call, args, result)

    def on_assign(
        self, path: Path, event: Assign | Call, place: str, old: Value, new: Value
    ) -> None:
        self.silent.on_assign(path, event, place, new)
        if self.talks:
            self.queries.on_assign(path, event, place, old, new)
            self.failures.on_assign(path, event, place, new)
        if self.timed:
            self.timers.on_assign(path, event, place, new)

    def on_use(self, path: Path, event: Use | Assign, value: Value, index: Value | None) -> None:
        del value, index
        if self.timed:
            self.timers.on_use(path, event)

    def on_test(
        self, path: Path, branch: Branch | Switch, value: Value, side: int, other: int, exact: bool
    ) -> None:
        self.silent.on_test(path, branch, value, side, other, exact)
        if self.talks:
            self.failures.on_test(path, branch, value, side, other, exact)
        if self.timed:
            self.timers.on_test(path, branch, value, side, exact)

    def on_jump(self, path: Path, jump: Jump) -> None:
        self.silent.on_jump(path, jump)

    def on_exit(self, path: Path, end: Exit, value: Value | None) -> None:
        self.silent.on_exit(path, end, value)
        if self.talks:
            self.failures.on_exit(path, end, value)
        if self.timed:
            self.timers.on_exit(path, end, value)

    def end(self, path: Path) -> None:
        self.silent.end(path)
        self.failures.end(path)
        self.timers.end(path)

    def finish(self) -> Iterable[Finding]:
        """What only the whole file tells."""
        return self.timers.finish()
