"""Facts of a function's graph: order, loops, and which places still matter where."""

from __future__ import annotations

from functools import lru_cache

from .configurations import OPENSSL, subject
from .events import CONFIG, LOOP, Assign, Branch, Call, Declare, Exit, Jump, ScopeEnd, Switch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .events import Block, Function, Operand


@lru_cache(4096)
def root(place: str) -> str:
    """The variable that a place starts from."""
    return place.partition(".")[0].partition("[")[0]


@lru_cache(4096)
def members(place: str) -> tuple[str, ...]:
    """What is reached from the variable on the way to a place: ``.a``, ``.[]`` of ``s.a[]``."""
    return tuple(["." + part for part in place.replace("[", ".[").split(".")[1:]])


# names in the sets of a function that are kept at once: some 20 MB
MAX_HELD = 200_000


def order(function: Function) -> list[int]:
    """Position of each block in reverse postorder from the roots (unreachable blocks: last)."""
    blocks = function.blocks
    position = [len(blocks)] * len(blocks)
    seen = [False] * len(blocks)
    finished: list[int] = []
    for start in reversed(function.roots):
        stack = [(start, iter(_successors(function, start)))]
        if seen[start]:
            continue
        seen[start] = True
        while stack:
            block, rest = stack[-1]
            for target in rest:
                if not seen[target]:
                    seen[target] = True
                    stack.append((target, iter(_successors(function, target))))
                    break
            else:
                finished.append(block)
                stack.pop()
    for index, block in enumerate(reversed(finished)):
        position[block] = index
    return position


def _successors(function: Function, block: int) -> tuple[int, ...]:
    """Last first, so that reverse postorder keeps the order of the source."""
    end = function.blocks[block].end
    return () if end is None else tuple(reversed(end.successors()))


def reached(function: Function, start: int) -> list[Block]:
    """The blocks that can be reached from one, itself first."""
    found = [start]
    seen = {start}
    for index in found:
        for target in _successors(function, index):
            if target not in seen:
                seen.add(target)
                found.append(target)
    return [function.blocks[index] for index in found]


def leaves(function: Function, start: int) -> bool:
    """Does a side of a test lead to a ``goto`` or an exit by a way that nothing else joins?"""
    ways: dict[int, int] = {}
    for block in function.blocks:
        for target in block.end.successors() if block.end is not None else ():
            ways[target] = ways.get(target, 0) + 1
    index = start
    while ways.get(index) == 1:
        end = function.blocks[index].end
        if type(end) is not Jump:
            return type(end) is Exit
        if end.span is not None:
            return True
        ways[index] = 0
        index = end.target
    return False


def shortcuts(function: Function) -> list[int]:
    """For each block where its edges lead in truth: past blocks that only jump on."""
    blocks = function.blocks
    to = list(range(len(blocks)))
    for index in to[:]:
        passed = set()
        while True:
            end = blocks[index].end
            if type(end) is not Jump or blocks[index].events or end.span or index in passed:
                break
            passed.add(index)
            index = end.target
        for block in passed:
            to[block] = index
    return to


def counted_once(function: Function) -> frozenset[str]:
    """The counters of loops whose test holds for 0 and no more for 1: they run once."""
    found = set()
    for branch in function.ends(Branch):
        condition = branch.condition
        if branch.kind == LOOP and condition[0] == "bin" and condition[2][0] == "place":
            if (condition[1], condition[3][:2]) in (("<", ("int", 1)), ("<=", ("int", 0))):
                found.add(condition[2][1])
    return frozenset(found)


def in_loops(function: Function, position: list[int]) -> set[int]:
    """Blocks between a back edge's target and its source (a superset of the loops' blocks)."""
    spans = []
    for index, block in enumerate(function.blocks):
        for target in block.end.successors() if block.end is not None else ():
            if position[target] <= position[index] < len(function.blocks):
                spans.append((position[target], position[index]))
    return {
        index
        for index in range(len(function.blocks))
        if any(low <= position[index] <= high for low, high in spans)
    }


def _roots(operand: Operand, into: set[str]) -> None:
    kind = operand[0]
    if kind == "place" or kind == "addr":
        into.add(root(operand[1]))
        into.update(members(operand[1]))
    elif kind == "bin":
        _roots(operand[2], into)
        _roots(operand[3], into)
    elif kind in ("un", "cast"):
        _roots(operand[2], into)
    elif kind == "init":
        for item in operand[1]:
            _roots(item, into)
    elif kind in ("and", "or"):
        _roots(operand[1], into)
        _roots(operand[2], into)
    elif kind == "call":
        for argument in operand[1].args:
            _roots(argument, into)


def containers(function: Function) -> frozenset[str]:
    """Places that are written or read through: ``s`` where ``s->x`` is mentioned."""
    found: set[str] = set()
    for block in function.blocks:
        for event in block.events:
            places: set[str] = set()
            for operand in event.reads():
                places_in(operand, places)
            place = getattr(event, "place", None)
            if place is not None:
                places.add(place)
            for place in places:
                while "." in place or "[" in place:
                    place = place[: max(place.rfind("."), place.rfind("["))]
                    found.add(place)
        end = block.end
        if isinstance(end, Branch):
            places = set()
            places_in(end.condition, places)
            found.update(root(place) for place in places if "." in place)
    return frozenset(found)


def places_in(operand: Operand, into: set[str]) -> None:
    """Add every place that the operand mentions."""
    stack = [operand]
    while stack:
        current = stack.pop()
        if current[0] in ("place", "addr"):
            into.add(current[1])
        elif current[0] in ("bin", "un", "cast", "and", "or"):
            stack.extend(part for part in current[1:] if isinstance(part, tuple))
        elif current[0] == "init":
            stack.extend(current[1])


def between(function: Function, starts: list[int], end: int) -> set[int]:
    """The blocks on the ways from any of ``starts`` to ``end``, both included."""
    before: list[list[int]] = [[] for _ in function.blocks]
    after: list[list[int]] = [[] for _ in function.blocks]
    for index, block in enumerate(function.blocks):
        for target in block.end.successors() if block.end is not None else ():
            after[index].append(target)
            before[target].append(index)
    return _reached(starts, after) & _reached([end], before)


def _reached(starts: list[int], edges: list[list[int]]) -> set[int]:
    found = set(starts)
    stack = list(starts)
    while stack:
        for target in edges[stack.pop()]:
            if target not in found:
                found.add(target)
                stack.append(target)
    return found


def _flow(function: Function, position: list[int], uses: list[int], kills: list[int]) -> list[int]:
    """Backward closure: bits used in a block, or used later and not killed on the way."""
    count = len(function.blocks)
    live = list(uses)
    backwards = sorted(
        (index for index in range(count) if position[index] < count),
        key=lambda index: -position[index],
    )
    changed = True
    while changed:
        changed = False
        for index in backwards:
            end = function.blocks[index].end
            mask = 0
            for target in end.successors() if end is not None else ():
                mask |= live[target]
            mask = uses[index] | (mask & ~kills[index])
            if mask != live[index]:
                live[index] = mask
                changed = True
    return live


def live_roots(function: Function, position: list[int]) -> tuple[Roots, Roots]:
    """For each block, the roots that it or a later block mentions, and those it may yet read;
    with them the names of the members, whatever they are members of.

    A variable that is only assigned anew is mentioned, but not read.
    """
    count = len(function.blocks)
    mentions, reads, kills = [0] * count, [0] * count, [0] * count
    taken = _addressed(function)
    reached = [index for index in range(count) if position[index] < count]
    found = {index: _block_facts(function, index, taken) for index in reached}
    names = _shared(found.values())
    for index, sets in found.items():
        for masks, group in zip((mentions, reads, kills), sets, strict=True):
            for name in group:
                if name in names:
                    masks[index] |= 1 << names[name]
    ordered = list(names)
    nothing = [0] * count
    later = _flow(function, position, mentions, nothing)
    live = _flow(function, position, reads, kills)
    return Roots(later, ordered), Roots(live, ordered)


def live_conditions(
    function: Function, position: list[int], differs: Callable[[Call], bool]
) -> Roots | None:
    """For each block, what it or a later one asks of the preprocessor; None: nothing in any.

    ``differs``: does what a call does depend on OpenSSL's version?
    """
    asked = {
        index: subject(block.end.condition)
        for index, block in enumerate(function.blocks)
        if isinstance(block.end, Branch) and block.end.kind == CONFIG
    }
    if not asked:
        return None
    names = {name: n for n, name in enumerate(dict.fromkeys(asked.values()))}
    masks = [1 << names[asked[i]] if i in asked else 0 for i in range(len(function.blocks))]
    if OPENSSL in names:
        for index, block in enumerate(function.blocks):
            if any(type(event) is Call and differs(event) for event in block.events):
                masks[index] |= 1 << names[OPENSSL]
    return Roots(_flow(function, position, masks, [0] * len(masks)), list(names))


class Roots:
    """A set of roots for each block, made when it is asked for: all of them at once would be the
    square of a function of many variables.
    """

    __slots__ = ("_held", "_known", "_masks", "_ordered")

    def __init__(self, masks: list[int], ordered: list[str]) -> None:
        self._masks = masks
        self._ordered = ordered
        self._known: dict[int, frozenset[str]] = {}
        self._held = 0

    def __getitem__(self, index: int) -> frozenset[str]:
        mask = self._masks[index]
        known = self._known.get(mask)
        if known is None:
            if self._held > MAX_HELD:
                self._known.clear()
                self._held = 0
            bits = bin(mask)[:1:-1]
            known = frozenset(n for n, bit in zip(self._ordered, bits, strict=False) if bit == "1")
            self._known[mask] = known
            self._held += len(known)
        return known


def _shared(found: Iterable[tuple[set[str], set[str], set[str]]]) -> dict[str, int]:
    """A bit for each variable, and each temporary that more than one block knows (what one block
    alone makes and uses is nothing to remember for another)."""
    once: set[str] = set()
    shared: dict[str, int] = {}
    for sets in found:
        for name in sets[0] | sets[1] | sets[2]:
            if name in once or name[:1] != "%":
                shared.setdefault(name, len(shared))
            once.add(name)
    return shared


def last_mentions(function: Function, index: int) -> list[tuple[int, str]]:
    """For each temporary of a block, the position of the last event that mentions it, ascending."""
    last: dict[str, int] = {}
    for at, event in enumerate(function.blocks[index].events):
        seen: set[str] = set()
        for operand in event.reads():
            _roots(operand, seen)
        if type(event) is Call:
            seen.add(f"%{event.number}")
            if event.receiver:
                seen.add(root(event.receiver))
        for name in seen:
            if name[:1] == "%":
                last[name] = at
    return sorted((at, name) for name, at in last.items())


def _addressed(function: Function) -> set[str]:
    """Variables whose address is taken somewhere: they may be read unseen."""
    found: set[str] = set()
    for block in function.blocks:
        for event in block.events:
            stack = list(event.reads())
            while stack:
                current = stack.pop()
                if current[0] == "addr":
                    found.add(root(current[1]))
                elif current[0] in ("bin", "un", "cast", "and", "or"):
                    stack.extend(part for part in current[1:] if isinstance(part, tuple))
    return found


def _block_facts(
    function: Function, index: int, taken: set[str]
) -> tuple[set[str], set[str], set[str]]:
    """What a block mentions, what it reads of what it did not write itself, and what it writes."""
    mentioned: set[str] = set()
    read: set[str] = set()
    killed: set[str] = set()
    block = function.blocks[index]
    for event in block.events:
        seen: set[str] = set()
        for operand in event.reads():
            _roots(operand, seen)
        kind = type(event)
        target = ""
        if kind is Call:
            if event.receiver:  # type: ignore[attr-defined]
                seen.add(root(event.receiver))  # type: ignore[attr-defined]
                seen.update(members(event.receiver))  # type: ignore[attr-defined]
        elif kind is Assign or kind is Declare:
            target = event.place  # type: ignore[attr-defined]
            base = root(target)
            mentioned.add(base)
            if getattr(event, "op", "=") != "=":
                seen.update((base, *members(target)))
                target = ""
            elif base != target:
                seen.update((base, *members(target)[:-1]))
                target = ""
        elif kind is ScopeEnd:
            mentioned.update(event.places)  # type: ignore[attr-defined]
        mentioned |= seen
        read |= seen - killed
        anew = kind is Declare and not function.variables[target].static
        if target and (anew or target not in taken):
            killed.add(target)
        elif kind is Call:
            killed.add(f"%{event.number}")
    seen = set()
    end = block.end
    if isinstance(end, Branch) and end.kind != "config":
        _roots(end.condition, seen)
    elif isinstance(end, Switch):
        _roots(end.value, seen)
    elif isinstance(end, Exit) and end.value is not None:
        _roots(end.value, seen)
    return mentioned | seen, read | (seen - killed), killed
