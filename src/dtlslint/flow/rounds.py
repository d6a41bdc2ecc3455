"""What a loop's round made is an old value in the next one."""

from __future__ import annotations

from .state import AT, IN, OLD, SYM, UNK

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


def step(state: State, place: str, number: int) -> Value:
    """``p = p->next;`` in a loop: one object is as good as the next, and known no better."""
    new = (IN, place, number)
    inside = place + "."
    for held_at, held in list(state.env.items()):
        if held_at.startswith(inside):
            del state.env[held_at]
        elif _is_inside(held, place, number):
            state.env[held_at] = (UNK, "old", held_at)
    for key in [key for key in state.marks if _is_inside(key[1], place, number)]:
        del state.marks[key]
    for value in [value for value in state.cells if _is_inside(value, place, number)]:
        del state.cells[value]
    state.env["#" + place] = number
    return new


def _is_inside(value: Value, place: str, number: int) -> bool:
    """Is it what was led to by the object of the round before?"""
    if isinstance(value, int):
        return False
    if value[0] in ("cmp", "expr", "test"):
        return any(_is_inside(part, place, number) for part in value[1:] if type(part) is tuple)
    if value[0] == AT:
        return bool(value[1].startswith(place + "."))
    if value[0] != IN or value[2] != number:
        return False
    return bool(value[1] == place or value[1].startswith(place + "."))


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
