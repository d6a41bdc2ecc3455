"""Comparisons of times that fail with 0: which side of a test takes the failure along."""

from __future__ import annotations

from ..contracts.cells import ABOVE, BELOW, MINUS_ONE, ONE, ZERO
from ..flow.events import Branch, Switch
from ..flow.failure import fails_rather

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..flow.events import Call
    from ..flow.path import Path


def is_safe_time(path: Path, branch: Branch | Switch | None, call: Call, side: int) -> bool:
    """Does 0, a time that cannot be read, lie in ``side`` along with what is to be refused?

    No ``branch``: the value of the test lives on. A start of validity is right where it is past
    (negative), an end where it is to come.
    """
    if not side & ZERO or isinstance(branch, Switch):
        return False
    past, to_come = bool(side & (BELOW | MINUS_ONE)), bool(side & (ABOVE | ONE))
    if past == to_come:
        return False
    what = _subject(path, call)
    if "before" in what:
        return to_come
    if "after" in what or "expir" in what or "nextupdate" in what:
        return past
    return branch is None or fails_rather(path, branch, side)


def _subject(path: Path, call: Call) -> str:
    """The name of the time, or of the function that gave it."""
    operand = call.args[0] if call.args else ("text", "")
    while operand[0] == "cast":
        operand = operand[2]
    name = str(operand[1]) if operand[0] == "place" else ""
    value = path.load(name) if name else 0
    if not isinstance(value, int) and value[0] == "sym":
        name += "".join(c.callee for c in path.function.calls if c.number == value[1])
    return name.lower().replace("_", "")
