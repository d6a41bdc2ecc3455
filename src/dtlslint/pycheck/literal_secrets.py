"""Secrets that are written in the code (DTL403), and those left as zeroes (DTL404)."""

from __future__ import annotations

import ast

from ..diagnostics import WARNING
from .bindings import FUNCTIONS
from .facts import KEY, PASSWORD, PSK, SALT, SECRET_CALLBACKS, SINKS
from .literals import UNKNOWN
from .module import argument, short
from .rules import LITERAL, PREDICTABLE, report
from .secret_words import name_of, random_secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .module import Module
    from .rules import Finding


def check(module: Module) -> Iterator[Finding]:
    """Findings at the call that uses the literal; for a callback, at what it returns."""
    for call in module.calls:
        callee = short(module.callee(call))
        if callee.startswith("cryptography.") and _is_probe(module, call):
            continue
        for position, names, what in SINKS.get(callee, ()):
            used = argument(call, position, *names)
            if used is not None and not _is_label(module, call, callee):
                yield from _use(module, call, callee, used, what)
        if isinstance(call.func, ast.Attribute):
            if call.func.attr in SECRET_CALLBACKS and callee.partition(".")[0] in (
                "ssl",
                "OpenSSL",
                "",
            ):
                yield from _callback(module, call)
            elif call.func.attr == "load_cert_chain" and callee not in SINKS:
                used = argument(call, 2, "password")
                if used is not None:
                    yield from _use(module, call, call.func.attr, used, PASSWORD)


def _is_probe(module: Module, call: ast.Call) -> bool:
    """silent: the object is thrown away; it was made to see whether it can be made."""
    parent = module.parents.get(call)
    while isinstance(parent, ast.Call):
        if name_of(parent.func) in ("cipher_supported", "hash_supported"):
            return True
        call, parent = parent, module.parents.get(parent)
    return isinstance(parent, ast.Expr) and name_of(call.func)[:1].isupper()


def _is_label(module: Module, call: ast.Call, callee: str) -> bool:
    ""
    "silent: HMAC as a pseudo-random function, its key a public label and its message the secret."
    ""
    if not callee.startswith("hmac."):
        return False
    message = argument(call, 1, "msg")
    return message is not None and bool(
        random_secret(name_of(message)) or name_of(message) in ("seed", "ikm", "entropy")
    )


def _use(
    module: Module, call: ast.Call, callee: str, used: ast.expr, what: str
) -> Iterator[Finding]:
    value = _secret_literal(module, used, what)
    if value is UNKNOWN:
        return
    name = callee.rpartition(".")[2] if callee.startswith("cryptography.") else callee
    data = value.encode() if isinstance(value, str) else value
    if isinstance(data, bytes) and not data.strip(b"\0"):
        if (
            what != PASSWORD
            and not _is_filled(module, used)
            and not (what == KEY and callee.startswith("hmac"))
        ):
            yield report(PREDICTABLE, call, callee=name, what=f"is given {what} of zeroes alone")
        return
    if what == KEY and "load_" in callee and isinstance(data, bytes) and b"PRIVATE KEY" not in data:
        return
    yield report(LITERAL, call, severity=WARNING if what == SALT else "", callee=name, what=what)


def _secret_literal(module: Module, used: ast.expr, what: str) -> object:
    """The literal secret, or ``UNKNOWN``; empty ones are none."""
    value = UNKNOWN
    for node in module.values(used):
        if what == PSK and isinstance(node, (ast.Tuple, ast.Dict)):
            parts = node.values if isinstance(node, ast.Dict) else node.elts[-1:]
            found = next(
                (v for part in parts if (v := module.literal(part)) is not UNKNOWN), UNKNOWN
            )
        elif what == PASSWORD and isinstance(node, ast.Lambda):
            found = module.literal(node.body)
        else:
            found = module.literal(node)
        if isinstance(found, (str, bytes)) and found:
            value = found
        elif not (
            isinstance(found, (str, bytes)) or found is None or found is UNKNOWN and node is None
        ):
            return UNKNOWN
        elif node is None:
            return UNKNOWN
    return value


def _is_filled(module: Module, used: ast.expr) -> bool:
    """Is something written into the buffer between its making and its use?"""
    name = name_of(used)
    if not name:
        return False
    for node in ast.walk(module.within(used)):
        if (
            isinstance(node, ast.Subscript)
            and isinstance(node.ctx, ast.Store)
            and name_of(node.value) == name
        ):
            return True
        if isinstance(node, ast.Call) and any(name_of(part) == name for part in node.args):
            if name_of(node.func) in (
                "readinto",
                "recv_into",
                "pack_into",
                "derive_into",
                "memoryview",
            ):
                return True
    return False


def _callback(module: Module, call: ast.Call) -> Iterator[Finding]:
    assert isinstance(call.func, ast.Attribute)
    position, what = SECRET_CALLBACKS[call.func.attr]
    given = argument(call, position, "callback")
    definition = module.definition(given) if given is not None else None
    if not isinstance(definition, FUNCTIONS):
        return
    for returned in module.returns(definition):
        for node in _secrets_of(module, returned):
            value = module.literal(node)
            if (
                isinstance(value, (str, bytes)) and value.strip()
                if isinstance(value, str)
                else value not in (UNKNOWN, None, b"")
            ):
                if isinstance(value, (str, bytes)):
                    yield report(LITERAL, returned or call, callee=call.func.attr, what=what)
                    break


def _secrets_of(module: Module, returned: ast.expr | None) -> list[ast.expr]:
    """The secret in what a callback returns: itself, the last of a tuple, the values of a table."""
    found: list[ast.expr] = []
    for node in module.values(returned):
        if isinstance(node, ast.Tuple) and node.elts:
            node = node.elts[-1]
        if (
            isinstance(node, ast.Call)
            and name_of(node.func) == "get"
            and isinstance(node.func, ast.Attribute)
        ):
            node = node.func.value
        elif isinstance(node, ast.Subscript):
            node = node.value
        for value in module.values(node):
            if isinstance(value, ast.Dict):
                found += value.values
            elif value is not None:
                found.append(value)
    return found
