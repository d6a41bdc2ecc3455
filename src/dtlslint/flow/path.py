"""The path that checks see: values, what is known of them, the checks' own marks, reports."""

from __future__ import annotations

from ..contracts.cells import ABOVE, ALL, ZERO
from ..contracts.versions import number
from . import conditions
from .arithmetic import fold
from .conditions import MIRROR, NONZERO, of_integer
from .configurations import HIGHEST, OPENSSL
from .events import Switch
from .state import AT, CMP, EXPR, IN, LIT, OLD, OUT, SYM, TEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..contracts import Contract, Contracts
    from ..diagnostics import Finding
    from .events import Call, Function, Operand
    from .state import State, Value
    from .summaries import Summary
    from .unit import Unit

#: Methods of smart pointers that hand out what they hold.
OWNER_GETTERS = frozenset(("get", "data", "pointer", "operator->", "Get", "ptr"))
# components of a canonical place; deeper ones are lists being walked
MAX_PLACE = 3
# nested operations of an arithmetic value; beyond, the value is unknown
MAX_EXPRESSION = 6
_STREAMS = frozenset(("stdin", "stdout", "stderr"))


class Path:
    """One path up to one point. ``state`` changes under the checks as the walk goes on."""

    __slots__ = (
        "unit", "function", "contracts", "state", "findings", "_contracts", "options", "block",
        "blurred", "cut", "containers", "_kinds", "_labels",
    )  # fmt: skip

    def __init__(
        self, unit: Unit, function: Function, contracts: Contracts, state: State, options: Any
    ) -> None:
        self.unit = unit
        self.function = function
        self.contracts = contracts
        self.state = state
        self.options = options
        self.block = 0
        #: Has some state of this walk been joined past the bound; have some paths been left out?
        self.blurred = False
        self.cut = False
        #: Kinds of mark that were put on any path of this walk.
        self._kinds: set[str] = set()
        #: Places through which others are reached (``s`` of ``s->x``).
        self.containers: frozenset[str] = frozenset()
        #: Names that are ``case`` labels: constants, however they are written.
        self._labels = frozenset(
            key[1]
            for block in function.blocks
            if type(block.end) is Switch
            for key, _ in block.end.cases
            if key[0] == "place" and key[1] not in function.variables
        )
        #: (code, span) -> [finding, configuration common to all paths that reported it]
        self.findings: dict[tuple[str, tuple[int, int]], list[Any]] = {}
        self._contracts: dict[int, tuple[Contract | None, Contract | None, Summary | None]] = {}

    # -- API facts

    def contract(self, call: Call) -> Contract | None:
        """The contract of the called function in this path's configuration."""
        contract = (self._contracts.get(call.number) or self._lookup(call))[0]
        if contract is None or not contract.versions:
            return contract
        return self._versioned(contract)

    def _versioned(self, contract: Contract) -> Contract:
        if self.state.config.intervals:
            _, high = self.state.config.interval(OPENSSL)
            if high < HIGHEST:
                return contract.at_version(high)
        return contract

    def result_contract(self, call: Call) -> Contract | None:
        """The contract of the result: the function's own, or that which a wrapper hands on."""
        contract = (self._contracts.get(call.number) or self._lookup(call))[1]
        if contract is None or not contract.versions:
            return contract
        return self._versioned(contract)

    def depends_on_version(self, call: Call) -> bool:
        """Is what is known of the called function another thing for another OpenSSL?"""
        known = (self._contracts.get(call.number) or self._lookup(call))[:2]
        return any(contract is not None and bool(contract.versions) for contract in known)

    def exists(self, contract: Contract) -> bool:
        """Has OpenSSL the function at all in this path's configuration?"""
        _, high = self.state.config.interval(OPENSSL)
        return high >= HIGHEST or not contract.since or high >= number(contract.since)

    def summary(self, call: Call) -> Summary | None:
        """What the file's own function does, or None for functions of elsewhere."""
        return (self._contracts.get(call.number) or self._lookup(call))[2]

    def ends(self, call: Call) -> bool:
        """Does the function of the file that is called never come back?"""
        summary = self.summary(call)
        return summary is not None and summary.noreturn

    def _lookup(self, call: Call) -> tuple[Contract | None, Contract | None, Summary | None]:
        """The contracts of the function and of its result, and what the file's own one does."""
        summary = self.unit.summary(call.callee) if not call.receiver else None
        contract = None
        if summary is None or call.callee not in self.unit.function_names:
            contract = self.contracts.get(call.callee)
        result = contract
        if contract is None and summary is not None and summary.wraps:
            result = self.contracts.get(summary.wraps)
        known = self._contracts[call.number] = (contract, result, summary)
        return known

    # -- values

    def got(self, call: Call) -> Value | None:
        """What ``x.get()`` stands for where it is known what the owner was made from."""
        if not call.receiver or call.args or call.callee not in OWNER_GETTERS:
            return None
        held = self.load(call.receiver)
        if not isinstance(held, int) and held[0] in (SYM, OUT, OLD):
            return held
        variable = self.function.variables.get(call.receiver)
        if variable is not None and self.unit.is_owner(variable.type):
            return (IN, call.receiver, 0)
        if variable is None and not isinstance(held, int) and held[0] == IN:
            slot = self.unit.sizes.slot_of(self.function, call.receiver)
            return held if slot is not None and self.unit.is_owner(slot.type) else None
        return None

    def place(self, place: str) -> str:
        """The place with its root replaced by what the root is known to point at."""
        at = 0
        for at, letter in enumerate(place):  # noqa: B007
            if letter == "." or letter == "[":
                break
        else:
            return place
        value = self.state.env.get(place[:at])
        if value is None or isinstance(value, int):
            return place
        rest = place[at:]
        kind = value[0]
        if kind == IN:
            base = value[1]
        elif kind == AT:
            base = value[1]
            if rest[:2] == ".*":
                variable = self.function.variables.get(base)
                first = "[0]" if variable is not None and variable.is_array else ""
                rest = first + rest[2:]
        elif kind == SYM:
            base = f"%{value[1]}"
        else:
            return place
        if base.count(".") + rest.count(".") > MAX_PLACE:
            return place
        return str(base) + rest

    def load(self, place: str) -> Value:
        """The value that a place holds."""
        env = self.state.env
        value = env.get(place)
        if value is not None:
            return value
        name = self.place(place)
        if name != place:
            value = env.get(name)
            if value is not None:
                return value
        variable = self.function.variables.get(name)
        if variable is not None and variable.is_array:
            return (AT, name)
        root = name.partition(".")[0].partition("[")[0]
        fixed = root.isupper() or root in _STREAMS
        if name in self._labels or fixed and root not in self.function.variables:
            return (IN, name, 0)  # a macro's name: nothing changes it
        epoch = env.get("#" + root)
        if epoch is None:
            epoch = env.get("#*", 0) if root not in self.function.variables else 0
        return (IN, name, epoch)

    def value(self, operand: Operand) -> Value:
        """The value of an operand on this path."""
        kind = operand[0]
        if kind == "place":
            return self.load(operand[1])
        if kind == "int":
            return int(operand[1])
        if kind == "null":
            return 0
        if kind == "addr":
            return (AT, self.place(operand[1]))
        if kind == "cast":
            return self.value(operand[2])
        if kind == "bin":
            left, right = operand[2], operand[3]
            value = self.value(left)
            if operand[1] in ("==", "!=") and right[0] == "int" and right[2]:
                if self.is_constant(value) and value[1] != right[2]:  # type: ignore[index]
                    return int(operand[1] == "!=")  # two names of one header, two values
            return self.binary(operand[1], value, self.value(right))
        if kind == "un":
            return self.unary(operand[1], self.value(operand[2]))
        if kind == "str":
            return (LIT, operand[1])
        if kind == "call":
            got = self.got(operand[1])
            return (SYM, operand[1].number) if got is None else got
        if kind == "init":
            return ("init", tuple(self.value(item) for item in operand[1]))
        return tuple(operand)

    def binary(self, operator: str, a: Value, b: Value) -> Value:
        if operator in MIRROR:
            if isinstance(a, int) and not isinstance(b, int):
                a, b, operator = b, a, MIRROR[operator]
            if isinstance(b, int):
                return self._compare(operator, a, b)
            if a == b or (self.is_constant(a) and self.is_constant(b)):
                return int((operator in ("==", "<=", ">=")) == (a == b))
            if self.is_constant(b) and self._equals_another(operator, a, b):
                return int(operator == "!=")
            for one, other in ((a, b), (b, a)):  # ``made != given`` where ``given`` is NULL
                if operator in ("==", "!=") and self.state.cells.get(other) == ZERO:
                    return self._compare(operator, one, 0)
            return (CMP, operator, a, b)
        if isinstance(a, int) and isinstance(b, int):
            folded = fold(operator, a, b)
            if folded is not None:
                return folded
        if (
            operator == "|"
            and isinstance(b, int)
            and not isinstance(a, int)
            and a[:2] == (EXPR, "|")
        ):
            if isinstance(a[3], int):  # flags collected in a loop do not grow
                return (EXPR, "|", a[2], a[3] | b)
        if _depth(a) + _depth(b) > MAX_EXPRESSION:
            return ("text", "expression")
        return (EXPR, operator, a, b)

    def is_constant(self, value: Value) -> bool:
        """Is it what an enumerator or macro of a header stands for, by the look of its name?"""
        return (
            not isinstance(value, int)
            and value[0] == IN
            and value[1].isupper()
            and value[1].isidentifier()
            and value[1] not in self.function.variables
        )

    def _compare(self, operator: str, a: Value, k: int) -> Value:
        true, false = conditions.sides(operator, k)
        if isinstance(a, int):
            return int(_decide(operator, a, k))
        if a[0] == TEST:
            one, zero = bool(true & of_integer(1)), bool(true & of_integer(0))
            if one == zero:
                return int(one)
            return a if one else (TEST, a[1], ALL & ~a[2])
        if a[0] in (CMP,) and operator in ("==", "!=") and k == 0:
            return (TEST, a, ZERO if operator == "==" else NONZERO)
        if true & false:
            if self._equals_another(operator, a, k):
                return int(operator == "!=")
            return (CMP, operator, a, k)
        return (TEST, a, true)

    def _equals_another(self, operator: str, a: Value, constant: Value) -> bool:
        """Is ``a`` known to be another constant, so that ``a == constant`` cannot hold?"""
        if operator not in ("==", "!="):
            return False
        for value, mask in self.state.cells.items():
            if isinstance(value, int) or value[0] != CMP or value[2] != a or value[3] == constant:
                continue
            equal = value[1] == "==" and not mask & ZERO or value[1] == "!=" and mask == ZERO
            if equal and (isinstance(value[3], int) or self.is_constant(value[3])):
                return True
        return False

    def unary(self, operator: str, a: Value) -> Value:
        if operator == "!":
            return self._compare("==", a, 0)
        if operator == "bool":
            return self._compare("!=", a, 0)
        if isinstance(a, int):
            return -a if operator == "-" else ~a if operator == "~" else a
        return (EXPR, operator, a, 0)

    def cells(self, value: Value) -> int:
        """The cells that a value may lie in here."""
        if isinstance(value, int):
            return of_integer(value)
        known = self.state.cells.get(value)
        if known is not None:
            return known
        kind = value[0]
        if kind in (AT, LIT, "fun"):
            return ABOVE
        if kind == TEST:
            base = self.cells(value[1])
            true, false = base & value[2], base & ~value[2]
            return (8 if true else 0) | (4 if false else 0)
        return ALL

    def may_be_null(self, value: Value) -> bool:
        return bool(self.cells(value) & ZERO)

    def is_null(self, value: Value) -> bool:
        return self.cells(value) == ZERO

    def is_local(self, place: str) -> bool:
        """Is it a local or parameter itself (or a temporary), not something reached through one?"""
        if place[:1] == "%":
            return "." not in place and "[" not in place
        variable = self.function.variables.get(place)
        if variable is None or variable.static:
            return False
        return "&" not in variable.type

    def holders(self, value: Value) -> list[str]:
        """The places that hold ``value`` here (temporaries included)."""
        return [place for place, held in self.state.env.items() if held == value]

    def base(self, value: Value) -> Value:
        """The value under tests: what ``ok = (r == 1)`` speaks about."""
        while not isinstance(value, int) and value[0] == TEST:
            value = value[1]
        return value

    # -- marks and reports

    def get(self, kind: str, value: Value) -> Any:
        """A check's fact about a value on this path, or None."""
        return self.state.marks.get((kind, value))

    def put(self, kind: str, value: Value, fact: Any) -> None:
        """Remember a (hashable) fact about a value from here on."""
        self.state.marks[kind, value] = fact
        self._kinds.add(kind)

    def drop(self, kind: str, value: Value) -> None:
        self.state.marks.pop((kind, value), None)

    def facts(self, kind: str) -> list[tuple[Value, Any]]:
        """All (value, fact) of one kind on this path."""
        if kind not in self._kinds:
            return []
        return [(key[1], fact) for key, fact in self.state.marks.items() if key[0] == kind]

    def report(self, finding: Finding, certain: bool = False) -> None:
        """Keep a finding; ``certain`` ones rest on nothing that a join may have forgotten."""
        if self.state.blurred and not certain:
            return
        key = (finding.rule.code, finding.span)
        known = self.findings.get(key)
        if known is None:
            self.findings[key] = [finding, self.state.config]
        elif known[1] is not self.state.config:
            known[1] = known[1].common(self.state.config)


def _decide(operator: str, a: int, k: int) -> bool:
    return {
        "==": a == k, "!=": a != k, "<": a < k, "<=": a <= k, ">": a > k, ">=": a >= k,
    }[operator]  # fmt: skip


def _depth(value: Value) -> int:
    if isinstance(value, int) or value[0] not in (EXPR, CMP, TEST):
        return 0
    return 1 + sum(_depth(part) for part in value[1:] if isinstance(part, tuple))
