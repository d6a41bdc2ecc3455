"""Which branches look like the handling of a failure."""

from __future__ import annotations

from .events import END, Branch, Call, Exit, Jump
from .ownership_words import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .events import Function

_REPORT_WORDS = frozenset((
    "log", "warn", "warning", "err", "error", "errors", "fail", "failed", "failure", "fatal",
    "print", "printf", "trace", "report", "throw", "abort", "die", "debug", "perror", "critical",
    "panic", "croak", "raise", "syslog", "notice", "msg", "message", "infof", "failf", "alert",
    "exception", "puts", "fputs", "logger", "logf", "qc", "crit", "info", "verbose", "print",
))  # fmt: skip
_FAILURE_LABELS = ("err", "fail", "bad", "out", "error", "done", "end", "cleanup", "exit", "abort")
# blocks followed from a branch: its own statements, not the rest of the function
MAX_CHAIN = 6


def is_report(name: str, loggers: tuple[str, ...] = ()) -> bool:
    """Does the name of a function say that it tells somebody of a failure?"""
    return name in loggers or any(
        word in _REPORT_WORDS or word.endswith(("printf", "error", "log", "warn")) for word in words(name)
    )


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


def leads_to_failure(function: Function, block: int) -> bool:
    """Does the branch that begins at ``block`` report, throw, or leave with a failure value?"""
    for _ in range(MAX_CHAIN):
        current = function.blocks[block]
        if current.label:
            return any(word in current.label.lower() for word in _FAILURE_LABELS)
        for event in current.events:
            if isinstance(event, Call) and is_report(event.callee):
                return True
        end = current.end
        if isinstance(end, Exit):
            if end.kind == END:
                return False
            return end.kind != "return" or is_failure_value(end.value)
        if isinstance(end, Branch) or not isinstance(end, Jump):
            return False
        if not function.blocks[end.target].label and _predecessors(function, end.target) > 1:
            return False
        block = end.target
    return False
