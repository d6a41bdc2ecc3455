"""What the file's own functions return where that is written down: constants and strings."""

from __future__ import annotations

from .events import RETURN, Exit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .events import Operand
    from .unit import Unit


def constants_of(unit: Unit, name: str) -> list[Operand]:
    """The integers, strings and names that the function ``name`` of the file returns."""
    if name not in unit.function_names:
        return []
    function = unit.function(name)
    if function is None:
        return []
    ends = [block.end for block in function.blocks]
    values = [end.value for end in ends if isinstance(end, Exit) and end.kind == RETURN]
    return [v for v in values if v is not None and v[0] in ("int", "str", "place")]
