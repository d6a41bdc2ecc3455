"""All rules, and the pages that explain them (installed, or of the checkout's hooks/)."""

from __future__ import annotations

import os

from dtlslint.checks.registry import HOOKS
from dtlslint.diagnostics import Rule
from dtlslint.suppress import RULES as OWN_RULES

_HERE = os.path.dirname(os.path.abspath(__file__))
_FOLDERS = (
    os.path.join(_HERE, "pages"),
    os.path.join(os.path.dirname(os.path.dirname(_HERE)), "hooks"),
)


def all_rules() -> list[Rule]:
    """Every rule by code, those about suppressions included. Loads all hooks."""
    rules = list(OWN_RULES)
    for hook in HOOKS:
        rules += hook.load().RULES
    return sorted(rules, key=lambda rule: rule.code)


def page(name: str) -> str:
    """The Markdown page of a hook; "" when there is none."""
    try:
        with open(page_file(name), encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""


def page_file(name: str) -> str:
    """Where the page of a hook stands; "" when there is none."""
    for folder in _FOLDERS:
        path = os.path.join(folder, f"{name}.md")
        if os.path.isfile(path):
            return path
    return ""


def section(text: str, code: str) -> str:
    """The part of a page under the heading that names ``code``, up to the next of its level."""
    lines = text.splitlines()
    fenced = False
    start = level = -1
    for index, line in enumerate(lines):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        depth = 0 if fenced else len(line) - len(line.lstrip("#"))
        if not depth:
            continue
        if start >= 0 and depth <= level:
            return "\n".join(lines[start:index]).strip() + "\n"
        if start < 0 and code in line:
            start, level = index, depth
    return "\n".join(lines[start:]).strip() + "\n" if start >= 0 else ""
