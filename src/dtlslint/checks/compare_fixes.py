"""The fix of DTL605: the comparison in constant time, where only equality is asked for."""

from __future__ import annotations

from ..contracts import secrets
from ..diagnostics import Fix
from ..flow.uses import only_equality

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..flow.events import Call, Function
    from .run import File


def fixes(file: File, function: Function, call: Call) -> tuple[Fix, ...]:
    """The comparison in constant time, where only equality is asked for."""
    if call.callee not in secrets.REPLACEABLE or call.macro:
        return ()
    data = file.unit.data
    old = call.qualified.encode()
    start = call.span[0]
    if data[start : start + len(old)] != old or not _is_declared(file, start):
        return ()
    if not only_equality(function, f"%{call.number}"):
        return ()
    return (Fix((start, start + len(old)), secrets.CONSTANT_TIME.encode()),)


def _is_declared(file: File, offset: int) -> bool:
    """Does every configuration with the line include a header with the replacement?"""
    directives = file.unit.directives(frozenset(file.options.guards))
    here = list(directives.around(offset))
    holding = [branch.condition for branch in here if not branch.index]
    for header in secrets.CONSTANT_TIME_HEADER.finditer(file.unit.original):
        around = directives.around(header.start())
        if all(b in here or (not b.index and b.condition in holding) for b in around):
            return True
    return False
