"""Suppressions written in the code, which of them were of use, and which name nothing.

``// dtlslint: ignore[DTL201] why`` on the finding's line or alone above it,
``dtlslint: ignore-file[..]`` anywhere, and clang-tidy's ``NOLINT``, ``NOLINTNEXTLINE``,
``NOLINTBEGIN``/``NOLINTEND`` where their list names a hook or code of ours. They count in comments
only, so a string that quotes one suppresses nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from dtlslint.diagnostics import NOTE, Finding, Rule
from dtlslint.patterns import lazy
from dtlslint.selectors import OWN_CODES, UNKNOWN_CODE, UNUSED_IGNORE, all_codes, codes_of
from dtlslint.selectors import suggestion as did_you_mean
from dtlslint.source import Source

UNUSED = Rule(
    UNUSED_IGNORE, "unused-ignore", "dtlslint", NOTE, "{what} hides nothing here: remove it"
)
UNKNOWN = Rule(
    UNKNOWN_CODE, "unknown-code", "dtlslint", NOTE, "no hook or code is named '{name}'{hint}"
)
RULES = (UNUSED, UNKNOWN)

#: Files without any of these hold no suppression.
MARKS = (b"dtlslint", b"NOLINT")

_EVERYTHING = 1 << 62

# Comments, and what may hold something that only looks like one. Numbers are here for the digit
# separator of C++ (``1'000``), which opens no character literal.
_TOKENS = lazy(
    rb"(?P<comment>//(?:[^\\\r\n]|\\\r\n|\\[\s\S])*|/\*[\s\S]*?(?:\*/|\Z))"
    rb'|R"(?P<fence>[^ ()\\\t\r\n"]{0,16})\([\s\S]*?(?:\)(?P=fence)"|\Z)'
    rb'|"(?:[^"\\\r\n]|\\\r\n|\\[\s\S])*"?'
    rb"|\b[0-9](?:'?[0-9A-Za-z_.])*"
    rb"|'(?:[^'\\\r\n]|\\\r\n|\\[\s\S])*'?"
)
_DIRECTIVE = lazy(
    rb"dtlslint:\s*(?P<own>ignore-file|ignore)\b(?:\s*\[(?P<codes>[^\]]*)\])?"
    rb"|\bNOLINT(?P<tidy>NEXTLINE|BEGIN|END|)(?:\((?P<checks>[^)]*)\))?"
)


class _Ignore:
    """One name of one suppression: what it hides on which lines, and whether it ever did."""

    __slots__ = ("codes", "first", "last", "name", "span", "used")

    def __init__(
        self, name: str, codes: frozenset[str], lines: tuple[int, int], span: Span
    ) -> None:
        self.name = name
        self.codes = codes
        self.first, self.last = lines
        self.span = span
        self.used = False


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dtlslint.diagnostics import Span


class Suppressions:
    """All suppressions of one file. ``hides`` asks and takes note, ``leftovers`` comes last."""

    __slots__ = ("_by_line", "_ignores", "_open", "_ranges", "_source", "_unknown")

    def __init__(self, source: Source) -> None:
        self._source = source
        self._ignores: list[_Ignore] = []
        #: Those of several lines by name, those of the file apart: in each list none overlap, so
        #: that one search finds the one.
        self._ranges: dict[tuple[str, bool], list[_Ignore]] = {}
        self._by_line: dict[int, list[_Ignore]] = {}
        self._open: dict[str, _Ignore] = {}
        self._unknown: list[tuple[str, Span]] = []
        if any(mark in source.data for mark in MARKS):
            self._read()
        for ignore in self._ignores:
            if ignore.first == ignore.last:
                self._by_line.setdefault(ignore.first, []).append(ignore)
            else:
                self._ranges.setdefault((ignore.name, not ignore.first), []).append(ignore)

    def hides(self, finding: Finding) -> bool:
        """Whether the code says that this finding is not to be reported."""
        if not self._ignores:
            return False
        first = self._source.line_of(finding.span[0])
        last = self._source.line_of(max(finding.span[0], finding.span[1] - 1))
        hidden = False
        for line in {first, last}:
            around = (_last_from(ranges, line) for ranges in self._ranges.values())
            for ignore in [*self._by_line.get(line, ()), *around]:
                if finding.rule.code in ignore.codes and ignore.first <= line <= ignore.last:
                    ignore.used = hidden = True
        return hidden

    def leftovers(self, ran: frozenset[str] | None, partly: bool = False) -> list[Finding]:
        """Findings about the suppressions themselves, once all others were asked about.

        An ignore of a check that was not among those that ``ran`` (None: all) is not judged, and
        none is in a file that was analysed ``partly``: it may be of use in the rest.
        """
        known = all_codes()
        ran = known if ran is None else ran
        found = []
        for ignore in self._ignores if not partly else ():
            if not ignore.used and ignore.codes <= ran | OWN_CODES and ignore.codes - OWN_CODES:
                what = f"this ignore of {ignore.name}" if ignore.name else "this ignore"
                found.append(UNUSED.at(ignore.span, what=what))
        for name, span in self._unknown:
            found.append(UNKNOWN.at(span, name=name, hint=did_you_mean(name)))
        return [f for f in found if f.rule.code in ran and not self.hides(f)]

    def _read(self) -> None:
        alone: dict[int, int] = {}
        pending = []
        source = self._source
        for start, end in _comments(source.data):
            first, last = source.line_of(start), source.line_of(end - 1)
            code_before = source.data[source.starts[first - 1] : start].strip()
            code_after = source.line_bytes(last)[end - source.starts[last - 1] :].strip()
            is_alone = not code_before and not code_after
            if is_alone:
                alone[first] = last
            pending.append((start, end, first if code_before else last, is_alone))
        for start, end, line, is_alone in pending:
            for match in _DIRECTIVE.finditer(source.data, start, end):
                self._directive(match, line, is_alone, alone)

    def _directive(
        self, match: re.Match[bytes], line: int, is_alone: bool, alone: dict[int, int]
    ) -> None:
        """Take one directive of a comment that speaks of ``line``, or of below if it is alone."""
        span = match.span()
        if match["own"] is not None:
            names = _names(match["codes"]) if match["codes"] is not None else [""]
            if match["own"] == b"ignore-file":
                lines = (0, _EVERYTHING)
            else:
                if is_alone:
                    line = self._below(line, alone)
                lines = (line, line)
            self._add(names, lines, span, ours=True)
            return
        names = _names(match["checks"] or b"")
        line = self._source.line_of(span[0])
        if match["tidy"] == b"END":
            self._close(names, line)
        elif match["tidy"] == b"BEGIN":
            fresh = [name for name in names if name not in self._open]
            for ignore in self._add(fresh, (line, _EVERYTHING), span, ours=False):
                self._open[ignore.name] = ignore
        else:
            line += match["tidy"] == b"NEXTLINE"
            self._add(names, (line, line), span, ours=False)

    @staticmethod
    def _below(line: int, alone: dict[int, int]) -> int:
        """The first line below that is not another comment; ``alone`` learns the way there."""
        passed = []
        line += 1
        while line in alone:
            passed.append(line)
            line = alone[line] + 1
        alone.update(dict.fromkeys(passed, line - 1))
        return line

    def _add(
        self, names: list[str], lines: tuple[int, int], span: Span, ours: bool
    ) -> list[_Ignore]:
        added = []
        for name in names:
            codes = codes_of(name) if name else all_codes()
            # "All" means findings: what is said about ignores needs to be named to be hidden.
            codes = codes - OWN_CODES or codes
            if codes:
                added.append(_Ignore(name, codes, lines, span))
            elif ours or name.startswith("dtlslint-"):
                self._unknown.append((name, span))
        self._ignores += added
        return added

    def _close(self, names: list[str], line: int) -> None:
        for name in names:
            if name in self._open:
                self._open.pop(name).last = line


def _last_from(ignores: list[_Ignore], line: int) -> _Ignore:
    """The last one that begins at or before ``line``, else the first of all."""
    return ignores[max(0, bisect_right(ignores, line, key=lambda ignore: ignore.first) - 1)]


def _names(listed: bytes) -> list[str]:
    text = listed.decode("utf-8", "replace")
    return [name.strip() for name in text.split(",") if name.strip()]


def _comments(data: bytes) -> Iterator[Span]:
    for match in _TOKENS.finditer(data):
        if match["comment"] is not None:
            yield match.span()
