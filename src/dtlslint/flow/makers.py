"""Functions of the file that return an object for the caller to release, from several sources."""

from __future__ import annotations

from .events import RETURN, Assign, Exit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .events import Function, Operand
    from .unit import Unit


def made_for_caller(function: Function, unit: Unit) -> tuple[str, ...]:
    """The release functions of what every ``return`` hands over, or () where that is not clear.

    Each value is NULL, what a call gave as its result or wrote through a pointer, or borrowed
    with a reference made for the caller.
    """
    maker = _Maker(function, unit)
    found: set[tuple[str, ...]] = set()
    for end in function.ends(Exit):
        if end.kind == RETURN and end.value is not None:
            found |= maker.releases_of(end.value)
    found.discard(())
    return found.pop() if len(found) == 1 and not maker.unclear else ()


class _Maker:
    """``unclear``: some returned value is not known to be the caller's."""

    def __init__(self, function: Function, unit: Unit) -> None:
        self.unit = unit
        self.function = function
        self.unclear = False
        self.results: dict[str, tuple[str, ...]] = {}
        self.values: dict[str, list[Operand]] = {}
        self.written: dict[str, list[tuple[str, ...]]] = {}
        self.referenced: dict[str, tuple[str, ...]] = {}
        for event in function.each(Assign):
            self.values.setdefault(event.place, []).append(event.value)
        for call in function.calls:
            contract = unit.contract(call.callee)
            if contract is None:
                inner = unit.summary(call.callee)
                origin = unit.contract(inner.wraps) if inner is not None and inner.wraps else None
                self.results[f"%{call.number}"] = () if origin is None else origin.acquire[:1]
                continue
            if not contract.acquire_cond:
                self.results[f"%{call.number}"] = contract.acquire[:1]
            for out in contract.owned_out():
                if out.arg <= len(call.args) and call.args[out.arg - 1][0] == "addr":
                    self.written.setdefault(call.args[out.arg - 1][1], []).append((out.release,))
            if "upref" in contract.tags and call.args and call.args[0][0] == "place":
                release = call.callee.removesuffix("_up_ref") + "_free"
                self.referenced[call.args[0][1]] = (release,)

    def releases_of(self, value: Operand) -> set[tuple[str, ...]]:
        """What may release the value; ``unclear`` when the caller may not own it."""
        while value[0] == "cast":
            value = value[2]
        if value[0] in ("null", "int"):
            return set()
        name = str(value[1]) if value[0] == "place" else ""
        if name in self.referenced:
            return {self.referenced[name]}
        if name in self.results:
            self.unclear |= not self.results[name]
            return {self.results[name]}
        variable = self.function.variables.get(name)
        if variable is None or variable.static or variable.parameter:
            self.unclear = True
            return set()
        found = set(self.written.get(name, ()))
        for source in self.values.get(name, ()):
            if source[0] == "place" and source[1] not in self.results:
                self.unclear = True
            else:
                found |= self.releases_of(source)
        return found
