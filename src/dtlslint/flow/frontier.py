"""Which states wait at which block of a walk, which were walked, and where a walk is bounded."""

from __future__ import annotations

from heapq import heappop, heappush

from . import graph
from .state import MAX_STATES, join

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable

    from .memory import Memory
    from .path import Path
    from .state import State

# walks of one block, all states together; a loop whose states keep growing stops here
MAX_VISITS = 3 * MAX_STATES
# events walked in one function, all paths together, and what the states at their blocks hold
# (bench/states.py, 11,346 functions of 65 projects: 90 % stay under 510, 98 % under 5,000); past
# it paths are joined, past a quarter more they are cut. One step costs some 25 microseconds: no
# function takes 250 ms.
MAX_STEPS = 7_000
# what the states hold that arrive at blocks, all of a function together: each item is looked at,
# and kept with the states seen (1,017 functions of bench/peer_files/files.txt: 98 % stay under
# 50,000, the most is 160,000); past it a block is walked once, past twice as much knowing nothing
MAX_WEIGHT = 200_000
# further joined states of a block past that: the first to arrive knows too much to go everywhere
MAX_LATE = 4


class Frontier:
    """Blocks are taken in reverse postorder, each with every distinct state that has reached it.

    ``steps``: events walked so far, which the walk counts.
    """

    def __init__(self, path: Path, memory: Memory, position: list[int]) -> None:
        count = len(path.function.blocks)
        self._path = path
        self._memory = memory
        self._position = position
        self._shortcuts = graph.shortcuts(path.function)
        self._pending: list[dict[Hashable, State]] = [{} for _ in range(count)]
        self._blurs: dict[int, State] = {}
        self._late = [0] * count
        self._emptied: set[int] = set()
        self._weight = 0
        self.steps = 0
        #: For each block the keys of the states that have reached it.
        self.seen: list[set[Hashable]] = [set() for _ in range(count)]
        self.queue: list[tuple[int, int]] = []

    def next(self) -> tuple[int, list[State]]:
        """The first block that states wait at, and those."""
        _, index = heappop(self.queue)
        states, self._pending[index] = self._pending[index], {}
        return index, list(states.values())

    def enters(self, index: int, state: State) -> bool:
        """Is a state that has waited walked? Past the last bound it may be emptied for that."""
        return self._weight <= 2 * MAX_WEIGHT or not state.env or self._empty(index, state)

    def arrive(self, index: int, state: State) -> None:
        """Queue ``state`` at a block's entry, unless it was walked there before."""
        index = self._shortcuts[index]
        self._weight += len(state.env) + len(state.cells) + len(state.marks)
        if self._weight > 2 * MAX_WEIGHT:
            self._wait_empty(index, state)
            return
        self._memory.forget(index, state)
        key = self._memory.key(index, state)
        seen = self.seen[index]
        if key in seen:
            alike = self._pending[index].get(key)
            if alike is not None and alike.config is not state.config:
                alike.config = alike.config.common(state.config)
            return
        heavy = self._weight > MAX_WEIGHT
        if len(seen) >= MAX_STATES or self.steps > MAX_STEPS or heavy:
            state = self._blurred(index, state)
            key = self._memory.key(index, state)
            if key in seen:
                return
        too_many = len(seen) >= MAX_VISITS or self.steps > MAX_STEPS + MAX_STEPS // 4
        if too_many or heavy:
            self._late[index] += 1
            if seen and self._late[index] > MAX_LATE:
                self._wait_empty(index, state)
                return
        self._wait(index, state, key)

    def _wait(self, index: int, state: State, key: Hashable) -> None:
        self.seen[index].add(key)
        waiting = self._pending[index]
        if not waiting:
            heappush(self.queue, (self._position[index], index))
        waiting[key] = state

    def _wait_empty(self, index: int, state: State) -> None:
        if self._empty(index, state):
            self._wait(index, state, self._memory.key(index, state))

    def _empty(self, index: int, state: State) -> bool:
        """Where the walk ends a block is entered once more, knowing nothing: all are reached."""
        self._path.cut = True
        if index in self._emptied:
            return False
        self._emptied.add(index)
        state.env, state.cells, state.marks, state.blurred = {}, {}, {}, True
        return True

    def _blurred(self, index: int, state: State) -> State:
        """Past the bound a block knows only what all its further states have in common."""
        known = self._blurs.get(index)
        state = state if known is None else join(known, state, index)
        state.blurred = True
        self._path.blurred = True
        self._blurs[index] = state
        return state.copy()
