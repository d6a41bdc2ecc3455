"""unchecked-result: results that are ignored or misread (DTL201-205).

Tests are judged by value sets: a path is misread when, after all its tests of a result, success
and failure values of the contract still lie together in what the path takes the result for.
"""

from __future__ import annotations

from collections import Counter

from ..contracts.cells import ABOVE, ONE, ZERO
from ..contracts.primitives import NEEDED
from ..diagnostics import ERROR, WARNING, Note, Rule
from ..flow.conditions import NONZERO
from ..flow.effects import is_harmless
from ..flow.events import DISCARDED, USED, Branch, Call
from ..flow.failure import complains, fails_rather, leads_nowhere, null_tested
from ..flow.state import SYM, TEST
from .result_fixes import misread
from .result_values import failure_words, in_words, mixes, mixes_by_one
from .results import Origin, ResultTracker, call_text, wraps_in_owner
from .time_order import is_safe_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..contracts import Contract
    from ..diagnostics import Span
    from ..flow.events import Assign, Convert, Exit, Switch, Use
    from ..flow.path import Path
    from ..flow.state import Value
    from .run import File

_HOOK = "unchecked-result"
IGNORED = Rule(
    "DTL201", "ignored-result", _HOOK, WARNING,
    "the result of {callee} is ignored; it fails with {failure}", 252,
)  # fmt: skip
MISREAD = Rule(
    "DTL202", "misread-result", _HOOK, ERROR,
    "this test of {callee} misreads its result: {why}", 253,
)  # fmt: skip
UNCHECKED_USE = Rule(
    "DTL203", "unchecked-use", _HOOK, WARNING,
    "the result of {callee} may be NULL here and nothing has tested it", 690,
)  # fmt: skip
UNTESTED = Rule(
    "DTL204", "untested-result", _HOOK, WARNING,
    "the result of {callee} is stored but never tested; it fails with {failure}", 252,
)  # fmt: skip
TRUNCATED = Rule(
    "DTL205", "truncated-result", _HOOK, ERROR,
    "{callee} can fail with a negative value, which reads as success once it is two-way", 253,
)  # fmt: skip
RULES = (IGNORED, MISREAD, UNCHECKED_USE, UNTESTED, TRUNCATED)

_MIXED, _JUDGED = "mixed", "judged"


def _names_the_value(branch: Branch) -> bool:
    """Is the comparison with a constant by its name? Its author knew the values."""
    condition = branch.condition
    return condition[0] == "bin" and any(
        part[0] == "int" and part[2] or part[0] == "place" and str(part[1]).isupper()
        for part in condition[2:]
    )


def _report(path: Path, rule: Rule, origin: Origin) -> None:
    """``rule`` at the call whose result went unheard; more gravely for a critical one."""
    contract = origin.contract
    path.report(
        rule.at(
            origin.call.span,
            severity=ERROR if contract.critical else WARNING,
            callee=origin.call.callee,
            failure=failure_words(contract),
        ),
        certain=True,
    )


def _asks_for_nothing(call: Call) -> bool:
    """``set_min_version(ctx, 0)``, ``set_host_name(ssl, NULL)``: taking back cannot fail."""
    if len(call.args) != 2:
        return False
    wish = call.args[1]
    return bool(wish[0] == "null" or wish[0] == "int" and wish[1] == 0)


class Check(ResultTracker):
    dies = ("result", "null")

    def __init__(self, file: File) -> None:
        super().__init__()
        self.file = file
        #: How often each function is called here: a test of one call may speak for another.
        self.repeated: Counter[str] = Counter()
        #: Variables that the function compares with NULL or 0.
        self.outputs: frozenset[str] = frozenset()

    def begin(self, path: Path) -> bool:
        """Functions that call nothing known have no results of ours."""
        super().begin(path)
        if not any(path.result_contract(call) is not None for call in path.function.calls):
            return False
        self.repeated = Counter(call.callee for call in path.function.calls)
        self.outputs = null_tested(path.function)
        return True

    # -- DTL201

    def on_call(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        super().on_call(path, call, args, result)
        self._passed(path, call, args)
        if path.contract(call) is None and not is_harmless(call.callee):
            for value, _ in path.facts("null"):  # it may not come back
                path.drop("null", value)
        contract = path.result_contract(call)
        if contract is None or "io" in contract.tags or contract.returns == "void":
            return
        if call.how != USED:
            self._ignored(path, call, contract, result)

    def _ignored(self, path: Path, call: Call, contract: Contract, result: Value) -> None:
        if not contract.must_check or not contract.failure or result != (SYM, call.number):
            return
        if contract.returns == "count" and self._asked_before(path, call):
            return
        if not contract.critical and (_asks_for_nothing(call) or self._told_by_outputs(call)):
            return
        if contract.error_source == "err_queue" and self._heard_by_queue(path, call):
            return
        if call.how == DISCARDED or contract.critical:
            path.report(
                IGNORED.at(
                    call.span,
                    severity=ERROR if contract.critical else WARNING,
                    callee=call.callee,
                    failure=failure_words(contract),
                ),
                certain=True,
            )

    def _heard_by_queue(self, path: Path, call: Call) -> bool:
        """``f(); if (ERR_get_error()) ..``: the next thing is to ask the error queue."""
        block = path.function.blocks[path.block]
        following = [e for e in block.events if type(e) is Call and e.number > call.number]
        contract = path.contract(following[0]) if following else None
        if contract is None or "error" not in contract.tags or not isinstance(block.end, Branch):
            return False
        asked = block.end.condition
        while asked[0] in ("bin", "un", "cast"):
            asked = asked[2]
        return asked == ("place", f"%{following[0].number}")

    def _told_by_outputs(self, call: Call) -> bool:
        """``parse(url, &host, &port)`` and then ``if (!host)``: the outputs tell as well."""
        return not self.outputs.isdisjoint(a[1] for a in call.args if a[0] == "addr")

    def _asked_before(self, path: Path, call: Call) -> bool:
        """``n = i2d_X(x, NULL)`` was looked at before: ``i2d_X(x, &p)`` writes what it promised."""
        return any(
            origin.call.callee == call.callee and origin.call.args[:1] == call.args[:1]
            for origin in self.origins.values()
        )

    # -- DTL203

    def _passed(self, path: Path, call: Call, args: tuple[Value, ...]) -> None:
        """A pointer given to a function that needs it, or to one that may look at it."""
        contract = path.contract(call)
        if wraps_in_owner(path, call):
            return
        summary = path.summary(call)
        for n, value in enumerate(args, 1):
            origin = self.origin(value)
            if summary is not None and summary.returns_parameter == n - 1:
                if origin is not None and origin.contract.returns != "pointer":
                    continue  # it comes back
            if origin is None:
                for inner in self._inside(value):
                    path.put("result", (SYM, inner.call.number), (_JUDGED,))
                continue
            if origin.contract.returns != "pointer":
                path.put("result", value, (_JUDGED,))
            elif contract is None and n in NEEDED.get(call.callee, ()):
                self._unchecked_use(path, origin, value, call.span)
            elif contract is None:
                if summary is None or n - 1 in summary.tests:
                    path.put("result", value, (_JUDGED,))
            elif n in contract.nonnull and not contract.is_release():
                self._unchecked_use(path, origin, value, call.span)

    def _unchecked_use(self, path: Path, origin: Origin, value: Value, span: Span) -> None:
        null_here = path.get("null", value) and path.is_null(value)
        if not (origin.contract.must_check or origin.allocates()) or not path.may_be_null(value):
            return
        if origin.is_built_in():
            return
        if origin.asserted is not None:  # asserted-invariant reports the assertion
            return
        if path.get("result", value) is not None or path.cells(value) == ZERO and not null_here:
            return
        path.put("result", value, (_JUDGED,))
        if path.get("tested", call_text(path, origin.call)):  # the same call was tested before
            return
        path.report(
            UNCHECKED_USE.at(
                span,
                callee=origin.call.callee,
                notes=(Note(origin.call.span, f"{origin.call.callee} may return NULL"),),
            ),
            certain=not self._is_held(path, value),
        )

    def on_use(self, path: Path, event: Use | Assign, value: Value, index: Value | None) -> None:
        super().on_use(path, event, value, index)
        origin = self.origin(value)
        compared = not isinstance(value, int) and value[0] == TEST  # ``ok &= p != NULL``
        if origin is not None and not compared and origin.contract.returns == "pointer":
            self._unchecked_use(path, origin, value, event.span)
        elif origin is not None:
            path.put("result", (SYM, origin.call.number), (_JUDGED,))

    # -- DTL202

    def on_test(
        self, path: Path, branch: Branch | Switch, value: Value, side: int, other: int, exact: bool
    ) -> None:
        super().on_test(path, branch, value, side, other, exact)
        origin = self.origin(value)
        if origin is None:
            for inner in self._inside(value):
                path.put("result", (SYM, inner.call.number), (_JUDGED,))
            return
        contract = origin.contract
        if contract.returns == "pointer":
            if side == ZERO:
                path.put("null", value, True)
            elif self.repeated[origin.call.callee] > 1:
                path.put("tested", call_text(path, origin.call), True)
        elif not side & contract.failure and contract.is_status():
            for vouched in self.vouched_for(path, origin):
                path.put("result", vouched, (_JUDGED,))
        fact = path.get("result", value)
        if contract.returns == "flags" and isinstance(branch, Branch):
            self._status_of_flags(path, branch, origin)
        compares = contract.compare == "equal_is_zero"
        if fact == (_JUDGED,) or not (contract.is_status() or compares):
            return
        asks = contract.error_source == "ssl_get_error"
        if asks and contract.neutral and not contract.must_check:  # error-handling's (SSL_shutdown)
            return
        if self._null_for_integer(path, branch, origin) or not exact:
            path.put("result", value, (_JUDGED,))
        elif contract.compare == "time_order" and is_safe_time(path, branch, origin.call, side):
            path.put("result", value, (_JUDGED,))
        elif mixes(contract, side):
            path.put("result", value, fact or (_MIXED, branch.span, side, other))
            if isinstance(branch, Branch) and leads_nowhere(path.function, branch):
                self._ignored_after_all(path, origin, value)
            elif not self._is_held(path, value):  # nothing can test it again
                self.on_dead(path, "result", value, path.get("result", value))
                path.put("result", value, (_JUDGED,))
        elif self._reversed(path, branch, contract, side, other):
            why = f"{in_words(contract, contract.success)} is its success"
            path.put("result", value, (_JUDGED,))
            path.report(MISREAD.at(branch.span, callee=origin.call.callee, why=why))
        else:
            path.drop("result", value)

    def _status_of_flags(self, path: Path, branch: Branch, origin: Origin) -> None:
        """``set_options(..) != 1``: the result is the set of options, which says nothing."""
        condition = branch.condition
        if (
            condition[0] == "bin"
            and condition[1] in ("==", "!=")
            and ("int", 1, "") in condition[2:]
        ):
            why = "it gives the flags that are set, not a status"
            path.report(MISREAD.at(branch.span, callee=origin.call.callee, why=why), certain=True)

    def _is_held(self, path: Path, value: Value) -> bool:
        """Does a variable (not only the temporary of the call) hold the result?"""
        return any(place[:1] != "%" for place in path.holders(value))

    def _ignored_after_all(self, path: Path, origin: Origin, value: Value) -> None:
        """``if (!f()) { }``: both edges go the same way."""
        path.put("result", value, (_JUDGED,))
        if origin.contract.must_check:
            _report(path, IGNORED, origin)

    def _null_for_integer(self, path: Path, branch: Branch | Switch, origin: Origin) -> bool:
        """``f() == NULL`` where ``f`` returns an int."""
        if origin.contract.returns == "pointer" or not isinstance(branch, Branch):
            return False
        condition = branch.condition
        if condition[0] != "bin" or ("null",) not in condition[2:]:
            return False
        path.report(
            MISREAD.at(
                branch.span,
                callee=origin.call.callee,
                why="it is no pointer",
                fixes=misread(path.unit.original, branch.span, origin.call, origin.contract),
            ),
            certain=True,
        )
        return True

    def _reversed(
        self, path: Path, branch: Branch | Switch, contract: Contract, side: int, other: int
    ) -> bool:
        """Success values on an edge that fails, and failure values on one that goes on."""
        if not (contract.must_check or contract.is_index()) or contract.returns == "pointer":
            return False
        if side & contract.failure or not side & contract.success or not other & contract.failure:
            return False
        if not isinstance(branch, Branch) or _names_the_value(branch):
            return False
        if contract.success == ONE:  # silent: ``== 1`` is meant as it stands
            meant = branch.condition[0] == "bin" and branch.condition[1] == "=="
            return not meant and complains(path, branch, side)
        ends_well = contract.success == ZERO and bool(contract.failure & (ABOVE | ONE))
        first = contract.is_index() and side == ZERO
        return (ends_well or first) and fails_rather(path, branch, side)

    def on_dead(self, path: Path, kind: str, value: Value, fact: tuple[Any, ...]) -> None:
        origin = self.origin(value)
        if (
            kind != "result"
            or origin is None
            or fact[0] != _MIXED
            or origin.contract.returns == "void"
        ):
            return
        contract = origin.contract
        if not mixes(contract, path.cells(value)):
            return
        if not contract.critical and self._told_by_outputs(origin.call):
            return
        _, span, side, _ = fact
        wrong = in_words(contract, side & contract.failure)
        why = f"{wrong} is a failure too and goes the way of success"
        if contract.returns == "pointer":
            why = "it returns a pointer, which is never negative"
        elif contract.returns == "count" and mixes_by_one(contract, side):
            why = "the result is a size: any value over 1 goes the way of failure"
        notes = () if origin.call.span == span else (Note(origin.call.span, "the call"),)
        path.report(
            MISREAD.at(
                span,
                callee=origin.call.callee,
                why=why,
                notes=notes,
                fixes=misread(path.unit.original, span, origin.call, contract),
            ),
            certain=not self._is_held(path, value),
        )

    # -- DTL205

    def on_convert(self, path: Path, event: Convert, value: Value) -> None:
        super().on_convert(path, event, value)
        mask = NONZERO
        if not isinstance(value, int) and value[0] == TEST:
            mask = value[2]
            value = value[1]
        origin = self.origin(value)
        if origin is None or isinstance(value, int) or value[0] == TEST:
            return
        contract = origin.contract
        if not contract.is_status() or path.get("result", value) == (_JUDGED,):
            return
        cells = path.cells(value)
        mixed = cells & mask if mixes(contract, cells & mask) else cells & ~mask
        path.put("result", value, (_JUDGED,))
        if not mixes(contract, mixed):
            return
        if contract.compare == "time_order" and is_safe_time(path, None, origin.call, mixed):
            return
        fixes = misread(path.unit.original, event.span, origin.call, contract)
        first = contract.is_index() and mixed & ZERO
        if first or mixed & contract.failure & ZERO or not contract.is_three_way():
            wrong = in_words(contract, mixed & contract.failure)
            why = f"{wrong} is a failure too and goes the way of success"
            if first:
                why = "0 is a position too and goes the way of failure"
            path.report(MISREAD.at(event.span, callee=origin.call.callee, why=why, fixes=fixes))
        else:
            path.report(TRUNCATED.at(event.span, callee=origin.call.callee, fixes=fixes))

    # -- handing on, and DTL204

    def on_assign(
        self, path: Path, event: Assign | Call, place: str, old: Value, new: Value
    ) -> None:
        super().on_assign(path, event, place, old, new)
        origin = self.origin(new)
        if origin is None:
            for inner in self._inside(new):
                path.put("result", (SYM, inner.call.number), (_JUDGED,))

    def on_exit(self, path: Path, end: Exit, value: Value | None) -> None:
        super().on_exit(path, end, value)
        if value is not None:
            origin = self.origin(value)
            if origin is not None and (isinstance(value, int) or value[0] != TEST):
                path.drop("result", value)

    def end(self, path: Path) -> None:
        if path.blurred or path.cut:  # a test may have been forgotten or never walked
            return
        for origin in self.origins.values():
            contract = origin.contract
            if origin.asserted or not contract.must_check:
                continue
            if contract.returns == "pointer" and origin.seen_in:
                continue
            unseen = self.configuration_without(origin, origin.seen_in)
            if unseen is None:
                continue
            path.state.config = unseen
            _report(path, UNTESTED, origin)
