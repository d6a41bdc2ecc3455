"""The rules of hardcoded-crypto, shared by its two halves."""

from __future__ import annotations

from ..diagnostics import ERROR, NOTE, WARNING, Rule

HOOK = "hardcoded-crypto"
MAGIC = Rule(
    "DTL401", "magic-size", HOOK, NOTE,
    "the length of this secret is a bare number; give it a name or ask the buffer", 547,
)  # fmt: skip
WEAK = Rule(
    "DTL402", "weak-size", HOOK, WARNING,
    "{what} of {size} is under the minimum of {minimum}", 326,
)  # fmt: skip
LITERAL = Rule(
    "DTL403", "literal-secret", HOOK, ERROR,
    "the {role} given to {callee} is written into the program", 321,
)  # fmt: skip
PREDICTABLE = Rule(
    "DTL404", "predictable-secret", HOOK, ERROR,
    "the secret '{name}' can be guessed: {why}", 338,
)  # fmt: skip
PARTIAL = Rule(
    "DTL405", "partial-secret", HOOK, WARNING,
    "only {filled} of the {used} bytes of '{name}' that are used are random", 331,
)  # fmt: skip
RULES = (MAGIC, WEAK, LITERAL, PREDICTABLE, PARTIAL)
