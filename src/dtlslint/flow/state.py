"""What is known at one point of one path, and the join of two such states.

A *value* is an ``int`` (a constant; NULL is 0) or a tuple that begins with its kind:

``(SYM, k)``           what call event ``k`` returned (``(OLD, k)``: in the loop's round before)
``(OUT, k, n)``        what call ``k`` wrote through its argument ``n`` (1-based)
``(IN, place, e)``     what a place held at the start, or since event ``e`` may have changed it
``(AT, place)``        the address of a place (an array decays to this)
``(TEST, v, m)``       1 where value ``v`` lies in the cells ``m``, else 0
``(CMP, op, a, b)``    a comparison that cells cannot express
``(EXPR, op, a, b)``   arithmetic
``(LIT, bytes)``       a string literal
``(FUN, name)``        a function
``(INIT, values)``     a brace initialiser
``(UNK, k)``           unknown, made by event ``k``
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable
    from typing import Any, TypeAlias

    from .configurations import Configuration

    Value: TypeAlias = int | tuple[Any, ...]

SYM, OLD, OUT, IN, AT, TEST = "sym", "old", "out", "in", "at", "test"
CMP, EXPR, LIT, UNK, UNINIT = "cmp", "expr", "lit", "unk", "uninit"

# states at one block's entry, over the functions of the corpus that call OpenSSL: see
# bench/states.py for the distribution. Beyond it states are joined and findings that rest on
# what the join forgot stay silent.
MAX_STATES = 48


class State:
    """``env``: place -> value. ``cells``: value -> cells it may lie in. ``marks``: checks' facts.

    Copied, then changed only by ``explore`` while it walks one block. ``blurred``: a join has
    forgotten something, so that no path-sensitive finding may rest on this state.
    """

    __slots__ = ("env", "cells", "marks", "config", "blurred")

    def __init__(
        self,
        env: dict[str, Value],
        cells: dict[Value, int],
        marks: dict[tuple[Any, ...], Any],
        config: Configuration,
        blurred: bool = False,
    ) -> None:
        self.env = env
        self.cells = cells
        self.marks = marks
        self.config = config
        self.blurred = blurred

    def copy(self) -> State:
        return State(
            self.env.copy(), self.cells.copy(), self.marks.copy(), self.config, self.blurred
        )

    def key(self, config: Configuration) -> Hashable:
        """Equal for states that know the same; ``config``: what counts of their configuration."""
        return (
            frozenset(self.env.items()),
            frozenset(self.cells.items()),
            frozenset(self.marks.items()),
            config,
        )


def join(a: State, b: State, block: int) -> State:
    """What holds in both: never more than either knew.

    A place that differs gets a fresh unknown, cells are united, facts that differ are dropped.
    """
    env: dict[str, Value] = {}
    for place in a.env.keys() | b.env.keys():
        if place in a.env and place in b.env and a.env[place] == b.env[place]:
            env[place] = a.env[place]
        elif place[0] == "#":
            env[place] = -1 - block
        else:
            env[place] = (UNK, "join", block, place)
    cells = {value: mask | b.cells[value] for value, mask in a.cells.items() if value in b.cells}
    marks = {key: fact for key, fact in a.marks.items() if b.marks.get(key) == fact}
    config = a.config if a.config == b.config else a.config.common(b.config)
    return State(env, cells, marks, config, True)
