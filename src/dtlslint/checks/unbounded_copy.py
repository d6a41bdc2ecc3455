"""unbounded-copy: lengths that nothing holds back (DTL801-805).

``flow.lengths`` tells what was compared with a length on the path, ``flow.destinations`` where a
copy goes and how much room is there. One finding a copy: the gravest rule that holds.
"""

from __future__ import annotations

import re

from ..contracts.primitives import COPIES, DIGESTS, STRING_WRITERS, VIEWS, WRITERS
from ..diagnostics import ERROR, WARNING, Note, Rule
from ..flow import graph
from ..flow.callbacks import output_buffers
from ..flow.destinations import Destination, destination, has_pointer, is_wrapper
from ..flow.effects import is_harmless
from ..flow.events import Assign, Call
from ..flow.lengths import Lengths
from ..flow.origins import operand_roots, signed_leaves
from ..flow.state import AT, IN, SYM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..contracts.primitives import Buffer
    from ..diagnostics import Span
    from ..flow.events import Branch, Switch
    from ..flow.lengths import Bound
    from ..flow.path import Path
    from ..flow.state import Value
    from .run import File

_HOOK = "unbounded-copy"
UNBOUNDED = Rule(
    "DTL801", "unbounded-copy", _HOOK, WARNING,
    "{callee} copies '{length}' bytes into '{dest}', and nothing holds that length back", 120,
)  # fmt: skip
OVERFLOWING = Rule(
    "DTL802", "overflowing-copy", _HOOK, ERROR,
    "{callee} writes {count} bytes into '{dest}', which has room for {room}", 787,
)  # fmt: skip
POINTER_SIZE = Rule(
    "DTL803", "sizeof-pointer", _HOOK, ERROR,
    "the length of {callee} is the size of a pointer: '{name}' is no array here", 467,
)  # fmt: skip
CAPACITY = Rule(
    "DTL804", "callback-capacity-ignored", _HOOK, ERROR,
    "this callback writes its output buffer '{dest}' {why}", 120,
)  # fmt: skip
SOURCE_SIZED = Rule(
    "DTL805", "source-sized-copy", _HOOK, WARNING,
    "{callee} copies as much as the source has ('{length}') into '{dest}', whose size is not asked", 806,
)  # fmt: skip
RULES = (UNBOUNDED, OVERFLOWING, POINTER_SIZE, CAPACITY, SOURCE_SIZED)
_GRAVITY = {
    rule.code: rank
    for rank, rule in enumerate((POINTER_SIZE, OVERFLOWING, CAPACITY, SOURCE_SIZED, UNBOUNDED))
}
_ADDRESS_LENGTH = re.compile(r"addr_?(?:l|s)|sock_?len|\bsa_?len|\bsalen|sa_size", re.IGNORECASE)
#: Roles of buffers that a call fills.
_FILLED = frozenset(("random_out", "out_buffer", "digest_out", "dest"))


class Check(Lengths):
    def __init__(self, file: File) -> None:
        super().__init__()
        self.file = file
        self.buffers: dict[str, Buffer] = {}
        self.capacities: dict[str, str] = {}
        self.written: dict[Span, str] = {}
        self.wrapper = False
        self.calls: dict[int, Call] = {}
        self.target: Destination | None = None
        self.wire_length = False
        self.made_of: frozenset[str] | None = None
        self.source_roots: frozenset[str] = frozenset()

    def begin(self, path: Path, wanted: bool = False) -> None:
        self.buffers, self.capacities = output_buffers(path.function, path.unit)
        super().begin(path, bool(self.buffers))
        self.calls = {call.number: call for call in path.function.calls}
        self.written = {}
        self.wrapper = is_wrapper(path.function)

    # -- calls

    def on_call(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        self._capacity_read(path, call)
        if call.receiver and call.callee in VIEWS:
            path.put("view", result, path.place(call.receiver))
        if not call.receiver and len(args) >= 2:
            self._judge(path, call, args)
        super().on_call(path, call, args, result)

    def _judge(self, path: Path, call: Call, args: tuple[Value, ...]) -> None:
        name = call.callee
        if name in COPIES:
            to, source, length = COPIES[name]
            if len(args) >= 3:
                self._copy(path, call, args, to, source, length)
        elif name in WRITERS:
            to, length = WRITERS[name]
            if len(args) >= length:
                self._sized(path, call, args, to, length, True)
        elif name in STRING_WRITERS:
            self._string(path, call, args)
        else:
            self._contract_call(path, call, args)

    def _contract_call(self, path: Path, call: Call, args: tuple[Value, ...]) -> None:
        contract = path.contract(call)
        if contract is None:
            return
        for length, to in contract.length_of.items():
            if length <= len(args) and to <= len(args):
                self._sized(path, call, args, to, length, contract.role(to) in _FILLED)
        for to in contract.args_with_role("digest_out"):
            if to <= len(args):
                self._digest(path, call, args, to)
        for to in contract.args_with_role(*_FILLED):
            if to <= len(args) and to not in contract.length_of.values():
                self._callback_write(path, call, self._destination(path, call, args, to), None)

    def _destination(self, path: Path, call: Call, args: tuple[Value, ...], n: int) -> Destination:
        return destination(path, self.sizes, args[n - 1], call.args[n - 1])

    def _text(self, path: Path, span: Span) -> str:
        text = " ".join(path.unit.data[span[0] : span[1]].decode("utf-8", "replace").split())
        return text if len(text) <= 50 else text[:47] + "..."

    # -- DTL802, DTL803

    def _sized(
        self, path: Path, call: Call, args: tuple[Value, ...], to: int, length: int, writes: bool
    ) -> bool:
        """Judge a known length; true if it is reported or is a constant."""
        value = args[length - 1]
        target = self._destination(path, call, args, to)
        if self._pointer_size(path, call, args, value):
            return True
        if not writes:
            return False
        if self._callback_write(path, call, target, value):
            return True
        number = self.sizes.fold(path, value)
        if number is None:
            return False
        self._overflow(path, call, target, number, call.arg_spans[to - 1])
        return True

    def _overflow(
        self, path: Path, call: Call, target: Destination, number: int, span: Span
    ) -> None:
        if target.room is None or target.offset is None or target.offset < 0:
            return
        if "." in target.place and target.base == (AT, target.place):
            return  # silent: from a member on, over its neighbours
        if call.callee in ("copy_n",) and target.element:
            number *= target.element
        if number + target.offset <= target.room or self._varies(path, target):
            return
        path.report(
            OVERFLOWING.at(
                call.span, callee=call.callee, count=number, dest=self._text(path, span),
                room=max(0, target.room - target.offset),
                notes=(Note(target.span, "declared here"),) if target.span else (),
            )
        )  # fmt: skip

    def _varies(self, path: Path, target: Destination) -> bool:
        """Is the extent a name that the file defines more than once?"""
        return target.name != "" and path.unit.data.count(b"define " + target.name.encode() + b" ") > 1

    def _pointer_size(self, path: Path, call: Call, args: tuple[Value, ...], value: Value) -> bool:
        name = has_pointer(path, self.sizes, value, args, call)
        if not name:
            return False
        path.report(POINTER_SIZE.at(call.span, callee=call.callee, name=name), certain=True)
        return True

    def _digest(self, path: Path, call: Call, args: tuple[Value, ...], to: int) -> None:
        size = DIGESTS.get(call.callee.removeprefix("q_"), 0)
        for value in args:
            made = None if isinstance(value, int) or value[0] != SYM else self.calls.get(value[1])
            if made is not None and not size:
                size = DIGESTS.get(made.callee.removeprefix("q_"), 0)
        target = self._destination(path, call, args, to)
        if size:
            self._overflow(path, call, target, size, call.arg_spans[to - 1])

    # -- DTL804

    def _capacity_read(self, path: Path, call: Call) -> None:
        if not self.capacities or (is_harmless(call.callee) and call.callee not in WRITERS):
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
            if buffer.capacity and not path.get("capacity", (AT, self._capacity_of(buffer))):
                self._ignored(path, event.span, root, "without reading the capacity it is given")

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
            self._ignored(path, call.span, target.parameter, "without reading the capacity it is given")
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

    # -- DTL801, DTL805

    def _copy(
        self, path: Path, call: Call, args: tuple[Value, ...], to: int, source: int, length: int
    ) -> None:
        if self._sized(path, call, args, to, length, True):
            return
        target = self._destination(path, call, args, to)
        if self.wrapper or target.grows or target.hack or self._same_memory(path, call, args, to, source):
            return
        value = args[length - 1]
        self.target = target
        self.source_roots = self.origins.of_value(args[source - 1])
        self.wire_length = self._read_from_source(path, value, target)
        self.made_of = self._made_of(call, to)
        bound = self.bound(path, value)
        if self._holds(path, call, bound, target, value, length):
            return
        rule = SOURCE_SIZED if self._by_source(path, value, target) else UNBOUNDED
        path.report(
            rule.at(
                call.span, callee=call.callee, length=self._text(path, call.arg_spans[length - 1]),
                dest=self._text(path, call.arg_spans[to - 1]),
                notes=(Note(target.span, "the destination"),) if target.span else (),
            )
        )  # fmt: skip

    def _made_of(self, call: Call, to: int) -> frozenset[str]:
        """The variables that the destination pointer is computed from."""
        roots: set[str] = set()
        operand_roots(call.args[to - 1], roots)
        return frozenset().union(*(self.origins.closure(root) for root in roots))

    def _read_from_source(self, path: Path, value: Value, target: Destination) -> bool:
        """Is the length taken from the bytes that are copied, into a member of unknown type?"""
        if target.slot is not None or "." not in target.place:
            return False
        roots = self.origins.of_value(value) & self.source_roots
        return bool(roots - {graph.root(target.place)})

    def _same_memory(
        self, path: Path, call: Call, args: tuple[Value, ...], to: int, source: int
    ) -> bool:
        """Does the copy move bytes within one buffer?"""
        a = self._destination(path, call, args, to)
        b = self._destination(path, call, args, source)
        return a.base == b.base and not isinstance(a.base, int) and a.base[0] != "lit"

    def _holds(
        self, path: Path, call: Call, bound: Bound, target: Destination, value: Value, n: int
    ) -> bool:
        upper = bound.upper
        operand = call.args[n - 1]
        if operand[0] == "place":
            narrow = self.sizes.type_maximum(path.function, operand[1])
            if narrow is not None:
                upper = narrow if upper is None else min(upper, narrow)
        if target.room is not None and upper is not None and upper <= target.room:
            return True
        if operand[0] == "place" and path.get("clamped", (AT, operand[1])) == value:
            return True
        if self._tied(path, target, value) or self._from_capacity(path, target, operand):
            return True
        if self._by_convention(path, call, target, value, operand):
            return True
        if not bound.judged:
            return False
        numeric = bound.others and all(isinstance(limit, int) for limit in bound.others)
        return not (numeric and target.room is not None and upper is not None)

    def _by_convention(
        self, path: Path, call: Call, target: Destination, value: Value, operand: Any
    ) -> bool:
        """Lengths that go with the thing itself: socket addresses, a member copied with its own
        length between objects of one type, units in which the destination is laid out, counters,
        sizes that a macro of the project computes."""
        text = self._text(path, call.arg_spans[COPIES[call.callee][2] - 1])
        if not target.fixed or "&" in self._text(path, call.arg_spans[COPIES[call.callee][0] - 1]):
            if _ADDRESS_LENGTH.search(text):
                return True
        leaves = [leaf for leaf, sign in signed_leaves(value) if sign > 0]
        offsets = [leaf for part in target.offsets for leaf, _ in signed_leaves(part)]
        products = str(target.offsets)
        if leaves and all(leaf in offsets for leaf in leaves) and "'*'" in products:
            return True
        if leaves and all(self._is_macro_size(leaf) for leaf in leaves):
            return True
        return self._same_member(path, call, target, operand)

    def _is_macro_size(self, leaf: Value) -> bool:
        assert not isinstance(leaf, int)
        call = self.calls.get(leaf[1]) if leaf[0] == SYM else None
        if call is not None:
            return call.callee == call.callee.upper() and len(call.callee) > 3
        return bool(leaf[0] == IN) and leaf[1].startswith("FD_")

    def _same_member(self, path: Path, call: Call, target: Destination, operand: Any) -> bool:
        """``a->data, b->data, b->len`` where ``a`` and ``b`` are of one type."""
        to, source, _ = COPIES[call.callee]
        into, from_ = call.args[to - 1], call.args[source - 1]
        while operand[0] == "cast":
            operand = operand[2]
        if not into[0] == from_[0] == operand[0] == "place":
            return False
        a, b = str(into[1]), str(from_[1])
        if a.rpartition(".")[2] != b.rpartition(".")[2] or "." not in a or "." not in b:
            return False
        if str(operand[1]).rpartition(".")[0] not in (b.rpartition(".")[0], a.rpartition(".")[0]):
            return False
        types = [self.sizes.slot_of(path.function, place.rpartition(".")[0]) for place in (a, b)]
        if types[0] is None or types[1] is None:
            return target.slot is None
        return bool(types[0].type == types[1].type)

    def _tied(self, path: Path, target: Destination, value: Value) -> bool:
        """Was the destination made with this length, or is the length its own capacity?"""
        leaves = [leaf for leaf, sign in signed_leaves(value) if sign > 0]
        own = self._rooms(path, target)
        tied = False
        for leaf in leaves:
            if self.canonical(path, leaf) in own or self._is_capacity(path, target, leaf):
                tied = True
            elif not self.bound(path, leaf).judged:
                return False
        return tied

    def _rooms(self, path: Path, target: Destination) -> set[Value]:
        """The lengths that the destination was made with."""
        rooms: set[Value] = set()
        keys = [target.base]
        if target.place:
            keys.append((AT, target.place))
            root = graph.root(target.place)
            if root[:1] == "%" and root[1:].isdigit():
                keys.append((SYM, int(root[1:])))
        if self.made_of is not None:
            keys += [(AT, name) for name in self.made_of]
        for key in keys:
            rooms |= path.get("room", key) or set()
        variable = path.function.variables.get(target.place)
        if variable is not None and variable.extent is not None and variable.extent[0] != "int":
            rooms.update(leaf for leaf, _ in signed_leaves(path.value(variable.extent)))
        return rooms

    def _is_capacity(self, path: Path, target: Destination, leaf: Value) -> bool:
        """``out, out_len``; a container's own ``size()``; ``psk, max_psk_len``."""
        assert not isinstance(leaf, int)
        if leaf[0] == SYM:
            call = self.calls.get(leaf[1])
            return (
                call is not None and bool(call.receiver) and target.view != ""
                and path.place(call.receiver) == target.view
            )  # fmt: skip
        names = self.origins.parameters
        if leaf[0] != IN or leaf[1] not in names:
            return False
        if leaf[1] in self.capacities:
            return True
        at = names.index(leaf[1])
        number = self.sizes.extent(path.function, leaf[1]).kind not in ("pointer", "array", "container")
        return at > 0 and number and names[at - 1] == target.parameter and not target.offsets

    def _from_capacity(self, path: Path, target: Destination, operand: Any) -> bool:
        """Is the length computed from the capacity that follows the destination parameter?"""
        names = self.origins.parameters
        if target.parameter not in names[:-1]:
            return False
        capacity = names[names.index(target.parameter) + 1]
        if self.sizes.extent(path.function, capacity).kind in ("pointer", "array", "container"):
            return False
        roots: set[str] = set()
        operand_roots(operand, roots)
        return any(capacity in self.origins.closure(root) for root in roots)

    def _by_source(self, path: Path, value: Value, target: Destination) -> bool:
        leaves = [leaf for leaf, sign in signed_leaves(value) if sign > 0]
        if not leaves or any(self.source_size(path, leaf) is None for leaf in leaves):
            return False
        if target.fixed or target.parameter:
            return True
        root = graph.root(target.place)
        variable = path.function.variables.get(root)
        return variable is not None and variable.parameter

    def counts(self, path: Path, limit: Value) -> bool:
        """A check of the source's length says nothing about a destination of fixed size."""
        target = self.target
        if target is None or isinstance(limit, int) or not (target.fixed or self.wire_length):
            return True
        leaves = [leaf for leaf, _ in signed_leaves(limit)]
        if not leaves or all(self._named_constant(path, leaf) for leaf in leaves):
            return True
        roots = frozenset().union(*(self.origins.of_value(leaf) for leaf in leaves))
        own = frozenset((graph.root(target.place),)) if target.place else frozenset()
        if roots & own:
            return not self._source_named(path, leaves)
        return not (roots & self.source_roots or self._follows_source(roots))

    def _named_constant(self, path: Path, leaf: Value) -> bool:
        assert not isinstance(leaf, int)
        return bool(leaf[0] == IN) and self._is_constant_name(path, leaf[1])

    def _follows_source(self, roots: frozenset[str]) -> bool:
        """Is one of them the parameter after a parameter that the source comes from?"""
        names = self.origins.parameters
        return any(
            names[at - 1] in self.source_roots for at, name in enumerate(names) if at and name in roots
        )

    def _source_named(self, path: Path, leaves: list[Value]) -> bool:
        """``s->in_len`` beside ``s->in``: of one object, and named after the source."""
        del path, leaves
        return False

    # -- the end of the function

    def end(self, path: Path) -> None:
        first: dict[str, Span] = {}
        for (code, span), _ in path.findings.items():
            if code == CAPACITY.code:
                root = self.written[span]
                first[root] = min(first.get(root, span), span)
        best: dict[Span, str] = {}
        mine = [key for key in path.findings if key[0] in _GRAVITY]
        for code, span in mine:
            if span not in best or _GRAVITY[code] < _GRAVITY[best[span]]:
                best[span] = code
        for code, span in mine:
            late = code == CAPACITY.code and first[self.written[span]] != span
            if best[span] != code or late:
                del path.findings[code, span]


def _both(value: Any) -> list[tuple[Value, int]]:
    return signed_leaves(value[2]) + signed_leaves(value[3])
