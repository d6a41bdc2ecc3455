"""Lengths that go with what is copied: by convention, by their names, by how the file makes it."""

from __future__ import annotations

import re

from ..contracts.primitives import COPIES
from ..flow.capacities import is_capacity
from ..flow.destinations import Destination
from ..flow.events import Assign, Call
from ..flow.origins import signed_leaves
from ..flow.state import IN, SYM
from ..patterns import lazy
from .callback_capacity import CallbackCapacity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..flow.path import Path
    from ..flow.state import Value

_ADDRESS_LENGTH = lazy(r"addr_?(?:l|s)|h_length|sock_?len|\bsa_?len|\bsalen|sa_size", re.IGNORECASE)
_OBJECT_SIZE = lazy(r"alloc_bytes|size_?of|(?:struct|obj|object|ctx|state)_size", re.IGNORECASE)
_SIZE_MACRO = lazy(r"[A-Z][A-Z0-9_]*SIZE[A-Z0-9_]*\s*\(.*\)$")
#: Members that are a buffer and its length, in a struct of little else.
_DATA = frozenset(("ptr", "data", "buf", "base", "s", "bytes", "p", "begin", "str", "val"))
_LENGTHS = frozenset(("len", "length", "size", "n", "l", "count", "nbytes"))


class Conventions(CallbackCapacity):
    """Observer: ``calls`` and ``source`` are set by the subclass."""

    calls: dict[int, Call]
    source: Destination | None

    def _by_convention(
        self, path: Path, call: Call, target: Destination, value: Value, operand: Any
    ) -> bool:
        """Lengths that go with the thing itself: socket addresses, a member copied with its own
        length between objects of one type, units in which the destination is laid out, counters,
        sizes that a macro of the project computes."""
        to, source, length = (self._text(path, call.arg_spans[k - 1]) for k in COPIES[call.callee])
        if not target.fixed or "&" in to:
            if _ADDRESS_LENGTH.search(length) or all(
                "addr" in t and "&" in t for t in (to, source)
            ):
                return True
        if _SIZE_MACRO.match(length):
            return True
        leaves = [leaf for leaf, sign in signed_leaves(value) if sign > 0]
        if leaves and all(self._is_address_length(leaf) for leaf in leaves):
            return True
        offsets = [leaf for part in target.offsets for leaf, _ in signed_leaves(part)]
        products = str(target.offsets)
        if leaves and all(leaf in offsets for leaf in leaves) and "'*'" in products:
            return True
        if leaves and all(self._is_macro_size(leaf) for leaf in leaves):
            return True
        return self._same_getter(target, value) or self._same_member(path, call, target, operand)

    def _same_getter(self, target: Destination, value: Value) -> bool:
        """``copy(data_of(a), data_of(b), length_of(b))``: buffers of one kind."""
        source = self.source
        if source is None or isinstance(target.base, int) or isinstance(source.base, int):
            return False
        if target.base[0] != SYM or source.base[0] != SYM:
            return False
        into, from_ = self.calls.get(target.base[1]), self.calls.get(source.base[1])
        if into is None or from_ is None or not into.args or into.callee != from_.callee:
            return False
        leaves = [leaf for leaf, sign in signed_leaves(value) if sign > 0]
        asked = [self.calls.get(leaf[1]) if leaf[0] == SYM else None for leaf in leaves]  # type: ignore[index]
        return bool(asked) and all(
            call is not None and call.args in (into.args, from_.args) for call in asked
        )

    def _is_address_length(self, leaf: Value) -> bool:
        assert not isinstance(leaf, int)
        call = self.calls.get(leaf[1]) if leaf[0] == SYM else None
        if call is None:
            return False
        return bool(_ADDRESS_LENGTH.search(call.callee) or _OBJECT_SIZE.search(call.callee))

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
        if "." not in a and a not in path.function.variables and path.function.owner:
            a = f"this.{a}"
        if a.rpartition(".")[2] != b.rpartition(".")[2] or "." not in a or "." not in b:
            return False
        if str(operand[1]).rpartition(".")[0] not in (b.rpartition(".")[0], a.rpartition(".")[0]):
            return False
        types = [self.sizes.slot_of(path.function, place.rpartition(".")[0]) for place in (a, b)]
        if types[0] is None or types[1] is None:
            return target.slot is None
        return bool(types[0].type == types[1].type)

    def _is_own_length(self, path: Path, call: Call, operand: Any) -> bool:
        """``s->key.ptr, .., s->key.len``: the length of the destination itself, set elsewhere."""
        into = call.args[COPIES[call.callee][0] - 1]
        if into[0] != "place" or operand[0] != "place" or "." not in str(operand[1]):
            return False
        (a, _, name), (b, _, length) = (
            str(place).rpartition(".") for place in (into[1], operand[1])
        )
        if a != b or not (name in _DATA and length in _LENGTHS):
            return False
        return all(event.place != operand[1] for event in path.function.each(Assign))

    def _is_allocated(self, path: Path, call: Call, operand: Any) -> bool:
        """``m_data.get(), .., m_size``: the file allocates the one with the other."""
        into = call.args[COPIES[call.callee][0] - 1]
        if into[0] != "place" or operand[0] != "place":
            return False
        name = str(into[1])
        made = self.calls.get(int(name[1:])) if name[:1] == "%" and name[1:].isdigit() else None
        if made is not None:
            name = made.receiver if made.callee in ("get", "data") else ""
        (a, _, data), (b, _, size) = (str(place).rpartition(".") for place in (name, operand[1]))
        if a != b or not data or not a and path.function.variables.keys() & {data, size}:
            return False
        if any(event.place == operand[1] for event in path.function.each(Assign)):
            return False
        return is_capacity(path.unit, data, size)
