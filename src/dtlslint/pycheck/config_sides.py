"""Whose side a context is on, and whether a run or the code decides how it verifies."""

from __future__ import annotations

import ast

from ..flow.ownership_words import words
from .module import argument, text_of
from .secret_words import name_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .module import Module

#: Words of files of authorities: that there is none is no wish to verify nothing.
_AUTHORITIES = frozenset(
    ("ca", "cafile", "capath", "cadata", "certs", "cacert", "cacerts", "bundle", "cert", "certfile")
)
_BUILTINS = frozenset(("builtins.len", "builtins.str", "builtins.int", "builtins.getattr"))


def is_server(module: Module, context: ast.expr, at: ast.AST) -> bool:
    """Is the context a server's? Then it is no peer's certificate that goes unverified."""
    for value in module.values(context):
        if isinstance(value, ast.Call) and _makes_server(module, value):
            return True
    function, owner = module.named_function(at), module.class_of(at)
    for named in (function, owner):
        found = set(words(named.name)) if named is not None else set()
        if found & {"server", "listener", "serve"} and not found & {"client", "connect"}:
            return True
    name = name_of(context)
    return any(
        _serves_with(module, call, name)
        for call in module.calls
        if module.within(call) is module.within(at)
    )


def _makes_server(module: Module, call: ast.Call) -> bool:
    parts = [*call.args, *(keyword.value for keyword in call.keywords)]
    return any(
        module.qualified(value).endswith(("PROTOCOL_TLS_SERVER", "CLIENT_AUTH", "SERVER_METHOD"))
        for part in parts
        for value in module.values(part)
        if value is not None
    )


def _serves_with(module: Module, call: ast.Call, name: str) -> bool:
    ""
    """``wrap_socket(.., server_side=True)``, ``start_server(.., ssl=..)``, ``set_accept_state``."""
    ""
    method = name_of(call.func)
    owner = name_of(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    if method in ("wrap_socket", "wrap_bio"):
        side = argument(call, 1 if method == "wrap_socket" else 2, "server_side")
        return owner == name and side is not None and module.literal(side) is True
    if method in ("start_server", "create_server", "start_unix_server"):
        return any(
            keyword.arg == "ssl" and name_of(keyword.value) == name for keyword in call.keywords
        )
    if method == "set_accept_state" and isinstance(call.func, ast.Attribute):
        for value in module.values(call.func.value):
            if isinstance(value, ast.Call) and value.args and name_of(value.args[0]) == name:
                return True
    return False


def is_chosen(module: Module, node: ast.AST) -> bool:
    """Does a setting decide, at run time, that this is done?"""
    child = module.statement(node)
    inner = node
    while inner is not child:
        parent = module.parents[inner]
        if (
            isinstance(parent, ast.IfExp)
            and inner is not parent.test
            and _is_setting(module, parent.test)
        ):
            return True
        inner = parent
    while True:
        if _after_early_exit(module, child):
            return True
        parent = module.parents.get(child, module.tree)
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Module, ast.ClassDef)):
            return False
        if isinstance(parent, (ast.If, ast.While)) and _is_setting(module, parent.test):
            return True
        if isinstance(parent, ast.match_case):
            return True
        child = parent


def _after_early_exit(module: Module, statement: ast.AST) -> bool:
    """``if verify: return context`` before it in its block."""
    owner, field = module.blocks.get(statement, (None, ""))
    block = getattr(owner, field, []) if owner is not None else []
    for earlier in block:
        if earlier is statement:
            return False
        if isinstance(earlier, ast.If) and isinstance(earlier.body[-1], (ast.Return, ast.Raise)):
            if _is_setting(module, earlier.test) and not isinstance(earlier.body[-1], ast.Raise):
                return True
    return False


def _is_setting(module: Module, test: ast.expr) -> bool:
    """Does the test look at something that its caller or a configuration gave?"""
    for part in _asked(test):
        if isinstance(part, ast.Call) and name_of(part.func) in (
            "get",
            "getenv",
            "getboolean",
            "get_bool",
        ):
            return True
        if not isinstance(part, (ast.Name, ast.Attribute)):
            continue
        found = set(words(name_of(part)))
        if (
            not found
            or found & _AUTHORITIES
            and not found & {"verify", "validate", "check", "reqs", "insecure", "no"}
        ):
            continue
        known = module.qualified(part)
        if known and (not known.startswith("builtins.") or known in _BUILTINS):
            continue  # silent: sys.version_info, ssl.HAS_SNI
        if isinstance(part, ast.Attribute) and part.attr not in ("check_hostname", "verify_mode"):
            return True
        if isinstance(part, ast.Name) and part.id not in ("self", "cls"):
            return True
    return False


def _asked(test: ast.expr) -> list[ast.AST]:
    """The parts of a test without those that ask what the library can do."""
    found: list[ast.AST] = []
    pending: list[ast.AST] = [test]
    while pending:
        part = pending.pop()
        if isinstance(part, ast.Call) and name_of(part.func) in (
            "hasattr",
            "isinstance",
            "callable",
        ):
            continue
        found.append(part)
        pending += ast.iter_child_nodes(part)
    return found


def is_overridden(module: Module, node: ast.AST, target: ast.expr) -> bool:
    """Does the function afterwards set the same thing to something that verifies?"""
    text = text_of(target)
    for other in ast.walk(module.within(node)):
        if getattr(other, "lineno", 0) <= getattr(node, "lineno", 0):
            continue
        if isinstance(other, ast.Assign) and any(text_of(part) == text for part in other.targets):
            if _verifies(module, other.value):
                return True
        if (
            isinstance(other, ast.Call)
            and isinstance(node, ast.Call)
            and text_of(other.func) == text
        ):
            mode = argument(other, 0, "mode")
            if mode is not None and "VERIFY_PEER" in text_of(mode):
                return True
    return False


def _verifies(module: Module, value: ast.expr) -> bool:
    name = module.qualified(value)
    return (
        name.endswith(("CERT_REQUIRED", "CERT_OPTIONAL"))
        or module.literal(value) is True
        or not (name or isinstance(value, ast.Constant))
    )
