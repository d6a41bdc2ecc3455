"""Failures that nobody hears of (DTL701), that are misread (DTL703), and DTLS timers (DTL704)."""

from __future__ import annotations

import ast

from ..flow.ownership_words import words
from .bindings import FUNCTIONS
from .facts import (
    CONNECTIONS,
    DTLS_METHODS,
    ENDINGS,
    IO_CALLS,
    IO_ERRORS,
    TIMER_NAMES,
    TLS_ERRORS,
    TLS_LIBRARIES,
    WANTS,
)
from .module import short, text_of
from .rules import SILENT, TIMER, UNCLASSIFIED, report
from .secret_words import name_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .module import Module
    from .rules import Finding

#: What shows that sockets of ``ssl`` do not block: there alone SSLError means two things.
_NON_BLOCKING = frozenset(
    ("setblocking", "MemoryBIO", "wrap_bio", "SSLWantReadError", "SSLWantWriteError")
)
_WANT_CODES = (
    "SSL_ERROR_WANT_READ",
    "SSL_ERROR_WANT_WRITE",
    "WantReadError",
    "WantWriteError",
    "SSLWantReadError",
)


def check(module: Module) -> Iterator[Finding]:
    """Handlers first, then the file's DTLS handshake."""
    for node in module.nodes:
        if isinstance(node, ast.Try) or type(node).__name__ == "TryStar":
            yield from _try(module, node)  # type: ignore[arg-type]
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            yield from _suppress(module, node)
    yield from _timer(module)


def _errors(module: Module, node: ast.expr | None) -> set[str]:
    """The exceptions that a handler names, through tuples and constants of the file."""
    found = set()
    for value in module.values(node):
        parts = value.elts if isinstance(value, ast.Tuple) else [value]
        for part in parts:
            if part is not None:
                found.add(short(module.qualified(part)))
    return found


def _try(module: Module, node: ast.Try) -> Iterator[Finding]:
    operations = _operations(module, node)
    told_apart = False
    for handler in node.handlers:
        errors = _errors(module, handler.type) if handler.type is not None else set()
        if errors & WANTS:
            told_apart = True
        silent = _is_silent(handler)
        io_errors = errors & IO_ERRORS
        if (
            io_errors
            and not told_apart
            and silent != "pass"
            and _is_misread(module, handler, operations, io_errors)
        ):
            error = sorted(io_errors)[0]
            want = "ssl.SSLWantReadError" if error.startswith("ssl.") else "WantReadError"
            yield report(UNCLASSIFIED, handler, what=error, want=want)
        elif errors & TLS_ERRORS and silent and operations - ENDINGS:
            yield report(SILENT, handler, what=sorted(errors & TLS_ERRORS)[0])


def _operations(module: Module, node: ast.Try) -> set[str]:
    """The calls of the ``try``, without those whose wants an inner ``try`` takes care of."""
    found = set()
    pending: list[ast.AST] = list(node.body)
    while pending:
        part = pending.pop()
        if isinstance(part, ast.Try) and any(
            _errors(module, handler.type) & WANTS for handler in part.handlers
        ):
            pending += [*part.handlers, *part.orelse, *part.finalbody]
            continue
        if isinstance(part, (*FUNCTIONS, ast.ClassDef)):
            continue
        if isinstance(part, ast.Call) and not _is_of_files(module, part):
            found.add(name_of(part.func))
        pending += ast.iter_child_nodes(part)
    return found


def _is_of_files(module: Module, call: ast.Call) -> bool:
    """``read`` and ``write`` are methods of files too."""
    if name_of(call.func) not in ("read", "write") or not isinstance(call.func, ast.Attribute):
        return False
    owner = call.func.value
    if module.type_of(owner).partition(".")[0] in TLS_LIBRARIES:
        return False
    return not CONNECTIONS.intersection(words(name_of(owner)))


def _is_silent(handler: ast.ExceptHandler) -> str:
    """``pass`` when the handler does nothing, ``return`` when it leaves with no value, else ""."""
    body = [
        part
        for part in handler.body
        if not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))
    ]
    if not body or all(isinstance(part, (ast.Pass, ast.Continue)) for part in body):
        return "pass"
    last = body[-1]
    if len(body) == 1 and isinstance(last, ast.Return):
        if last.value is None or isinstance(last.value, ast.Constant) and last.value.value is None:
            return "return"
    return ""


def _is_misread(
    module: Module, handler: ast.ExceptHandler, operations: set[str], errors: set[str]
) -> bool:
    """Is a connection that only waits taken for one that failed?"""
    if not operations & IO_CALLS:
        return False
    if errors == {"ssl.SSLError"} and not _does_not_block(module):
        return False  # silent: on a blocking socket SSLError is an error
    parts = [part for statement in handler.body for part in ast.walk(statement)]
    if any(
        isinstance(part, ast.Call) and name_of(part.func) in ("isinstance", "type")
        for part in parts
    ):
        return False
    if any(
        isinstance(part, (ast.Name, ast.Attribute)) and name_of(part) in _WANT_CODES
        for part in parts
    ):
        return False
    if handler.name and any(
        isinstance(part, (ast.Compare, ast.Subscript)) and _mentions(part, name)
        for name in _names_of_its_code(parts, handler.name)
        for part in parts
    ):
        return False  # silent: looks at the error's code
    if _is_taken_for_nothing(module, handler):
        return False
    last = handler.body[-1]
    if not isinstance(last, ast.Raise) or not _is_same(last.exc, handler.name):
        return True
    # silent: the caller gets the exception as it is, unless the connection is gone by then
    return any(isinstance(part, ast.Call) and name_of(part.func) in ENDINGS for part in parts)


def _names_of_its_code(parts: list[ast.AST], error: str) -> list[str]:
    """The error's name, and those of what calls have made of it: ``reason = reason_of(error)``."""
    made = [
        part.targets[0].id
        for part in parts
        if isinstance(part, ast.Assign)
        and isinstance(part.targets[0], ast.Name)
        and isinstance(part.value, ast.Call)
        and _mentions(part.value, error)
    ]
    return [error, *made]


def _is_same(raised: ast.expr | None, name: str | None) -> bool:
    """``raise``, or ``raise error`` of the error that was caught."""
    return raised is None or isinstance(raised, ast.Name) and raised.id == name


def _is_taken_for_nothing(module: Module, handler: ast.ExceptHandler) -> bool:
    """silent: ``data = b""``, and nothing in the function takes empty data for an end."""
    [*rest, only] = handler.body
    if rest or not isinstance(only, ast.Assign) or not isinstance(only.targets[0], ast.Name):
        return False
    name = only.targets[0].id
    if module.literal(only.value) not in (b"", ""):
        return False
    return not any(_tests_emptiness(part, name) for part in ast.walk(module.within(handler)))


def _tests_emptiness(part: ast.AST, name: str) -> bool:
    if isinstance(part, ast.UnaryOp):
        return isinstance(part.op, ast.Not) and _mentions(part.operand, name)
    if isinstance(part, ast.Compare):
        return isinstance(part.ops[0], (ast.Eq, ast.NotEq, ast.Lt, ast.Gt)) and _mentions(
            part, name
        )
    if isinstance(part, (ast.If, ast.IfExp)):
        asked = part.test.values if isinstance(part.test, ast.BoolOp) else [part.test]
        return bool(part.orelse) and any(
            isinstance(value, ast.Name) and value.id == name for value in asked
        )
    return False


def _mentions(node: ast.AST, name: str) -> bool:
    return any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(node))


def _does_not_block(module: Module) -> bool:
    for node in module.nodes:
        if isinstance(node, ast.Attribute) and node.attr in _NON_BLOCKING - {"setblocking"}:
            return True
        if isinstance(node, ast.Call):
            method = name_of(node.func)
            value = module.literal(node.args[0]) if node.args else None
            if (
                method in ("setblocking", "settimeout")
                and value in (0, False)
                and value is not None
            ):
                return True
            if any(
                key.arg == "do_handshake_on_connect" and module.literal(key.value) is False
                for key in node.keywords
            ):
                return True
    return False


def _suppress(module: Module, node: ast.With | ast.AsyncWith) -> Iterator[Finding]:
    """``with suppress(SSL.Error):`` is an ``except`` that passes."""
    for item in node.items:
        call = item.context_expr
        if not isinstance(call, ast.Call) or module.qualified(call.func) != "contextlib.suppress":
            continue
        errors = {short(module.qualified(part)) for part in call.args} & TLS_ERRORS
        calls = {name_of(part.func) for part in ast.walk(node) if isinstance(part, ast.Call)} - {
            "suppress"
        }
        if errors and calls - ENDINGS:
            yield report(SILENT, node, what=sorted(errors)[0])


# -- DTLS


def _timer(module: Module) -> Iterator[Finding]:
    """The first handshake of a file that waits for datagrams and never sends again."""
    names = {name_of(node) for node in module.nodes if isinstance(node, (ast.Name, ast.Attribute))}
    if not names & DTLS_METHODS and not _uses_dtls(module) or names & TIMER_NAMES:
        return
    for call in sorted(module.calls, key=lambda call: (call.lineno, call.col_offset)):
        if name_of(call.func) != "do_handshake":
            continue
        around = module.within(call)
        if _waits(module, around) and not _has_timeout(module, around):
            yield report(TIMER, call)
            return


def _uses_dtls(module: Module) -> bool:
    """PyDTLS, whose connections have a timer of their own to be asked."""
    return any(
        isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "dtls"
        or isinstance(node, ast.Import)
        and any(alias.name.partition(".")[0] == "dtls" for alias in node.names)
        for node in module.nodes
    )  # fmt: skip


def _waits(module: Module, around: ast.AST) -> bool:
    """Does the function know that the handshake may want to read?"""
    return any(
        isinstance(node, (ast.Name, ast.Attribute))
        and (name_of(node) in _WANT_CODES or short(module.qualified(node)) in WANTS)
        for node in ast.walk(around)
    )


def _has_timeout(module: Module, around: ast.AST) -> bool:
    """silent: waits with a limit and calls again, which sends again."""
    for call in (node for node in ast.walk(around) if isinstance(node, ast.Call)):
        method = name_of(call.func)
        if method in ("select", "poll", "wait", "wait_for") and "do_handshake" not in text_of(call):
            if method == "select" and len(call.args) == 4 or method == "poll" and call.args:
                return True
            if method == "wait_for" or any(key.arg == "timeout" for key in call.keywords):
                return True
        if method in ("call_later", "callLater"):
            return True
    return False
