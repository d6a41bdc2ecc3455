"""The invariants of the function model, checked: run by the tests on all that they lower."""

from __future__ import annotations

from .events import Assign, Branch, Declare, Exit, Jump, Switch
from .uses import places_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .events import Event, Function, Operand

_TERMINATORS = (Jump, Branch, Switch, Exit)


def check_model(function: Function) -> list[str]:
    """What is wrong with a lowered function, one sentence each; empty when all holds."""
    problems: list[str] = []
    numbers: set[int] = set()
    for index, block in enumerate(function.blocks):
        if block.end is None:
            problems.append(f"b{index}: no terminator")
            continue
        for target in block.end.successors():
            if not 0 <= target < len(function.blocks):
                problems.append(f"b{index}: leads to b{target}, which is not there")
        for event in block.events:
            if isinstance(event, _TERMINATORS):
                problems.append(f"b{index}: a terminator among the events")
                continue
            if event.number in numbers:
                problems.append(f"b{index}: event number {event.number} given twice")
            numbers.add(event.number)
            _span(function, index, event.span, problems)
            if not all(_places(event)):
                problems.append(f"b{index}: event {event.number} names a place without a name")
        if isinstance(block.end, Branch):
            _span(function, index, block.end.span, problems)
            if not _atomic(block.end.condition):
                problems.append(f"b{index}: an edge with more than one test")
    return problems


def _places(event: Event) -> list[str]:
    places = [place for operand in event.reads() for place in places_of(operand)]
    return [*places, event.place] if isinstance(event, (Assign, Declare)) else places


def _span(function: Function, index: int, span: tuple[int, int], problems: list[str]) -> None:
    if not function.span[0] <= span[0] <= span[1] <= function.span[1]:
        problems.append(f"b{index}: span {span} lies outside of the function")


def _atomic(condition: Operand) -> bool:
    return condition[0] not in ("and", "or") and not (condition[0] == "un" and condition[1] == "!")
