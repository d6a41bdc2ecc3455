"""Where results come from and what becomes of them: shared by the hooks that judge results."""

from __future__ import annotations

from ..flow.events import NORETURN, USED
from ..flow.state import CMP, EXPR, OLD, SYM, TEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..contracts import Contract
    from ..flow.configurations import Configuration
    from ..flow.events import (
        Assertion,
        Assign,
        Branch,
        Call,
        Convert,
        Declare,
        Exit,
        Operand,
        Switch,
        Use,
    )
    from ..flow.path import Path
    from ..flow.state import Value

#: Values that are a result, or computed from one.
_COMPUTED = frozenset((SYM, OLD, TEST, CMP, EXPR, "init"))


class Origin:
    """A call whose contract says what its result means, and what was seen of the result."""

    __slots__ = (
        "call", "contract", "tested", "handed_on", "returned", "stored", "used", "asserted",
        "called_in", "seen_in", "checked_in",
    )  # fmt: skip

    def __init__(self, call: Call, contract: Contract) -> None:
        self.call = call
        self.contract = contract
        #: Configurations in which the call was met, its result was looked at, was checked.
        self.called_in: list[Configuration] = []
        self.seen_in: list[Configuration] = []
        self.checked_in: list[Configuration] = []
        self.tested = False
        self.handed_on = False
        self.returned = False
        self.stored = False
        self.used = False
        #: The first assertion that looks at the result.
        self.asserted: Assertion | None = None

    def allocates(self) -> bool:
        """``X509_NAME_oneline(name, NULL, 0)``: NULL in place of a buffer asks for a new one."""
        number = self.contract.acquire_cond[3:].partition("=")[0]
        given = self.call.args[int(number) - 1 : int(number)] if number else ()
        return given in ((("null",),), (("int", 0, ""),))

    def is_built_in(self) -> bool:
        """``OBJ_nid2obj(NID_commonName)``: a static object, asked for by a constant of a header."""
        contract = self.contract
        if contract.returns_alias != "static" or "obj" not in contract.tags:
            return False
        asked = contract.args_with_role("nid")
        given = [self.call.args[n - 1] for n in asked if n <= len(self.call.args)]
        return bool(given) and all(_is_nid(operand) for operand in given)


def _is_nid(operand: Operand) -> bool:
    name = operand[1] if operand[0] == "place" else operand[-1]
    return isinstance(name, str) and name.startswith("NID_") and name != "NID_undef"


class ResultTracker:
    """An observer that keeps ``origins`` by event number; subclasses judge."""

    def __init__(self) -> None:
        self.origins: dict[int, Origin] = {}
        self.left_in: list[Configuration] = []

    def begin(self, path: Path) -> bool | None:
        """Start on a function; False when the check has nothing to look for in it."""
        del path
        self.origins = {}
        self.left_in = []
        return None

    def configuration_without(
        self, origin: Origin, seen_in: list[Configuration]
    ) -> Configuration | None:
        """A configuration in which the call is made and that lies in none of ``seen_in``."""
        for left in self.left_in:
            for called in origin.called_in:
                both = left.meet(called)
                unseen = None if both is None else both.without(seen_in)
                if unseen is not None:
                    return unseen
        return None

    def origin(self, value: Value) -> Origin | None:
        """The tracked call that ``value`` is the result of, tests stripped."""
        while not isinstance(value, int) and value[0] == "test":
            value = value[1]
        if isinstance(value, int) or value[0] not in (SYM, OLD):
            return None
        return self.origins.get(value[1])

    def vouched_for(self, path: Path, origin: Origin) -> Iterator[Value]:
        """The pointers without which ``origin``'s call, which has succeeded, would have failed."""
        contract = origin.contract
        for n, operand in enumerate(origin.call.args, 1):
            if operand[0] != "place" or n in contract.nullable or n in contract.nonnull:
                continue
            value = path.value(operand)
            given = self.origin(value)
            if given is not None and given.contract.returns == "pointer":
                yield value

    def looked_at(self, path: Path, value: Value) -> list[Origin]:
        """The results inside ``value``, noted as looked at in this configuration."""
        if isinstance(value, int) or value[0] not in _COMPUTED:
            return []
        found = self._inside(value)
        for origin in found:
            _note(origin.seen_in, path)
        return found

    def _inside(self, value: Value) -> list[Origin]:
        """Every tracked result that a compound value is computed from."""
        found = []
        stack = [value]
        while stack:
            current = stack.pop()
            if isinstance(current, int):
                continue
            if current[0] in (SYM, OLD):
                known = self.origins.get(current[1])
                if known is not None:
                    found.append(known)
            elif current[0] in ("test", "cmp", "expr", "init"):
                parts = current[1] if current[0] == "init" else current[1:]
                stack.extend(part for part in parts if isinstance(part, tuple))
        return found

    def on_call(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        contract = path.contract(call)
        summary = path.summary(call)
        known = contract is not None or (summary is not None and not summary.tests)
        if wraps_in_owner(path, call):
            for value in args:
                for origin in self.looked_at(path, value):
                    origin.used = True
            return
        for n, value in enumerate(args):
            for origin in self.looked_at(path, value):
                pointer = origin.contract.returns == "pointer"
                if not pointer and summary is not None and summary.returns_parameter == n:
                    continue  # the result comes back from the call
                looked_at = summary is not None and n in summary.tests
                if pointer and known and not looked_at:
                    origin.used = True
                else:
                    origin.handed_on = True
                    _note(origin.checked_in, path)
        for n, argument in enumerate(call.args, 1):
            if argument[0] == "addr" and _may_write(path, call, contract, n):
                for origin in self.looked_at(path, path.load(argument[1])):
                    origin.handed_on = True
                    _note(origin.checked_in, path)
        made = path.result_contract(call)
        if summary is not None and summary.vouched:
            return  # the helper has looked at it
        if made is not None and call.how == USED and made.returns != "void":
            if result == (SYM, call.number) and "io" not in made.tags:
                origin = self.origins.setdefault(call.number, Origin(call, made))
                if path.state.config not in origin.called_in:
                    origin.called_in.append(path.state.config)

    def on_assign(
        self, path: Path, event: Assign | Call, place: str, old: Value, new: Value
    ) -> None:
        del old
        origin = self.origin(new)
        if place == "std::ignore":
            return
        if origin is not None:
            if not path.is_local(place):
                self.looked_at(path, new)
                origin.stored = True
            return
        if isinstance(new, int) or new[0] == "test":
            return
        for origin in self.looked_at(path, new):
            origin.handed_on = True
            _note(origin.checked_in, path)

    def on_declare(self, path: Path, event: Declare, args: tuple[Value, ...]) -> None:
        del event
        for value in args:
            for origin in self.looked_at(path, value):
                if origin.contract.returns != "pointer":
                    origin.handed_on = True
                else:
                    origin.used = True

    def on_use(self, path: Path, event: Use | Assign, value: Value, index: Value | None) -> None:
        for origin in self.looked_at(path, value):
            origin.used = True
            if origin.contract.returns != "pointer":
                origin.handed_on = True
                _note(origin.checked_in, path)
        if index is not None:
            for origin in self.looked_at(path, index):
                origin.used = True

    def on_assertion(self, path: Path, event: Assertion) -> None:
        for value in asserted_values(path, event.condition):
            for origin in self._inside(value):
                origin.asserted = origin.asserted or event

    def on_convert(self, path: Path, event: Convert, value: Value) -> None:
        del event
        self.looked_at(path, value)

    def on_test(
        self, path: Path, branch: Branch | Switch, value: Value, side: int, other: int, exact: bool
    ) -> None:
        del branch, side, other, exact
        for origin in self.looked_at(path, value):
            origin.tested = True
            _note(origin.checked_in, path)

    def on_exit(self, path: Path, end: Exit, value: Value | None) -> None:
        if end.kind != NORETURN and path.state.config not in self.left_in:
            self.left_in.append(path.state.config)
        if value is not None:
            for origin in self.looked_at(path, value):
                origin.returned = True


def _may_write(path: Path, call: Call, contract: Contract | None, n: int) -> bool:
    """May the call look at the place that argument ``n`` points to, and replace what it holds?"""
    if contract is not None:
        return contract.writes(n)
    return not path.unit.macros.expands(call.callee)


def _note(configurations: list[Configuration], path: Path) -> None:
    if path.state.config not in configurations:
        configurations.append(path.state.config)


def call_text(path: Path, call: Call) -> tuple[str, ...]:
    """A call as text that is equal for calls of the same function on the same things."""
    parts = [path.place(str(a[1])) if a[0] == "place" else str(a[1:]) for a in call.args]
    receiver = path.place(call.receiver) if call.receiver else ""
    return ("text", receiver, call.callee, *parts)


def wraps_in_owner(path: Path, call: Call) -> bool:
    """Does the call only put a pointer into a smart pointer? That tests nothing."""
    return path.unit.is_owner(call.qualified) or call.callee == "reset"


def asserted_values(path: Path, condition: tuple[object, ...]) -> list[Value]:
    """The values that an assertion's condition looks at, one for each atomic test."""
    if condition[0] in ("and", "or"):
        parts = condition[1:]
        return [v for part in parts for v in asserted_values(path, part)]  # type: ignore[arg-type]
    return [path.value(condition)]
