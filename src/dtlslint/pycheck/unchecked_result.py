"""Verdicts that are given by value alone, and thrown away."""

from __future__ import annotations

import ast

from .bindings import FUNCTIONS
from .facts import VERDICT_ATTRIBUTES, VERDICT_METHODS, VERDICTS
from .module import short
from .rules import IGNORED, report
from .secret_words import name_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .module import Module
    from .rules import Finding


def check(module: Module) -> Iterator[Finding]:
    """Statements that are a verdict, and verdicts stored where nobody reads them."""
    for node in module.nodes:
        if isinstance(node, ast.Expr) and not _is_to_raise(module, node):
            for part in _discarded(node.value):
                if name := _verdict(module, part):
                    yield report(IGNORED, part, callee=name)
        elif isinstance(node, ast.Assign) and _is_lost(module, node):
            if name := _verdict(module, node.value):
                yield report(IGNORED, node, callee=name)


def _is_to_raise(module: Module, node: ast.AST) -> bool:
    """silent: ``with pytest.raises(..):`` is the test of the call."""
    return any(
        isinstance(item.context_expr, ast.Call)
        and name_of(item.context_expr.func) in ("raises", "assertRaises", "assertRaisesRegex")
        for around in module.ancestors(node)
        if isinstance(around, (ast.With, ast.AsyncWith))
        for item in around.items
    )


def _discarded(node: ast.expr) -> Iterator[ast.expr]:
    """The parts of a statement's expression whose values go nowhere."""
    pending = [node]
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.UnaryOp, ast.Await)):
            pending.append(node.operand if isinstance(node, ast.UnaryOp) else node.value)
        elif isinstance(node, ast.BoolOp):
            pending.append(node.values[-1])
        elif isinstance(node, ast.IfExp):
            pending += [node.body, node.orelse]
        elif isinstance(node, ast.Tuple):
            pending += node.elts
        elif isinstance(node, ast.Compare):
            pending.append(node.left)
        else:
            yield node


def _verdict(module: Module, node: ast.expr, depth: int = 2) -> str:
    """The name of the verdict that the expression asks for, or ""."""
    if isinstance(node, ast.Attribute) and node.attr in VERDICT_ATTRIBUTES:
        return node.attr
    if not isinstance(node, ast.Call):
        return ""
    callee = short(module.callee(node))
    if callee in VERDICTS:
        return callee
    if isinstance(node.func, ast.Attribute) and node.func.attr in VERDICT_METHODS:
        return node.func.attr
    definition = module.definition(node.func) if depth else None
    if isinstance(definition, FUNCTIONS):
        returned = module.returns(definition)
        if returned and all(
            value is not None and _hands_on(module, value, depth) for value in returned
        ):
            return getattr(definition, "name", "the function")
    return ""


def _hands_on(module: Module, value: ast.expr, depth: int) -> bool:
    while isinstance(value, ast.UnaryOp):
        value = value.operand
    return bool(_verdict(module, value, depth - 1))


def _is_lost(module: Module, node: ast.Assign) -> bool:
    """``_ = f()``, or a variable of the function that is read nowhere."""
    if len(node.targets) != 1 or not isinstance(node.targets[0], ast.Name):
        return False
    name = node.targets[0].id
    if name == "_":
        return True
    function = module.function(node)
    if function is None or isinstance(module.scope_of(node).node, ast.ClassDef):
        return False
    for part in ast.walk(function):
        if isinstance(part, ast.Name) and part.id == name and isinstance(part.ctx, ast.Load):
            return False
        if isinstance(part, (ast.Global, ast.Nonlocal)) and name in part.names:
            return False
        if (
            isinstance(part, ast.Call)
            and isinstance(part.func, ast.Name)
            and part.func.id == "locals"
        ):
            return False
    return True
