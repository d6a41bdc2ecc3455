"""unbounded-copy: lengths that nothing holds back (DTL801-805).

``flow.lengths`` tells what was compared with a length on the path, ``flow.destinations`` where a
copy goes and how much room is there. One finding a copy: the gravest rule that holds.
"""

from __future__ import annotations

import math

from ..contracts.primitives import (
    ALLOCATIONS,
    COPIES,
    DIGEST_SETUPS,
    DIGESTS,
    ELEMENT_ALLOCATIONS,
    RANGE_WRITERS,
    STRING_WRITERS,
    VIEWS,
    WRITERS,
)
from ..diagnostics import NOTE, Note
from ..flow import graph
from ..flow.destinations import has_pointer, is_handed_in, is_wrapper
from ..flow.judged import judged, keys, summed
from ..flow.origins import signed_leaves
from ..flow.state import AT, SYM
from .copy_bounds import CopyBounds
from .copy_rules import (
    CAPACITY,
    GRAVITY,
    OVERFLOWING,
    POINTER_SIZE,
    RULES,
    SOURCE_SIZED,
    UNBOUNDED,
)
from .copy_severity import is_asked_twice, is_decided_outside, is_memory_of_others

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Span
    from ..flow.destinations import Destination
    from ..flow.events import Call, Operand
    from ..flow.path import Path
    from ..flow.state import Value
    from .run import File

__all__ = ["RULES", "Check"]

_UNKNOWN = ("unk", "range")
#: Roles of buffers that a call fills.
_FILLED = frozenset(("random_out", "out_buffer", "digest_out", "dest"))


class Check(CopyBounds):
    wrapper = False

    def __init__(self, file: File) -> None:
        super().__init__(file)
        #: Where an unbounded copy stands -> its length as written.
        self.lengths: dict[Span, Operand] = {}

    def begin(self, path: Path, wanted: bool = False) -> bool:
        """Only functions that write a given number of bytes are looked at."""
        follows = super().begin(path, wanted)
        self.wrapper = is_wrapper(path.function)
        return follows or any(self._writes(path, call) for call in path.function.calls)

    def _writes(self, path: Path, call: Call) -> bool:
        if call.callee in WRITERS:
            return True
        contract = path.contract(call)
        return contract is not None and bool(
            contract.length_of or contract.args_with_role("digest_out")
        )

    # -- calls

    def on_call(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        self._capacity_read(path, call)
        if call.receiver and call.callee in VIEWS:
            path.put("view", result, path.place(call.receiver))
        elif call.receiver and call.callee == "copy" and len(args) >= 2:  # ``text.copy(buf, n)``
            self._callback_write(path, call, self._destination(path, call, args, 1), args[1])
        if not call.receiver and len(args) >= 2:
            self._judge(path, call, args)
        elif not call.receiver and call.callee in ALLOCATIONS:
            self._allocated(path, call, args, result)
        super().on_call(path, call, args, result)

    def _allocated(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        """``malloc(16)``: from here on the result has room for 16 bytes."""
        positions = ALLOCATIONS[call.callee]
        if call.callee in ELEMENT_ALLOCATIONS or max(positions) > len(args):
            return
        factors = [self.sizes.fold(path, args[n - 1]) for n in positions]
        if None not in factors:
            path.put("bytes", result, math.prod(number for number in factors if number))

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
        elif name in RANGE_WRITERS and len(args) >= 3:
            self._callback_write(path, call, self._destination(path, call, args, 3), _UNKNOWN)
        else:
            self._contract_call(path, call, args)

    def _contract_call(self, path: Path, call: Call, args: tuple[Value, ...]) -> None:
        contract = path.contract(call)
        if contract is None:
            return
        context, digest = DIGEST_SETUPS.get(call.callee.removeprefix("q_"), (0, 0))
        if context and digest <= len(args):
            path.put("digest", args[context - 1], self._digest_size(args[digest - 1]))
        for length, to in contract.length_of.items():
            if length <= len(args) and to <= len(args):
                self._sized(path, call, args, to, length, contract.role(to) in _FILLED)
        for to in contract.args_with_role("digest_out"):
            if to <= len(args):
                self._digest(path, call, args, to)
        for to in contract.args_with_role(*_FILLED):
            if to <= len(args) and to not in contract.length_of.values():
                self._callback_write(path, call, self._destination(path, call, args, to), None)

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
        least = self.sizes.least(path, value) if number is None else number
        if least is None:
            return False
        self._overflow(path, call, target, least, call.arg_spans[to - 1], number is None)
        return number is not None

    def _destination(self, path: Path, call: Call, args: tuple[Value, ...], n: int) -> Destination:
        target = super()._destination(path, call, args, n)
        made = path.get("bytes", target.base) if target.room is None else None
        return target._replace(room=made, element=1, fixed=True) if made else target

    def _overflow(
        self, path: Path, call: Call, target: Destination, number: int, span: Span,
        at_least: bool = False,
    ) -> None:  # fmt: skip
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
                call.span, callee=call.callee,
                count=f"at least {number}" if at_least else number, dest=self._text(path, span),
                room=max(0, target.room - target.offset),
                notes=(Note(target.span, "declared here"),) if target.span else (),
            )
        )  # fmt: skip

    def _varies(self, path: Path, target: Destination) -> bool:
        """Is the extent a name that the file defines more than once?"""
        return (
            target.name != "" and path.unit.data.count(b"define " + target.name.encode() + b" ") > 1
        )

    def _pointer_size(self, path: Path, call: Call, args: tuple[Value, ...], value: Value) -> bool:
        name = has_pointer(path, self.sizes, value, args, call)
        if not name:
            return False
        path.report(POINTER_SIZE.at(call.span, callee=call.callee, name=name), certain=True)
        return True

    def _digest(self, path: Path, call: Call, args: tuple[Value, ...], to: int) -> None:
        size = DIGESTS.get(call.callee.removeprefix("q_"), 0)
        for value in args:
            size = size or self._digest_size(value) or path.get("digest", value) or 0
        target = self._destination(path, call, args, to)
        if size:
            self._overflow(path, call, target, size, call.arg_spans[to - 1])

    def _digest_size(self, value: Value) -> int:
        made = None if isinstance(value, int) or value[0] != SYM else self.calls.get(value[1])
        return 0 if made is None else DIGESTS.get(made.callee.removeprefix("q_"), 0)

    # -- DTL801, DTL805

    def _copy(
        self, path: Path, call: Call, args: tuple[Value, ...], to: int, source: int, length: int
    ) -> None:
        if self._sized(path, call, args, to, length, True):
            return
        target = self._destination(path, call, args, to)
        if (
            self.wrapper
            and is_handed_in(path.function, call.args[length - 1])
            or target.grows
            or target.hack
            or self._same_memory(path, call, args, to, source)
        ):
            return
        value = args[length - 1]
        self.target = target
        self.source_roots = self.origins.beginnings(args[source - 1])
        self.source = self._destination(path, call, args, source)
        self.source_place = self.source.place
        self.wire_length = self._read_from_source(path, value, target)
        self.made_of = self._made_of(path, call, to)
        bound = self.bound(path, value)
        held = self._holds(path, call, bound, target, value, length)
        for leaf, sign in signed_leaves(value) if target.fixed else ():
            if sign > 0:
                path.put("filled", leaf, graph.root(target.place))
        if held:
            return
        rule = SOURCE_SIZED if self._by_source(path, value, target) else UNBOUNDED
        self.lengths[call.span] = call.args[length - 1]
        outside = is_asked_twice(path.function, self.origins, target, call.args[length - 1]) or (
            rule is UNBOUNDED
            and (
                (not self._rooms(path, target) and is_memory_of_others(path, target, self.made_of))
                or is_decided_outside(path, self.origins, call, target, self.source, value)
            )
        )
        path.report(
            rule.at(
                call.span, severity=NOTE if outside or self.file.options.is_test_path else None,
                callee=call.callee, length=self._text(path, call.arg_spans[length - 1]),
                dest=self._text(path, call.arg_spans[to - 1]),
                notes=(Note(target.span, "the destination"),) if target.span else (),
            )
        )  # fmt: skip

    # -- the end of the function

    def _drop_doubtful(self, path: Path) -> None:
        """Silent: some event judges the length, and the paths are no longer told apart."""
        calls = {f"%{number}": call for number, call in self.calls.items()}
        known = judged(path.function)
        for code, span in list(path.findings):
            if code == UNBOUNDED.code and not known.isdisjoint(keys(self.lengths[span], calls)):
                del path.findings[code, span]

    def _drop_summed(self, path: Path) -> None:
        """Silent: a first pass has added these lengths up."""
        for code, span in [key for key in path.findings if key[0] == UNBOUNDED.code]:
            used = {str(key).rpartition(".")[2] for key in keys(self.lengths[span], {})}
            if not used.isdisjoint(summed(path.function, span[0])):
                del path.findings[code, span]

    def end(self, path: Path) -> None:
        if path.blurred or path.cut:
            self._drop_doubtful(path)
        self._drop_summed(path)
        first: dict[str, Span] = {}
        for (code, span), _ in path.findings.items():
            if code == CAPACITY.code:
                root = self.written[span]
                first[root] = min(first.get(root, span), span)
        best: dict[Span, str] = {}
        mine = [key for key in path.findings if key[0] in GRAVITY]
        for code, span in mine:
            if span not in best or GRAVITY[code] < GRAVITY[best[span]]:
                best[span] = code
        for code, span in mine:
            late = code == CAPACITY.code and first[self.written[span]] != span
            if best[span] != code or late:
                del path.findings[code, span]
