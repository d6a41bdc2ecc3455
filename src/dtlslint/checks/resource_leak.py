"""resource-leak: objects lost, released twice, wrongly, or by the wrong hand (DTL301-306).

``ownership`` holds the facts, ``ownership_calls`` what calls do to them; here stand the rules and
what every other event means: assignments, scopes, exits.
"""

from __future__ import annotations

from ..contracts.cells import ABOVE, ZERO
from ..flow.events import NORETURN, Assign, Call, Switch
from ..flow.graph import between, places_in
from ..flow.state import IN, OLD, SYM, UNK
from . import ownership
from .ownership import (
    FREED,
    HELD,
    MAYBE,
    NOWHERE,
    ORPHAN,
    OURS,
    PLAIN,
    find,
    forget,
    put,
    same_object,
)
from .ownership_calls import CallEffects
from .ownership_rules import (
    BORROWED,
    LEAKED,
    OVERWRITTEN,
    TRANSFERRED,
    USED_AFTER,
    WRONG_RELEASE,
    story,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..diagnostics import Span
    from ..flow.events import Block, Branch, Exit, ScopeEnd, Use
    from ..flow.path import Path
    from ..flow.state import Value
    from .ownership import Own

RULES = (LEAKED, OVERWRITTEN, USED_AFTER, WRONG_RELEASE, TRANSFERRED, BORROWED)

#: Parts of the types that a maker of objects can do without.
_OPTIONAL = ("LIB_CTX", "ENGINE", "METHOD", "char", "void", "**", "STACK")
#: Attributes and macros that release a local at the end of its scope.
_CLEANUPS = (b"cleanup", b"autoptr", b"autofree", b"_auto_", b"AUTO_")


def _acquires(block: Block, own: Own) -> bool:
    return any(isinstance(event, Call) and event.span == own.site for event in block.events)


class Check(CallEffects):
    dies = ("gone", "handed back", "when", "lent", "ended")

    # -- what becomes of a value: assignments

    def on_assign(
        self, path: Path, event: Assign | Call, place: str, old: Value, new: Value
    ) -> None:
        self._renew(path, event, place, new)
        if isinstance(event, Call):  # silent: on_call has judged what is passed by address
            return
        local = ownership.is_local(path, place)
        whole = same_object(path, new)
        for value in ownership.objects_in(path, new):
            own = find(path, value)
            if own is None:
                continue
            if own.status == FREED:
                if not local:
                    self.used(path, value, own, event.span)
            elif ownership.copies_text(path, place):
                pass
            elif local and value == whole:
                self._named(path, place, value, own)
            else:
                self.escape(path, value)
        if local:
            self._overwritten(path, event, place, same_object(path, old), whole)

    def _renew(self, path: Path, event: Assign | Call, place: str, new: Value) -> None:
        """What ``place`` led to before is another object from now on; so is a fresh unknown."""
        inside = (place + ".", place + "[")
        for value, _ in path.facts("gone"):
            if not isinstance(value, int) and value[0] == IN and value[1].startswith(inside):
                forget(path, value)
        if not isinstance(new, int) and new[0] == UNK and new[1] == event.number:
            forget(path, new)

    def _named(self, path: Path, place: str, value: Value, own: Own) -> None:
        if place[:1] == "%" or own.status not in (*OURS, HELD):
            return
        variable = path.function.variables[place]
        line = ownership.source_line(path, variable.span)
        if any(word in line for word in _CLEANUPS):
            self.escape(path, value)  # silent: released at the end of its scope
        elif path.unit.is_owner(variable.type):
            put(path, value, own._replace(status=HELD))
        elif not own.name:
            put(path, value, own._replace(name=place.partition("@")[0]))

    def _overwritten(self, path: Path, event: Assign, place: str, old: Value, new: Value) -> None:
        own = None if old == new else find(path, old)
        if own is None or own.status not in OURS or path.is_null(old):
            return
        if self.holders(path, old, (place,)):
            return
        forget(path, old)
        if old[0] == OLD and self._is_dealt(path):  # type: ignore[index]
            return
        if own.status == ORPHAN:
            self._orphaned(path, own)
            return
        path.report(
            OVERWRITTEN.at(
                event.span,
                what=f"'{place.partition('@')[0]}'",
                source=own.source,
                release=ownership.right_release(path, own),
                notes=story(own),
            )
        )

    def _is_dealt(self, path: Path) -> bool:
        """Does a ``case`` of a switch in a loop deal out what each round makes?

        silent: each kind of element comes once, or the reader of the elements has seen to it.
        """
        switches = path.function.ends(Switch)
        return any(path.block == target for switch in switches for _, target in switch.cases)

    # -- tests decide what happened

    def on_test(
        self, path: Path, branch: Branch | Switch, value: Value, side: int, other: int, exact: bool
    ) -> None:
        del branch, other, exact
        if side == ZERO and not isinstance(value, int):  # silent: nothing was acquired
            forget(path, value)
            self._without_parent(path, value)
        fact = path.get("when", value)
        if fact is None:
            return
        success, failure, effects = fact
        if side & success and side & failure:
            return
        path.drop("when", value)
        for effect in effects:
            self.settle(path, effect, not side & failure)

    def _without_parent(self, path: Path, parent: Value) -> None:
        """``SSL_new(NULL)``: what is made of a parameter that is NULL is nothing."""
        variable = path.function.variables.get(parent[1]) if parent[0] == IN else None  # type: ignore[index]
        if variable is None or any(word in variable.type for word in _OPTIONAL):
            return
        for item, own in path.facts("own"):
            call = self.calls.get(item[1]) if item[0] == SYM else None  # type: ignore[index]
            if call is None or own.status not in OURS or path.contract(call) is None:
                continue
            if call.args[:1] == (("place", variable.name),):
                forget(path, item)

    def on_dead(self, path: Path, kind: str, value: Value, fact: Any) -> None:
        """A status that nothing has tested: what it decides is taken to have succeeded.

        silent: a size of 0 that goes the way of the failures.
        """
        if kind != "when":
            return
        success, failure, effects = fact
        cells = path.cells(value)
        empty = cells & success == ZERO and cells & failure and success & ABOVE
        for effect in effects:
            self.settle(path, effect, bool(cells & success) and not empty)

    # -- uses

    def on_use(self, path: Path, event: Use | Assign, value: Value, index: Value | None) -> None:
        del index
        value = same_object(path, value)
        own = find(path, value)
        if own is not None and own.status == FREED:
            self.used(path, value, own, event.span)
        else:
            self.outlives(path, value, event.span)

    # -- ends

    def on_scope_end(self, path: Path, event: ScopeEnd, lost: list[tuple[str, Value]]) -> None:
        places = tuple(place for place, _ in lost)
        for _, held in lost:
            value = same_object(path, held)
            own = find(path, value)
            if own is None or own.status not in OURS or path.is_null(value):
                continue
            if self.holders(path, value, places):
                continue
            forget(path, value)
            if own.status == ORPHAN:
                self._orphaned(path, own)
            elif event.round:
                self._lost(path, own, OVERWRITTEN, own.site)
            else:
                self._lost(path, own, LEAKED, event.span)

    def on_exit(self, path: Path, end: Exit, value: Value | None) -> None:
        if end.kind == NORETURN:  # silent: the process ends
            return
        if value is not None:
            for item in ownership.objects_in(path, value):
                own = find(path, item)
                if own is not None and own.status == FREED and item == same_object(path, value):
                    if not self._is_copy(path, end):
                        self.used(path, item, own, end.span)
                elif item == same_object(path, value) and not self._is_copy(path, end):
                    self.outlives(path, item, end.span)
                if end.value is None or not ownership.copies_text(path, str(end.value[1])):
                    self.escape(path, item)
        if path.function.name == "main":  # silent: the process ends here too
            return
        for item, own in path.facts("own"):
            if own.status == MAYBE or path.is_null(item) or self._made_nothing(path, item):
                continue
            if own.status == ORPHAN:
                self._orphaned(path, own)
            elif own.status in OURS:
                if own.name:
                    self._lost(path, own, LEAKED, end.span)
                else:
                    self._lost(path, own, OVERWRITTEN, own.site)

    def _is_copy(self, path: Path, end: Exit) -> bool:
        """Is a C++ object returned that was only built from the pointer (a string)?"""
        operand = end.value
        if operand is None or operand[0] != "place" or not path.unit.is_cpp:
            return False
        variable = path.function.variables.get(operand[1])
        return variable is not None and not variable.is_pointer and variable.type != "auto"

    def _made_nothing(self, path: Path, value: Value) -> bool:
        """Is a sibling out-parameter of the same call NULL, so that the call has failed?"""
        if isinstance(value, int) or len(value) != 3 or value[0] not in ("out", "old"):
            return False
        return any(path.is_null((value[0], value[1], n)) for n in range(1, 8) if n != value[2])

    def _lost(self, path: Path, own: Own, rule: Any, span: Span) -> None:
        what = f"'{own.name}'" if own.name else "the result"
        release = ownership.right_release(path, own)
        path.report(
            rule.at(
                span, what=what, source=own.source, release=release,
                notes=story(own, seen=span),
            ),
            certain=path.state.blurred and self._never_let_go(path, own),
        )  # fmt: skip

    def _never_let_go(self, path: Path, own: Own) -> bool:
        """Is nothing on any way from where the object was acquired to here its release or gift?"""
        made = [n for n, block in enumerate(path.function.blocks) if _acquires(block, own)]
        kept: set[str] = set()
        for index in between(path.function, made, path.block):
            for event in path.function.blocks[index].events:
                if isinstance(event, Assign):
                    places_in(event.value, kept)
                elif isinstance(event, Call) and self._may_end(path, event, own):
                    return False
        return bool(made) and own.name not in kept

    def _may_end(self, path: Path, call: Call, own: Own) -> bool:
        """May the call release the object, or keep it?"""
        contract, summary = path.contract(call), path.summary(call)
        if contract is not None and contract.is_release():
            if ownership.may_release(path, own, ownership.canonical(path, call.callee)):
                return True
        if summary is not None and (summary.releases or summary.noreturn):
            return True
        for n, argument in enumerate(call.args):
            while argument[0] == "cast":
                argument = argument[2]
            if argument[1:] == (own.name,) and not self._only_looks(path, call, n):
                return bool(call.span != own.site)
        return False

    def _only_looks(self, path: Path, call: Call, n: int) -> bool:
        """Is argument ``n`` (0-based) of the call still the caller's afterwards?"""
        contract, summary = path.contract(call), path.summary(call)
        if contract is not None:
            return not contract.transfers(n + 1)
        if summary is not None:
            return n not in summary.keeps
        return not path.unit.takes(call, n)

    def _orphaned(self, path: Path, own: Own) -> None:
        path.report(
            WRONG_RELEASE.at(
                own.at, release=own.by, what=f"a container without the part that {own.source} gave",
                right=own.releases[0] if own.releases else "another function",
                notes=story(own._replace(at=NOWHERE)),
            )
        )  # fmt: skip


__all__ = ["PLAIN", "RULES", "Check"]
