"""Functions of the file that give an object through an out-parameter: ``load(&x)``.

In C++ that may be a reference to a pointer: ``load(x)``.
"""

from __future__ import annotations

from ..contracts.cells import ALL
from .conditions import of_integer
from .events import NORETURN, Assign, Branch, Call, Exit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from .events import Event, Function, Operand, Terminator, Variable
    from .unit import Unit

    #: The contract function whose result is given, the cells of the status where it is, and
    #: whether what stood there before is released first.
    Gift: TypeAlias = tuple[str, int, bool]
    #: Is the object given by now; the number that the status variable holds, if it is known.
    State: TypeAlias = tuple[bool, int | None]

_NOTHING = (("null",), ("int", 0, ""))


def gifts(function: Function, unit: Unit) -> dict[int, Gift]:
    """0-based parameter -> what is given there. No status (``void``) is ``ALL``.

    A parameter of which it is not clear by the status whether something was given is left out.
    """
    found: dict[int, Gift] = {}
    assigned = {event.place for event in function.each(Assign)}
    for n, parameter in enumerate(function.parameters):
        target = target_of(parameter)
        if target in assigned:
            giver = _Giver(function, unit, target)
            success = giver.success() if giver.source and not giver.is_shared() else 0
            if success:
                found[n] = (giver.source, success, giver.releases)
    return found


def target_of(parameter: Variable) -> str:
    """The caller's pointer that an out-parameter stands for, or "" for any other parameter."""
    if is_reference(parameter):
        return parameter.name
    return f"{parameter.name}.*" if parameter.type.endswith("**") else ""


def is_reference(parameter: Variable) -> bool:
    """Is it a reference to a pointer?"""
    return parameter.type.endswith("& *")


class _Giver:
    """One parameter: ``source`` is the function whose result it is given, or ``""``."""

    def __init__(self, function: Function, unit: Unit, target: str) -> None:
        self.function = function
        self.unit = unit
        self.target = target
        self.callees = {f"%{call.number}": call.callee for call in function.calls}
        self.values: dict[str, list[Operand]] = {}
        for event in function.each(Assign):
            self.values.setdefault(event.place, []).append(event.value)
        self.exits = [end for end in function.ends(Exit) if end.kind != NORETURN]
        self.names = {self.target}
        self.releases = any(self._is_release(call) for call in function.calls)
        self.source = self._source()

    def _source(self) -> str:
        sources = set()
        for value in self.values[self.target]:
            if value in _NOTHING:
                continue
            name = str(value[1]) if value[0] == "place" else ""
            variable = self.function.variables.get(name)
            if variable is not None and not variable.static:
                self.names.add(name)
                made = [v for v in self.values.get(name, []) if v not in _NOTHING]
                name = str(made[0][1]) if len(made) == 1 and made[0][0] == "place" else ""
            sources.add(self.callees.get(name, ""))
        contracts = [self.unit.contract(source) for source in sources]
        releases = {c.acquire[:1] if c is not None else () for c in contracts}
        return min(sources) if len(releases) == 1 and releases.pop() else ""

    def is_shared(self) -> bool:
        """Does somebody else get the object too?"""
        for place, values in self.values.items():
            if place != self.target and place not in self.function.variables and place[:1] != "%":
                if any(value[0] == "place" and value[1] in self.names for value in values):
                    return True
        for call in self.function.calls:
            contract = self.unit.contract(call.callee)
            for n, argument in enumerate(call.args):
                if argument[0] != "place" or argument[1] not in self.names:
                    continue
                if contract is not None and (contract.transfers(n + 1) or "upref" in contract.tags):
                    return True
                if contract is None and self.unit.takes(call, n):
                    return True
        return False

    def success(self) -> int:
        """The cells of the result with which the object is given and those without are apart."""
        given: int | None = 0
        without: int | None = 0
        for end, (has, status) in self._ends():
            cells = self._cells(end, has, status)
            if has:
                given = None if given is None or cells is None else given | cells
            else:
                without = None if without is None or cells is None else without | cells
        if all(end.value is None for end in self.exits):
            return ALL
        if not given or without is None or given & without:
            return 0
        return given

    def _cells(self, end: Exit, has: bool, status: int | None) -> int | None:
        value = end.value
        if value is None:
            return None
        if value[0] in ("int", "null"):
            return of_integer(int(value[1]) if value[0] == "int" else 0)
        there = self._says_there(value)
        if there is not None:
            return of_integer(int(has == there))
        return None if status is None else of_integer(status)

    def _says_there(self, value: Operand) -> bool | None:
        """Is a returned test true where the object is there (False: where not; None: no test)?"""
        there = True
        tested = value[0] in ("un", "bin")
        while value[0] == "un" and value[1] in ("!", "bool"):
            there ^= value[1] == "!"
            value = value[2]
        if value[0] == "bin" and value[1] in ("!=", "==") and value[3] in _NOTHING:
            there ^= value[1] == "=="
            value = value[2]
        return there if tested and value[0] == "place" and value[1] in self.names else None

    def _ends(self) -> list[tuple[Exit, State]]:
        """Every exit with the states in which it is reached."""
        found: list[tuple[Exit, State]] = []
        seen: set[tuple[int, State]] = set()
        stack: list[tuple[int, State]] = [(0, (False, None))]
        while stack and len(seen) < 500:
            index, state = stack.pop()
            if (index, state) in seen:
                continue
            seen.add((index, state))
            block = self.function.blocks[index]
            for event in block.events:
                state = self._after(event, state)
            if type(block.end) is Exit:
                if block.end.kind != NORETURN:
                    has = state[0]
                    tests = block.end.value is not None and block.end.value[0] in ("bin", "un")
                    both = (True, False) if has and tests else (has,)
                    found += [(block.end, (one, state[1])) for one in both]
            elif block.end is not None:
                stack += [(t, s) for t, s in self._next(block.end, state)]
        return found

    def _after(self, event: Event, state: State) -> State:
        has, status = state
        if type(event) is Assign:
            if event.place == self.target:
                return event.value not in _NOTHING, status
            if any(end.value == ("place", event.place) for end in self.exits):
                known = event.op == "=" and event.value[0] == "int"
                return has, int(event.value[1]) if known else None
        elif type(event) is Call and has and self._is_release(event):
            return False, status
        return state

    def _is_release(self, call: Call) -> bool:
        contract = self.unit.contract(call.callee)
        n = contract.released_arg() if contract is not None else 0
        return 0 < n <= len(call.args) and call.args[n - 1] == ("place", self.target)

    def _next(self, end: Terminator, state: State) -> list[tuple[int, State]]:
        from .summaries import not_null

        targets = end.successors()
        if not state[0] or type(end) is not Branch:
            return [(target, state) for target in targets]
        full = not_null(end, self.names)
        return [(target, state if target in full else (False, state[1])) for target in targets]
