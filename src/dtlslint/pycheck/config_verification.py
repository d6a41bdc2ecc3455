"""Peers that nobody verifies (DTL603), and results taken for a verification (DTL606)."""

from __future__ import annotations

import ast

from .bindings import FUNCTIONS
from .config_contexts import unverifying
from .config_sides import is_chosen, is_overridden, is_server
from .facts import HOSTNAME_ATTRIBUTES, UNVERIFIED_FACTORIES, UNVERIFIED_NAMES, VERIFY_KEYWORDS
from .literals import UNKNOWN
from .module import argument, short
from .rules import UNVERIFIED, VERDICT, report
from .secret_words import name_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .module import Module
    from .rules import Finding

_NO_PEER = "nothing verifies the peer: {0} is {1}"
_NO_NAME = "the peer's certificate may be anybody's: {0} is False"
_PEER_GETTERS = ("getpeercert", "get_peer_certificate", "get_peer_cert_chain",
                 "SSL_get_peer_certificate",
                 "SSL_get1_peer_certificate", "SSL_get0_peer_certificate", "get_verified_chain",
                 "SSL_get_peer_cert_chain")  # fmt: skip


def check(module: Module) -> Iterator[Finding]:
    """Settings, factories, callbacks, and tests of the verification's result."""
    for node in module.nodes:
        if isinstance(node, ast.Assign):
            for target, value in _pairs(node):
                if isinstance(target, ast.Attribute):
                    yield from _attribute(module, node, target, value)
        elif isinstance(node, ast.Call):
            yield from _call(module, node)
            yield from _setattr(module, node)
            yield from _callback(module, node)
            yield from unverifying(module, node)
        elif isinstance(node, ast.Dict):
            yield from _dictionary(module, node)
        elif isinstance(node, ast.Compare):
            yield from _verdict(module, node)
        if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
            yield from _factory(module, node)


def _pairs(node: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Targets and their values, tuples side by side."""
    for target in node.targets:
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            if len(target.elts) == len(node.value.elts):
                yield from zip(target.elts, node.value.elts, strict=True)
        else:
            yield target, node.value


def _setattr(module: Module, call: ast.Call) -> Iterator[Finding]:
    """``setattr(context, "check_hostname", False)``."""
    if module.qualified(call.func) != "builtins.setattr" or len(call.args) != 3:
        return
    name = module.literal(call.args[1])
    if isinstance(name, str):
        target = ast.copy_location(ast.Attribute(call.args[0], name, ast.Store()), call)
        module.parents[target] = call
        yield from _attribute(module, call, target, call.args[2])


def _attribute(
    module: Module, node: ast.Assign | ast.Call, target: ast.Attribute, value: ast.expr
) -> Iterator[Finding]:
    if target.attr == "verify_mode":
        message = _unverified(module, value, "verify_mode")
    elif target.attr in HOSTNAME_ATTRIBUTES and _settled_literal(module, value) is False:
        message = _NO_NAME.format(target.attr)
    else:
        return
    if not message or is_chosen(module, node) or is_server(module, target.value, node):
        return
    if name_of(target.value) == "self" and not _extends_context(module, target):
        return  # silent: a setting that a class of the file keeps under the same name
    if not is_overridden(module, node, target):
        yield report(UNVERIFIED, node, what=message)


def _extends_context(module: Module, target: ast.AST) -> bool:
    owner = module.class_of(target)
    return owner is not None and any("Context" in name_of(base) for base in owner.bases)


def _unverified(module: Module, value: ast.expr | None, setting: str) -> str:
    """The message when the value is settled in the code and is "none"."""
    node = settled(module, value)
    if node is None:
        return ""
    name = module.qualified(node)
    if name.endswith(tuple(UNVERIFIED_NAMES)):
        return _NO_PEER.format(setting, name.rpartition(".")[2])
    literal = module.literal(node)
    if (
        literal == 0 and isinstance(literal, int) and literal is not False
    ) or literal == "CERT_NONE":
        return _NO_PEER.format(setting, repr(literal))
    return ""


def settled(module: Module, value: ast.expr | None) -> ast.expr | None:
    """The one expression behind a value, or None where the run decides."""
    for _ in range(6):
        if not isinstance(value, (ast.Name, ast.Attribute)):
            break
        bindings = module.bindings_of(value)
        if not bindings or bindings[0].imported:
            return value
        if len(bindings) != 1 or bindings[0].is_default:
            return None
        if isinstance(value, ast.Attribute) and module.function(bindings[0].site) is not None:
            return None  # silent: an attribute of an object, which others may set
        value = bindings[0].value
    return None if isinstance(value, (ast.IfExp, ast.BoolOp)) else value


def _settled_literal(module: Module, value: ast.expr) -> object:
    node = settled(module, value)
    return UNKNOWN if node is None else module.literal(node)


# -- calls


def _call(module: Module, call: ast.Call) -> Iterator[Finding]:
    method = name_of(call.func)
    callee = short(module.callee(call))
    for keyword in call.keywords:
        message = ""
        if keyword.arg in VERIFY_KEYWORDS:
            message = _unverified(module, keyword.value, keyword.arg or "")
        elif keyword.arg in ("check_hostname", "assert_hostname", "server_hostname_check"):
            if _settled_literal(module, keyword.value) is False:
                message = _NO_NAME.format(keyword.arg)
        elif keyword.arg == "validate_certificates" and callee.endswith("Configuration"):
            if _settled_literal(module, keyword.value) is False and not _serves(module, call):
                message = _NO_PEER.format(keyword.arg, "False")
        if message and not is_chosen(module, call) and not _is_server_call(module, call):
            yield report(UNVERIFIED, call, what=message)
            return
    if method == "set_verify" and isinstance(call.func, ast.Attribute):
        message = _unverified(module, argument(call, 0, "mode"), "the mode of set_verify")
    elif callee == "ssl.wrap_socket":
        message = _unverified(module, argument(call, 4), "cert_reqs")
    else:
        return
    owner = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    if message and not is_chosen(module, call) and not is_server(module, owner, call):
        if not _is_server_call(module, call) and not is_overridden(module, call, call.func):
            yield report(UNVERIFIED, call, what=message)


def _is_server_call(module: Module, call: ast.Call) -> bool:
    return any(
        keyword.arg == "server_side" and module.literal(keyword.value) is True
        for keyword in call.keywords
    )


def _serves(module: Module, call: ast.Call) -> bool:
    """Does the configuration go to a server's context?"""
    for other in module.calls:
        if name_of(other.func) == "ServerContext" and other.args:
            if call in (*module.values(other.args[0]), other.args[0]):
                return True
    return False


def _dictionary(module: Module, node: ast.Dict) -> Iterator[Finding]:
    """``sslopt={"cert_reqs": ssl.CERT_NONE}``."""
    for key, value in zip(node.keys, node.values, strict=True):
        if not isinstance(key, ast.Constant) or is_chosen(module, node):
            continue
        message = ""
        if key.value in VERIFY_KEYWORDS and not isinstance(value, ast.Constant):
            message = _unverified(module, value, str(key.value))
        elif key.value in ("check_hostname", "assert_hostname") and module.literal(value) is False:
            message = _NO_NAME.format(key.value)
        if message:
            yield report(UNVERIFIED, key, what=message)


def _factory(module: Module, node: ast.Name | ast.Attribute) -> Iterator[Finding]:
    if module.qualified(node) not in UNVERIFIED_FACTORIES:
        return
    parent = module.parents.get(node)
    if isinstance(parent, (ast.Attribute, ast.Compare)):
        return
    if isinstance(parent, ast.Assign) and all(
        isinstance(target, ast.Name) for target in parent.targets
    ):
        return  # silent: another name for it; its uses are looked at
    if isinstance(parent, ast.Call) and parent.func is node:
        mode = argument(parent, -1, "cert_reqs")
        if mode is not None and not _unverified(module, mode, ""):
            return
        if _is_for_clients(module, parent):
            return
    if not is_chosen(module, node):
        name = name_of(node)
        yield report(
            UNVERIFIED, node, what=f"nothing verifies the peer: {name} makes contexts that do not"
        )


def _is_for_clients(module: Module, call: ast.Call) -> bool:
    """silent: a server's context, ``purpose=Purpose.CLIENT_AUTH``."""
    purpose = argument(call, -1, "purpose")
    return purpose is not None and module.qualified(purpose).endswith("CLIENT_AUTH")


# -- callbacks


def _callback(module: Module, call: ast.Call) -> Iterator[Finding]:
    if name_of(call.func) != "set_verify":
        return
    if _unverified(module, argument(call, 0, "mode"), ""):
        return
    given = argument(call, 1, "callback")
    function = module.definition(given) if given is not None else None
    if not isinstance(function, FUNCTIONS) or not _always_true(module, function):
        return
    if isinstance(function, ast.Lambda):
        place: ast.AST = function
    else:
        place = [part for part in module.own_nodes(function) if isinstance(part, ast.Return)][-1]
    yield report(UNVERIFIED, place, what="this verify callback accepts every certificate")


def _always_true(module: Module, function: ast.AST) -> bool:
    returned = module.returns(function)
    if not returned or any(isinstance(part, ast.Raise) for part in module.own_nodes(function)):
        return False
    for value in returned:
        if isinstance(value, ast.BoolOp) and isinstance(value.op, ast.Or):
            value = value.values[-1]
        if isinstance(value, ast.IfExp):
            if not (_is_true(module, value.body) and _is_true(module, value.orelse)):
                return False
        elif not _is_true(module, value):
            return False
    return True


def _is_true(module: Module, value: ast.expr | None) -> bool:
    if isinstance(value, ast.Call) and name_of(value.func) == "bool" and value.args:
        value = value.args[0]
    literal = module.literal(value)
    return isinstance(literal, (bool, int)) and bool(literal)


# -- DTL606


def _verdict(module: Module, node: ast.Compare) -> Iterator[Finding]:
    sides = [node.left, *node.comparators]
    if len(sides) != 2 or not isinstance(node.ops[0], (ast.Eq, ast.NotEq, ast.Is, ast.IsNot)):
        return
    asked = next((name for side in sides if (name := _asks(module, side))), "")
    if not asked:
        return
    if not any(name_of(side) == "X509_V_OK" or module.literal(side) == 0 for side in sides):
        return
    around = module.within(node)
    names = {
        name_of(part) for part in ast.walk(around) if isinstance(part, (ast.Name, ast.Attribute))
    }
    if names.isdisjoint(_PEER_GETTERS) and not _verifies_somewhere(module):
        yield report(VERDICT, node, callee=asked)


def _asks(module: Module, side: ast.expr) -> str:
    for value in (side, *module.values(side)):
        if isinstance(value, ast.Call):
            found = name_of(value.func)
            if found.removeprefix("SSL_") == "get_verify_result":
                return found
    return ""


def _verifies_somewhere(module: Module) -> bool:
    wanted = ("VERIFY_PEER", "SSL_VERIFY_PEER", "CERT_REQUIRED")
    return any(
        name_of(node) in wanted
        for node in module.nodes
        if isinstance(node, (ast.Name, ast.Attribute))
    )
