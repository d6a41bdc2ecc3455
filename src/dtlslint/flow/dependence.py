"""Which tests decide whether a block is reached, and what their other side holds instead."""

from __future__ import annotations

from .events import CONFIG, Assign, Branch, Call, Switch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .events import Function, Operand

    #: The test, and the first blocks of its sides that cannot lead to the block asked about.
    Decision = tuple[Branch | Switch, tuple[int, ...]]


def leading_to(function: Function, block: int) -> set[int]:
    """Every block from which ``block`` can be reached, itself included."""
    before: dict[int, list[int]] = {}
    for index, candidate in enumerate(function.blocks):
        for target in candidate.end.successors() if candidate.end is not None else ():
            before.setdefault(target, []).append(index)
    seen = {block}
    stack = [block]
    while stack:
        for index in before.get(stack.pop(), ()):
            if index not in seen:
                seen.add(index)
                stack.append(index)
    return seen


def leaves_loop(function: Function, block: int) -> bool:
    """Does one side of the test that ends ``block`` come back to it, and the other never?"""
    end = function.blocks[block].end
    if not isinstance(end, Branch):
        return False
    around = leading_to(function, block)
    return (end.then in around) != (end.otherwise in around)


def decisions(function: Function, block: int, kind: str = "") -> list[Decision]:
    """The tests with a side that reaches ``block`` and a side that does not.

    ``kind``: ``CONFIG`` for those of the preprocessor, else those that are made at run time.
    """
    leading = leading_to(function, block)
    found: list[Decision] = []
    for index in leading:
        end = function.blocks[index].end
        if index == block or not isinstance(end, (Branch, Switch)):
            continue
        is_configuration = isinstance(end, Branch) and end.kind == CONFIG
        if is_configuration != (kind == CONFIG):
            continue
        away = tuple(target for target in end.successors() if target not in leading)
        if away:
            found.append((end, away))
    return found


def is_repaired(function: Function, place: str) -> bool:
    """``if (n < LEAST) n = LEAST;``: is the place only set where a test of it found it wanting?"""
    found = False
    for index, block in enumerate(function.blocks):
        for event in block.events:
            if not isinstance(event, Assign) or event.place != place:
                continue
            if event.value[0] != "int":
                continue  # what comes from elsewhere
            tests = [test for test, _ in decisions(function, index) if isinstance(test, Branch)]
            if event.declares or not any(_compares(test.condition, place) for test in tests):
                return False
            found = True
    return found


def _compares(condition: Operand, place: str) -> bool:
    """A comparison of the place with a number, or its truth."""
    if condition == ("place", place) or condition == ("un", "!", ("place", place)):
        return True
    if condition[0] != "bin" or condition[2] != ("place", place):
        return False
    return bool(condition[3][0] == "int")


def calls_instead(function: Function, block: int, starts: tuple[int, ...]) -> list[Call]:
    """The calls that lie behind ``starts`` and not behind ``block``."""
    shared = {call.number for call in calls_after(function, (block,))}
    return [call for call in calls_after(function, starts) if call.number not in shared]


def calls_after(function: Function, starts: tuple[int, ...]) -> list[Call]:
    """Every call in the blocks that can be reached from ``starts``, those included."""
    seen = set(starts)
    stack = list(starts)
    found = []
    while stack:
        block = function.blocks[stack.pop()]
        found += [event for event in block.events if isinstance(event, Call)]
        for target in block.end.successors() if block.end is not None else ():
            if target not in seen:
                seen.add(target)
                stack.append(target)
    return found
