"""error-handling: failures that nobody hears of, or that are misunderstood (DTL701-705).

Four observers share the walk: ``silent_failures`` (DTL701), ``stale_queries`` (DTL702),
``unclassified_failures`` (DTL703) and ``dtls_timers`` (DTL704, DTL705).
"""

from __future__ import annotations

from .dtls_timers import TIMER_IGNORED, TIMER_MISSING, DtlsTimers
from .silent_failures import SILENT, SilentFailures
from .stale_queries import STALE, StaleQueries
from .tls_operations import Operations
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

    def __init__(self, file: File) -> None:
        self.silent = SilentFailures(file)
        self.operations = Operations()
        self.queries = StaleQueries(file, self.operations)
        self.failures = UnclassifiedFailures(self.operations, file.options.loggers)
        self.timers = DtlsTimers(file)

    def begin(self, path: Path) -> bool:
        """Functions that call nothing known have no failures of ours to handle."""
        self.timers.begin(path)
        if not any(path.result_contract(call) is not None for call in path.function.calls):
            return False
        self.silent.begin(path)
        self.operations.begin()
        self.failures.begin()
        return True

    def on_call(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        self.silent.on_call(path, call, args, result)
        self.operations.on_call(path, call)
        self.queries.on_call(path, call, args, result)
        self.failures.on_call(path, call, args, result)
        self.timers.on_call(path, call, args, result)

    def on_assign(
        self, path: Path, event: Assign | Call, place: str, old: Value, new: Value
    ) -> None:
        self.queries.on_assign(path, event, place, old, new)
        self.silent.on_assign(path, event, place, new)
        self.failures.on_assign(path, event, place, new)
        self.timers.on_assign(path, event, place, new)

    def on_use(self, path: Path, event: Use | Assign, value: Value, index: Value | None) -> None:
        del value, index
        self.timers.on_use(path, event)

    def on_test(
        self, path: Path, branch: Branch | Switch, value: Value, side: int, other: int, exact: bool
    ) -> None:
        self.silent.on_test(path, value, side, other, exact)
        self.failures.on_test(path, branch, value, side, other, exact)
        self.timers.on_test(path, branch, value, side, exact)

    def on_jump(self, path: Path, jump: Jump) -> None:
        self.silent.on_jump(path, jump)

    def on_exit(self, path: Path, end: Exit, value: Value | None) -> None:
        self.silent.on_exit(path, end, value)
        self.failures.on_exit(path, end, value)
        self.timers.on_exit(path, end, value)

    def end(self, path: Path) -> None:
        self.silent.end(path)
        self.failures.end(path)
        self.timers.end(path)

    def finish(self) -> Iterable[Finding]:
        """What only the whole file tells."""
        return self.timers.finish()
