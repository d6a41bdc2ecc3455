"""The rules of resource-leak, and the notes that tell how an object came to be lost."""

from __future__ import annotations

from ..diagnostics import ERROR, WARNING, Note, Rule
from .ownership import FREED, GIVEN, MAYBE, NOWHERE, ORPHAN, OWNED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Span
    from .ownership import Own

_HOOK = "resource-leak"
LEAKED = Rule(
    "DTL301", "leaked-on-path", _HOOK, WARNING,
    "{what} of {source} is still owned here and is lost; {release} releases it", 401,
)  # fmt: skip
OVERWRITTEN = Rule(
    "DTL302", "leaked-by-overwrite", _HOOK, WARNING,
    "{what} of {source} is lost while it is still owned; {release} releases it", 401,
)  # fmt: skip
USED_AFTER = Rule(
    "DTL303", "used-after-release", _HOOK, ERROR,
    "{what} after {by} has released it", 416,
)  # fmt: skip
WRONG_RELEASE = Rule(
    "DTL304", "wrong-release", _HOOK, ERROR,
    "{release} releases {what}; {right} is right", 762,
)  # fmt: skip
TRANSFERRED = Rule(
    "DTL305", "released-after-transfer", _HOOK, ERROR,
    "{release} releases what {by} has taken over", 415,
)  # fmt: skip
BORROWED = Rule(
    "DTL306", "released-borrowed", _HOOK, ERROR,
    "{release} releases what {source} only lends", 763,
)  # fmt: skip

_WORDS = {
    FREED: "released here",
    GIVEN: "handed over here",
    MAYBE: "handed over here, unless that fails",
    OWNED: "{by} failed here, so it stays with the caller",
    ORPHAN: "released here without it",
}


def story(own: Own, seen: Span = NOWHERE) -> tuple[Note, ...]:
    """Where the object came from and what happened to it; ``seen`` is the finding's own span."""
    notes = []
    if own.site not in (NOWHERE, seen):
        notes.append(Note(own.site, f"acquired here by {own.source}"))
    if own.at not in (NOWHERE, seen) and own.status in _WORDS:
        notes.append(Note(own.at, _WORDS[own.status].format(by=own.by)))
    return tuple(notes)
