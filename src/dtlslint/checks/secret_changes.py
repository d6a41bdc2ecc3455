"""Comparisons of secrets that ask what has changed, not who somebody is.

``if (strcmp(old->password, password)) old->password = strdup(password);`` takes over what differs;
whoever proves an identity never does that with what has been offered.
"""

from __future__ import annotations

from ..contracts import secrets
from ..contracts.primitives import COPIES, STRING_WRITERS
from ..flow.events import Assign, Call
from ..flow.uses import only_through, where_nonzero
from .secret_names import by_name, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..flow.events import Event, Function, Operand


def asks_for_change(function: Function, call: Call, sides: list[Operand]) -> bool:
    """Is one side put in the place of the other, or of a copy of it, where the two differ?"""
    if call.callee in secrets.TRUE_WHERE_EQUAL:
        return False
    names = {_place(side) for side in sides} - {""}
    if len(names) != 2:
        return False
    results = {f"%{other.number}": other for other in function.calls}
    for start in where_nonzero(function, f"%{call.number}"):
        for block in only_through(function, start):
            if any(_takes_over(event, names, results) for event in block.events):
                return True
    return False


def _place(operand: Operand) -> str:
    while operand[0] == "cast":
        operand = operand[2]
    return str(operand[1]) if operand[0] in ("place", "addr") else ""


def _takes_over(event: Event, sides: set[str], results: dict[str, Call]) -> bool:
    if isinstance(event, Assign):
        kind = by_name(plain(event.place))
        kept = event.place in sides or kind not in ("", "public", "ambiguous")
        if not kept or event.op != "=":
            return False
        source = _place(event.value)
        given = results[source].args if source in results else (event.value,)
        return not (sides - {event.place}).isdisjoint(map(_place, given))
    if not isinstance(event, Call) or {_place(a) for a in event.args} & sides != sides:
        return False
    written = any(a[0] == "addr" and a[1] in sides for a in event.args)
    return written or event.callee in COPIES or event.callee in STRING_WRITERS
