"""What a loop's round made is an old value in the next one."""

from __future__ import annotations

from .state import IN, OLD, SYM, UNK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .state import State, Value


def age(state: State, value: Value, made: set[Any]) -> None:
    """What the loop's round before made under this name is an old value from now on."""
    if value not in made:
        made.add(value)
        return
    old = (OLD, *value[1:])  # type: ignore[index]
    if value[0] == SYM:  # type: ignore[index]
        _forget_inside(state, f"%{value[1]}.")  # type: ignore[index]
    if old in state.env.values():  # two rounds old: not to be taken for what is one round old
        _outlive(state, old)
    if value in state.cells:
        state.cells[old] = state.cells.pop(value)
    for place, held in state.env.items():
        if held == value:
            state.env[place] = old
    for key in [key for key in state.marks if key[1] == value]:
        state.marks[key[0], old] = state.marks.pop(key)


def _forget_inside(state: State, inside: str) -> None:
    """What the result of the round before led to is not what the new result leads to."""
    for place in [place for place in state.env if place.startswith(inside)]:
        del state.env[place]
    for key in list(state.marks):
        value = key[1]
        if not isinstance(value, int) and value[0] == IN and value[1].startswith(inside):
            del state.marks[key]
    for value in [v for v in state.cells if v[0] == IN and v[1].startswith(inside)]:  # type: ignore[index]
        del state.cells[value]


def _outlive(state: State, old: Value) -> None:
    """Nothing is known any more of what was made two rounds ago."""
    state.cells.pop(old, None)
    for place, held in state.env.items():
        if held == old:
            state.env[place] = (UNK, "old", place)
    for key in [key for key in state.marks if key[1] == old]:
        del state.marks[key]
