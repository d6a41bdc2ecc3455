"""Secrets from generators that can be guessed (DTL404), and secrets filled in part (DTL405)."""

from __future__ import annotations

import ast

from .facts import PREDICTABLE as METHODS
from .facts import RNG_CALLS, SINKS
from .module import argument, short
from .rules import PARTIAL, PREDICTABLE, report
from .secret_words import (
    TRANSPARENT,
    destination,
    is_lone_key,
    is_lone_word,
    name_of,
    random_secret,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .module import Module
    from .rules import Finding

#: Steps through variables from a secret back to the generator.
DEPTH = 4
#: Methods whose result is a value of its own, not an element that was there before.
_MAKERS = frozenset(("getrandbits", "randbytes", "choices", "sample"))


def check(module: Module) -> Iterator[Finding]:
    """Findings at the call of the generator, each once."""
    seen: set[ast.AST] = set()
    for call in module.calls:
        callee = short(module.callee(call))
        for position, names, what in SINKS.get(callee, ()):
            used = argument(call, position, *names)
            for source in _sources(module, used):
                if source not in seen:
                    seen.add(source)
                    yield _found(module, source, what)
    for call in module.calls:
        if call in seen or not _is_predictable(module, call):
            continue
        what = _secret(module, call)
        if what:
            seen.add(call)
            yield _found(module, call, what)


def _found(module: Module, call: ast.Call, what: str) -> Finding:
    name = short(module.callee(call))
    return report(
        PREDICTABLE,
        call,
        callee=name,
        what=f"makes {what} that can be guessed; use secrets or os.urandom",
    )


def _is_predictable(module: Module, node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    callee = module.callee(node)
    library, _, method = callee.partition(".")
    if isinstance(node.func, ast.Attribute):
        for binding in module.bindings_of(node.func.value):
            if "SystemRandom" in module.type_of(binding.value):
                return (
                    False  # silent: ``random`` is only what is left without the system's generator
                )
    return library == "random" and method.removeprefix("Random.") in METHODS


def _secret(module: Module, call: ast.Call) -> str:
    """What secret the call's result becomes, through variables of the function too."""
    node: ast.AST = call
    for _ in range(DEPTH):
        name = destination(module, node)
        what = random_secret(name)
        lone = is_lone_key(name) or is_lone_word(name) and _is_choice(module, call)
        if what and not (lone and _picks(module, call, node)):
            return what
        following = _following(module, node)
        if following is None:
            return ""
        node = following
    return ""


def _is_choice(module: Module, call: ast.Call) -> bool:
    return short(module.callee(call)).endswith(".choice")


def _picks(module: Module, call: ast.Call, node: ast.AST) -> bool:
    """``key = random.choice(keys)`` picks what there is; a join of many choices makes one."""
    ".join(..)`` of many makes one."
    if short(module.callee(call)).rpartition(".")[2] in _MAKERS:
        return False
    while node in module.parents and not isinstance(node, ast.stmt):
        if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.JoinedStr)):
            return _looks_up(module, node)
        node = module.parents[node]
    return True


def _looks_up(module: Module, node: ast.AST) -> bool:
    """Is the variable that the value goes to a key of a dictionary?"""
    name = destination(module, node)
    return any(
        isinstance(part, ast.Subscript)
        and any(name_of(inner) == name for inner in ast.walk(part.slice))
        for part in ast.walk(module.class_of(node) or module.within(node))
    )


def _following(module: Module, node: ast.AST) -> ast.AST | None:
    """The next use, in an assignment or a return, of the variable that the value goes to."""
    statement = module.statement(node)
    if not isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
        return None
    target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
    if not isinstance(target, ast.Name) or not _flows(module, node):
        return None
    for use in ast.walk(module.within(statement)):
        if (
            not isinstance(use, ast.Name)
            or use.id != target.id
            or not isinstance(use.ctx, ast.Load)
        ):
            continue
        if not _flows(module, use) or module.statement(use) is statement:
            continue
        if any(binding.site is statement for binding in module.reaching(use)):
            return use
    return None


def _flows(module: Module, use: ast.AST) -> bool:
    """Does the value itself go on to an assignment or a ``return``?"""
    while use in module.parents:
        child, use = use, module.parents[use]
        if isinstance(use, ast.Call):
            if child is not use.func and name_of(use.func) not in TRANSPARENT:
                return False
        elif isinstance(use, (ast.Compare, ast.Subscript)) and child is not getattr(
            use, "value", None
        ):
            return False
        elif isinstance(use, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return)):
            return use.value is child
        elif isinstance(use, ast.stmt):
            return False
    return False


def _sources(module: Module, used: ast.expr | None) -> list[ast.Call]:
    """The calls of the generator whose results the expression is made of."""
    found: list[ast.Call] = []
    pending = [(used, DEPTH)]
    while pending:
        node, left = pending.pop()
        if node is None or not left:
            continue
        if _is_predictable(module, node):
            assert isinstance(node, ast.Call)
            found.append(node)
        elif isinstance(node, (ast.Name, ast.Attribute)) and module.bindings_of(node):
            pending += [(b.value, left - 1) for b in module.bindings_of(node) if not b.imported]
        elif isinstance(node, ast.Call) and name_of(node.func) not in TRANSPARENT:
            continue
        else:
            pending += [
                (part, left) for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)
            ]
    return found


# -- filled in part


def partial(module: Module) -> Iterator[tuple[ast.Call, Finding]]:
    """RNG calls whose bytes are padded with constants, or fill a part of a buffer."""
    for call in module.calls:
        callee = short(module.callee(call))
        if callee not in RNG_CALLS:
            continue
        position, name = RNG_CALLS[callee]
        size = module.literal(argument(call, position, name))
        if not isinstance(size, int):
            continue
        whole = _padded(module, call, size) or _slice(module, call)
        if whole > size:
            yield call, report(PARTIAL, call, callee=callee, size=size, whole=whole)


def _padded(module: Module, call: ast.Call, size: int) -> int:
    """The length of ``os.urandom(16) + b"\\0" * 16`` or ``.ljust(32, ..)`` as a key, or 0."""
    parent = module.parents.get(call)
    name = destination(module, call)
    if random_secret(name) not in ("a key", "a secret", "a password", "a PSK", "a token"):
        return 0
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Add):
        other = module.literal(parent.right if parent.left is call else parent.left)
        if isinstance(other, bytes) and len(set(other)) == 1 and len(other) > 1:
            return size + len(other)
    if isinstance(parent, ast.Attribute) and parent.attr in ("ljust", "rjust", "zfill"):
        padding = module.parents.get(parent)
        width = (
            module.literal(padding.args[0]) if isinstance(padding, ast.Call) and padding.args else 0
        )
        return width if isinstance(width, int) else 0
    return 0


def _slice(module: Module, call: ast.Call) -> int:
    ""
    """The extent of the ``bytearray`` of which the call alone fills a slice; or 0."""
    ""
    parent = module.parents.get(call)
    if not isinstance(parent, ast.Assign) or not isinstance(parent.targets[0], ast.Subscript):
        return 0
    target = parent.targets[0]
    if not isinstance(target.slice, ast.Slice) or not isinstance(
        target.value, (ast.Name, ast.Attribute)
    ):
        return 0
    buffer = name_of(target.value)
    for node in ast.walk(module.within(call)):
        if (
            isinstance(node, ast.Subscript)
            and isinstance(node.ctx, ast.Store)
            and node is not target
        ):
            if name_of(node.value) == buffer:
                return 0
        if isinstance(node, ast.AugAssign) and name_of(node.target) == buffer:
            return 0
    value = module.literal(target.value)
    return len(value) if isinstance(value, bytes) else 0
