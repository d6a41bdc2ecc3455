"""What holds a copy's length back, seen from its destination."""

from __future__ import annotations

from ..contracts.primitives import COPIES, SOURCE_SIZES
from ..flow import graph
from ..flow.callers import hold_back
from ..flow.events import Assign, Call, Use
from ..flow.judged import MAX_MINIMUM
from ..flow.origins import operand_roots, signed_leaves
from ..flow.state import AT, EXPR, IN, OUT, SYM
from .copy_conventions import Conventions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..flow.destinations import Destination
    from ..flow.events import Function
    from ..flow.lengths import Bound
    from ..flow.path import Path
    from ..flow.state import Value
    from .run import File

_NOT_NUMBERS = ("pointer", "array", "container")


class CopyBounds(Conventions):
    """Observer: ``_holds`` answers for one copy, after ``target`` and ``source_roots`` are set."""

    def __init__(self, file: File) -> None:
        super().__init__(file)
        self.calls: dict[int, Call] = {}
        self.made_of: frozenset[str] | None = None
        self.source_roots: frozenset[str] = frozenset()
        self.source: Destination | None = None
        self.source_place = ""
        self.nested = False

    def begin(self, path: Path, wanted: bool = False) -> bool:
        self.calls = {call.number: call for call in path.function.calls}
        return super().begin(path, wanted)

    def _same_memory(
        self, path: Path, call: Call, args: tuple[Value, ...], to: int, source: int
    ) -> bool:
        """Does the copy move bytes within one buffer?"""
        a = self._destination(path, call, args, to)
        b = self._destination(path, call, args, source)
        if "move" in call.callee and not a.fixed:
            objects = [self._objects(call, n) for n in (to, source)]
            if objects[0] and objects[0] == objects[1]:
                return True
        return a.base == b.base and not isinstance(a.base, int) and a.base[0] != "lit"

    def _objects(self, call: Call, n: int) -> frozenset[str]:
        """The parameters that a pointer is found through: ``req`` of ``req->buf + k``."""
        roots: set[str] = set()
        operand_roots(call.args[n - 1], roots)
        found: frozenset[str] = frozenset()
        return found.union(*(self.origins.closure(root) for root in roots)) & frozenset(
            self.origins.parameters[:1]
        )

    def _read_from_source(self, path: Path, value: Value, target: Destination) -> bool:
        """Is the length taken from the bytes that are copied, into a member of unknown type?"""
        if target.slot is not None or "." not in target.place:
            return False
        own = graph.root(target.place)
        if any(leaf[0] == IN and graph.root(leaf[1]) == own for leaf, _ in signed_leaves(value)):  # type: ignore[index]
            return False
        roots = self.origins.of_value(value) & self.source_roots
        return bool(roots - {graph.root(target.place)})

    def _made_of(self, path: Path, call: Call, to: int) -> frozenset[str]:
        """The variables that the destination pointer is computed from."""
        roots: set[str] = set()
        operand_roots(call.args[to - 1], roots)
        found = frozenset(roots)
        for root in roots:
            if not self._stays(path.function, root):  # its origins are those of its bytes
                found |= self.origins.closure(root)
        return found

    def _stays(self, function: Function, root: str) -> bool:
        """Does a pointer parameter point to what the caller gave throughout?"""
        if root not in self.origins.parameters:
            return False
        return all(event.place != root for event in function.each(Assign))

    def _holds(
        self, path: Path, call: Call, bound: Bound, target: Destination, value: Value, n: int
    ) -> bool:
        upper = bound.upper
        operand = call.args[n - 1]
        if operand[0] == "cast":
            operand = operand[2]
        if self._is_filled(path, call, target, value) or self._is_own_length(path, call, operand):
            return True
        if self._is_input_judged(path, value, target) or self._is_distance(target, value):
            return True
        if self._is_count(path, target, operand):
            return True
        if hold_back(path.unit, path.function, self._handed_in(operand)):
            return True
        if operand[0] == "place":
            settled, most = self._given(path.function, operand[1])
            if settled and target.room is None and not target.fixed:
                return True
            if most is not None:
                upper = most if upper is None else min(upper, most)
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
            return self._is_allocated(path, call, operand)
        numeric = bound.others and all(isinstance(limit, int) for limit in bound.others)
        return not (numeric and target.room is not None and upper is not None)

    def _is_filled(self, path: Path, call: Call, target: Destination, value: Value) -> bool:
        """Is the length what a call has written into the source, and is there room for that?"""
        source = call.args[COPIES[call.callee][1] - 1]
        leaves = [leaf for leaf, sign in signed_leaves(value) if sign > 0]
        if not leaves:
            return False
        return all(self.fills(path, leaf, target, source, self.source) for leaf in leaves)

    def _is_count(self, path: Path, target: Destination, operand: Any) -> bool:
        """``array[n++] = x; .. memcpy(to, array, n)``: what was put into the array one by one."""
        source = self.source
        if source is None or not source.fixed or source.offset != 0 or operand[0] != "place":
            return False
        for use in path.function.each(Use):
            if use.index is None or use.value != ("place", source.place):
                continue
            roots: set[str] = set()
            operand_roots(use.index, roots)
            if operand[1] in self.origins.closure_of(roots):
                return self._takes_all(target, source)
        return False

    def _takes_all(self, target: Destination, source: Destination) -> bool:
        """Is the destination of unknown size, or at least as large as the source's array?"""
        if target.room is None or source.room is None:
            return target.room is None and not target.fixed
        return bool(source.room <= target.room)

    def _is_distance(self, target: Destination, value: Value) -> bool:
        """``p - buf`` of the array ``buf`` that is copied from its start: what was put there."""
        source = self.source
        if source is None or isinstance(value, int) or value[:2] != (EXPR, "-"):
            return False
        if not source.fixed or source.offset != 0 or value[3] != (AT, source.place):
            return False
        return self._takes_all(target, source)

    def _is_input_judged(self, path: Path, value: Value, target: Destination) -> bool:
        """Did a decoder give the length, and was the size of its input compared with a number?"""
        leaves = [leaf for leaf, sign in signed_leaves(value) if sign > 0]
        return bool(leaves) and all(self._decoded(path, leaf, target) for leaf in leaves)

    def _decoded(self, path: Path, leaf: Value, target: Destination) -> bool:
        assert not isinstance(leaf, int)
        call = self.calls.get(leaf[1]) if leaf[0] in (SYM, OUT) else None
        given = [path.value(argument) for argument in call.args] if call is not None else []
        for same, limits in path.facts("got"):
            assert not isinstance(same, int)
            measured = same[3] if same[0] == "get" and same[1] in SOURCE_SIZES else ()
            if measured and measured[0] in given:
                if all(_is_fixed(limit, target.room) for limit in limits):
                    return True
        return False

    def _given(self, function: Function, place: str) -> tuple[bool, int | None]:
        """Is a member of a local only given numbers and sizes, and the greatest of them?

        Whoever is handed the local then says how much of that there is.
        """
        variable = function.variables.get(graph.root(place))
        if "." not in place or variable is None or variable.parameter or "*" in variable.type:
            return False, None
        values = [event.value for event in function.each(Assign) if event.place == place]
        numbers = [self._number_of(function, value) for value in values]
        known = [number for number in numbers if number is not None]
        least = MAX_MINIMUM if len(values) == 1 and values[0][0] == "int" else 1
        if not numbers or any(number < least for number in known):
            return False, None
        return True, max(known) if len(known) == len(numbers) else None

    def _number_of(self, function: Function, value: Any) -> int | None:
        """A number, the size of an array (None if that is not known), or 0 for anything else."""
        if value[0] == "int":
            return int(value[1])
        if value[0] != "sizeof":
            return 0
        size: int | None = self.sizes.extent(function, str(value[2])).size
        return size if value[1] == "place" else self.sizes.type_size(str(value[2]))

    def _handed_in(self, operand: Any) -> int:
        """Which parameter a length is, 0-based, or -1."""
        names = self.origins.parameters
        return names.index(operand[1]) if operand[0] == "place" and operand[1] in names else -1

    def _tied(self, path: Path, target: Destination, value: Value) -> bool:
        """Was the destination made with this length, or is the length its own capacity?"""
        leaves = [leaf for leaf, sign in signed_leaves(value) if sign > 0]
        own = self._rooms(path, target)
        tied = False
        ends = [pair for part in target.offsets for pair in signed_leaves(part)]
        if leaves and all((leaf, -1) in ends for leaf in leaves):  # up to the end of the room
            return all(self.canonical(path, leaf) in own for leaf, sign in ends if sign > 0)
        for leaf in leaves:
            made_with = path.get("less", leaf) or self.canonical(path, leaf)
            if made_with in own or self.canonical(path, leaf) in own:
                tied = True
            elif self._is_measured(path, leaf, own):
                tied = True
            elif self._is_capacity(path, target, leaf):
                tied = True
            elif leaf[0] == IN and ("member", leaf[1].rpartition(".")[2]) in own:  # type: ignore[index]
                tied = True
            elif not self.bound(path, leaf).judged:
                return False
        return tied

    def _is_measured(self, path: Path, leaf: Value, own: set[Value]) -> bool:
        """Is it the size, or cut out, of a text that the maker of the destination was given?"""
        assert not isinstance(leaf, int)
        if self._as_written(leaf) in own or ("source", self.source_size(path, leaf)) in own:
            return True
        same = path.get("same", leaf)
        if same is not None and same[0] == "get" and same[3]:
            if all(("source", value) in own for value in same[3]):
                return True
        if leaf[0] == IN:
            return False
        roots = self.origins.of_value(leaf) & self.source_roots
        return any(("measured", root) in own for root in roots)

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
            keys += [(SYM, int(name[1:])) for name in self.made_of if name[1:].isdigit()]
        for key in keys:
            rooms |= path.get("room", key) or set()
        for name in {target.place, *(self.made_of or ())}:
            variable = path.function.variables.get(name)
            if variable is not None and variable.extent is not None and variable.extent[0] != "int":
                extent = signed_leaves(path.value(variable.extent))
                rooms.update(self.canonical(path, leaf) for leaf, _ in extent)
                rooms |= self._behind(path, self.origins.extents[variable.name])
                rooms |= self._measured(self.origins.extents[variable.name])
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
        number = self.sizes.extent(path.function, leaf[1]).kind not in _NOT_NUMBERS
        return at > 0 and number and names[at - 1] == target.parameter and not target.offsets

    def _from_capacity(self, path: Path, target: Destination, operand: Any) -> bool:
        """Is the length computed from the capacity that follows the destination parameter?"""
        names = self.origins.parameters
        if target.parameter not in names[:-1]:
            return False
        capacity = names[names.index(target.parameter) + 1]
        if self.sizes.extent(path.function, capacity).kind in _NOT_NUMBERS:
            return False
        if any(graph.root(call.receiver) == capacity for call in path.function.calls):
            return False  # an object
        roots: set[str] = set()
        operand_roots(operand, roots)
        return any(capacity in self.origins.closure(root) for root in roots)

    def _by_source(self, path: Path, value: Value, target: Destination) -> bool:
        leaves = [leaf for leaf, sign in signed_leaves(value) if sign > 0]
        if not leaves or any(self.source_size(path, leaf) is None for leaf in leaves):
            return False
        if any(self._is_own_method(path, leaf) for leaf in leaves):
            return False
        if target.fixed or target.parameter:
            return True
        root = graph.root(target.place)
        at: Function | None = path.function
        while at is not None and root not in at.variables:
            at = at.outer  # what a lambda captures
        return at is not None and at.variables[root].parameter

    def _is_own_method(self, path: Path, leaf: Value) -> bool:
        """``header.length()`` of a struct of the file: what was read, not what there is."""
        assert not isinstance(leaf, int)
        call = self.calls.get(leaf[1]) if leaf[0] == SYM else None
        base = self.source.base if self.source is not None else 0
        view = None if isinstance(base, int) or base[0] != SYM else self.calls.get(base[1])
        if call is None or view is not None and view.receiver == call.receiver:
            return False
        slot = self.sizes.slot_of(path.function, call.receiver)
        return slot is not None and not slot.derive and slot.type in self.sizes.layout.records

    def counts(self, path: Path, limit: Value) -> bool:
        """A check of the source's length says nothing about a destination of fixed size."""
        target = self.target
        if target is None or isinstance(limit, int) or not (target.fixed or self.wire_length):
            return True
        leaves = [leaf for leaf, sign in signed_leaves(limit) if sign > 0]
        if not leaves or all(self._named_constant(path, leaf) for leaf in leaves):
            return True
        roots = frozenset().union(*(self.origins.of_value(leaf) for leaf in leaves))
        own = frozenset((graph.root(target.place),)) if target.place else frozenset()
        if roots & own:
            return not self._named_after_source(leaves)
        if not (roots & self.source_roots or self._follows_source(roots)):
            return True
        return self._is_held_too(path, limit)

    def _is_held_too(self, path: Path, limit: Value) -> bool:
        """``len <= total - off``, and ``total`` was compared with the room."""
        if self.nested:
            return False
        self.nested = True
        bound = self.bound(path, limit)
        self.nested = False
        room = self.target.room if self.target is not None else None
        if bound.upper is not None and room is not None:
            return bool(bound.upper <= room)
        return bound.judged

    def of_source(self, path: Path, limit: Value) -> bool:
        """Does a limit come from where the source comes from?"""
        del path
        roots = self.origins.of_value(limit)
        return bool(roots & self.source_roots) or self._follows_source(roots)

    def _named_after_source(self, leaves: list[Value]) -> bool:
        """``s->in_len`` beside ``s->in``: of one object, and it is the source's length."""
        source = self.source_place.rpartition(".")[2]
        names = [str(leaf[1]).rpartition(".")[2] for leaf in leaves if leaf[0] == IN]  # type: ignore[index]
        return len(source) > 1 and any(n != source and n.startswith(source) for n in names)

    def _named_constant(self, path: Path, leaf: Value) -> bool:
        assert not isinstance(leaf, int)
        return bool(leaf[0] == IN) and self._is_constant_name(path, leaf[1])

    def _follows_source(self, roots: frozenset[str]) -> bool:
        """Is one of them the parameter after a parameter that the source comes from?"""
        names = self.origins.parameters
        return any(
            names[at - 1] in self.source_roots
            for at, name in enumerate(names)
            if at and name in roots
        )


def _is_fixed(limit: Value, room: int | None) -> bool:
    """A number, or a named constant whatever is computed with it; text may be twice as long."""
    if isinstance(limit, int):
        return room is None or limit <= 2 * room + 2
    return all(
        leaf[0] == IN and str(leaf[1]).isupper()  # type: ignore[index]
        for leaf, _ in signed_leaves(limit)
    )
