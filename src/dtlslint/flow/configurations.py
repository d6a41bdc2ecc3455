"""The ``#if`` configurations of a function: what is assumed of the macros on a path.

A condition is an operand over ``("macro", text)`` atoms; ``&&``, ``||`` and ``!`` were split into
branches. Comparisons of a version macro with a constant narrow an interval, anything else is a
yes or no. ``Configuration`` is immutable; ``assume`` gives a narrower one, or None where the
condition contradicts what was assumed before.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from .events import Operand

    Intervals: TypeAlias = tuple[tuple[str, int, int], ...]

# distinct #if conditions in a function, over 42,517 real files: 97 % have no more than 4. Further
# ones are walked both ways without being remembered.
MAX_CONFIGURATIONS = 4

OPENSSL = "OPENSSL_VERSION_NUMBER"
#: Macros that count upwards with releases.
VERSION_MACROS = frozenset((
    OPENSSL, "LIBRESSL_VERSION_NUMBER", "OPENSSL_VERSION_MAJOR", "OPENSSL_VERSION_MINOR",
    "OPENSSL_API_COMPAT", "OPENSSL_API_LEVEL", "WOLFSSL_VERSION", "GNUTLS_VERSION_NUMBER",
))  # fmt: skip
HIGHEST = 0x7FFFFFFFFFFFFFFF

_FLIP = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


class Configuration:
    """``assumed``: (text, truth) pairs; ``intervals``: (macro, lowest, highest) triples.

    ``room``: how many pairs are remembered at most.
    """

    __slots__ = ("assumed", "intervals", "room", "_hash")

    def __init__(
        self,
        assumed: tuple[tuple[str, bool], ...] = (),
        intervals: Intervals = (),
        room: int = MAX_CONFIGURATIONS,
    ) -> None:
        self.assumed = assumed
        self.intervals = intervals
        self.room = room
        self._hash = hash((assumed, intervals))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Configuration)
            and self.assumed == other.assumed
            and self.intervals == other.intervals
        )

    def __hash__(self) -> int:
        return self._hash

    def interval(self, macro: str) -> tuple[int, int]:
        """The lowest and highest value that ``macro`` may have here (inclusive)."""
        for name, low, high in self.intervals:
            if name == macro:
                return low, high
        return 0, HIGHEST

    def assume(self, condition: Operand, truth: bool) -> Configuration | None:
        """This configuration and ``condition`` being ``truth``; None if that cannot be."""
        if condition[0] == "int":
            return self if bool(condition[1]) == truth else None
        key = subject(condition)
        if key in VERSION_MACROS and condition[0] == "bin":
            return self._narrow(condition, truth)
        for text, value in self.assumed:
            if text == key:
                return self if value == truth else None
        if len(self.assumed) >= self.room:
            return self
        return Configuration((*self.assumed, (key, truth)), self.intervals, self.room)

    def entered(self) -> Configuration:
        """The same with room for the conditions of the function that it surrounds."""
        room = len(self.assumed) + MAX_CONFIGURATIONS
        return Configuration(self.assumed, self.intervals, room)

    def _narrow(self, condition: Operand, truth: bool) -> Configuration | None:
        operator = condition[1] if truth else _FLIP.get(condition[1], "!=")
        macro, number = condition[2][1], condition[3][1]
        low, high = self.interval(macro)
        if operator == "==":
            low, high = max(low, number), min(high, number)
        elif operator in (">", ">="):
            low = max(low, number + (operator == ">"))
        elif operator in ("<", "<="):
            high = min(high, number - (operator == "<"))
        elif low == high == number:
            return None
        if low > high:
            return None
        return self._within(macro, low, high)

    def common(self, other: Configuration) -> Configuration:
        """What both assume: the shared yes-or-no facts, and the hull of the intervals."""
        if self == other:
            return self
        assumed = tuple(fact for fact in self.assumed if fact in other.assumed)
        intervals = []
        for macro, low, high in self.intervals:
            other_low, other_high = other.interval(macro)
            hull = min(low, other_low), max(high, other_high)
            if hull != (0, HIGHEST):
                intervals.append((macro, *hull))
        return Configuration(assumed, tuple(intervals), self.room)

    def meet(self, other: Configuration) -> Configuration | None:
        """Both together; None where they cannot be one and the same build."""
        met = self
        for fact in other.assumed:
            if (fact[0], not fact[1]) in met.assumed:
                return None
            met = met._with(fact)
        for macro, low, high in other.intervals:
            own_low, own_high = met.interval(macro)
            if own_high < low or high < own_low:
                return None
            met = met._within(macro, max(low, own_low), min(high, own_high))
        return met

    def without(self, others: Sequence[Configuration]) -> Configuration | None:
        """A part of this that lies in none of ``others``; None where they cover all of it."""
        for n, other in enumerate(others):
            if self.meet(other) is not None:
                parts = (part.without(others[n + 1 :]) for part in self._outside(other))
                return next((part for part in parts if part is not None), None)
        return self

    def _outside(self, other: Configuration) -> Iterator[Configuration]:
        """This without ``other``, in parts that do not overlap."""
        inside = self
        for text, truth in other.assumed:
            if (text, truth) not in inside.assumed:
                yield inside._with((text, not truth))
                inside = inside._with((text, truth))
        for macro, low, high in other.intervals:
            own_low, own_high = inside.interval(macro)
            if own_low < low:
                yield inside._within(macro, own_low, low - 1)
            if own_high > high:
                yield inside._within(macro, high + 1, own_high)
            inside = inside._within(macro, max(low, own_low), min(high, own_high))

    def _with(self, fact: tuple[str, bool]) -> Configuration:
        if fact in self.assumed:
            return self
        return Configuration((*self.assumed, fact), self.intervals, self.room)

    def _within(self, macro: str, low: int, high: int) -> Configuration:
        others = tuple(entry for entry in self.intervals if entry[0] != macro)
        return Configuration(self.assumed, (*others, (macro, low, high)), self.room)

    def of_interest(self, names: frozenset[str]) -> Configuration:
        """What this assumes of the conditions and macros in ``names``, in one order."""
        return Configuration(
            tuple(sorted([fact for fact in self.assumed if fact[0] in names])),
            tuple(sorted([entry for entry in self.intervals if entry[0] in names])),
            self.room,
        )

    def describe(self) -> str:
        """The assumptions as a reader of the source would write them, or ``""``."""
        parts = [text if truth else f"!{_bracketed(text)}" for text, truth in self.assumed]
        for macro, low, high in self.intervals:
            if low == high:
                parts.append(f"{macro} == {low:#x}")
                continue
            if low > 0:
                parts.append(f"{macro} >= {low:#x}")
            if high < HIGHEST:
                parts.append(
                    f"{macro} <= {high:#x}" if high & 1 == 0 else f"{macro} < {high + 1:#x}"
                )
        return " && ".join(parts)


def _bracketed(text: str) -> str:
    return text if text.startswith("defined(") or text.isidentifier() else f"({text})"


def subject(condition: Operand) -> str:
    """What a configuration remembers of a condition: its version macro, else its text."""
    if condition[0] == "bin" and condition[2][0] == "macro" and condition[3][0] == "int":
        if condition[2][1] in VERSION_MACROS:
            return str(condition[2][1])
    return describe(condition)


def describe(condition: Operand) -> str:
    """A condition's canonical text; equal conditions have equal texts."""
    kind = condition[0]
    if kind == "macro":
        return str(condition[1])
    if kind == "int":
        return str(condition[2] or condition[1])
    if kind == "bin":
        return f"{describe(condition[2])} {condition[1]} {describe(condition[3])}"
    return str(condition[-1])


ANY = Configuration()
#: Code that no configuration compiles (``#if 0``).
NEVER = Configuration((("0", True),))
