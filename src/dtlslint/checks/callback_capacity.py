"""Output buffers of TLS callbacks: written with their capacity unread, or over a fixed limit."""

from __future__ import annotations

from ..contracts.primitives import COPIES, STRING_WRITERS, WRITERS
from ..flow import graph
from ..flow.callbacks import output_buffers
from ..flow.destinations import Destination, destination
from ..flow.effects import is_harmless
from ..flow.events import COMPARISONS, Assign, Branch, Call, Use
from ..flow.lengths import Lengths
from ..flow.origins import operand_roots, signed_leaves
from ..flow.state import AT, IN
from .copy_rules import CAPACITY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..contracts.primitives import Buffer
    from ..diagnostics import Span
    from ..flow.events import Function, Switch
    from ..flow.path import Path
    from ..flow.state import Value
    from .run import File


class CallbackCapacity(Lengths):
    """Observer for DTL804. ``written`` maps the span of a finding to its buffer."""

    def __init__(self, file: File) -> None:
        super().__init__()
        self.file = file
        self.buffers: dict[str, Buffer] = {}
        self.capacities: dict[str, str] = {}
        self.written: dict[Span, str] = {}
        self.target: Destination | None = None
        self.wire_length = False
        #: Buffer -> the operand that indexes it last.
        self.counters: dict[str, Any] = {}

    def begin(self, path: Path, wanted: bool = False) -> bool:
        self.buffers, self.capacities = output_buffers(path.function, path.unit)
        self.written = {}
        self.counters = {}
        return super().begin(path, wanted or bool(self.buffers))

    def _destination(self, path: Path, call: Call, args: tuple[Value, ...], n: int) -> Destination:
        return destination(path, self.sizes, args[n - 1], call.args[n - 1])

    def _text(self, path: Path, span: Span) -> str:
        text = " ".join(path.unit.data[span[0] : span[1]].decode("utf-8", "replace").split())
        return text if len(text) <= 50 else text[:47] + "..."

    def _capacity_read(self, path: Path, call: Call) -> None:
        own = call.callee.rpartition("_")[2]  # BIO_snprintf, g_snprintf
        if not self.capacities or (is_harmless(call.callee) and own not in WRITERS):
            if call.callee not in COPIES and call.callee not in ("min", "qMin"):
                return
        for argument in call.args:
            self._mentioned(path, argument)

    def _mentioned(self, path: Path, operand: Any) -> None:
        roots: set[str] = set()
        operand_roots(operand, roots)
        for name in roots:
            if name in self.capacities:
                path.put("capacity", (AT, name), True)

    def on_test(
        self, path: Path, branch: Branch | Switch, value: Value, side: int, other: int, exact: bool
    ) -> None:
        super().on_test(path, branch, value, side, other, exact)
        if self.capacities:
            for leaf, _ in signed_leaves(value) if value[0] != "cmp" else _both(value):  # type: ignore[index]
                if leaf[0] == IN and leaf[1] in self.capacities:  # type: ignore[index]
                    path.put("capacity", (AT, leaf[1]), True)  # type: ignore[index]

    def on_assign(
        self, path: Path, event: Assign | Call, place: str, old: Value, new: Value
    ) -> None:
        super().on_assign(path, event, place, old, new)
        if not self.buffers or type(event) is not Assign:
            return
        if self.capacities:
            self._mentioned(path, event.value)
        root = graph.root(place)
        if root in self.buffers and place != root:
            if new == 0 and place[len(root) :] in ("[0]", ".*"):
                return  # silent: an empty answer
            buffer = self.buffers[root]
            if not buffer.capacity and place.endswith("[]") and self._is_endless(path, root):
                self._ignored(path, event.span, root, f"again and again; {buffer.limit} bytes fit")
            if buffer.capacity and not path.get("capacity", (AT, self._capacity_of(buffer))):
                self._ignored(path, event.span, root, "without reading the capacity it is given")

    def on_use(self, path: Path, event: Use | Assign, value: Value, index: Value | None) -> None:
        """Note with what the elements of a buffer are counted."""
        del path, value, index
        if self.buffers and isinstance(event, Use) and event.index is not None:
            if event.value[0] == "place":
                self.counters[str(event.value[1])] = event.index

    def _is_endless(self, path: Path, buffer: str) -> bool:
        """Is the counter compared with nothing, or with something that nothing is known of?"""
        index = self.counters.get(buffer)
        if index is None or index[0] == "int":
            return False
        roots: set[str] = set()
        operand_roots(index, roots)
        counter = frozenset().union(*(self.origins.closure(root) for root in roots))
        compared = _comparisons(path.function)
        limits = [other - counter for side, other in compared if side & counter]
        return all(self._is_open(path, limit, counter, compared) for limit in limits)

    def _is_open(
        self, path: Path, limit: set[str], counter: frozenset[str], compared: list[Any]
    ) -> bool:
        """Is a loop's limit a variable that is itself compared with nothing?"""
        names = limit & path.function.variables.keys()
        if any(side & names and not other & counter for side, other in compared):
            return False
        return any(
            path.function.variables[name].parameter or len(self.origins.closure(name)) > 1
            for name in names
        )

    def _capacity_of(self, buffer: Buffer) -> str:
        for name, place in self.capacities.items():
            if place == str(buffer.capacity):
                return name
        return "@"

    def _ignored(self, path: Path, span: Span, root: str, why: str) -> None:
        self.written[span] = root
        path.report(CAPACITY.at(span, dest=root, why=why))

    def _callback_write(
        self, path: Path, call: Call, target: Destination, length: Value | None
    ) -> bool:
        """A write into an output buffer; true if it is a finding or settled."""
        buffer = self.buffers.get(target.parameter)
        if buffer is None:
            return False
        if buffer.capacity:
            if path.get("capacity", (AT, self._capacity_of(buffer))):
                return False
            self._ignored(
                path, call.span, target.parameter, "without reading the capacity it is given"
            )
            return True
        if length is None:
            return False
        self.target, self.wire_length = target, False
        bound = self.bound(path, length)
        offset = max(0, target.offset or 0)
        if bound.upper is not None and bound.upper + offset <= buffer.limit:
            return True
        if bound.upper is None and bound.judged:
            return True
        why = f"with no more than a hope that {buffer.limit} bytes suffice"
        if bound.upper is not None and bound.judged:
            why = f"with {bound.upper} bytes; there is room for {buffer.limit}"
        self._ignored(path, call.span, target.parameter, why)
        return True

    def _string(self, path: Path, call: Call, args: tuple[Value, ...]) -> None:
        to, source = STRING_WRITERS[call.callee]
        target = self._destination(path, call, args, to)
        if target.parameter not in self.buffers:
            return
        length: Value = ("unk", "string")
        if source and not isinstance(args[source - 1], int) and args[source - 1][0] == "lit":  # type: ignore[index]
            length = len(args[source - 1][1]) + 1  # type: ignore[index]
        self._callback_write(path, call, target, length)


def _comparisons(function: Function) -> list[tuple[set[str], set[str]]]:
    """The names on both sides of every comparison that a branch makes, either way round."""
    found: list[tuple[set[str], set[str]]] = []
    for branch in function.ends(Branch):
        condition = branch.condition
        if condition[0] == "bin" and condition[1] in COMPARISONS:
            sides: tuple[set[str], set[str]] = (set(), set())
            for operand, side in zip(condition[2:], sides, strict=True):
                operand_roots(operand, side)
            found += [sides, sides[::-1]]
    return found


def _both(value: Any) -> list[tuple[Value, int]]:
    return signed_leaves(value[2]) + signed_leaves(value[3])
