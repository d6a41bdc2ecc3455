"""DTL701: the failure branch of a must-check call leaves the function and tells nobody."""

from __future__ import annotations

from ..diagnostics import NOTE, Note, Rule
from ..flow import graph
from ..flow.events import NULL, RETURN, Assign, Call, Exit, Switch
from ..flow.failure import is_report, names_error, reports
from ..flow.ownership_words import words
from ..flow.state import IN, LIT, SYM
from ..flow.uses import places_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..contracts import Contract
    from ..diagnostics import Finding, Span
    from ..flow.configurations import Configuration
    from ..flow.events import Branch, Jump, Operand
    from ..flow.path import Path
    from ..flow.state import Value
    from .run import File

SILENT = Rule(
    "DTL701", "silent-failure", "error-handling", NOTE,
    "{callee} failed and the function is left with no report, error code or look at the error "
    "queue", 390,
)  # fmt: skip

# One slot a path for each: what failed last and went unreported, and what succeeded last. A mark
# for every call would double the states at every optional step.
_FAILED, _PASSED, _SLOT = "silent-failed", "silent-passed", ("slot",)

_WRITERS = frozenset(("strcpy", "strncpy", "strlcpy", "strcat", "memcpy", "append", "assign"))
#: Words of callbacks that are told how it went.
_COMPLETIONS = frozenset(("done", "complete", "completed", "completion", "finish", "finished", "cb",
                          "callback", "result", "notify"))  # fmt: skip
_NO_REASON = ("nullopt", "nullptr", "NULL", "none", "false", "False", "FALSE", "nil", "Nothing")


class SilentFailures:
    def __init__(self, file: File) -> None:
        self.loggers = file.options.loggers
        self.calls: dict[int, tuple[Call, Contract | None]] = {}
        self.found: dict[tuple[object, ...], tuple[int, Finding, Configuration]] = {}
        self.reached: dict[tuple[object, ...], int] = {}
        #: Test -> does a side of it leave the function by a way of its own?
        self.parting: dict[int, bool] = {}
        #: Block of a label -> the one exit behind it, or None.
        self.ways: dict[int, Exit | None] = {}
        self.queried: set[int] = set()
        self.heard: set[tuple[int, Configuration]] = set()
        self.parameters: set[str] = set()

    def begin(self, path: Path) -> None:
        self.calls = {}
        #: Where failures leave silently: key of the exit -> (number of the call, finding, where).
        self.found = {}
        #: Exits and gotos that paths without a failure take -> the last call that succeeded.
        self.reached = {}
        #: Calls whose result somebody asked about, and whose failure some path reports (and where).
        self.queried = set()
        self.heard = set()
        self.parameters = {parameter.name for parameter in path.function.parameters}
        self.ways = {}
        self.parting = {}

    def on_call(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        del result
        contract = path.result_contract(call)
        if contract is not None and "error" in contract.tags:
            self.queried.update(v[1] for v in args if isinstance(v, tuple) and v[0] == SYM)
        self.calls[call.number] = (call, contract)
        failed = path.get(_FAILED, _SLOT)
        if failed is None:
            return
        heard = reports(path, call, self.loggers) or _gives_reason(call)
        if heard:
            self.heard.add((failed[0], path.state.config))
        if heard or failed[0] == call.number:
            path.drop(_FAILED, _SLOT)

    def on_assign(self, path: Path, event: Assign | Call, place: str, new: Value) -> None:
        """An error code or state that is written is a report."""
        failed = path.get(_FAILED, _SLOT)
        if failed is None or place[:1] == "%" or isinstance(event, Call):
            return
        variable = path.function.variables.get(place)
        outlives = variable is None or variable.type.endswith("&")
        text = not isinstance(new, int) and new[0] == LIT
        code = new != 0 if names_error(place) else text or _is_code(path, event.value, new)
        if code and (names_error(place) or outlives):
            if place.removesuffix(".*") in self.parameters:  # ``if (error) *error = FAILED;``
                self.heard.add((failed[0], path.state.config))
            path.drop(_FAILED, _SLOT)

    def on_test(
        self, path: Path, branch: Branch | Switch, value: Value, side: int, other: int, exact: bool
    ) -> None:
        if _looks_at_errno(value):
            path.drop(_FAILED, _SLOT)
        if isinstance(value, int) or value[0] != SYM or not exact:
            return
        call, contract = self.calls.get(value[1], (None, None))
        if call is None or contract is None or value[1] in self.queried:
            return
        if not _can_fail_silently(contract):
            return
        if not side & ~contract.failure and other & contract.success:
            summary = path.summary(call)
            if summary is None or not any(is_report(name, self.loggers) for name in summary.calls):
                path.put(_FAILED, _SLOT, (call.number, value, None))
        elif side & contract.success and not side & contract.failure:
            if not self._parts(path, branch):
                path.put(_PASSED, _SLOT, call.number)
            path.drop(_FAILED, _SLOT)

    def _parts(self, path: Path, branch: Branch | Switch) -> bool:
        """Does one side of the test leave by a way of its own, which the other never takes?"""
        if isinstance(branch, Switch):
            return False
        if branch.number not in self.parting:
            sides = (branch.then, branch.otherwise)
            self.parting[branch.number] = any(graph.leaves(path.function, side) for side in sides)
        return self.parting[branch.number]

    def on_jump(self, path: Path, jump: Jump) -> None:
        failed = path.get(_FAILED, _SLOT)
        end = self._way_out(path, jump.target)
        value = None if end is None or end.value is None else path.value(end.value)
        if failed is None:
            self._reach(path, ("goto", jump.span))
            if end is not None:
                self._reach(path, ("exit", end.number, value))
        elif failed[2] is None:
            failed = (failed[0], failed[1], jump.span)
            path.put(_FAILED, _SLOT, failed)
        if end is not None:
            # decided here: the paths of many failures are not told apart behind the label
            if failed is not None:
                self._leave(path, end, value, failed)
            path.drop(_FAILED, _SLOT)
            path.drop(_PASSED, _SLOT)

    def _way_out(self, path: Path, target: int) -> Exit | None:
        """The exit behind a label if nothing on the way reports or changes what is returned."""
        if target not in self.ways:
            self.ways[target] = self._find_way_out(path, target)
        return self.ways[target]

    def _find_way_out(self, path: Path, target: int) -> Exit | None:
        blocks = graph.reached(path.function, target)
        exits = [block.end for block in blocks if isinstance(block.end, Exit)]
        if len(exits) != 1 or any(isinstance(block.end, Switch) for block in blocks):
            return None
        returned = set() if exits[0].value is None else set(places_of(exits[0].value))
        for block in blocks:
            for event in block.events:
                if isinstance(event, Call):
                    if reports(path, event, self.loggers) or _gives_reason(event):
                        return None
                    if f"%{event.number}" in returned:
                        return None
                elif isinstance(event, Assign):
                    cleared = event.value in (("null",), ("int", 0, ""), ("int", 0, "NULL"))
                    if event.place in returned or names_error(event.place):
                        return None
                    if not cleared and not path.is_local(event.place):
                        return None
        return exits[0]

    def _reach(self, path: Path, key: tuple[object, ...]) -> None:
        passed = path.get(_PASSED, _SLOT) or 0
        self.reached[key] = max(passed, self.reached.get(key, 0))

    def on_exit(self, path: Path, end: Exit, value: Value | None) -> None:
        key: tuple[object, ...] = ("exit", end.number, value)
        failed = path.get(_FAILED, _SLOT)
        if failed is None:
            self._reach(path, key)
        else:
            self._leave(path, end, value, failed)

    def _leave(
        self, path: Path, end: Exit, value: Value | None, failed: tuple[int, Value, Span | None]
    ) -> None:
        """A path whose last failure nobody has heard of leaves the function."""
        key: tuple[object, ...] = ("exit", end.number, value)
        number, what, jumped = failed
        if end.kind != RETURN or path.state.blurred or value == what:
            return
        if value is not None and not self._says_nothing(path, end.value or (NULL,), value):
            return
        if jumped is None and end.value is not None and _is_computed(path, end.value, value):
            return  # silent: no branch of its own, the function goes on to its end
        call = self.calls[number][0]
        span: Span = jumped or end.span
        notes = () if call.span[0] == span[0] else (Note(call.span, "the call"),)
        if jumped is not None:
            key = ("goto", jumped)
        finding = SILENT.at(span, callee=call.callee, notes=notes)
        self.found.setdefault(key, (number, finding, path.state.config))

    def _says_nothing(self, path: Path, operand: Operand, value: Value) -> bool:
        """Is the returned value no distinct error code: 0, false, NULL, something empty?"""
        if isinstance(value, int):
            named = operand[0] == "int" and operand[2] and not _is_plain(operand[2])
            bare_one = value == 1 and operand == ("int", 1, "")
            return not named and (value == 0 or bare_one)
        if value[0] == IN:
            return not path.is_local(value[1]) and _is_plain(value[1])
        if value[0] == SYM:
            call = self.calls.get(value[1], (None, None))[0]
            return call is not None and not call.args and not call.receiver and _is_type(call)
        if value[0] == "init":
            told = any(not isinstance(v, int) and v[0] == LIT and v[1] for v in value[1])
            return not told and (not value[1] or value[1][0] == 0)
        return bool(value == (LIT, b""))

    def end(self, path: Path) -> None:
        for key, (number, finding, where) in self.found.items():
            unheard = where.without([told for call, told in self.heard if call == number])
            # silent: paths on which the call succeeded leave here as well
            if self.reached.get(key, -1) < number and unheard is not None:
                path.state.config = unheard
                path.report(finding, certain=True)


def _can_fail_silently(contract: Contract) -> bool:
    """Not for comparisons, for what is only absent, nor for TLS operations, which are DTL703's."""
    if not contract.must_check or not contract.is_status() or contract.compare:
        return False
    if contract.returns == "pointer" and contract.error_source == "none":
        return False
    if contract.error_source == "errno":
        return False  # silent: the reason is there for the caller to ask
    return "io" not in contract.tags and contract.error_source != "ssl_get_error"


def _is_code(path: Path, operand: Operand, value: Value) -> bool:
    """A negative number, an enumerator or another named constant."""
    if isinstance(value, int):
        return value < 0 or (operand[0] == "int" and bool(operand[2]) and not _is_plain(operand[2]))
    if value[0] != IN or path.is_local(value[1]) or "." in value[1]:
        return False
    return not _is_plain(value[1])


def _looks_at_errno(value: Value) -> bool:
    stack: list[object] = [value]
    while stack:
        current = stack.pop()
        if isinstance(current, tuple):
            if current[0] == IN and current[1] == "errno":
                return True
            stack.extend(current[1:])
    return False


def _gives_reason(call: Call) -> bool:
    """Is an error code among the arguments (``close(c, TLS_FAILED)``, ``done(c, -1)``)?"""
    if any(operand[0] == "int" and operand[1] < 0 for operand in call.args):
        return True
    if ("int", 0, "false") in call.args and not _COMPLETIONS.isdisjoint(words(call.callee)):
        return True
    names = [str(operand[-1]) for operand in call.args if operand[0] in ("int", "place")]
    buffers = call.callee in _WRITERS
    return any((buffers or name[:1].isupper()) and names_error(name) for name in names)


def _is_plain(name: str) -> bool:
    return name.endswith(_NO_REASON) or name in ("true", "TRUE", "True")


def _is_computed(path: Path, operand: Operand, value: Value | None) -> bool:
    """Is what is returned a variable or an expression, not a constant or a call?"""
    if operand[0] == "place" and operand[1][:1] == "%":
        return isinstance(value, int) or value is None or value[0] != SYM
    return operand[0] in ("bin", "un") or (operand[0] == "place" and path.is_local(operand[1]))


def _is_type(call: Call) -> bool:
    """``QByteArray()``, ``std::string()``: a value-initialised object, by the spelling."""
    return call.callee[:1].isupper() or call.qualified.startswith("std::")
