"""Plain values that every floor shares: severities, rules, notes and findings.

Positions are byte offsets into the analysed file (``Span``); only ``source.Source`` turns them
into lines and columns, so that nothing above the syntax floor can disagree about positions.
"""

from __future__ import annotations

from collections import namedtuple

ERROR = "error"
WARNING = "warning"
NOTE = "note"

#: From the mildest to the gravest; ``--fail-on`` compares positions in this tuple.
SEVERITIES = (NOTE, WARNING, ERROR)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    #: (first byte, byte after the last), offsets into the file as read.
    Span: TypeAlias = tuple[int, int]


def milder(severity: str) -> str:
    """The severity one step below (a note stays a note)."""
    return SEVERITIES[max(0, SEVERITIES.index(severity) - 1)]


class Rule:
    """One code of the catalogue: ``Rule("DTL201", "ignored-result", hook, WARNING, "..")``.

    ``message`` is a ``str.format`` template; ``cwe`` is a CWE number or 0.
    """

    __slots__ = ("code", "cwe", "hook", "message", "severity", "slug")

    def __init__(
        self, code: str, slug: str, hook: str, severity: str, message: str, cwe: int = 0
    ) -> None:
        self.code = code
        self.slug = slug
        self.hook = hook
        self.severity = severity
        self.message = message
        self.cwe = cwe

    def __repr__(self) -> str:
        return f"Rule({self.code} {self.slug})"

    def at(
        self,
        span: Span,
        *,
        severity: str | None = None,
        notes: tuple[Note, ...] = (),
        configuration: str = "",
        fixes: tuple[Fix, ...] = (),
        **words: object,
    ) -> Finding:
        """A finding of this rule at ``span``; ``words`` fill the message template."""
        return Finding(
            self,
            severity or self.severity,
            span,
            self.message.format(**words),
            notes,
            configuration,
            fixes,
        )


#: A related place: ``Note(span, "allocated here")``.
Note = namedtuple("Note", "span message")

#: A safe edit: replace the bytes of ``span`` by ``text`` (bytes).
Fix = namedtuple("Fix", "span text")


class Finding:
    """What a check reports. Identity for de-duplication is (code, span)."""

    __slots__ = ("configuration", "fixes", "message", "notes", "rule", "severity", "span")

    def __init__(
        self,
        rule: Rule,
        severity: str,
        span: Span,
        message: str,
        notes: tuple[Note, ...] = (),
        configuration: str = "",
        fixes: tuple[Fix, ...] = (),
    ) -> None:
        self.rule = rule
        self.severity = severity
        self.span = span
        self.message = message
        self.notes = notes
        self.configuration = configuration
        self.fixes = fixes

    def __repr__(self) -> str:
        return f"Finding({self.rule.code} at {self.span[0]}: {self.message})"
