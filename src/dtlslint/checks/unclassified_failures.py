"""DTL703: a failed TLS operation that is taken as final although it may only ask to come again.

A path on which a test has told that an operation failed is marked, and where such paths lead is
noted: it is a finding when they leave the function or tear the connection down and no answer to
"what does this mean" has made a difference.
"""

from __future__ import annotations

from ..contracts.cells import BELOW, MINUS_ONE, ZERO
from ..diagnostics import WARNING, Note, Rule
from ..flow.dependence import leaves_loop
from ..flow.events import CONFIG, END, RETURN, USED, Branch
from ..flow.failure import is_log
from ..flow.graph import root
from ..flow.ownership_words import words
from ..flow.state import CMP, EXPR, IN, SYM
from . import tls_operations
from .tls_operations import ASKED, is_operation, is_question, is_verdict, parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..contracts import Contract
    from ..diagnostics import Span
    from ..flow.configurations import Configuration
    from ..flow.events import Assign, Call, Exit, Function, Switch
    from ..flow.path import Path
    from ..flow.state import Value
    from .tls_operations import Operations

UNCLASSIFIED = Rule(
    "DTL703", "unclassified-io-error", "error-handling", WARNING,
    "{callee} may only ask to be called again, but this failure is final: nothing asks "
    "SSL_get_error", 755,
)  # fmt: skip

# marks: the failure that the path is in, an operation that the path has seen succeed; both are
# (operation, test, asked, torn down, effects)
_FAILED, _PASSED = "tls-failed", "tls-passed"
_NEGATIVE = BELOW | MINUS_ONE
# effects remembered of one failing path, enough to tell its outcome from that of another
MAX_EFFECTS = 6

_TEARDOWN = frozenset((
    "close", "closesocket", "disconnect", "teardown", "destroy", "shutdown", "abort", "kill",
    "dtor", "terminate", "drop", "hangup", "free", "delete", "unref", "disconnected", "closed",
))  # fmt: skip
_ASKING = frozenset((
    "want", "wants", "retry", "again", "block", "wouldblock", "blocked", "should", "retryable",
    "eagain",
))  # fmt: skip


def _final(contract: Contract, side: int) -> bool:
    """Do the values ``side`` of an operation tell a failure that may only mean "come again"?"""
    if side & contract.success or not contract.tags.isdisjoint(("timer", "peek")):
        return False
    negative = side & contract.failure & _NEGATIVE
    if "listen" in contract.tags:  # below 0 alone is fatal
        return bool(side & ZERO and negative)
    if "shutdown" in contract.tags:
        return bool(side & ZERO and negative) or side == MINUS_ONE
    if not contract.failure & _NEGATIVE:
        return bool(side & contract.failure)
    return bool(negative)


class _Test:
    """A test that told a failure, and where the paths behind it lead."""

    __slots__ = (
        "span", "call", "contract", "failed", "details", "passed", "asked", "told", "reported",
        "excused", "where", "block",
    )  # fmt: skip

    def __init__(self, span: Span, call: Call, contract: Contract) -> None:
        self.span = span
        self.call = call
        self.contract = contract
        #: (exit, value, torn down) -> is it a harm? ``passed``: the same where it succeeded.
        self.failed: dict[tuple[Any, ...], bool] = {}
        self.passed: set[tuple[Any, ...]] = set()
        #: The failing outcomes with what was done on the way.
        self.details: set[tuple[Any, ...]] = set()
        self.asked = False
        #: "Come again" is told apart, if only for a log.
        self.told = False
        #: The failure is written down.
        self.reported = False
        #: Some path hands the result on or tries again.
        self.excused = False
        self.where: Configuration | None = None
        #: The block of the test.
        self.block = 0


class UnclassifiedFailures:
    def __init__(self, operations: Operations, loggers: tuple[str, ...]) -> None:
        self.operations = operations
        self.loggers = loggers
        self.tests: dict[tuple[int, int], _Test] = {}
        self.verdicts: dict[int, tuple[Span, Configuration]] = {}
        self.asked: set[int] = set()
        #: Operations whose raw results are kept beyond the function.
        self.stored: set[int] = set()

    def begin(self) -> None:
        self.tests = {}
        self.verdicts = {}
        self.asked = set()
        self.stored = set()

    def on_call(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        contract = path.result_contract(call)
        if contract is not None and is_operation(contract):
            self._operation(path, call, contract)
        elif contract is not None and is_question(contract):
            asked = self.operations.of(args[-1]) if args else None
            path.put(ASKED, result, -1 if asked is None else asked)
        else:
            self._effects(path, call, path.contract(call), args)

    def _operation(self, path: Path, call: Call, contract: Contract) -> None:
        """Another operation on the path: what failed before was not final."""
        parting = "shutdown" in contract.tags and call.how != USED
        for value, fact in path.facts(_FAILED):
            again = fact[0] == call.number or "shutdown" in self.operations.known[fact[0]][1].tags
            if again or not parting:
                self._outcome(path, value, fact, ("again",), harm=False, excuse=not fact[3])
                path.drop(_FAILED, value)
        for value, fact in path.facts(_PASSED):
            if fact[0] == call.number:
                path.drop(_PASSED, value)

    # -- what the failing path does

    def _effects(
        self, path: Path, call: Call, contract: Contract | None, args: tuple[Value, ...]
    ) -> None:
        log = contract is None and self._is_log(path, call)
        if not log:
            self._handed_on(path, call, contract, args)
        elif call.how == USED:
            self._answered(path, args, (SYM, call.number))
        if not path.facts(_FAILED):
            self._torn(path, _PASSED, call, contract)
            return
        if contract is None and not log:
            if self._asks_inside(path, call):
                self._ask(path, -1)
            self._note(path, call.callee)
        elif log:
            for _, fact in path.facts(_FAILED):
                self.tests[fact[0], fact[1]].reported = True
        self._torn(path, _FAILED, call, contract)
        self._torn(path, _PASSED, call, contract)

    def _handed_on(
        self, path: Path, call: Call, contract: Contract | None, args: tuple[Value, ...]
    ) -> None:
        """The raw result, or the answer about it, given to a function that may act on it."""
        for value in args:
            for part in parts(value):
                asked = path.get(ASKED, part)
                if asked is not None:
                    self._ask(path, asked, True)
                elif contract is None and self.operations.is_result(part):
                    self._excuse(path, part)

    def _is_log(self, path: Path, call: Call) -> bool:
        """A logging function by its name, or by its body if all that it calls is such."""
        summary = path.summary(call)
        if summary is None or call.how == USED or is_log(call.callee, self.loggers):
            return is_log(call.callee, self.loggers)
        for name in summary.calls:
            contract = path.contracts.get(name)
            if contract is not None:
                if contract.effect and "error" not in contract.tags:
                    return False
            elif not is_log(name, self.loggers):
                return False
        return bool(summary.calls)

    def _answered(self, path: Path, args: tuple[Value, ...], result: Value) -> None:
        """A function that writes down a result, or the answer about it, may answer as well."""
        for part in (part for value in args for part in parts(value)):
            asked = path.get(ASKED, part)
            if asked is None and self.operations.is_result(part):
                asked = part[1]
            if asked is not None:
                path.put(ASKED, result, asked)

    def _asks_inside(self, path: Path, call: Call) -> bool:
        """Does a helper find out what the failure means, by its body or by its name?"""
        summary = path.summary(call)
        if summary is not None:
            for name in summary.calls:
                contract = path.contracts.get(name)
                if contract is not None and "retry" in contract.tags:
                    return True
        return call.how == USED and not _ASKING.isdisjoint(words(call.callee))

    def _torn(self, path: Path, kind: str, call: Call, contract: Contract | None) -> None:
        """Is the connection closed or freed by this call?"""
        if contract is not None:
            ends = contract.is_release() and not contract.tags.isdisjoint(("tls", "bio"))
        else:
            ends = not _TEARDOWN.isdisjoint(words(call.callee))
        if not ends:
            return
        for value, fact in path.facts(kind):
            if contract is None and not self._concerns(call, fact[0]):
                continue
            if not fact[3]:
                path.put(kind, value, (*fact[:3], True, *fact[4:]))

    def _concerns(self, call: Call, number: int) -> bool:
        """Is what is closed or freed part of what the operation worked on?"""
        if not call.args or call.callee in ("close", "closesocket", "disconnect"):
            return True
        operation = self.operations.known[number][0]
        roots = {root(str(a[1])) for a in operation.args[:1] if a[0] in ("place", "addr")}
        return any(a[0] in ("place", "addr") and root(str(a[1])) in roots for a in call.args)

    def _note(self, path: Path, effect: object) -> None:
        for value, fact in path.facts(_FAILED):
            if len(fact[4]) < MAX_EFFECTS and effect not in fact[4]:
                path.put(_FAILED, value, (*fact[:4], (*fact[4], effect)))

    def _ask(self, path: Path, number: int, handed: bool = False) -> None:
        """An answer is tested here, or ``handed`` to somebody who may act on it."""
        self.asked.add(number)
        for value, fact in path.facts(_FAILED):
            if number in (-1, fact[0]):
                path.put(_FAILED, value, (*fact[:2], True, *fact[3:]))
                test = self.tests[fact[0], fact[1]]
                test.asked = True
                test.excused = test.excused or handed

    def _excuse(self, path: Path, value: Value) -> None:
        self.asked.add(value[1])  # type: ignore[index]
        fact = path.get(_FAILED, value)
        if fact is not None:
            self.tests[fact[0], fact[1]].excused = True

    def _store(self, path: Path, value: Value) -> None:
        """The raw result is kept in a member: others may judge it, while there is a connection."""
        if path.get(_FAILED, value) is not None:
            self._excuse(path, value)
        else:
            self.stored.add(value[1])  # type: ignore[index]

    def on_assign(self, path: Path, event: Assign | Call, place: str, new: Value) -> None:
        if place[:1] == "%":
            return
        local = path.is_local(place)
        if not local:
            for part in parts(new):
                asked = path.get(ASKED, part)
                if asked is not None:
                    self._ask(path, asked, True)
                elif self.operations.is_result(part):
                    self._store(path, part)
        if event.span and not local and path.facts(_FAILED):
            self._note(path, (place, new if isinstance(new, int) or new[0] == IN else "?"))

    # -- tests

    def on_test(
        self, path: Path, branch: Branch | Switch, value: Value, side: int, other: int, exact: bool
    ) -> None:
        if isinstance(branch, Branch) and branch.kind == CONFIG:
            return
        for part in parts(value):
            asked = path.get(ASKED, part)
            if asked is not None:
                self._ask(path, asked)
                self._told(path, value)
        if isinstance(value, int) or not self.operations.is_result(value):
            return
        call, contract = self.operations.known[value[1]]
        fact = path.get(_FAILED, value)
        if not exact or value[1] in self.asked or (fact is not None and _final(contract, side)):
            return
        if fact is not None:
            path.drop(_FAILED, value)  # silent: only the peer's orderly close is left
        if "shutdown" in contract.tags and tls_operations.asks_for_one(branch):
            return
        if "listen" in contract.tags and tls_operations.asks_for_more(branch):
            return
        if _final(contract, side):
            test = _Test(branch.span, call, contract)
            test.block = path.block
            self.tests.setdefault((call.number, branch.number), test)
            path.put(_FAILED, value, (call.number, branch.number, False, False, ()))
        elif side & contract.success and _final(contract, other):
            path.put(_PASSED, value, (call.number, branch.number, False, False, ()))

    def _told(self, path: Path, value: Value) -> None:
        """Is the answer compared with one of "come again"?"""
        assert not isinstance(value, int)
        wanted = value[0] == CMP and value[3] in (2, 3)
        if wanted or any(part[0] == IN and "WANT" in part[1] for part in parts(value)):
            for _, fact in path.facts(_FAILED):
                self.tests[fact[0], fact[1]].told = True

    # -- where the path ends

    def on_exit(self, path: Path, end: Exit, value: Value | None) -> None:
        returned = [] if value is None else parts(value)
        for part in returned:
            asked = path.get(ASKED, part)
            if asked is not None:
                self._ask(path, asked, True)
        self._verdict(path, end, value)
        key = (end.number, value if not isinstance(value, tuple) or value[0] != EXPR else "?")
        for operation, fact in path.facts(_FAILED):
            handed = operation in returned and not (value is not None and is_verdict(value))
            handed = handed or any(p[0] == SYM and self._decides(p[1]) for p in returned)
            harm = fact[3] or end.kind != END
            self._outcome(path, operation, fact, key, harm=harm, excuse=handed)
        for _, fact in path.facts(_PASSED) if not path.facts(_FAILED) else ():
            test = self.tests.get((fact[0], fact[1]))
            if test is not None:
                test.passed.add((*key, fact[3]))

    def _decides(self, number: int) -> bool:
        """Is it the result of an unknown function, which may know better?"""
        call = self.operations.foreign.get(number)
        return call is not None and not is_log(call.callee, self.loggers) and bool(call.args)

    def _verdict(self, path: Path, end: Exit, value: Value | None) -> None:
        """``return SSL_connect(ssl) == 1;``: the comparison is the test."""
        if end.kind != RETURN or value is None or not is_verdict(value):
            return
        number = self.operations.of(value)
        if number is None or path.state.blurred:
            return
        operation = value[1]  # type: ignore[index]
        if path.get(_FAILED, operation) is not None or path.get(_PASSED, operation) is not None:
            return
        contract = self.operations.known[number][1]
        mask = value[2]  # type: ignore[index]
        cells = path.cells(operation)
        if _final(contract, cells & ~mask) or _final(contract, cells & mask):
            self.verdicts.setdefault(number, (end.span, path.state.config))

    def _outcome(
        self,
        path: Path,
        value: Value,
        fact: tuple[Any, ...],
        key: tuple[Any, ...],
        harm: bool,
        excuse: bool,
    ) -> None:
        test = self.tests[fact[0], fact[1]]
        test.excused = test.excused or excuse
        if excuse or path.state.blurred or not _final(test.contract, path.cells(value)):
            return
        if test.where is None:
            test.where = path.state.config
        outcome = (*key, fact[3])
        test.failed[outcome] = harm or fact[3]
        test.details.add((outcome, fact[4]))

    def end(self, path: Path) -> None:
        for test in self.tests.values():
            stale = test.call.number in self.operations.stale
            if stale or test.excused or not any(test.failed.values()):
                continue
            if test.asked and len(test.details) > 1:
                continue
            kept = test.told or test.call.number in self.stored
            if kept and not all(outcome[-1] for outcome in test.failed):
                continue
            if _is_final(test) or _ends_loop(path.function, test):
                self._report(path, test.call, test.span, test.where)
        for number, (span, where) in self.verdicts.items():
            if number not in self.asked | self.stored and -1 not in self.asked:
                self._report(path, self.operations.known[number][0], span, where)

    def _report(self, path: Path, call: Call, span: Span, where: Configuration | None) -> None:
        if where is not None:
            path.state.config = where
        notes = () if call.span[0] >= span[0] else (Note(call.span, "the operation"),)
        path.report(UNCLASSIFIED.at(span, callee=call.callee, notes=notes), certain=True)


def _is_final(test: _Test) -> bool:
    """Do paths of the failure leave by ways of their own, or by one error exit?

    Where they share some of the ways, or several, with a success, the function goes on. A shutdown
    that is reported as failed is misread even if it is the end of the connection either way.
    """
    if "shutdown" in test.contract.tags and test.reported:
        return True
    shared = test.passed.intersection(test.failed)
    if len(shared) == len(test.failed):
        return len(shared) == 1 and len(test.passed) > 1
    return not shared


def _ends_loop(function: Function, test: _Test) -> bool:
    """Does the failure break a loop that goes on otherwise, to tear the connection down?"""
    if not all(outcome[-1] for outcome in test.failed):
        return False
    return leaves_loop(function, test.block)
