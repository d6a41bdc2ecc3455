"""What a path remembers from block to block: whatever a later block may still come by.

What is forgotten makes paths alike that differ in nothing of importance, so that they are walked
as one.
"""

from __future__ import annotations

from . import graph
from .state import AT, CMP, EXPR, IN, SYM, TEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from typing import Any

    from .configurations import Configuration
    from .path import Path
    from .state import State, Value


_MADE_OF_OTHERS = frozenset((TEST, CMP, EXPR))
# the epoch of all that nothing is known of: no event has the number, and no block minus its own
_NOTHING_KNOWN = -(1 << 30)


class Memory:
    """The memory of one function's walk.

    ``dies``: kind of mark -> whom to tell when its value can be seen no more, or None.
    """

    def __init__(
        self, path: Path, position: list[int], dies: dict[str, Callable[..., None] | None]
    ) -> None:
        self._path = path
        self._function = path.function
        self._dies = dies
        self._later, self.live = graph.live_roots(path.function, position)
        self._asked = graph.live_conditions(path.function, position, path.depends_on_version)
        self._assumed: dict[tuple[Configuration, frozenset[str]], Configuration] = {}
        self._roots: dict[str, str] = {}
        self._last: dict[str, str] = {}
        self._epochs: dict[Any, frozenset[Any]] = {}

    def _root(self, place: str) -> str:
        """The variable that a place, or the epoch mark of one, starts from."""
        known = self._roots.get(place)
        if known is None:
            known = self._roots[place] = graph.root(place.lstrip("#"))
        return known

    def key(self, index: int, state: State) -> Hashable:
        """Equal for states between which no block from ``index`` on can tell."""
        config = state.config
        if self._asked is None or not (config.assumed or config.intervals):
            return state.key(config)
        names = self._asked[index]
        known = self._assumed.get((config, names))
        if known is None:
            known = self._assumed[config, names] = config.of_interest(names)
        return state.key(known)

    def forget(self, index: int, state: State) -> None:
        """Drop what no later block can see; tell observers whose facts died."""
        live = self.live[index]
        env, marks = state.env, state.marks
        known = self._roots
        marked = {key[1] for key in marks}
        unread = [
            place
            for place, value in env.items()
            if (known.get(place) or self._root(place)) not in live
            or self._is_past(place, live)
            and value not in marked
        ]
        if unread:
            self._drop(unread, index, state)
        held: set[Any] = set()
        for value in env.values():
            if type(value) is tuple and value not in held:
                if value[0] in _MADE_OF_OTHERS:
                    _hold(value, held)
                else:
                    held.add(value)
        if marks and self._dies:
            self.bury(state, held, live)
        marked = {key[1] for key in marks}
        for value in [v for v in state.cells if v not in held and v not in marked]:
            if not self._reachable(value, env, held, live):
                del state.cells[value]
        self._renew_epochs(index, state, held, marked)

    def _is_past(self, place: str, live: frozenset[str]) -> bool:
        """Is it a member of which no later block speaks, of whatever object?"""
        last = self._last.get(place)
        if last is None:
            last = self._last[place] = (graph.members(place) or ("",))[-1]
        return last != "" and last not in live

    def _drop(self, unread: list[str], index: int, state: State) -> None:
        """Drop those of the ``unread`` places through which no later block comes by anything."""
        later, live = self._later[index], self.live[index]
        env = state.env
        variables = self._function.variables
        lasting = {key[1] for key in state.marks if key[0] not in self._dies}
        aliased = {  # ``s`` is seen through ``p`` after ``p = s``
            self._root(value[1])
            for place, value in env.items()
            if not isinstance(value, int) and value[0] in (IN, AT) and place in live
        }
        for place in unread:
            base = self._root(place)
            if base in live:  # a member that nothing is known of but what it holds
                del env[place]
                continue
            if base in aliased or base in later and env[place] in lasting:
                continue
            if (
                base in variables
                or place[0] == "#"
                and base != "*"
                or base[:1] == "%"
                and base == place
            ):
                del env[place]

    def bury(self, state: State, held: set[Any], live: frozenset[str]) -> None:
        """End the marks whose values nobody comes by any more, and tell those who put them."""
        dies = self._dies
        lost = [key for key in state.marks if key[0] in dies and key[1] not in held]
        for key in lost:
            if not self._reachable(key[1], state.env, held, live) and key in state.marks:
                tell = dies[key[0]]
                if tell is not None:
                    self._path.state = state
                    tell(self._path, key[0], key[1], state.marks[key])
                state.marks.pop(key, None)

    def _reachable(
        self, value: Any, env: dict[str, Value], held: set[Any], live: frozenset[str]
    ) -> bool:
        """Can a later block still come by ``value`` though no place is known to hold it?"""
        if isinstance(value, int):
            return True
        kind = value[0]
        if kind == "text":  # what is known by how it is written may be written again
            return True
        if kind == IN:
            place, base = value[1], self._root(value[1])
            if self._is_past(place, live) or env.get(place, value) != value:
                return False
            if base[:1] == "%" and (SYM, int(base[1:])) in held:
                return True
            if self._epoch(base, env) != value[2]:
                return False
            return base in live or any(
                (IN, prefix, value[2]) in held for prefix in _prefixes(place)
            )
        if kind == AT:
            return self._root(value[1]) in live
        if kind in (CMP, EXPR):
            return all(
                part in held or self._reachable(part, env, held, live)
                for part in value[2:]
                if isinstance(part, tuple)
            )
        return False

    def _epoch(self, base: str, env: dict[str, Value]) -> Any:
        epoch = env.get("#" + base)
        if epoch is None:
            epoch = 0 if base in self._function.variables else env.get("#*", 0)
        return epoch

    def _renew_epochs(self, index: int, state: State, held: set[Any], marked: set[Any]) -> None:
        """Epochs that nothing is known of are all alike: one name for all of them, or, where
        something has come to be known of that, the block's."""
        env = state.env
        renewed = [place for place in env if place[0] == "#" and env[place] != _NOTHING_KNOWN]
        if not renewed:
            return
        used = {v[2] for group in (held, marked, state.cells) for v in group
                if type(v) is tuple and v[0] == IN}  # fmt: skip
        known = self._epochs
        for key, fact in state.marks.items():
            for part in (key[1], fact):
                if type(part) is tuple:
                    used |= known[part] if part in known else self._epochs_in(part)
        epoch = -index if _NOTHING_KNOWN in used else _NOTHING_KNOWN
        if epoch in used:
            return
        for place in renewed:
            if env[place] not in used:
                env[place] = epoch

    def _epochs_in(self, fact: Any) -> frozenset[Any]:
        """The epochs of the values that a mark's key or fact is made of."""
        found = set()
        stack = [fact]
        while stack:
            part = stack.pop()
            if type(part) is tuple and part:
                if part[0] == IN and len(part) == 3:
                    found.add(part[2])
                else:
                    stack.extend(part)
        self._epochs[fact] = frozenset(found)
        return self._epochs[fact]


def _hold(value: Value, held: set[Any]) -> None:
    """Note a value that a place holds, and what it is made of."""
    while not isinstance(value, int) and value not in held:
        held.add(value)
        kind = value[0]
        if kind == TEST:
            value = value[1]
        elif kind in (CMP, EXPR):
            for part in value[2:]:
                _hold(part, held)
            return
        else:
            return


def _prefixes(place: str) -> list[str]:
    """``a.b.c`` -> ``a.b``, ``a``."""
    found = []
    while "." in place:
        place = place.rpartition(".")[0]
        found.append(place)
    return found
