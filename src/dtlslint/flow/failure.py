"""Which branches look like the handling of a failure."""

from __future__ import annotations

from functools import lru_cache

from ..contracts.cells import ALL
from .conditions import NONZERO
from .events import END, STREAM, Assign, Branch, Call, Exit, Jump
from .ownership_words import MAX_NAMES, words
from .state import TEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .events import Function
    from .path import Path
    from .state import Value

_REPORT_WORDS = frozenset((
    "log", "warn", "warning", "err", "error", "errors", "fail", "failed", "failure", "fatal",
    "print", "printf", "trace", "report", "throw", "abort", "die", "debug", "perror", "critical",
    "panic", "croak", "raise", "syslog", "notice", "msg", "message", "infof", "failf", "alert",
    "exception", "puts", "fputs", "logger", "logf", "qc", "crit", "info", "verbose", "print",
))  # fmt: skip
#: Words of functions that tell of success as often as of failure.
_MILD_WORDS = frozenset((
    "log", "print", "printf", "trace", "debug", "syslog", "notice", "msg", "message", "infof",
    "puts", "fputs", "logger", "logf", "qc", "info", "verbose",
))  # fmt: skip
_FAILURE_LABELS = ("err", "fail", "bad", "out", "error", "done", "end", "cleanup", "exit", "abort")
_FAILURE_TEXTS = ("error", "fail", "unable", "could not", "couldn't", "cannot", "can't")
# blocks followed from a branch: its own statements, not the rest of the function
MAX_CHAIN = 6


_REPORT_ENDS = (
    "printf", "error", "log", "warn", "err", "msg", "debug", "warning", "fatal", "abort",
)  # fmt: skip
_REPORT_STARTS = ("debug", "warn", "print", "errno", "failed", "logit", "logm", "logp", "loge")
#: Words of functions that only write down what they are told.
_LOG_WORDS = frozenset((
    "log", "warn", "warning", "print", "printf", "trace", "debug", "syslog", "notice", "msg",
    "message", "info", "verbose", "puts", "fputs", "logger", "logf", "perror", "critical", "crit",
    "str", "string", "strerror", "name", "text", "alert", "dbg", "tostring", "lookup",
))  # fmt: skip
_LOG_ENDS = ("printf", "log", "warn", "msg", "debug", "warning")
_LOG_STARTS = ("debug", "warn", "print", "logg", "logit", "logm", "logp", "loge", "logw", "tlog")
_ERROR_NAMES = frozenset((
    "err", "error", "errors", "errno", "ec", "fail", "failed", "failure", "reason", "errstr",
    "status", "errcode", "errmsg", "exception", "rc", "lasterror", "errorcode", "lasterr",
))  # fmt: skip
# calls followed from a function of the file to find what it reports
MAX_REPORT_DEPTH = 3
_STREAM_NAMES = ("cerr", "cout", "clog", "log", "err", "warn", "debug", "out", "trace", "info")


@lru_cache(MAX_NAMES)
def is_report(name: str, loggers: tuple[str, ...] = ()) -> bool:
    """Does the name of a function say that it tells somebody of a failure?"""
    return name in loggers or any(
        word in _REPORT_WORDS or word.endswith(_REPORT_ENDS) or word.startswith(_REPORT_STARTS)
        for word in words(name)
    )


@lru_cache(MAX_NAMES)
def is_log(name: str, loggers: tuple[str, ...] = ()) -> bool:
    """Does a function only write down, or put into words, what it is given?"""
    return name in loggers or any(
        word in _LOG_WORDS or word.endswith(_LOG_ENDS) or word.startswith(_LOG_STARTS)
        for word in words(name)
    )


@lru_cache(MAX_NAMES)
def names_error(place: str) -> bool:
    """Is the place, by its last component, one that holds an error code or state?"""
    last = place.removesuffix(".*").rpartition(".")[2].partition("[")[0]
    return any(word in _ERROR_NAMES or word.startswith("err") for word in words(last))


def reports(path: Path, call: Call, loggers: tuple[str, ...]) -> bool:
    """Does the call tell somebody of a failure, or look into the error queue?"""
    contract = path.result_contract(call)
    if contract is not None and not contract.tags.isdisjoint(("error", "retry")):
        return True
    if call.callee == STREAM:
        return _is_log_stream(path, call)
    if path.contract(call) is not None:
        return False
    if is_report(call.callee, loggers) or is_report(call.qualified, loggers):
        return True
    if call.receiver and (names_error(call.receiver) or is_report(call.receiver, loggers)):
        return True
    return _reports_inside(path, call.callee, loggers, MAX_REPORT_DEPTH)


def _is_log_stream(path: Path, call: Call) -> bool:
    """A stream that is no local buffer, by its name where it has one."""
    if path.is_local(call.receiver):
        return False
    return any(word in call.receiver.lower() for word in _STREAM_NAMES)


def _reports_inside(path: Path, name: str, loggers: tuple[str, ...], depth: int) -> bool:
    """Does the file's function ``name`` report in its body, or a function that it calls?"""
    summary = path.unit.summary(name) if depth else None
    if summary is None:
        return False
    for inner in summary.calls:
        contract = path.contracts.get(inner)
        if contract is not None:
            if "error" in contract.tags:
                return True
        elif is_report(inner, loggers) or _reports_inside(path, inner, loggers, depth - 1):
            return True
    return False


def is_failure_value(value: object) -> bool:
    """Is a returned operand one that says failure: negative, 0 (false) or NULL?"""
    if not isinstance(value, tuple):
        return False
    if value[0] == "null":
        return True
    if value[0] == "int":
        return bool(value[1] <= 0)
    return value[0] == "place" and any(w in _REPORT_WORDS for w in words(str(value[1])))


def _predecessors(function: Function, target: int) -> int:
    return sum(
        block.end.successors().count(target) for block in function.blocks if block.end is not None
    )


def looks_like_failure(function: Function, block: int) -> int:
    """How much the branch that begins at ``block`` looks like the handling of a failure.

    2: it reports an error, throws, or leaves with a negative value, NULL or an error's name, or a
    ``?:`` picks such a value there; 1: it leaves with 0 or ``false``, which means failure only
    beside something better; 0: neither.
    """
    for _ in range(MAX_CHAIN):
        current = function.blocks[block]
        if current.label:
            return 2 * any(word in current.label.lower() for word in _FAILURE_LABELS)
        for event in current.events:
            if isinstance(event, Call) and not _MILD_WORDS.intersection(words(event.callee)):
                if is_report(event.callee):
                    return 2
        end = current.end
        if isinstance(end, Exit):
            return _exit_looks(end)
        if isinstance(end, Branch) or not isinstance(end, Jump):
            return 0
        if current.events and type(current.events[-1]) is Assign:
            chosen = current.events[-1]
            if chosen.place[:1] == "%" and chosen.declares:  # of a ``?:``
                return 2 * (is_failure_value(chosen.value) and chosen.value[:2] != ("int", 0))
        if not function.blocks[end.target].label and _predecessors(function, end.target) > 1:
            return 0
        block = end.target
    return 0


def _edges(path: Path, branch: Branch, side: int) -> tuple[int, int]:
    """The block where a result is in ``side``, and the other one."""
    value = path.value(branch.condition)
    if value is not None and not _is_then(value, side):
        return branch.otherwise, branch.then
    return branch.then, branch.otherwise


def fails_rather(path: Path, branch: Branch, side: int) -> bool:
    """Does the edge where a result is in ``side`` look more like a failure than the other one?"""
    here, there = _edges(path, branch, side)
    return looks_like_failure(path.function, here) > looks_like_failure(path.function, there)


def complains(path: Path, branch: Branch, side: int) -> bool:
    """Does the edge where a result is in ``side`` report an error and leave, unlike the other?"""
    here, there = _edges(path, branch, side)
    block = path.function.blocks[here]
    end = block.end
    if isinstance(end, Exit):
        leaves = end.kind not in ("return", END) or is_failure_value(end.value)
    else:
        leaves = isinstance(end, Jump) and end.span is not None
    if not leaves or looks_like_failure(path.function, there) > 1:
        return False
    calls = [event for event in block.events if isinstance(event, Call)]
    return any(path.contract(call) is None and _speaks_of_failure(call) for call in calls)


def _speaks_of_failure(call: Call) -> bool:
    """A report that by its name, or in its text, tells of an error."""
    if not is_report(call.callee):
        return False
    if not _MILD_WORDS.intersection(words(call.callee)):
        return True
    texts = [str(argument[1]).lower() for argument in call.args if argument[0] == "str"]
    return any(word in text for text in texts for word in _FAILURE_TEXTS)


def _is_then(value: Value, side: int) -> bool:
    """Is the edge that holds ``side`` the true one?"""
    if isinstance(value, int):
        return bool(value)
    mask = NONZERO
    inner: Any = value
    while inner[0] == TEST:
        mask = inner[2] if mask == NONZERO else ALL & ~inner[2]
        inner = inner[1]
    return bool(side & mask)


def _exit_looks(end: Exit) -> int:
    if end.kind == END:
        return 0
    if end.kind != "return":
        return 2
    if end.value is not None and end.value[0] == "int" and end.value[1] == 0:
        return 1
    return 2 * is_failure_value(end.value)


def leads_nowhere(function: Function, branch: Branch) -> bool:
    """Do both edges of a test go on at the same place with nothing done on the way?"""

    def landing(index: int) -> int:
        for _ in range(MAX_CHAIN):
            block = function.blocks[index]
            if block.events or block.label or not isinstance(block.end, Jump):
                break
            index = block.end.target
        return index

    return landing(branch.then) == landing(branch.otherwise)


def null_tested(function: Function) -> frozenset[str]:
    """Variables that some test of the function compares with NULL or 0 by themselves."""
    found = set()
    for block in function.blocks:
        if isinstance(block.end, Branch):
            condition = block.end.condition
            if condition[0] == "bin" and condition[1] in ("==", "!="):
                zero = [p for p in condition[2:] if p[0] == "null" or p[:2] == ("int", 0)]
                condition = condition[2] if zero and condition[3] in zero else condition
            if condition[0] == "place":
                found.add(str(condition[1]))
    return frozenset(found)
