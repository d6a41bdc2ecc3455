"""Buffers that are written element by element: through indices, views, references, pointers."""

from __future__ import annotations

from ..contracts.primitives import COPIES, SECRET_ROLES
from ..flow import graph
from ..flow.events import Assign, Use
from ..flow.secrets import buffer
from ..flow.state import IN, SYM
from .secret_sizes import SecretSizes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..flow.events import Operand
    from ..flow.path import Path
    from ..flow.state import Value
    from .run import File

_ELEMENT = "element of "
#: Methods that give one element of a container, and those that add one.
_ACCESS = frozenset(("at", "operator[]", "front", "back"))
ADDERS = frozenset(("push_back", "append", "push", "emplace_back"))


class ElementFills(SecretSizes):
    """Observer. ``elements``: reference of a range-for -> its container."""

    def __init__(self, file: File) -> None:
        super().__init__(file)
        self.elements: dict[str, str] = {}
        #: Temporary -> the pointer that it is a copy of (``*p++``).
        self.temporaries: dict[str, str] = {}
        #: Arrays that are indexed with what anybody can guess.
        self.picked: set[str] = set()
        self._stored: frozenset[str] | None = None

    def begin(self, path: Path) -> bool:
        self.elements = {}
        self.temporaries = {}
        self.picked = set()
        self._stored = None
        return super().begin(path)

    def is_guessed(self, path: Path, value: Value, operand: Operand) -> bool:
        """Is it computed from what anybody can guess?"""
        raise NotImplementedError

    def on_use(self, path: Path, event: Use | Assign, value: Value, index: Value | None) -> None:
        """``alphabet[rand() % 62]``."""
        del value
        if isinstance(event, Use) and index is not None and event.index is not None:
            if event.value[0] == "place" and self.is_guessed(path, index, event.index):
                self.picked.add(f"{event.value[1]}[]")

    def element(self, path: Path, event: Assign, place: str) -> str:
        """The buffer whose element is written, or ``""``."""
        into = self.elements.get(event.place) or indexed(place)
        if not into and place[:1] == "%":
            call = self.calls.get(int(place[1:])) if place[1:].isdigit() else None
            if call is not None and call.receiver and call.callee in _ACCESS:
                into = path.place(call.receiver)
        if into[:1] != "%" or not into[1:].isdigit():
            return into
        view = path.get("view", (SYM, int(into[1:])))
        return view or self.temporaries.get(into, into)

    def is_stored(self, path: Path, place: str) -> bool:
        """Does the function write elements of the buffer, on whatever path?"""
        if self._stored is None:
            self._stored = _stored(path)
        return graph.root(place) in self._stored

    def written_here(self, path: Path, place: str) -> bool:
        """Does the function write a static array of its own, perhaps in an earlier call?"""
        for call in path.function.calls:
            contract = path.contract(call)
            for n, operand in enumerate(call.args, 1):
                if call.callee in COPIES and n != COPIES[call.callee][0]:
                    continue
                if call.callee in ("copy", "begin", "end", "cbegin", "cend"):
                    continue
                if buffer(operand, self.calls) == place:
                    if contract is None or contract.role(n) not in SECRET_ROLES:
                        return True
        assigned = path.function.each(Assign)
        return any(event.place.startswith(place + "[") for event in assigned)


def _stored(path: Path) -> frozenset[str]:
    elements: dict[str, str] = {}
    found: set[str] = set()
    for event in path.function.each(Assign):
        of = element_of(event)
        if of:
            elements[event.place] = of
        elif event.place in elements:
            found.add(graph.root(elements[event.place]))
        elif event.place.endswith("[]"):
            found.add(graph.root(event.place))
    return frozenset(found)


def element_of(event: Assign) -> str:
    """The container of which the event binds an element to a name, or ``""``."""
    operand = event.value
    if operand[0] == "text" and str(operand[1]).startswith(_ELEMENT):
        return str(operand[1]).removeprefix(_ELEMENT)
    return ""


def indexed(place: str) -> str:
    """``key[]`` -> ``key``, ``p.*`` -> ``p``; ``""`` for anything else."""
    if place.endswith("]"):
        return place[: place.rindex("[")]
    return place.removesuffix(".*") if place.endswith(".*") else ""


def is_container(type_: str) -> bool:
    """An array or vector, of which an initialiser gives the elements."""
    return "array<" in type_ or "vector<" in type_


def flat_of(operand: Operand) -> Operand:
    """``{{1, 2}}`` as ``{1, 2}``."""
    while len(operand[1]) == 1 and operand[1][0][0] == "init":
        operand = operand[1][0]
    return operand


def text_of(path: Path, value: Value) -> tuple[Any, ...]:
    """The literal that a name of the file stands for, or the value itself."""
    if isinstance(value, int):
        return ("int", value)
    text = path.unit.text(str(value[1])) if value[0] == IN else None
    return value if text is None else ("lit", text)
