"""What buffers hold before anything is written into them: literals, constants, zeroes."""

from __future__ import annotations

from ..flow import graph
from ..flow.events import Exit
from ..flow.secrets import LITERAL as CONSTANT
from ..flow.secrets import ZERO_FILL, SecretIndex, buffer, initial_content, last_name
from ..flow.state import AT, IN, SYM
from .element_fills import ElementFills

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..flow.events import Function, Operand
    from ..flow.path import Path
    from ..flow.state import Value
    from .run import File

_CONTAINERS = frozenset(("QByteArray", "string", "QString", "fromRawData", "QLatin1String"))


class SecretSources(ElementFills):
    """Observer: tells the constant content of what a value points to."""

    def __init__(self, file: File) -> None:
        super().__init__(file)
        self._index: SecretIndex | None = None

    def index(self, path: Path) -> SecretIndex:
        if self._index is None:
            self._index = SecretIndex(path.unit)
        return self._index

    def declared(self, path: Path, value: Value, role: str) -> str:
        """``literal`` or ``zero`` by the declaration of what ``value`` points to."""
        assert not isinstance(value, int)
        if value[0] == "lit":
            return CONSTANT if value[1] else ""
        if value[0] == SYM:
            return self.made_from(path, value)
        if value[0] not in (IN, AT):
            return ""
        root = graph.root(value[1])
        if root in path.function.variables:
            return ""
        slot = self.sizes.root_slot(path.function, root)
        if slot is None and root == value[1] and path.unit.text(root):
            return CONSTANT
        if slot is None or slot.storage.startswith("extern"):
            return ""
        kind = initial_content(slot, path.unit.data)
        array = bool(slot.derive) and slot.derive[0] != "*"
        if (
            not kind
            and slot.initial is None
            and array
            and "static" in slot.storage
            and root == value[1]
        ):
            kind = ZERO_FILL
        if kind and last_name(root) in self.index(path).written:
            return ""
        if kind and root != value[1] and last_name(value[1]) in self.index(path).written:
            return ""
        return kind if kind == CONSTANT or role != "password" else ""

    def _table(self, path: Path, name: str) -> str:
        """A function of the file that hands out a literal, or a constant array."""
        function = path.unit.function(name)
        if function is None:
            return ""
        ends = [block.end for block in function.blocks if type(block.end) is Exit]
        values = [end.value for end in ends if end.kind == "return" and end.value]
        kinds = {self._constant_of(path, function, value) for value in values}
        return CONSTANT if kinds == {CONSTANT} else ""

    def _constant_of(self, path: Path, function: Function, operand: Operand) -> str:
        while operand[0] == "cast":
            operand = operand[2]
        if operand[0] == "str":
            return CONSTANT if operand[1] else ""
        place = buffer(operand, {})
        slot = self.sizes.root_slot(function, place) if place else None
        if place in function.variables:
            written = any(buffer(a, {}) == place for call in function.calls for a in call.args)
        else:
            written = last_name(place) in self.index(path).written
        if slot is None or written:
            return ""
        return initial_content(slot, path.unit.data)

    def made_from(self, path: Path, value: Value) -> str:
        """``QByteArray("text")``, ``std::string("text")``: a container made of a literal."""
        made = None if isinstance(value, int) else self.calls.get(value[1])
        if made is not None and made.callee in path.unit.function_names:
            return self._table(path, made.callee)
        if (
            made is None
            or made.receiver
            or len(made.args) not in (1, 2)
            or made.args[0][0] != "str"
        ):
            return ""
        return CONSTANT if made.callee in _CONTAINERS and made.args[0][1] else ""
