"""Marks of lengths on a path: what each was compared with, and what buffers were made with."""

from __future__ import annotations

from ..contracts.primitives import COPIES, FILLERS, RESIZERS, ROOM_WORDS, SOURCE_SIZES, VIEWS
from . import graph
from .flowing import flowing, named
from .judged import MAX_MINIMUM
from .origins import Origins, operand_roots, signed_leaves
from .state import AT, EXPR, IN, OLD, OUT, SYM, UNK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .events import Call
    from .path import Path
    from .sizes import Sizes
    from .state import Value

# things that one length is compared with on a path
MAX_OTHERS = 6

_SIZES = (
    "len", "size", "count", "width", "remain", "avail", "capacity", "used", "limit", "position",
    "offset", "fill",
)  # fmt: skip
_MOVES = ("read", "next", "recv", "pop", "take", "parse", "fetch")


class Rooms:
    """The base of ``Lengths``: reads and writes its marks.

    ``held``: length -> what it does not exceed; ``got``: the same for calls that give the same
    length each time (``same``: result -> such a call). ``sized``: container -> what
    its size does not exceed. ``room``: buffer -> lengths that it was made
    with. ``kept``: place of a member -> what it does not exceed. ``exceeds``: length -> the
    limit that a test has just found it over. ``asked``: result -> lengths that
    a helper judged. ``parts``: sum -> its terms. ``near``:
    length -> the variables that it was compared with. ``view``: pointer -> its container.
    In a ``room``, ``("source", x)`` stands for the size of ``x``, ``("measured", v)`` for the sizes
    of what is reached through the variable ``v``, ``("text", ..)`` for a call as it is written.
    """

    dies: tuple[str, ...] = (
        "held", "asked", "room", "view", "asserted", "same", "parts", "near", "clamped", "less",
        "filled", "digest", "bytes", "exceeds", "sized",
    )  # fmt: skip

    def __init__(self) -> None:
        self.active = False
        self.relevant: frozenset[str] = frozenset()
        #: How what flows into a length is called: one member of a struct is no other.
        self.names: frozenset[str] = frozenset()
        self.getters: frozenset[str] = frozenset()
        #: Calls that give pointers, which are no lengths.
        self.pointers: frozenset[int] = frozenset()
        #: function of the file -> the parameters that hold its result back
        self.within: dict[str, tuple[int, ...]] = {}

    def begin(self, path: Path, wanted: bool = False) -> bool:
        """Look at the function: which names flow into a length? ``wanted``: follow in any case."""
        self.sizes: Sizes = path.unit.sizes
        self.active = wanted or any(is_sized(path, call) for call in path.function.calls)
        if not self.active:
            return False
        self.origins = Origins(path.function, path.unit.macros.constants)
        relevant: set[str] = set()
        for call in path.function.calls:
            if wanted or is_sized(path, call):
                for argument in call.args:
                    operand_roots(argument, relevant)
        for root in list(relevant):
            relevant |= self.origins.closure(root)
        for call in path.function.calls:
            if call.callee in RESIZERS and graph.root(call.receiver) in relevant:
                for argument in call.args:
                    operand_roots(argument, relevant)
        for root, added in self.origins.sums.items():
            if added & relevant:
                relevant.add(root)
        self.relevant = frozenset(relevant)
        self.pointers = frozenset(
            call.number
            for call, contract in ((c, path.contract(c)) for c in path.function.calls)
            if contract is not None and contract.returns == "pointer"
        )
        self.names = flowing(
            path.function, [c for c in path.function.calls if wanted or is_sized(path, c)]
        )
        calls = self.origins.calls
        getters = {
            calls[int(root[1:])].callee
            for root in relevant
            if root[:1] == "%" and root[1:].isdigit() and int(root[1:]) in calls
        }
        for call in calls.values():  # how long is what a length is computed from?
            if call.callee in SOURCE_SIZES and self.origins.closure(f"%{call.number}") & relevant:
                getters.add(call.callee)
        self.getters = frozenset(getters)
        return True

    def on_dead(self, path: Path, kind: str, value: Value, fact: Any) -> None:
        """Marks end silently."""

    def hold(self, path: Path, leaf: Value, limit: Value) -> None:
        """From here on ``leaf`` does not exceed ``limit``."""
        if not self._follows(leaf):
            return
        number = self.sizes.fold(path, limit)
        limit = limit if number is None else number
        for part in path.get("parts", leaf) or ():
            self.hold(path, part, ("text", "sum") if number is None else limit)
        for kind, key in (("held", self._steady(path, leaf)), ("got", path.get("same", leaf))):
            if key is None:
                continue
            known: tuple[Value, ...] = path.get(kind, key) or ()
            if limit not in known and len(known) < MAX_OTHERS:
                path.put(kind, key, (*known, limit))
        if leaf[0] == IN and "." in leaf[1]:  # type: ignore[index]
            place = (AT, leaf[1])  # type: ignore[index]
            kept: tuple[Value, ...] = path.get("kept", place) or ()
            if limit not in kept and len(kept) < MAX_OTHERS:
                path.put("kept", place, (*kept, limit))

    def _lose(self, path: Path, place: str) -> None:
        """``place`` is written: what was compared with it, or with its members, is no more."""
        for key, _ in path.facts("kept"):
            written = key[1]  # type: ignore[index]
            if written == place or written.startswith((place + ".", place + "[")):
                path.drop("kept", key)

    def _steady(self, path: Path, leaf: Value) -> Value:
        """A global or its member stays what it is unless the function hands it on by name."""
        if isinstance(leaf, int) or leaf[0] != IN:
            return leaf
        root = graph.root(leaf[1])
        if root in path.function.variables or root[:1] == "%":
            return leaf
        return (IN, leaf[1], path.state.env.get("#" + root, 0))

    def held(self, path: Path, leaf: Value) -> tuple[Value, ...]:
        """What ``leaf`` was compared with on this path."""
        same = path.get("same", leaf)
        known: tuple[Value, ...] = path.get("held", self._steady(path, leaf)) or ()
        if not isinstance(leaf, int) and leaf[0] == IN and "." in leaf[1]:
            # a call that is handed its owner does not undo what a member was compared with
            known += path.get("kept", (AT, leaf[1])) or ()
        return known if same is None else known + (path.get("got", same) or ())

    def _is_getter(self, path: Path, call: Call, args: tuple[Value, ...]) -> bool:
        """Does calling it again with the same arguments give the same length?"""
        name = call.callee
        if name in SOURCE_SIZES:
            return True
        if name not in self.getters or any(not isinstance(a, int) and a[0] == AT for a in args):
            return False
        contract = path.contract(call)
        if contract is not None:
            return not contract.effect or "len" in name.lower() or "size" in name.lower()
        return _asks(name)

    def canonical(self, path: Path, leaf: Value) -> Value:
        """The same for every call that gives the same length, and for a member whenever read."""
        same = path.get("same", leaf)
        if same is not None:
            return same  # type: ignore[no-any-return]
        assert not isinstance(leaf, int)
        return (
            (IN, leaf[1], 0) if leaf[0] == IN and leaf[1] not in path.function.variables else leaf
        )

    def _room(
        self, path: Path, key: Value, sizes: tuple[Value, ...], call: Call | None = None
    ) -> None:
        """From here on ``key`` has room for what ``sizes`` are made of."""
        leaves = {
            self.canonical(path, leaf)
            for size in sizes
            for leaf, sign in signed_leaves(size)
            if sign > 0
        }
        if call is not None:
            roots: set[str] = set()
            for argument in call.args:
                operand_roots(argument, roots)
            leaves |= self._behind(path, roots)
            leaves |= self._measured(roots)
            leaves |= {("source", path.value(argument)) for argument in call.args}
        path.put("room", key, frozenset(leaves))

    def _added(self) -> frozenset[str]:
        """What is added to some sum of the function."""
        return frozenset().union(*self.origins.sums.values())

    def _measured(self, roots: set[str]) -> set[Value]:
        """What the texts and calls say that an allocation's size is computed from."""
        found: set[Value] = set()
        for name in self.origins.closure_of(roots):
            call = self.origins.calls.get(int(name[1:])) if name[1:].isdigit() else None
            if call is None:
                continue
            if call.callee in SOURCE_SIZES and call.args:
                operand = call.args[0]
                if operand[0] == "place" and "." not in operand[1]:
                    found.add(("measured", graph.root(operand[1])))
                found.add(("text", call.callee, call.receiver, call.args))
            elif call.callee in self.getters and (_asks(call.callee) or name in self._added()):
                found.add(("text", call.callee, call.receiver, call.args))
        return found

    def _behind(self, path: Path, roots: set[str]) -> set[Value]:
        """What the variables that an allocation's size is computed from hold now."""
        behind = self.origins.closure_of(roots)
        leaves = {leaf for leaf, others in path.facts("near") if others & behind}
        for place in self.origins.places:
            if graph.root(place) in behind and self.origins.mentions(place, behind):
                if place not in path.function.variables:
                    leaves.add((IN, path.place(place), 0))
                    if "." in place and not behind.isdisjoint(self.origins.sums):
                        leaves.add(("member", place.rpartition(".")[2]))
                value = path.load(place)
                leaves.update(self.canonical(path, leaf) for leaf, _ in signed_leaves(value))
        return leaves

    def _receiver(self, path: Path, call: Call) -> Value:
        return path.load(call.receiver) if call.receiver else 0

    def _method(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        place = path.place(call.receiver)
        if call.callee in VIEWS:
            path.put("view", result, place)
        elif call.callee in FILLERS and args:
            self._room(path, (AT, place), args)
        elif call.callee in RESIZERS and len(args) >= RESIZERS[call.callee]:
            size = args[RESIZERS[call.callee] - 1]
            self._room(path, (AT, place), (size,))
            limits = (size,) if isinstance(size, int) else self.held(path, size)
            path.put("sized", (AT, place), limits)
        elif call.callee in SOURCE_SIZES:
            for limit in path.get("sized", (AT, place)) or ():
                self.hold(path, result, limit)

    def _clamped(self, path: Path, args: tuple[Value, ...], result: Value) -> None:
        parts: list[Value] = []
        for value in args:
            if not isinstance(value, int) and value[0] == "init":
                parts.extend(value[1])
            else:
                parts.append(value)
        for value in parts:
            self.hold(path, result, value)

    def _helper(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        """A function of elsewhere that is handed a length may allocate, or judge, that length."""
        sizes = [value for value in args if self._is_number(path, value)]
        matters = self._matters(call)
        lowered = call.callee.lower()
        makes = any(word in lowered for word in ROOM_WORDS)
        if not sizes:
            if makes and matters:
                self._room(path, result, (), call)
            return
        if matters:
            self._room(path, result, tuple(sizes), call if makes else None)
        if makes:
            for operand in call.args:
                if operand[0] in ("place", "addr"):
                    key = (AT, graph.root(str(operand[1])))
                    self._room(path, key, tuple(sizes), call)
        leaves = tuple(leaf for value in sizes for leaf, _ in signed_leaves(value))
        leaves = tuple(leaf for leaf in leaves if self._follows(leaf))
        if leaves:
            path.put("asked", result, leaves)
        if makes:
            for leaf in leaves:
                self.hold(path, leaf, ("text", "helper"))
        for n, value in enumerate(args, 1):
            if matters and not isinstance(value, int) and value[0] == AT:
                self._room(path, (OUT, call.number, n), tuple(sizes))

    def _is_number(self, path: Path, value: Value) -> bool:
        if isinstance(value, int):
            return value > 1
        if value[0] == IN:
            return self.sizes.extent(path.function, value[1]).kind not in (
                "pointer",
                "array",
                "container",
            )
        return value[0] in (EXPR, SYM, UNK, OUT, OLD, "sizeof")

    def _is_room(self, path: Path, value: Value) -> bool:
        """May an argument of a reader say how much there is room for?"""
        if isinstance(value, int):
            return value > MAX_MINIMUM
        if value[0] == EXPR and any(not self._is_number(path, x) for x, _ in signed_leaves(value)):
            return False  # a pointer and an offset
        return self._is_number(path, value)

    def _follows(self, leaf: Value) -> bool:
        """Does the value flow into a length of this function?"""
        assert not isinstance(leaf, int)
        if leaf[0] == EXPR:
            return any(self._follows(part) for part, _ in signed_leaves(leaf))
        if leaf[0] == IN:
            return graph.root(leaf[1]) in self.relevant and self._is_named(leaf[1])
        if isinstance(leaf[1], int):
            name = self.origins.number.get(leaf[1], "")
            call = self.origins.calls.get(leaf[1])
            if call is not None and call.callee in self.getters:
                return True
            if leaf[1] in self.pointers:
                return False
            return name in self.relevant and (call is None or name in self.names)
        return True

    def _is_named(self, place: str) -> bool:
        """Does a member flow into a length? What is no member is known by its own name."""
        return "." not in place or named(place) in self.names

    def _matters(self, call: Call, kinds: tuple[str, ...] = ("addr", "place")) -> bool:
        """Does what a call returns, or writes through its arguments, flow into a length?"""
        return f"%{call.number}" in self.names or any(
            argument[0] in kinds and named(str(argument[1])) in self.names for argument in call.args
        )


def is_sized(path: Path, call: Call) -> bool:
    """Is it a call whose lengths are judged?"""
    del path
    return call.callee in COPIES and not call.receiver and len(call.args) >= 3


def _asks(name: str) -> bool:
    """Does a function of elsewhere, by its name, tell how long something is?"""
    lowered = name.lower()
    return any(word in lowered for word in _SIZES) and not any(word in lowered for word in _MOVES)
