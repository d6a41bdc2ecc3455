"""Assertions that do work, or that alone guard security state: ``python -O`` leaves them out."""

from __future__ import annotations

import ast

from ..flow.ownership_words import words
from .facts import (
    CONNECTIONS,
    SIZED_SECRETS,
    STATE_CALLS,
    STATE_WORDS,
    TLS_LIBRARIES,
    TLS_STATE_WORDS,
    TRIGGERS,
    VERDICTS,
    VERIFYING_WORDS,
    WORK,
    WORK_ON_TLS,
)  # fmt: skip
from .module import short, text_of
from .rules import SIDE_EFFECT, STATE, report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .module import Module
    from .rules import Finding

_SHOWN = 60


def check(module: Module) -> Iterator[Finding]:
    """A finding for each assertion: the graver of the two rules."""
    for node in module.nodes:
        if not isinstance(node, ast.Assert) or module.in_test(node):
            continue  # silent: in a test the assertion is the test
        work = next((what for part in ast.walk(node.test) if (what := _work(module, part))), "")
        if work:
            yield report(SIDE_EFFECT, node, what=work)
        elif state := _state(module, node):
            yield report(STATE, node, what=state)


def _work(module: Module, node: ast.AST) -> str:
    if isinstance(node, ast.NamedExpr):
        return f"it assigns {node.target.id}"
    if isinstance(node, (ast.Await, ast.Yield, ast.YieldFrom)):
        return "it waits for something"
    if not isinstance(node, ast.Call):
        return ""
    callee = short(module.callee(node))
    if callee in VERDICTS:
        return ""
    if _is_work(module, node, callee):
        return f"it calls {text_of(node.func)[:_SHOWN]}"
    definition = module.definition(node.func)
    if isinstance(definition, (ast.FunctionDef, ast.AsyncFunctionDef)):
        for part in module.own_nodes(definition):
            if isinstance(part, ast.Call) and _is_work(module, part, short(module.callee(part))):
                return f"it calls {definition.name}"
    return ""


def _is_work(module: Module, call: ast.Call, callee: str) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    name, owner = call.func.attr, call.func.value
    if name in WORK:
        return True
    if name in ("pop", "popleft", "popitem") and not call.keywords:
        return True
    if name not in WORK_ON_TLS:
        return False
    if callee.partition(".")[0] in TRIGGERS:
        return True
    return _last_name(owner).strip("_").lower() in CONNECTIONS


def _last_name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _state(module: Module, node: ast.Assert) -> str:
    """What the assertion guards, or ""."""
    test = node.test
    if isinstance(test, ast.Constant) or _is_narrowing(module, test) or not module.is_secure:
        return ""
    guarded = [part for part in ast.walk(test) if _is_state(module, part, node)]
    if not guarded or any(_is_tested(module, part, node) for part in guarded):
        return ""
    return text_of(guarded[0])[:_SHOWN]


def _is_narrowing(module: Module, test: ast.expr) -> bool:
    """silent: for the type checker; without it the next line fails all the same."""
    parts = test.values if isinstance(test, ast.BoolOp) else [test]
    for part in parts:
        if isinstance(part, ast.Call) and module.qualified(part.func).endswith(
            ("isinstance", "callable", "issubclass")
        ):
            continue
        if isinstance(part, ast.Compare) and isinstance(part.ops[0], (ast.Is, ast.IsNot)):
            if not isinstance(part.left, ast.Call):
                continue
        return False
    return True


def _is_state(module: Module, part: ast.AST, node: ast.Assert) -> bool:
    if isinstance(part, ast.Call):
        name = _last_name(part.func)
        if name in STATE_CALLS or short(module.callee(part)) in VERDICTS:
            return True
        if name == "len" and len(part.args) == 1:
            last = words(_last_name(part.args[0]))[-1:]
            return bool(last) and last[0] in SIZED_SECRETS
        found = words(name)
        if not VERIFYING_WORDS.isdisjoint(found) or not STATE_WORDS.isdisjoint(found):
            return True
        return not TLS_STATE_WORDS.isdisjoint(found) and _speaks_tls(module, node)
    if not isinstance(part, (ast.Name, ast.Attribute)) or _is_constant(_last_name(part)):
        return False
    parent = module.parents.get(part)
    if isinstance(parent, ast.Call) and parent.func is part or isinstance(parent, ast.Attribute):
        return False
    if isinstance(part, ast.Attribute) and _last_name(part.value)[:1].isupper():
        return False  # silent: a member of an enumeration
    found = words(_last_name(part))
    if "on" in found:
        return False  # silent: do_handshake_on_connect
    if _last_name(part) in STATE_CALLS or STATE_WORDS.intersection(found):
        return True
    return bool(TLS_STATE_WORDS.intersection(found)) and _speaks_tls(module, node)


def _is_constant(name: str) -> bool:
    return name.isupper()


def _speaks_tls(module: Module, node: ast.AST) -> bool:
    """Does the function, or its class, use a TLS library?"""
    around = module.class_of(node) or module.within(node)
    for part in ast.walk(around):
        if isinstance(part, ast.Call):
            callee = module.callee(part)
            if callee.partition(".")[0] in TLS_LIBRARIES:
                return True
            if isinstance(part.func, ast.Attribute) and part.func.attr in (
                "do_handshake",
                "bio_write",
                "bio_read",
            ):
                return True
    return False


def _is_tested(module: Module, part: ast.AST, node: ast.Assert) -> bool:
    """Is the same thing tested at run time in the function?"""
    text = text_of(part)
    for other in ast.walk(module.within(node)):
        if isinstance(other, (ast.If, ast.While)) and text in text_of(other.test):
            return True
    return False
