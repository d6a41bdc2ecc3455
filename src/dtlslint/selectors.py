"""Names that users write for checks (hook, code, start of a code) and patterns for paths."""

from __future__ import annotations

from dtlslint.checks.registry import HOOKS
from dtlslint.settings import SettingsError

#: Codes of dtlslint itself, on no hook: about the suppressions in the code.
UNUSED_IGNORE = "DTL001"
UNKNOWN_CODE = "DTL002"
OWN_CODES = frozenset((UNUSED_IGNORE, UNKNOWN_CODE))


def all_codes() -> frozenset[str]:
    """Every code of the registry, and our own."""
    return OWN_CODES.union(*(hook.codes for hook in HOOKS))


def codes_of(selector: str) -> frozenset[str]:
    """What one selector names; empty when nothing bears that name.

    A hook (``unchecked-result``), a code (``DTL201``), or the start of codes (``DTL2``, ``DTL2..``,
    ``DTL2xx``); ``dtlslint-`` may stand before any, ``dtlslint-*``, ``all`` and ``DTL`` name all.
    """
    name = selector.strip()
    if name.lower().startswith("dtlslint-"):
        name = name[len("dtlslint-") :]
        if name == "*":
            return all_codes()
    if name == "all":
        return all_codes()
    for hook in HOOKS:
        if name == hook.name:
            return frozenset(hook.codes)
    start = name.upper().rstrip(".X*")
    if not start.startswith("DTL"):
        return frozenset()
    return frozenset(code for code in all_codes() if code.startswith(start))


def expand(selectors: tuple[str, ...] = ("all",)) -> frozenset[str]:
    """The codes that these selectors name. Raises ``SettingsError`` on an unknown one."""
    codes: set[str] = set()
    for selector in selectors:
        named = codes_of(selector)
        if not named:
            raise SettingsError(f"unknown hook or code '{selector}'{suggestion(selector)}")
        codes |= named
    return frozenset(codes)


def suggestion(name: str, known: list[str] | None = None) -> str:
    """`` (did you mean 'x'?)`` or nothing."""
    from difflib import get_close_matches

    if known is None:
        known = [hook.name for hook in HOOKS] + sorted(all_codes())
    close = get_close_matches(name, known, 1)
    return f" (did you mean '{close[0]}'?)" if close else ""


def matches(path: str, pattern: str) -> bool:
    """Whether a settings pattern names this relative path.

    ``*`` crosses folders; a pattern without a slash matches any component or the file name, and a
    folder's name stands for all below it.
    """
    from fnmatch import fnmatchcase

    pattern = pattern.removeprefix("./").rstrip("/")
    if "/" not in pattern:
        return any(fnmatchcase(part, pattern) for part in path.split("/"))
    pattern = pattern.lstrip("/")
    tries = [pattern, pattern + "/*"]
    if pattern.startswith("**/"):
        tries += [pattern[3:], pattern[3:] + "/*"]
    return any(fnmatchcase(path, each) for each in tries)
