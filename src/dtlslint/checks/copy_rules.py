"""The rules of unbounded-copy, and which of them wins at one copy."""

from __future__ import annotations

from ..diagnostics import ERROR, WARNING, Rule

HOOK = "unbounded-copy"
UNBOUNDED = Rule(
    "DTL801", "unbounded-copy", HOOK, WARNING,
    "{callee} copies '{length}' bytes into '{dest}', and nothing holds that length back", 120,
)  # fmt: skip
OVERFLOWING = Rule(
    "DTL802", "overflowing-copy", HOOK, ERROR,
    "{callee} writes {count} bytes into '{dest}', which has room for {room}", 787,
)  # fmt: skip
POINTER_SIZE = Rule(
    "DTL803", "sizeof-pointer", HOOK, ERROR,
    "the length of {callee} is the size of a pointer: '{name}' is no array here", 467,
)  # fmt: skip
CAPACITY = Rule(
    "DTL804", "callback-capacity-ignored", HOOK, ERROR,
    "this callback writes its output buffer '{dest}' {why}", 120,
)  # fmt: skip
SOURCE_SIZED = Rule(
    "DTL805", "source-sized-copy", HOOK, WARNING,
    "{callee} copies the source's size ('{length}') into '{dest}', whose size is not asked", 806,
)  # fmt: skip
RULES = (UNBOUNDED, OVERFLOWING, POINTER_SIZE, CAPACITY, SOURCE_SIZED)
GRAVITY = {
    rule.code: rank
    for rank, rule in enumerate((POINTER_SIZE, OVERFLOWING, CAPACITY, SOURCE_SIZED, UNBOUNDED))
}
