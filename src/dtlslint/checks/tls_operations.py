"""TLS operations: the calls whose failures only ``SSL_get_error`` explains.

``Operations`` keeps what the observers of DTL702 and DTL703 both ask about the function's calls.
"""

from __future__ import annotations

from ..flow.events import Branch
from ..flow.state import OLD, SYM, TEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..contracts import Contract
    from ..flow.events import Call, Switch
    from ..flow.path import Path
    from ..flow.state import Value

#: Mark: the value answers what the operation of that number (-1: any) came to.
ASKED = "tls-asked"


def is_operation(contract: Contract) -> bool:
    return contract.error_source == "ssl_get_error" or "listen" in contract.tags


def is_question(contract: Contract) -> bool:
    """Does the call tell whether an operation is only to be called again?"""
    return "retry" in contract.tags


class Operations:
    """The operations of one function by event number, and what became of them."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.known: dict[int, tuple[Call, Contract]] = {}
        #: Calls of functions that the library does not have.
        self.foreign: dict[int, Call] = {}
        #: Operations asked about too late: one finding for one mistake.
        self.stale: set[int] = set()

    def on_call(self, path: Path, call: Call) -> None:
        contract = path.result_contract(call)
        if contract is not None and is_operation(contract):
            self.known[call.number] = (call, contract)
        elif contract is None or path.contract(call) is None:
            self.foreign[call.number] = call

    def of(self, value: Value) -> int | None:
        """The number of the operation that a value is the result of, or a verdict about."""
        while not isinstance(value, int) and value[0] == TEST:
            value = value[1]
        if isinstance(value, int) or value[0] not in (SYM, OLD):
            return None
        return value[1] if value[1] in self.known else None

    def is_result(self, value: Value) -> bool:
        """Is it an operation's result itself?"""
        return not isinstance(value, int) and value[0] in (SYM, OLD) and value[1] in self.known


def parts(value: Value) -> list[tuple[Any, ...]]:
    """The values that ``value`` is computed from, itself among them."""
    found: list[tuple[Any, ...]] = []
    stack = [value]
    while stack:
        current = stack.pop()
        if isinstance(current, int):
            continue
        if current[0] in ("test", "cmp", "expr"):
            stack.extend(part for part in current[1:] if isinstance(part, tuple))
        elif current[0] == "init":
            stack.extend(current[1])
        else:
            found.append(current)
    return found


def asks_for_one(branch: Branch | Switch) -> bool:
    """``== 1`` or ``!= 1``: whether the peer has answered already."""
    condition = branch.condition if isinstance(branch, Branch) else branch.value
    return condition[0] == "bin" and condition[1] in ("==", "!=") and condition[3][:2] == ("int", 1)


def asks_for_more(branch: Branch | Switch) -> bool:
    """``> 0``: whether somebody has been heard."""
    condition = branch.condition if isinstance(branch, Branch) else branch.value
    return condition[0] == "bin" and condition[1] in (">", ">=")


def is_verdict(value: Value) -> bool:
    return not isinstance(value, int) and value[0] == TEST
