"""DTL503: branches of one version guard that do not protect alike."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from ..contracts import versions
from ..diagnostics import WARNING, Note, Rule
from ..flow import version_sets as sets
from ..flow.events import INT, NULL, PLACE, RETURN, USED, Assign, Exit, Jump
from ..flow.uses import Uses
from ..patterns import lazy
from .protections import AVAILABLE, done_later, other_means, protection

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Finding, Span
    from ..flow.directives import Branch, Directives, Group
    from ..flow.events import Call, Function, Operand
    from ..flow.path import Path
    from ..flow.version_sets import Ranges
    from .protections import Protection
    from .run import File

DIVERGES = Rule(
    "DTL503", "guard-divergence", "openssl-version", WARNING,
    "this branch lacks what its sibling does: {what}", 693,
)  # fmt: skip
_REFUSAL = lazy(r"FALSE|false|ERR|FAIL|NULL|nullptr|INVALID|UNSUPPORTED|NOT_|^E[A-Z0-9]{2,}$")
_GIVES_UP = lazy(rb"goto\s+\w*(?:err|fail|bail|abort|end|out|done|cleanup|exit)", re.I)
# before it, functions whose results are tested today returned nothing
_OLDEST, _OLDEST_LIBRE = "1.0.0", 0x30000000


class Side:
    """One branch of a group in a function, or what the group leaves out (``branch`` is None)."""

    __slots__ = ("branch", "calls", "directive", "reach", "span", "tested")

    def __init__(self, branch: Branch | None, directive: Span, span: Span, reach: Ranges) -> None:
        self.branch = branch
        self.directive = directive
        self.span = span
        self.reach = reach
        self.calls: list[Call] = []
        #: protection -> the call that makes it
        self.tested: dict[Protection, Call] = {}


class Divergences:
    """Compares branches function by function; whole functions of two branches at the end."""

    def __init__(self, file: File, directives: Directives, supported: Ranges) -> None:
        self.file = file
        self.directives = directives
        recent = sets.intersect(supported, sets.since(_OLDEST))
        self.wanted: Ranges = (*recent, *sets.by_libre(">=", _OLDEST_LIBRE), *sets.OTHER)
        self.findings: dict[Span, Finding] = {}
        #: In the order of their beginnings.
        self._groups = directives.groups
        self._starts = [group.branches[0].span[0] for group in directives.groups]
        self._exact: dict[int, bool] = {}
        #: group -> name -> (branch, function) of functions that stand in branches
        self._twins: dict[int, dict[str, list[tuple[Branch, Function]]]] = {}

    def _counts(self, group: Group) -> bool:
        """A guard over versions and nothing else (another option may be why a branch lacks it)."""
        known = self._exact.get(id(group))
        if known is None:
            meanings = (self.directives.meaning(branch) for branch in group.branches)
            known = self.directives.is_guard(group) and all(a == b for a, b in meanings)
            self._exact[id(group)] = known
        return known

    def function(self, path: Path) -> None:
        """Compare the branches of every guard in a function."""
        function = path.function
        low, high = function.span
        first = bisect_right(self._starts, low)
        groups = [
            group
            for group in self._groups[first : bisect_left(self._starts, high)]
            if group.end <= high and self._counts(group)
        ]
        if groups:
            uses = Uses(function)
            for group in groups:
                self._compare(function, group, uses)
        around = self.directives.branch(low)
        if around is not None and not function.in_lambda and self._counts(around.group):
            twins = self._twins.setdefault(id(around.group), {})
            twins.setdefault(function.qualified, []).append((around, function))

    # -- one guard in one function

    def _sides(self, function: Function, group: Group) -> list[Side]:
        sides = [
            Side(
                branch, branch.span, (branch.start, branch.end), self.directives.reached(branch)[1]
            )
            for branch in group.branches
        ]
        if not group.has_else:
            rest = self.directives.left(group, len(group.branches))[1]
            sides.append(Side(None, group.branches[0].span, (group.end, group.end), rest))
        for side in sides:
            low, high = side.span
            side.calls = [call for call in function.calls if low <= call.span[0] < high]
        return sides

    def _compare(self, function: Function, group: Group, uses: Uses) -> None:
        sides = self._sides(function, group)
        if any(self._unseen(side) for side in sides):
            return
        for side in sides:
            for call in side.calls:
                kind = protection(call, self.file.contracts.get(call.callee))
                if kind:
                    side.tested.setdefault(kind, call)
        for side in sides:
            if self._excused(function, side):
                continue
            self._lacks(function, group, sides, side)
            self._untested(group, sides, side, uses)
            self._verdicts(function, group, sides, side, uses)

    def _unseen(self, side: Side) -> bool:
        """Was the branch blanked out so that the rest of the function could be read?"""
        low, high = side.span
        written = self.directives.data[low:high].strip()
        return bool(written) and not self.file.unit.data[low:high].strip()

    def _excused(self, function: Function, side: Side) -> bool:
        if side.branch is not None and side.branch.error:
            return True  # silent: does not compile
        if not sets.intersect(side.reach, self.wanted):
            return True
        return side.branch is not None and self._refuses(function, side.span)

    def _refuses(self, function: Function, span: Span) -> bool:
        """Does the branch leave with a failure, or set one to be returned, whatever happens?"""
        low, high = span
        text = self.directives.data[low:high]
        if _GIVES_UP.search(text) and b"if" not in text:
            return True
        ends = [block.end for block in function.blocks]
        inside = [
            end
            for end in ends
            if end is not None and type(end) is not Jump and low <= end.span[0] < high  # type: ignore[index]
        ]
        leaves = inside[0] if len(inside) == 1 else None
        if not inside:
            return self._fails_later(function, span)
        if not isinstance(leaves, Exit):
            return False
        if leaves.kind != RETURN or leaves.value is None:
            return leaves.kind != RETURN
        return self._is_failure(function, leaves.value, span)

    def _fails_later(self, function: Function, span: Span) -> bool:
        """Does the branch put a failure into what the function returns?"""
        returned = {end.value for end in function.ends(Exit) if end.value is not None}
        for event in function.each(Assign):
            if span[0] <= event.span[0] < span[1]:
                if (PLACE, event.place) in returned and not event.declares:
                    return self._is_failure(function, event.value, span)
        return False

    @staticmethod
    def _is_failure(function: Function, value: Operand, span: Span) -> bool:
        """Does the value read as a failure, next to what the function returns elsewhere?"""
        if value[0] != INT:
            return value[0] == NULL or value[0] == PLACE and bool(_REFUSAL.search(value[1]))
        if value[1] < 0 or value[2] and _REFUSAL.search(value[2]):
            return True
        numbers = [
            (end.span[0], end.value[1])
            for end in function.ends(Exit)
            if end.value and end.value[0] == INT
        ]
        others = [(at, n) for at, n in sorted(numbers) if not span[0] <= at < span[1]]
        if value[1] != 0 or any(n < 0 for _, n in others):
            return False
        return not others or others[-1][1] != 0  # silent: 0 where 1 is success

    def _lacks(self, function: Function, group: Group, sides: list[Side], side: Side) -> None:
        for other in sides:
            for kind, call in other.tested.items():
                if kind in side.tested or self._reached_otherwise(function, group, side, kind):
                    continue
                self._report(side.directive, kind, call)
                return

    def _reached_otherwise(
        self, function: Function, group: Group, side: Side, kind: Protection
    ) -> bool:
        available = AVAILABLE.get(kind)
        if available:
            able = (*sets.since(available), *sets.LIBRE, *sets.OTHER)
            if not sets.intersect(side.reach, able):
                return True  # silent: these versions have nothing of the kind
        low, high = side.span
        if other_means(kind, self.directives.data[low:high], side.calls, self.file.unit):
            return True
        first, last = group.branches[0].span[0], group.end
        outside = [c for c in function.calls if not first <= c.span[0] < last]
        for call in outside:
            if protection(call, self.file.contracts.get(call.callee)) == kind or (
                side.branch is None and other_means(kind, b"", [call], self.file.unit)
            ):
                where = self.directives.region(call.span[0])[1]
                if sets.intersect(where, side.reach):
                    return True  # silent: done elsewhere in the function
        start, end = function.span
        data = self.directives.data
        if done_later(kind, data[:first], data[last:]):
            return True
        return other_means(kind, data[start:first] + data[last:end], [], self.file.unit)

    def _untested(self, group: Group, sides: list[Side], side: Side, uses: Uses) -> None:
        """Results of like calls that a sibling tests and this branch does not."""
        checked: dict[str, tuple[Call, bool]] = {}
        for other in sides:
            if other is not side and other.branch is not None:
                for call in other.calls:
                    like = self._like(call)
                    if like and self._is_tested(call, other, group, uses):
                        inside = self._is_read(call, uses, other.span)
                        checked.setdefault(like, (call, inside))
        for call in side.calls if checked else ():
            like = self._like(call)
            if like in checked:
                model, inside = checked[like]
                if not self._is_tested(call, side, group, uses, not inside):
                    self._report(side.directive, f"the test of {model.callee}'s result", model)
                    return

    def _like(self, call: Call) -> str:
        """What calls of other versions to compare it with: its protection, or its newest name."""
        contract = self.file.contracts.get(call.callee)
        if contract is None or not contract.must_check or call.receiver or "io" in contract.tags:
            return ""
        kind = protection(call, contract)
        if kind or contract.returns != "pointer":
            return kind or contract.replaced_by or contract.name
        facts = versions.facts(contract.name)  # making an object another way is another story
        return facts.replaced_by if facts is not None and facts.rename else contract.name

    def _is_tested(
        self, call: Call, side: Side, group: Group, uses: Uses, elsewhere: bool = True
    ) -> bool:
        """``elsewhere``: may somebody else test what is kept in a member?"""
        if call.how != USED:
            return False
        if self._is_read(call, uses, side.span, (group.end, 1 << 60)):
            return True
        return elsewhere and any("." in place or "[" in place for place, _ in uses.kept(call))

    def _is_read(self, call: Call, uses: Uses, *spans: Span) -> bool:
        contract = self.file.contracts.get(call.callee)
        passing = contract is None or contract.returns != "pointer"
        return uses.is_read(call, spans, passing)

    def _verdicts(
        self, function: Function, group: Group, sides: list[Side], side: Side, uses: Uses
    ) -> None:
        """A verdict from before the guard that only one branch looks at."""
        if side.branch is None:
            return
        first = group.branches[0].span[0]
        for call in function.calls:
            contract = self.file.contracts.get(call.callee)
            if call.span[0] >= first or contract is None or not contract.critical:
                continue
            if contract.returns == "pointer" or "verify" not in contract.tags:
                continue
            for place, stored in uses.kept(call):
                reads = [at for at in uses.reads(place) if at > stored]
                inside = [s for s in sides if any(s.span[0] <= at < s.span[1] for at in reads)]
                if any(at < first or at >= group.end for at in reads) or not inside:
                    continue
                if side not in inside:
                    self._report(side.directive, f"the test of {call.callee}'s result", call)
                    return

    def _report(self, directive: Span, what: str, call: Call) -> None:
        note = Note(call.span, f"{call.callee} is called here")
        self.findings.setdefault(directive, DIVERGES.at(directive, what=what, notes=(note,)))

    # -- one function in two branches

    def finish(self) -> list[Finding]:
        """Everything found, functions that stand in several branches of a guard included."""
        for twins in self._twins.values():
            for pairs in twins.values():
                if len({id(branch) for branch, _ in pairs}) > 1:
                    self._compare_functions(pairs)
        return list(self.findings.values())

    def _compare_functions(self, pairs: list[tuple[Branch, Function]]) -> None:
        made: dict[Protection, Call] = {}
        for _, function in pairs:
            for call in function.calls:
                kind = protection(call, self.file.contracts.get(call.callee))
                if kind:
                    made.setdefault(kind, call)
        for branch, function in pairs if made else ():
            side = Side(branch, branch.span, function.body, self.directives.reached(branch)[1])
            side.calls = function.calls
            if self._excused(function, side):
                continue
            own = {protection(c, self.file.contracts.get(c.callee)) for c in function.calls}
            for kind, call in made.items():
                if kind not in own and not self._reached_otherwise(
                    function, branch.group, side, kind
                ):
                    self._report(branch.span, kind, call)
                    break
