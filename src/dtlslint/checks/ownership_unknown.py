"""Calls of functions without a contract: the file's own, and those known by name only."""

from __future__ import annotations

from ..contracts.cells import ALL
from ..flow.allocators import RELEASES
from ..flow.effects import is_harmless
from ..flow.events import PRINT, STREAM, USED
from ..flow.owners import names_type
from ..flow.ownership_words import words
from ..flow.state import AT, OUT, SYM
from . import ownership
from .ownership import FREED, HELD, OURS, find, forget, put, same_object
from .ownership_owners import Owners
from .ownership_rules import USED_AFTER, story

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..flow.events import Call, Operand
    from ..flow.path import Path
    from ..flow.state import Value
    from ..flow.summaries import Summary
    from .ownership import Own

#: Words of functions that may not come back from a status that they do not like.
_JUDGING = frozenset((
    "check", "ensure", "verify", "require", "must", "expect", "assert", "throw", "raise", "die",
    "fail", "try", "handle", "error", "err", "test", "exit", "abort", "if", "unless", "ok",
))  # fmt: skip
#: Words of functions that copy bytes behind others.
_APPENDING = frozenset(("append", "prepend", "cat", "concat"))


class UnknownCalls(Owners):
    """The part of the check that judges such calls."""

    def _helper(self, path: Path, call: Call, args: tuple[Value, ...], summary: Summary) -> None:
        for n, members in summary.empties.items():
            if n < len(call.args) and call.args[n][0] == "place":
                self._emptied(path, call, str(call.args[n][1]), members)
        for n, value in enumerate(args):
            if n in summary.keeps and summary.returns_parameter != n:
                self.escape_all(path, value)
            elif n in summary.releases:
                self.release(path, call, value, "object", summary.releases[n])
            elif not isinstance(value, int) and value[0] == AT:
                self.escape_all(path, value)
            elif not isinstance(value, int) and value[0] == "init":
                self.escape_all(path, value)

    def _emptied(self, path: Path, call: Call, place: str, members: frozenset[str]) -> None:
        """The function releases members of what it gets: were they released before?"""
        for member in sorted(members):
            item = same_object(path, path.load(f"{place}.{member}"))
            own = find(path, item)
            if own is not None and own.status == FREED and not own.soft:
                forget(path, item)
                path.report(
                    USED_AFTER.at(
                        call.span, what=f"'{member}' is released again", by=own.by,
                        notes=story(own, call.span),
                    )
                )  # fmt: skip

    def _given(
        self, path: Path, call: Call, args: tuple[Value, ...], summary: Summary, result: Value
    ) -> None:
        """The file's own function gives an object through a pointer to a pointer."""
        told = {success for _, success, _ in summary.gives.values()}
        made: list[tuple[str, Value]] = []
        for n, (source, success, releases) in summary.gives.items() if len(told) == 1 else ():
            place = self._target(call, args, summary, n)
            contract = path.contracts.get(source)
            if not place or contract is None:
                continue
            old = same_object(path, path.load(place))
            empty = path.is_null(old) or (not isinstance(old, int) and old[0] == "uninit")
            known = find(path, old)
            if not ownership.is_local(path, place):
                continue
            if not empty:
                if known is None or known.status not in OURS or releases:
                    continue
                forget(path, old)
                if not self.holders(path, old, (place,)):
                    self.replaced(path, call, place, known)
            if success != ALL and (call.how != USED or result != (SYM, call.number)):
                continue  # silent: whether it was given, nobody asks
            item = (OUT, call.number, n + 1)
            own = ownership.acquired(path, call, contract)
            put(path, item, own._replace(name=place.partition("@")[0]))
            made.append(("make", item))
        if made and ALL not in told:
            success = told.pop()
            path.put("when", result, (success, ALL & ~success, tuple(made)))

    def _target(self, call: Call, args: tuple[Value, ...], summary: Summary, n: int) -> str:
        """The place that is given by address, or by reference, as argument ``n`` (0-based)."""
        if n >= len(args):
            return ""
        if n in summary.rebinds:
            return str(call.args[n][1]) if call.args[n][0] == "place" else ""
        value = args[n]
        return str(value[1]) if not isinstance(value, int) and value[0] == AT else ""

    def _unknown(self, path: Path, call: Call, args: tuple[Value, ...]) -> None:
        if call.callee == STREAM and call.qualified == PRINT:
            return
        all_taken = self._constructs(path, call) or self._gets_release(path, call)
        for n, value in enumerate(args):
            item = same_object(path, value)
            own = find(path, item)
            takes = all_taken or call.callee == STREAM or path.unit.takes(call, n)
            if own is not None and takes and not all_taken and self._appended(call, n, args, item):
                continue
            if takes or isinstance(value, int) or value[0] in (AT, "init", "expr"):
                self.escape_all(path, value)
            elif own is not None and own.status in OURS and self._may_take(path, call, own):
                self.escape(path, item)
            elif own is not None and own.status == HELD and not is_harmless(call.callee):
                put(path, item, own._replace(soft=True))
            elif path.get("when", path.base(value)) is not None:
                if self._judges(path, call, path.base(value)):
                    self._handed_on(path, path.base(value))

    def _may_take(self, path: Path, call: Call, own: Own) -> bool:
        """May an unknown function with a telltale of no kind still take the object?"""
        if is_harmless(call.callee):
            return False
        source = path.contracts.get(own.source)
        if own.refs > 1 or (source is not None and "upref" in source.tags):
            return True  # silent: the reference may be theirs
        # silent: what C++ makes of a bare result may be an owner
        return not own.name and path.unit.is_cpp and call.how == USED

    def _appended(self, call: Call, n: int, args: tuple[Value, ...], item: Value) -> bool:
        """Are bytes appended, of which the call is told how many they are?"""
        if _APPENDING.isdisjoint(words(call.callee)):
            return False
        return any(
            value != item
            and not isinstance(value, int)
            and self._measures(call.args[n], value, item)
            for value in args
        )

    def _measures(self, memory: Operand, length: Value, item: Value) -> bool:
        """Did ``length`` come with the object, or from a look at it?"""
        if isinstance(item, int) or isinstance(length, int) or length[0] not in (SYM, OUT):
            return False
        if length[1] == item[1]:
            return True
        asked = self.calls.get(length[1])
        while memory[0] == "cast":
            memory = memory[2]
        return asked is not None and asked.callee == "strlen" and memory in asked.args

    def _constructs(self, path: Path, call: Call) -> bool:
        """Does the call read as the making of an object from its arguments?"""
        if path.unit.is_owner(call.callee):
            return True
        made_of = path.unit.is_cpp and call.how == USED and not call.receiver
        if not made_of or not call.callee[:1].isupper():
            return False
        return not call.callee.isupper() or names_type(path.unit.data, call.callee)

    def _gets_release(self, path: Path, call: Call) -> bool:
        """Is the function told how to release what it is given?"""
        for operand in call.args:
            while operand[0] == "cast":
                operand = operand[2]
            if operand[0] == "fun" or (operand[0] == "place" and operand[1].isidentifier()):
                contract = path.contracts.get(operand[1])
                if operand[1] in RELEASES or (contract is not None and contract.is_release()):
                    return True
        return False

    def _judges(self, path: Path, call: Call, status: Value) -> bool:
        """Does the function that gets a status decide on it, not only write it down?"""
        made_by = self.calls.get(status[1]) if status[0] == SYM else None  # type: ignore[index]
        contract = None if made_by is None else path.result_contract(made_by)
        if is_harmless(call.callee) or (contract is not None and contract.returns == "count"):
            return False
        if call.how == USED or call.callee.isupper():
            return True
        return not _JUDGING.isdisjoint(words(call.callee))

    def _handed_on(self, path: Path, status: Value) -> None:
        """An unknown function judges the status: both ends are possible from here on."""
        for effect in path.get("when", status)[2]:
            self.escape(path, effect[1])
        path.drop("when", status)
