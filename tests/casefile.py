"""Cases and the fences of pages: what they expect, and what a hook makes of them."""

from __future__ import annotations

import importlib.util
import pathlib
import re

import pytest

from dtlslint.checks.registry import HOOKS

BY_NAME = {hook.name: hook for hook in HOOKS}

_CASES = pathlib.Path(__file__).resolve().parent / "cases"
CASE_FILES = sorted(path for path in _CASES.rglob("*.c*") if path.suffix in (".c", ".cpp"))

_EXPECT = re.compile(r"expect:\s*(DTL\d{3}(?:\s*,\s*DTL\d{3})*)")
_ARGUMENTS = re.compile(r"\s*(?://|/\*)\s*args:\s*(.*?)\s*(?:\*/)?\s*$")


def expected(text: str) -> set[tuple[int, str]]:
    """``(line, code)`` of every ``expect: DTLnnn, DTLnnn`` at the end of a line."""
    return {
        (number, code.strip())
        for number, line in enumerate(text.splitlines(), 1)
        if (match := _EXPECT.search(line))
        for code in match[1].split(",")
    }


def options(text: str) -> dict[str, object]:
    """The first line's ``args: --lowest 1.0.2 --prefixes a_,b_`` as options of a run."""
    lines = text.splitlines()
    match = _ARGUMENTS.match(lines[0]) if lines else None
    words = match[1].split() if match else []
    result: dict[str, object] = {}
    for name, value in zip(words[::2], words[1::2], strict=True):
        key = name.removeprefix("--").replace("-", "_")
        if key in ("lowest", "highest"):
            result[f"{key}_openssl"] = value
        elif key.endswith("_openssl"):
            result[key] = value
        else:
            result[key] = tuple(value.split(","))
    return result


def available_hooks():
    """The hooks whose modules are there."""
    return [hook for hook in HOOKS if importlib.util.find_spec(hook.module) is not None]


def written(hook_name: str):
    """The hook; skips the test while its module is not there (test_drift fails for that)."""
    hook = BY_NAME[hook_name]
    if importlib.util.find_spec(hook.module) is None:
        pytest.skip(f"{hook.module} is not written yet")
    return hook


def findings(hook, path: str, text: str, beside=()):
    """What this hook reports, alone or with those ``beside`` it, as findings with their source."""
    from dtlslint.checks.run import Options, analyse
    from dtlslint.source import Source

    data = text.encode()
    found, _ = analyse(path, data, (hook, *beside), Options(**options(text)))
    return Source(path, data), [f for f in found if f.rule.code in hook.codes]
