"""What an assignment does to what is known of a length: steps, clamps, a second reading."""

from __future__ import annotations

from ..contracts.primitives import SOURCE_SIZES
from .amounts import Amounts
from .events import Assign, Branch
from .origins import operand_roots, relations, signed_leaves
from .state import AT, EXPR, IN, OLD, SYM, UNK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .events import Function, Switch
    from .path import Path
    from .state import Value

_ORDERS = frozenset(("<", "<=", ">", ">="))
# masks above clear low bits
MAX_MASK = 0x7FFFFFFF


class Changes(Amounts):
    """The part of ``Lengths`` that follows a length through its assignments."""

    def _clamps(self, path: Path, place: str, new: Value) -> bool:
        """``if (n > room - used) n = room - used;``"""
        limits = path.get("over", (AT, place))
        if limits is None or isinstance(new, int):
            return False
        leaves = [self._as_written(leaf) for leaf, sign in signed_leaves(new) if sign > 0]
        return bool(leaves) and all(leaf in limits for leaf in leaves)

    def _cuts(self, path: Path, branch: Branch | Switch) -> None:
        """``n = m; if (n > k) n = k;``: on either side ``n`` is the smaller of the two."""
        if isinstance(branch, Branch):
            place = cut_down(path.function, branch)
            if place in self.relevant:
                path.put("clamped", (AT, place), path.load(place))

    def _left(self, path: Path, value: Value) -> Value | None:
        """What bounds the value if it is what ``%`` or a mask leaves of something, or None."""
        if isinstance(value, int) or value[0] != EXPR or value[1] not in ("%", "&", "-"):
            return None
        rest = value[3]
        if value[1] == "-":
            masked = not isinstance(rest, int) and rest[:3] == (EXPR, "&", value[2])
            return ("text", "what a mask leaves") if masked else None
        number = self.sizes.fold(path, rest)
        if value[1] == "%":
            return ("text", "remainder") if number is None else number - 1
        return number if number is not None and 0 <= number < MAX_MASK else None

    def _as_written(self, leaf: Value) -> Value:
        """The call by its text: compared once, called again for the assignment."""
        call = None
        if not isinstance(leaf, int) and leaf[0] == SYM:
            call = self.origins.calls.get(leaf[1])
        return leaf if call is None else ("text", call.callee, call.receiver, call.args)

    def _over(self, path: Path, branch: Branch | Switch, value: Value, side: int) -> None:
        """Where a length exceeds a limit, the limit is what it may be cut down to."""
        if not isinstance(branch, Branch) or branch.condition[0] != "bin":
            return
        limits = [leaf for leaf, _ in relations(value, side)]
        if not limits:
            return
        roots: set[str] = set()
        operand_roots(branch.condition, roots)
        for root in roots & self.relevant & self.names:
            own = [leaf for leaf, _ in signed_leaves(path.load(root))]
            if root in path.function.variables and not any(leaf in limits for leaf in own):
                path.put("over", (AT, root), frozenset(map(self._as_written, limits)))

    def _changed(self, path: Path, event: Assign, old: Value, new: Value) -> None:
        """``n -= k`` and the like keep what held ``n``; ``n += k`` only for a small step."""
        known, room = self.held(path, old), path.get("room", old)
        source = self.source_size(path, old)
        for kind in ("held", "same", "asserted", "room", "parts"):
            path.drop(kind, new)
        if room is not None:
            path.put("room", new, room)  # a cursor into it
        operator, amount = event.op.rstrip("="), path.value(event.value)
        if not operator:
            if isinstance(amount, int) or amount[0] != EXPR or amount[2] != old:
                return
            operator, amount = amount[1], amount[3]
        if source is not None and (isinstance(amount, int) or operator != "+"):
            path.put("same", new, ("source", source))
        if operator == "&" or operator == "%":
            self.hold(path, new, amount)
            return
        if operator in ("-", ">>", "/") and (isinstance(old, int) or old[0] == "sizeof"):
            self.hold(path, new, old)
        if operator == "-" and not isinstance(old, int):
            path.put("less", new, path.get("less", old) or self.canonical(path, old))
            if not isinstance(amount, int) and amount[:3] == (EXPR, "&", old):
                self.hold(path, new, ("text", "what a mask leaves"))
        if operator == "+" and not isinstance(amount, int):
            parts = [leaf for leaf, sign in signed_leaves(amount) if sign > 0 and leaf != new]
            path.put("parts", new, tuple(parts[:4]) + tuple((path.get("parts", old) or ())[:4]))
        keeps = operator in ("-", ">>", "/", "&", "%") or isinstance(amount, int)
        if not keeps:
            more = [self.held(path, leaf) for leaf, _ in signed_leaves(amount)]
            known = known if more and all(more) else ()
        for limit in known:
            grown = isinstance(limit, int) and operator not in ("-", ">>", "/")
            self.hold(path, new, ("text", "changed") if grown else limit)

    def _read_again(self, path: Path, place: str, value: Value) -> None:
        """``n = p[0] << 8 | p[1];`` a second time: what was checked is the first reading."""
        leaves = [leaf for leaf, _ in signed_leaves(value)]
        read = [leaf for leaf in leaves if leaf[0] == IN and leaf[1][-1] == "]"]  # type: ignore[index]
        if not leaves or read != leaves:
            return
        if path.get("read", (AT, place)) == value:
            for leaf in (value, *leaves):
                path.drop("held", leaf)
        path.put("read", (AT, place), value)

    def source_size(self, path: Path, value: Value) -> Value | None:
        """What ``strlen(x)`` or ``x.size()`` measures, if the value is that of such a call."""
        if isinstance(value, int) or value[0] not in (SYM, OLD, UNK):
            return None
        same = path.get("same", value)
        if same is None:
            return None
        if same[0] == "source":
            return same[1]  # type: ignore[no-any-return]
        if same[1] not in SOURCE_SIZES:
            return None
        return same[3][0] if same[3] else same[2]  # type: ignore[no-any-return]


def cut_down(function: Function, branch: Branch) -> str:
    """The place that gets the limit that a test finds it above, or ""."""
    condition = branch.condition
    if condition[0] != "bin" or condition[1] not in _ORDERS:
        return ""
    left, right = condition[2], condition[3]
    above = branch.then if condition[1][0] == ">" else branch.otherwise
    below = branch.otherwise if condition[1][0] == ">" else branch.then
    for held, limit, target in ((left, right, above), (right, left, below)):
        for event in function.blocks[target].events:
            if type(event) is Assign and event.op == "=" and held == ("place", event.place):
                value = event.value
                if limit in (value, value[2] if value[0] == "cast" else value):
                    return event.place
    return ""
