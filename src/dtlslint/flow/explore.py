"""The one walk over a function's paths. Checks observe it; they never follow an edge.

Blocks are taken in reverse postorder; each is walked once for every distinct state that reaches
it. What no later block mentions is forgotten at a block's entry, so that paths that differ in
nothing of importance become one. An observer may define any of

``on_call(path, call, args, result)``, ``on_assign(path, event, place, old, new)``,
``on_declare(path, event, args)``, ``on_use(path, event, value, index)``,
``on_assertion(path, event)``, ``on_convert(path, event, value)``,
``on_test(path, branch, value, side, other, exact)`` (the value's cells on this edge and on the
other one; ``exact`` is false where cells cannot express the test), ``on_scope_end(path, event,
lost)``, ``on_exit(path, exit, value)``, ``on_jump(path, jump)`` for a ``goto``. The kinds of
mark in its ``dies`` end with their value, when no place that is mentioned later holds it any more:
``on_dead(path, kind, value, fact)``.
"""

from __future__ import annotations

from ..contracts.cells import ABOVE, ALL, ZERO
from . import configurations, graph
from .conditions import NONZERO, of_integer
from .effects import forget_after
from .events import (
    CONFIG,
    NORETURN,
    Assertion,
    Assign,
    Branch,
    Call,
    Convert,
    Declare,
    Exit,
    Jump,
    ScopeEnd,
    Switch,
    Use,
)
from .frontier import Frontier
from .memory import Memory
from .rounds import age, step
from .state import AT, CMP, EXPR, IN, OLD, OUT, SYM, TEST, UNK, State

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .configurations import Configuration
    from .events import Event
    from .path import Path
    from .state import Value

# events of a block, over the corpus: 99.9 % have fewer; longer ones drop their temporaries early
LONG_BLOCK = 100

_CALLBACKS = (
    "on_call", "on_assign", "on_declare", "on_use", "on_assertion", "on_convert", "on_test",
    "on_scope_end", "on_exit", "on_jump",
)  # fmt: skip
# what changes a known number into a known number
_STEPS = frozenset(("+=", "-=", "*=", "/=", "<<=", ">>="))
_OWNER_GIVERS = frozenset(("release", "take"))


class Walk:
    """One exploration of one function by a set of observers."""

    def __init__(
        self,
        path: Path,
        observers: list[Any],
        configuration: Configuration = configurations.ANY,
    ) -> None:
        self.path = path
        self.function = function = path.function
        path.state = State({}, {}, {}, configuration.entered())
        self.observers = {
            name: [getattr(o, name) for o in observers if hasattr(o, name)] for name in _CALLBACKS
        }
        position = graph.order(function)
        self.loops = graph.in_loops(function, position)
        self.memory = Memory(path, position, _mortal(observers))
        self.frontier = Frontier(path, self.memory, position)
        self.containers = self.path.containers = graph.containers(function)
        #: Calls of the file's own functions that never come back, with the end that each is.
        self.final = {
            call.number: Exit(call.number, call.span, NORETURN, None)
            for call in function.calls
            if call.callee in path.unit.function_names and path.ends(call)
        }
        self.made: set[Any] = set()
        self.once: frozenset[str] | None = None

    def run(self) -> None:
        """Walk every path from every root."""
        frontier = self.frontier
        for root in self.function.roots:
            frontier.arrive(root, self.path.state.copy())
        while frontier.queue:
            index, states = frontier.next()
            for state in states:
                if frontier.enters(index, state):
                    self._block(index, state)

    # -- walking a block

    def _block(self, index: int, state: State) -> None:
        path = self.path
        path.state = state
        path.block = index
        looping = index in self.loops
        block = self.function.blocks[index]
        self.frontier.steps += len(block.events) + 1 + (len(state.env) >> 3)
        end = block.end
        if len(block.events) > LONG_BLOCK:
            end = self._long_block(index, looping) or end
        else:
            for event in block.events:
                self._event(event, looping)
                if event.number in self.final:
                    end = self.final[event.number]
                    break
        if type(end) is Jump:
            if end.span is not None:
                for callback in self.observers["on_jump"]:
                    callback(path, end)
            self.frontier.arrive(end.target, path.state)
        elif type(end) is Branch:
            self._branch(end)
        elif type(end) is Switch:
            self._switch(end)
        elif type(end) is Exit:
            self._exit(end)

    def _long_block(self, index: int, looping: bool) -> Exit | None:
        """Drop temporaries once nothing in the block mentions them: each call looks at all. The
        end of the path, where a call does not come back."""
        block = self.function.blocks[index]
        end = block.end
        needed = (
            {name for target in end.successors() for name in self.memory.live[target]}
            if end
            else ()
        )
        last = graph.last_mentions(self.function, index)
        done = 0
        for at, event in enumerate(block.events):
            self._event(event, looping)
            if event.number in self.final:
                return self.final[event.number]
            while done < len(last) and last[done][0] < at - LONG_BLOCK:
                name = last[done][1]
                if name not in needed:
                    self.path.state.env.pop(name, None)
                done += 1
        return None

    def _event(self, event: Event, looping: bool) -> None:
        kind = type(event)
        if kind is Call:
            self._call(event, looping)  # type: ignore[arg-type]
        elif kind is Assign:
            self._assign(event, looping)  # type: ignore[arg-type]
        elif kind is Use:
            self._use(event)  # type: ignore[arg-type]
        elif kind is Declare:
            self._declare(event)  # type: ignore[arg-type]
        elif kind is Convert:
            value = self.path.value(event.value)  # type: ignore[attr-defined]
            for callback in self.observers["on_convert"]:
                callback(self.path, event, value)
        elif kind is Assertion:
            for callback in self.observers["on_assertion"]:
                callback(self.path, event)
        elif kind is ScopeEnd:
            self._scope_end(event)  # type: ignore[arg-type]

    def _call(self, call: Call, looping: bool) -> None:
        path = self.path
        if looping:  # first of all: an argument may be what the round before made
            age(path.state, (SYM, call.number), self.made)
            for n, argument in enumerate(call.args, 1):
                if argument[0] in ("addr", "cast"):
                    age(path.state, (OUT, call.number, n), self.made)
        args = tuple([path.value(argument) for argument in call.args])
        result = self._result(call, args)
        path.state.env[f"%{call.number}"] = result
        for callback in self.observers["on_call"]:
            callback(path, call, args, result)
        for place, value in forget_after(path, call, args):
            old = path.load(place)
            for callback in self.observers["on_assign"]:
                callback(path, call, place, old, value)
            path.state.env[place] = value
        if call.callee == "reset" and call.receiver and args:
            path.state.env[path.place(call.receiver)] = args[0]

    def _result(self, call: Call, args: tuple[Value, ...]) -> Value:
        """The value of a call, and what its contract says of it before any test."""
        path = self.path
        if call.receiver and not args:
            got = path.got(call)
            if got is not None:
                return got
            held = path.load(call.receiver)
            if call.callee in _OWNER_GIVERS and not isinstance(held, int):
                if held[0] in (SYM, OUT, OLD):
                    return held
        if args and not call.receiver and call.callee != "new":
            if path.unit.is_owner(call.qualified):
                return args[0]
        result: Value = (SYM, call.number)
        path.state.cells.pop(result, None)
        contract = path.result_contract(call)
        if contract is None:
            summary = path.summary(call)
            if summary is not None and 0 <= summary.returns_parameter < len(args):
                return args[summary.returns_parameter]
            return result
        if contract.returns_alias[:3] == "arg" and not contract.must_check:
            n = int(contract.returns_alias[3:])
            if n <= len(args):
                return args[n - 1]
        if contract.returns == "pointer":
            path.state.cells[result] = ZERO | ABOVE
        else:
            known = contract.success | contract.failure | contract.neutral
            if known and known != ALL:
                path.state.cells[result] = known
        return result

    def _assign(self, event: Assign, looping: bool) -> None:
        path = self.path
        value = path.value(event.value)
        if event.op in ("&=", "%=", "|=") and isinstance(value, int):
            value = path.binary(event.op[:-1], path.load(event.place), value)
        elif event.op in _STEPS and not looping and self._is_known(event.place, value):
            value = path.binary(event.op[:-1], path.load(event.place), value)
        elif event.op == "+=" and value == 1 and self._ends_round(event.place):
            value = 1
        elif event.op != "=":
            for callback in self.observers["on_use"]:
                callback(path, event, value, None)
                callback(path, event, path.load(event.place), None)
            value = (UNK, event.number)
            path.state.cells.pop(value, None)
        elif not isinstance(value, int) and value[0] in ("text", "init", "expr", "cmp"):
            if _mentions(value, event.place) or value[0] == "text":
                value = (UNK, event.number)
                path.state.cells.pop(value, None)
        place = path.place(event.place)
        old = path.load(place)
        if looping and event.value[0] == "place" and event.value[1].startswith(event.place + "."):
            value = step(path.state, place, event.number)
        for callback in self.observers["on_assign"]:
            callback(path, event, place, old, value)
        if event.declares and not isinstance(value, int) and value[0] == "init":
            variable = self.function.variables.get(place)
            if variable is not None and variable.is_array:
                return  # an array stays an address whatever it begins with
        self.store(place, value, event.number)

    def _ends_round(self, place: str) -> bool:
        """Does ``i++`` make the 1 that ends a ``for (i = 0; i < 1; i++)``?"""
        if self.once is None:
            self.once = graph.counted_once(self.function)
        return place in self.once and self.path.load(place) == 0

    def _is_known(self, place: str, step: Value) -> bool:
        """Is a number, or the size of something, changed by a number?"""
        held = self.path.load(place)
        if not isinstance(step, int) and step[0] != "sizeof":
            return False
        while not isinstance(held, int) and held[0] == EXPR:
            if not isinstance(held[3], int):
                return False
            held = held[2]
        return isinstance(held, int) or held[0] == "sizeof"

    def store(self, place: str, value: Value, number: int) -> None:
        """Write a place; what its old value led to is unknown now."""
        env = self.path.state.env
        if place in self.containers:
            inside = place + "."
            for other in [o for o in env if o.startswith(inside)]:
                del env[other]
            if not isinstance(value, int) and value[0] not in (IN, AT, SYM):
                env["#" + place] = number
        env[place] = value

    def _use(self, event: Use) -> None:
        path = self.path
        value = path.value(event.value)
        index = None if event.index is None else path.value(event.index)
        for callback in self.observers["on_use"]:
            callback(path, event, value, index)

    def _declare(self, event: Declare) -> None:
        path = self.path
        args = tuple([path.value(argument) for argument in event.args])
        for callback in self.observers["on_declare"]:
            callback(path, event, args)
        variable = self.function.variables[event.place]
        if variable.static or variable.is_array:
            return
        value: Value = ("uninit", event.number)
        if args:
            value = args[0] if path.unit.is_owner(variable.type) else (UNK, event.number)
        self.store(event.place, value, event.number)

    def _scope_end(self, event: ScopeEnd) -> None:
        path = self.path
        lost = [(p, path.state.env[p]) for p in event.places if p in path.state.env]
        for callback in self.observers["on_scope_end"]:
            callback(path, event, lost)
        for place, _ in lost:
            del path.state.env[place]

    # -- leaving a block

    def _branch(self, branch: Branch) -> None:
        state = self.path.state
        if branch.kind == CONFIG:
            for truth, target in ((True, branch.then), (False, branch.otherwise)):
                config = state.config.assume(branch.condition, truth)
                if config is not None:
                    side = state.copy()
                    side.config = config
                    self.frontier.arrive(target, side)
            return
        value = self.path.value(branch.condition)
        self._split(branch, value, NONZERO, ((branch.then, True), (branch.otherwise, False)))

    def _split(
        self, branch: Branch, value: Value, mask: int, edges: tuple[tuple[int, bool], ...]
    ) -> None:
        if isinstance(value, int):
            self.frontier.arrive(edges[0 if value else 1][0], self.path.state)
            return
        while not isinstance(value, int) and value[0] == TEST:
            mask = value[2] if mask == NONZERO else ALL & ~value[2]
            value = value[1]
        cells = self.path.cells(value)
        both = (cells & mask, cells & ~mask)
        state = self.path.state
        for (target, truth), side in zip(edges, both, strict=True):
            if not side:
                continue
            self.path.state = state.copy()
            self.path.state.cells[value] = side
            self._tell(branch, value, side, both[1] if truth else both[0], True)
            self.frontier.arrive(target, self.path.state)

    def _tell(
        self, branch: Branch | Switch, value: Value, side: int, other: int, exact: bool
    ) -> None:
        for callback in self.observers["on_test"]:
            callback(self.path, branch, value, side, other, exact)

    def _switch(self, switch: Switch) -> None:
        path = self.path
        value = path.value(switch.value)
        state = path.state
        if isinstance(value, int) or path.is_constant(value):
            targets = [b for k, b in switch.cases if path.value(k) == value]
            self.frontier.arrive(targets[0] if targets else switch.default, state)
            return
        cells = path.cells(value)
        rest = cells
        all_exact = True
        later = self._compared_later(switch)
        for key, target in switch.cases:
            constant = path.value(key)
            cell = of_integer(constant) if isinstance(constant, int) else cells
            exact = isinstance(constant, int) and -1 <= constant <= 1
            if not cells & cell:
                continue
            all_exact = all_exact and exact
            if exact:
                rest &= ~cell
            path.state = state.copy()
            path.state.cells[value] = cells & cell
            self._decide(value, constant, later)
            if exact:
                self._tell(switch, value, cells & cell, cells & ~cell, True)
            else:
                self._tell(switch, (CMP, "==", value, constant), NONZERO, ZERO, False)
            self.frontier.arrive(target, path.state)
        if rest:
            path.state = state.copy()
            path.state.cells[value] = rest
            self._decide(value, None, later)
            self._tell(switch, value, rest, cells & ~rest, all_exact)
            self.frontier.arrive(switch.default, path.state)

    def _compared_later(self, switch: Switch) -> list[Value]:
        """The labels of a switch with which its value is compared by other tests too."""
        keys = [key for key, _ in switch.cases]
        tests = [block.end.condition for block in self.function.blocks if type(block.end) is Branch]
        compared = [
            test[3] for test in tests
            if test[0] == "bin" and test[1] in ("==", "!=") and test[2] == switch.value
        ]  # fmt: skip
        return [self.path.value(key) for key in keys if key in compared]

    def _decide(self, value: Value, label: Value | None, others: list[Value]) -> None:
        """Behind the case ``label`` (None: the default) the value is none of the other labels."""
        cells = self.path.state.cells
        for other in others:
            equal = other == label
            cells[CMP, "==", value, other] = NONZERO if equal else ZERO
            cells[CMP, "!=", value, other] = ZERO if equal else NONZERO

    def _exit(self, end: Exit) -> None:
        path = self.path
        value = None if end.value is None else path.value(end.value)
        for callback in self.observers["on_exit"]:
            callback(path, end, value)
        if end.kind != NORETURN:
            self.memory.bury(path.state, set() if value is None else {value}, frozenset())


def _mortal(observers: list[Any]) -> dict[str, Callable[..., None] | None]:
    """The kinds of mark that end with their value, and who wants to know."""
    return {
        kind: getattr(observer, "on_dead", None)
        for observer in observers
        for kind in getattr(observer, "dies", ())
    }


def _mentions(value: Value, place: str) -> bool:
    """Is the value computed from what ``place`` held (so that it would grow round by round)?"""
    if isinstance(value, int) or not value:
        return False
    if value[0] == IN:
        return bool(value[1] == place)
    parts = value[1] if value[0] == "init" else value[1:]
    return any(isinstance(part, tuple) and _mentions(part, place) for part in parts)
