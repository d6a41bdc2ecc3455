"""DTL702: SSL_get_error after something else, or about something else.

The last operation of a path is kept in one mark; the question looks at it when it comes.
"""

from __future__ import annotations

from ..contracts.cells import ABOVE, BELOW, MINUS_ONE, ONE
from ..diagnostics import ERROR, Note, Rule
from ..flow.conditions import of_integer
from ..flow.events import Assign
from ..flow.state import AT, EXPR, IN, OLD, OUT, SYM, TEST
from .tls_operations import ASKED, is_operation, is_question, parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..contracts import Contract
    from ..flow.events import Call
    from ..flow.path import Path
    from ..flow.state import Value
    from .run import File
    from .tls_operations import Operations

STALE = Rule(
    "DTL702", "stale-error-query", "error-handling", ERROR,
    "{callee} must follow the TLS operation that it asks about: {why}", 754,
)  # fmt: skip

_LAST, SPOILT, _KEPT = "tls-last", "tls-spoilt", "tls-kept"


def _disturbs(contract: Contract) -> bool:
    """May the call change the error queue, or the state of the connection's input and output?"""
    if not contract.effect:
        return False
    if contract.error_source == "err_queue":
        return contract.must_check  # others fail for want of memory only
    if contract.error_source not in ("none", "errno"):
        return True
    if "error" not in contract.tags or "init" in contract.tags:
        return False
    return not contract.args_with_role("out_buffer")


class StaleQueries:
    def __init__(self, file: File, operations: Operations) -> None:
        self.file = file
        self.operations = operations

    def on_call(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        contract = path.result_contract(call)
        own = path.contract(call)
        if contract is not None and is_operation(contract):
            for value, _ in path.facts(_LAST):
                path.drop(_LAST, value)
            connection = _connection(args[0]) if args and own is not None else None
            path.put(_LAST, result, (connection, None, call.span, call.callee))
        elif contract is not None and is_question(contract):
            if "error" in contract.tags:
                self._question(path, call, args)
        elif self._stands_between(path, call, own, args):
            for value, fact in path.facts(_LAST):
                if fact[1] is None:
                    path.put(_LAST, value, (fact[0], call.number, call.span, call.callee))

    def _stands_between(
        self, path: Path, call: Call, own: Contract | None, args: tuple[Value, ...]
    ) -> bool:
        """May the call, or what the file's own function calls, change the answer?"""
        if own is not None:
            return _disturbs(own) or self._touches(path, own, args)
        summary = path.summary(call)
        for name in summary.calls if summary is not None else ():
            contract = path.contracts.get(name)
            if contract is not None and (is_operation(contract) or _disturbs(contract)):
                return True
        return False

    def on_assign(
        self, path: Path, event: Assign | Call, place: str, old: Value, new: Value
    ) -> None:
        """``r--``, ``r += 2``: what was the result is a number of its own; or a member keeps it."""
        if isinstance(event, Assign) and event.op != "=" and self.operations.is_result(old):
            path.put(SPOILT, new, old)
        if self.operations.is_result(new) and place[:1] != "%" and not path.is_local(place):
            path.put(_KEPT, (AT, path.place(place)), new)

    def _touches(self, path: Path, contract: Contract, args: tuple[Value, ...]) -> bool:
        """Does the call change a BIO that it got from a connection?"""
        if not args or isinstance(args[0], int) or args[0][0] != SYM:
            return False
        if not contract.effect or "bio" not in contract.tags:
            return False
        calls = [call for call in path.function.calls if call.number == args[0][1]]
        made = path.contract(calls[0]) if calls else None
        return made is not None and made.returns_alias == "borrowed" and "tls" in made.tags

    def _question(self, path: Path, call: Call, args: tuple[Value, ...]) -> None:
        """``SSL_get_error(connection, result)``."""
        if len(args) != 2 or self._is_success(path, args[1]):
            return
        own = path.contract(call) is not None
        last = path.facts(_LAST)
        why, span = "", call.span
        if last:
            operation, (connection, disturbed, span, name) = last[0]
            if own:
                named = call.args[1][0] != "int"
                if not (named and self._stands_for_failure(path, args[1], operation)):
                    why = self._wrong_result(path, args[1], operation)
                why = why or _wrong_connection(path, _connection(args[0]), connection)
            if not why and disturbed is not None and self._is_about(path, args[1], operation):
                why = f"{name} stands between the two and may change the answer"
        elif own and call.args[1][0] == "int":
            why = "this is a number, not the operation's result"
        elif own and self._is_foreign(path, args[1]):
            why = "this is the result of another call"
        if why:
            if last:
                self.operations.stale.add(operation[1])  # type: ignore[index]
            notes = () if span == call.span else (Note(span, "after this call"),)
            path.report(STALE.at(call.span, callee=call.callee, why=why, notes=notes))

    def _is_about(self, path: Path, value: Value, operation: Value) -> bool:
        """Is it the operation's result, or the member that was last set to it?"""
        if value == operation:
            return True
        kept = not isinstance(value, int) and value[0] == IN
        return kept and path.get(_KEPT, (AT, value[1])) == operation  # type: ignore[index]

    def _stands_for_failure(self, path: Path, value: Value, operation: Value) -> bool:
        """``len = -1`` where the operation has failed: the answer is the same."""
        number = self.operations.of(operation)
        if number is None or not isinstance(value, int) or value >= 0:
            return False
        return not path.cells(operation) & self.operations.known[number][1].success

    def _wrong_result(self, path: Path, value: Value, operation: Value) -> str:
        if value == operation:
            return ""
        if isinstance(value, int):
            exact = -1 <= value <= 1 and path.cells(operation) == of_integer(value)
            exact = exact or (value > 0 and self._is_success(path, operation))
            exact = exact or (value < 0 and not path.cells(operation) & ~(BELOW | MINUS_ONE))
            return "" if exact else "this is a number, not the operation's result"
        if value[0] == TEST and self.operations.of(value) is not None:
            return "this is a verdict made of the result, not the result"
        if self.operations.of(value) is not None:
            return "this is the result of an earlier operation"
        if self._is_foreign(path, value):
            return "this is the result of another call"
        spoilt = path.get(SPOILT, value) == operation
        if spoilt or (value[0] == EXPR and operation in parts(value)):
            return "this is computed from the result, not the result"
        if value[0] == OUT and value[1] == operation[1]:  # type: ignore[index]
            if not path.cells(value) & (ONE | ABOVE):
                return ""  # silent: nothing moved is no success, so this path cannot be
            return "this is how much was moved, not the operation's result"
        if value[0] == IN and path.is_local(value[1]):
            variable = path.function.variables[value[1]]
            if variable.parameter and not path.function.in_lambda:
                return "this is what the caller gave, not the operation's result"
        return ""

    def _is_foreign(self, path: Path, value: Value) -> bool:
        """Is it the result of a function of the library that is no TLS operation?"""
        if isinstance(value, int) or value[0] not in (SYM, OLD):
            return False
        number = value[1]
        if number in self.operations.foreign or number in self.operations.known:
            return False
        if path.get(ASKED, value) is not None:
            return False
        calls = [call for call in path.function.calls if call.number == number]
        return bool(calls) and not self._is_ssl_bio(path, calls[0])

    def _is_ssl_bio(self, path: Path, call: Call) -> bool:
        """Data transfer by BIO, where a BIO may be a TLS connection: the result is the same."""
        contract = path.contract(call)
        if contract is None or not {"bio", "io"} <= contract.tags:
            return False
        for word in self.file.words:
            if word[:1] in "Bq" and "ssl" in word:
                made = self.file.contracts.get(word)
                if made is not None and {"bio", "tls"} <= made.tags:
                    return True
        return False

    def _is_success(self, path: Path, value: Value) -> bool:
        """Of a result above 0 the answer is always that nothing is wrong."""
        known = not isinstance(value, int) and value[0] in (SYM, OLD)
        return known and not path.cells(value) & ~(ONE | ABOVE)


def _connection(value: Value) -> Value | None:
    """What tells a connection from another: its place, or the value itself."""
    if isinstance(value, int):
        return None
    return (IN, value[1]) if value[0] == IN else None


def _wrong_connection(path: Path, asked: Value | None, last: Value | None) -> str:
    """Are they different connections: other names, the same of two parameters, or of one thing?"""
    if asked is None or last is None or asked == last:
        return ""
    assert not isinstance(asked, int) and not isinstance(last, int)
    a, b = str(asked[1]).rpartition("."), str(last[1]).rpartition(".")
    if a[0] == b[0] and "*" not in a[2] and "[" not in a[2] + b[2]:
        return "the last operation was on another connection"
    parameters = {parameter.name for parameter in path.function.parameters}
    one, other = a[0].removesuffix(".*"), b[0].removesuffix(".*")
    if one != other and {one, other} <= parameters and a[2] == b[2]:
        return "the last operation was on another connection"
    return ""
