"""One file through all checks: ``analyse(tree)`` -> findings in the order of the text."""

from __future__ import annotations

import ast

from . import (
    asserted_invariant,
    error_handling,
    hardcoded_crypto,
    insecure_config,
    unchecked_result,
)
from .facts import TRIGGERS
from .module import Module, canonical, imported

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .rules import Finding

CHECKS = (asserted_invariant, unchecked_result, hardcoded_crypto, insecure_config, error_handling)


def is_of_interest(tree: ast.Module) -> bool:
    """Does the file import a library that the checks know?"""
    for node in ast.walk(tree):
        names = imported(node)
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
            names = [str(node.args[0].value)] if name in ("__import__", "import_module") else []
        if any(canonical(name).partition(".")[0] in TRIGGERS for name in names):
            return True
    return False


def analyse(tree: ast.Module, is_test: bool = False) -> list[Finding]:
    """The findings of a file; none for a file that imports nothing of interest."""
    if not is_of_interest(tree):
        return []
    module = Module(tree, is_test)
    found: dict[tuple[int, int, str], Finding] = {}
    for check in CHECKS:
        for finding in check.check(module):
            found.setdefault((finding.line, finding.col, finding.code), finding)
    return [found[key] for key in sorted(found)]
