"""By what names lengths, and the buffers they are lengths of, come into a function's copies."""

from __future__ import annotations

from . import graph
from .events import Assign, Branch, Call, Declare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .events import Function, Operand

_RELATIONS = frozenset(("<", "<=", ">", ">="))


def named(place: str) -> str:
    """``len`` of ``m->head.len``, ``buf`` of ``buf[4]``: what a place is called, whosever it is."""
    for part in reversed(graph.members(place)):
        if part[1:2] not in ("[", "*", ""):
            return part[1:]
    return graph.root(place)


def names_of(operands: Iterable[Operand]) -> set[str]:
    """The names of the places that operands are made of, and the results of calls among them."""
    found: set[str] = set()
    stack = list(operands)
    while stack:
        current = stack.pop()
        kind = current[0]
        if kind == "place" or kind == "addr":
            place = str(current[1])
            found.add(named(place))
            if place[:1] == "%":
                found.add(graph.root(place))
        elif kind in ("bin", "un", "cast", "and", "or"):
            stack.extend(part for part in current[1:] if isinstance(part, tuple))
        elif kind == "init":
            stack.extend(current[1])
    return found


def flowing(function: Function, calls: Iterable[Call]) -> frozenset[str]:
    """The names that flow into the arguments of ``calls``, or are compared with one that does."""
    sources: dict[str, set[str]] = {}
    for block in function.blocks:
        for event in block.events:
            kind = type(event)
            if kind is Assign:
                target = named(event.place)  # type: ignore[attr-defined]
                sources.setdefault(target, set()).update(names_of((event.value,)))  # type: ignore[attr-defined]
            elif kind is Declare:
                into = sources.setdefault(event.place, set())  # type: ignore[attr-defined]
                into.update(names_of(event.args))  # type: ignore[attr-defined]
            elif kind is Call:
                _given(event, sources)  # type: ignore[arg-type]
    for variable in function.variables.values():
        if variable.extent is not None:
            sources.setdefault(variable.name, set()).update(names_of((variable.extent,)))
    for branch in function.ends(Branch):
        condition = branch.condition
        if condition[0] == "bin" and condition[1] in _RELATIONS:
            left, right = names_of((condition[2],)), names_of((condition[3],))
            for ours, theirs in ((left, right), (right, left)):
                for name in ours:
                    sources.setdefault(name, set()).update(theirs)
    found: set[str] = set()
    stack = [name for call in calls for name in names_of(call.args)]
    while stack:
        name = stack.pop()
        if name not in found:
            found.add(name)
            stack.extend(sources.get(name, ()))
    return frozenset(found)


def _given(call: Call, sources: dict[str, set[str]]) -> None:
    """A call's result is made of its arguments, and so is what it writes."""
    given = names_of(call.args)
    result = f"%{call.number}"
    into = sources.setdefault(result, set())
    into |= given
    if call.receiver:
        into.add(named(call.receiver))
        if call.args:
            sources.setdefault(named(call.receiver), set()).update(given)
    for argument in call.args:
        if argument[0] == "addr":
            sources.setdefault(named(str(argument[1])), set()).update(given | {result})
