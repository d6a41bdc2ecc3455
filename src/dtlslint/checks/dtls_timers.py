"""DTL704 and DTL705: the retransmission timer that the caller of a DTLS handshake has to serve."""

from __future__ import annotations

from ..contracts import tls_settings as tls
from ..contracts.cells import BELOW, MINUS_ONE
from ..diagnostics import NOTE, WARNING, Rule
from ..flow.events import CONFIG, DISCARDED, RETURN, THROW, USED, VOIDED, Assign, Branch, Exit
from ..flow.failure import is_report, names_error
from ..flow.graph import root
from ..flow.ownership_words import words
from ..flow.state import AT, OLD, SYM, TEST
from ..patterns import IDENTIFIER, lazy
from ..source import code_only

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ..contracts import Contract
    from ..diagnostics import Finding
    from ..flow.events import Call, Operand, Switch, Use
    from ..flow.path import Path
    from ..flow.state import Value
    from .run import File

_HOOK = "error-handling"
TIMER_MISSING = Rule(
    "DTL704", "dtls-timer-missing", _HOOK, WARNING,
    "{callee} drives a non-blocking DTLS handshake, but nothing in this file serves its "
    "retransmission timer", 755,
)  # fmt: skip
TIMER_IGNORED = Rule(
    "DTL705", "timer-result-ignored", _HOOK, WARNING,
    "the result of {callee} is ignored: {why}", 252,
)  # fmt: skip

_TIMER_COMMAND = lazy(rb"\bDTLS_CTRL_(?:GET|HANDLE)_TIMEOUT\b")
_SCTP = lazy(rb"\b\w*(?:dgram|datagram)_sctp\w*")
#: A receive timeout on a socket that blocks: the datagram BIO shortens it to the timer's. None is
#: set where no time is given.
_RECEIVE_TIMEOUT = lazy(
    rb"(?<!case )\bBIO_CTRL_DGRAM_SET_RECV_TIMEOUT\b(?!\s*,\s*0\s*,\s*(?:0|NULL|nullptr)\s*\))"
)
_NONBLOCKING = (b"nonblock", b"non_block", b"fionbio", b"set_nbio")
_WANT_READ = b"SSL_ERROR_WANT_READ"
_NEGATIVE = BELOW | MINUS_ONE

# marks: a timeval that nobody knows to be written; sides of a test that leaves -1 and 0 together
_TIMEVAL, _REST, _GOOD = "timer-value", "timer-rest", "timer-good"
_ZEROED = "timer-zeroed"
_ZEROING = frozenset(("memset", "bzero", "timerclear"))

_ENDING = frozenset((
    "close", "disconnect", "drop", "destroy", "free", "abort", "stop", "reset", "kill", "hangup",
    "terminate", "shutdown", "delete", "release", "end", "finish", "dead", "lost", "timedout",
))  # fmt: skip

_UNWRITTEN = "when no timer runs, the time is not written"
_UNHEARD = "only a negative value says that the handshake has failed for good"


class _Timer:
    """A call whose result is kept, and what was seen of it on any path."""

    __slots__ = ("call", "gets", "heard", "used", "rest", "good")

    def __init__(self, call: Call, gets: bool) -> None:
        self.call = call
        self.gets = gets
        self.heard = False
        #: The time that it wrote is read.
        self.used = False
        #: Alarms on the side where -1 and 0 are together, and all events on the other one.
        self.rest: set[int] = set()
        self.good: set[int] = set()


def _is_handshake(contract: Contract) -> bool:
    """Drives the handshake (not ``listen``, not a request for a renegotiation)."""
    asks = contract.error_source == "ssl_get_error" and not contract.neutral
    return asks and "handshake" in contract.tags


def is_timer(contract: Contract) -> bool:
    """Does a result say whether, or how, the timer of a DTLS connection runs?"""
    return "timer" in contract.tags and bool(contract.neutral)


class DtlsTimers:
    def __init__(self, file: File) -> None:
        self.file = file
        self.handshake: Call | None = None
        self.timers: dict[int, _Timer] = {}
        #: Bodies of functions that only ask what a DTLS context offers.
        self.inquiries: list[tuple[int, int]] = []

    def begin(self, path: Path) -> None:
        self.timers = {}
        if _only_asks(path):
            self.inquiries.append(path.function.body)
        for call in path.function.calls:
            contract = path.contract(call)
            if contract is not None and _is_handshake(contract):
                if self.handshake is None or call.span < self.handshake.span:
                    self.handshake = call

    # -- DTL705

    def on_call(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        if call.callee in _ZEROING and args and not isinstance(args[0], int):
            path.put(_ZEROED, args[0], True)
        if call.callee == "timerisset":
            self._zero_is_none(path, call.args)
        self._event(path, call.number, call.args, _is_alarm(path, call))
        for value in args if "unused" not in words(call.callee) else ():
            self._heard_in(value)
        contract = path.result_contract(call)
        if contract is None or not is_timer(contract):
            return
        if contract.out:
            self._gets(path, call, args, contract)
        elif call.how == USED and result == (SYM, call.number):
            self.timers.setdefault(call.number, _Timer(call, False))
        elif call.how in (DISCARDED, VOIDED):
            severity = NOTE if call.how == VOIDED else WARNING
            path.report(
                TIMER_IGNORED.at(call.span, severity=severity, callee=call.callee, why=_UNHEARD),
                certain=True,
            )

    def _gets(self, path: Path, call: Call, args: tuple[Value, ...], contract: Contract) -> None:
        timer = self.timers.setdefault(call.number, _Timer(call, True))
        n = contract.out[0].arg
        if n > len(args) or path.contract(call) is None:
            timer.heard = True
            return
        operand = call.args[n - 1]
        while operand[0] == "cast":
            operand = operand[2]
        if operand[0] not in ("addr", "place"):
            timer.heard = True
            return
        place = str(operand[1])
        variable = path.function.variables.get(root(place))
        pointed = operand[0] == "place" and not (variable is not None and variable.is_array)
        outlives = variable is None or (variable.parameter and "." in place) or variable.static
        if pointed and variable is not None and not variable.parameter:
            held = path.load(place)
            outlives = isinstance(held, int) or held[0] != AT
            place = place if outlives else str(held[1])  # type: ignore[index]
        elif pointed:
            outlives = True
        if outlives:  # its reader is elsewhere
            timer.used = True
        else:
            path.put(_TIMEVAL, (AT, place), call.number)

    def on_assign(self, path: Path, event: Assign | Call, place: str, new: Value) -> None:
        operands = event.reads() if not hasattr(event, "callee") else ()
        if new == 0 or (not isinstance(new, int) and new[0] == "init" and not any(new[1])):
            path.put(_ZEROED, (AT, place), True)
        written = path.get(_TIMEVAL, (AT, place))
        if written is not None and written != event.number and not hasattr(event, "callee"):
            path.drop(_TIMEVAL, (AT, place))
        if place[:1] != "%":
            self._event(path, event.number, operands, names_error(place) or _is_code(operands))
        if not path.is_local(place):
            self._heard_in(new)
        elif not isinstance(new, int) and new[0] in ("expr", "cmp"):
            self._heard_in(new)

    def on_use(self, path: Path, event: Use | Assign) -> None:
        self._read(path, event.number, event.reads())

    def _event(
        self, path: Path, number: int, operands: tuple[Operand, ...], alarm: bool = False
    ) -> None:
        """``alarm``: what happens here is what one does about a failure."""
        if not self.timers:
            return
        self._read(path, number, operands)
        for _, timer in path.facts(_GOOD):
            self.timers[timer].good.add(number)
        for _, timer in path.facts(_REST) if alarm else ():
            self.timers[timer].rest.add(number)

    def _read(self, path: Path, number: int, operands: tuple[Operand, ...]) -> None:
        for value, timer in path.facts(_TIMEVAL) if self.timers else ():
            place = str(value[1])  # type: ignore[index]
            if timer != number and any(_mentions(operand, place) for operand in operands):
                self.timers[timer].used = True

    def _zero_is_none(self, path: Path, operands: tuple[Operand, ...]) -> None:
        """A zeroed time that is tested before it is used may stand for "no timer"."""
        for value, _ in path.facts(_TIMEVAL):
            place = str(value[1])  # type: ignore[index]
            if path.get(_ZEROED, value) and any(_mentions(o, place) for o in operands):
                path.drop(_TIMEVAL, value)

    def _heard_in(self, value: Value) -> None:
        """A result that something unknown is given: that is for others to judge."""
        for timer in self._timers_in(value):
            timer.heard = True

    def _timers_in(self, value: Value) -> list[_Timer]:
        found = []
        stack = [value] if self.timers else []
        while stack:
            current = stack.pop()
            if isinstance(current, int):
                continue
            if current[0] in (SYM, OLD):
                if current[1] in self.timers:
                    found.append(self.timers[current[1]])
            elif current[0] in ("test", "cmp", "expr"):
                stack.extend(part for part in current[1:] if isinstance(part, tuple))
        return found

    def on_test(
        self, path: Path, branch: Branch | Switch, value: Value, side: int, exact: bool
    ) -> None:
        if not self.timers or (isinstance(branch, Branch) and branch.kind == CONFIG):
            return
        operand = branch.condition if isinstance(branch, Branch) else branch.value
        found = self._timers_in(value)
        self._zero_is_none(path, (operand,))
        self._event(path, branch.number, (operand,) if not found else ())
        for timer in found:
            if timer.gets or not exact or value[0] not in (SYM, OLD):  # type: ignore[index]
                timer.heard = True
                continue
            contract = path.result_contract(timer.call)
            assert contract is not None
            negative, better = side & _NEGATIVE, side & ~_NEGATIVE
            if negative and (not better or better & contract.success):
                timer.heard = True  # the second is misread, which unchecked-result says
            elif negative:
                path.put(_REST, value, timer.call.number)
            elif side & contract.success:
                path.put(_GOOD, value, timer.call.number)

    def on_exit(self, path: Path, end: Exit, value: Value | None) -> None:
        operands = () if end.value is None else (end.value,)
        self._read(path, end.number, operands)
        if end.kind == THROW:
            self._event(path, end.number, (), True)
        if end.kind != RETURN or value is None:
            return
        if isinstance(value, int):
            false = value == 0 and end.value is not None and end.value[-1] in ("false", "FALSE")
            self._event(path, end.number, (), value < 0 or false)
            return
        for timer in self._timers_in(value):
            kept = True
            if value[0] == TEST:
                kept = bool(value[2] & 4) != bool(value[2] & MINUS_ONE)
            timer.heard = timer.heard or timer.gets or kept

    def end(self, path: Path) -> None:
        for timer in self.timers.values():
            if timer.heard or timer.rest - timer.good:
                continue
            if timer.gets and not timer.used:
                continue
            why = _UNWRITTEN if timer.gets else _UNHEARD
            path.report(
                TIMER_IGNORED.at(timer.call.span, callee=timer.call.callee, why=why), certain=True
            )

    # -- DTL704

    def finish(self) -> Iterable[Finding]:
        call = self.handshake
        data = self.file.unit.data
        if call is None or _WANT_READ not in data or (b"DTLS" not in data and b"dgram" not in data
                                                     and b"datagram" not in data):  # fmt: skip
            return
        for start, end in self.inquiries:
            data = data[:start] + b" " * (end - start) + data[end:]
        code = code_only(data) if self.inquiries else self.file.unit.code
        if _WANT_READ in code and _is_lossy(code) and self._is_unserved(code):
            severity = NOTE if self.file.options.is_test_path else WARNING
            yield TIMER_MISSING.at(call.span, severity=severity, callee=call.callee)

    def _is_unserved(self, code: bytes) -> bool:
        """Does the code name a DTLS method or datagram BIO, and nothing of the timer?"""
        datagrams = False
        if _TIMER_COMMAND.search(code):
            return False
        for word in set(IDENTIFIER.findall(code)):
            contract = self.file.contracts.get(word.decode())
            if contract is None or "dtls" not in contract.tags:
                continue
            if "timer" in contract.tags:
                return False
            datagrams = datagrams or ("tls" not in contract.tags and contract.returns == "pointer")
        return datagrams


def _only_asks(path: Path) -> bool:
    """Does the function make a connection to ask it something, such as its ciphers, and free it?"""
    function = path.function
    contracts = {call.number: path.contract(call) for call in function.calls}
    called = {contract.name for contract in contracts.values() if contract is not None}
    if not called >= tls.ASKING or not tls.CONNECTING.isdisjoint(called):
        return False
    if any(contract and _is_handshake(contract) for contract in contracts.values()):
        return False
    results = {f"%{n}" for n, c in contracts.items() if c is not None and c.name in tls.ASKING}
    made = {
        event.place
        for event in function.each(Assign)
        if event.value[0] == "place" and event.value[1] in results
    }
    return all(path.is_local(place) for place in made) and not any(
        end.value is not None and end.value[-1] in made for end in function.ends(Exit)
    )


def _is_lossy(code: bytes) -> bool:
    """Neither over SCTP, which loses nothing, nor on a socket that blocks until its timeout."""
    if b"_sctp" in code and _SCTP.search(code):
        return False
    if not _RECEIVE_TIMEOUT.search(code):
        return True
    lower = code.lower()
    return any(word in lower for word in _NONBLOCKING)


def _is_alarm(path: Path, call: Call) -> bool:
    """Does the call report, or end the connection?"""
    contract = path.contract(call)
    if contract is not None:
        return contract.is_release() or "error" in contract.tags
    return is_report(call.callee) or not _ENDING.isdisjoint(words(call.callee))


def _is_code(operands: tuple[Operand, ...]) -> bool:
    """A named constant: a state or an error."""
    return any(o[0] == "int" and o[2] and o[2][:1].isupper() for o in operands) or any(
        o[0] == "place" and o[1].isupper() for o in operands
    )


def _mentions(operand: Operand, place: str) -> bool:
    """Does an operand read ``place``, something in it, or its address?"""
    stack: list[Any] = [operand]
    while stack:
        current = stack.pop()
        if current[0] in ("place", "addr"):
            name = str(current[1])
            if name == place or name.startswith(place + "."):
                return True
        elif current[0] == "init":
            stack.extend(current[1])
        elif current[0] in ("bin", "un", "cast", "and", "or"):
            stack.extend(part for part in current[1:] if isinstance(part, tuple))
    return False
