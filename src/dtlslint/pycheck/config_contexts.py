"""Contexts of ``ssl`` that verify nobody because nobody has told them to (DTL603)."""

from __future__ import annotations

import ast

from .config_sides import is_chosen, is_server
from .module import argument, short
from .rules import UNVERIFIED, report
from .secret_words import name_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .module import Module
    from .rules import Finding

#: Protocols whose contexts begin with ``CERT_NONE`` (docs.python.org, ssl.SSLContext).
_LENIENT = ("PROTOCOL_TLS", "PROTOCOL_SSLv23")
#: Clients of the standard library, by the last name, and the keywords that hand them a context.
_CLIENTS = frozenset((
    "FTP_TLS", "HTTPSConnection", "HTTPSHandler", "IMAP4_SSL", "POP3_SSL", "SMTP_SSL",
    "create_connection", "open_connection", "starttls", "urlopen",
))  # fmt: skip
_KEYWORDS = frozenset(("context", "ssl", "ssl_context"))


def unverifying(module: Module, call: ast.Call) -> Iterator[Finding]:
    """``context = ssl.SSLContext()`` that a client gets as it is.

    silent: what is handed to anything but a client, since that may see to it.
    """
    if short(module.callee(call)) != "ssl.SSLContext" or is_chosen(module, call):
        return
    protocol = argument(call, 0, "protocol")
    if protocol is not None and not module.qualified(protocol).endswith(_LENIENT):
        return
    parent = module.parents.get(call)
    if isinstance(parent, ast.keyword):
        used = _goes_to_client(module, call)
    elif isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
        used = _is_used_as_it_is(module, parent.targets[0])
    else:
        return
    if used:
        what = "nothing verifies the peer: a bare SSLContext does not; create_default_context does"
        yield report(UNVERIFIED, call, what=what)


def _is_used_as_it_is(module: Module, target: ast.Name) -> bool:
    """Does a client of this function get the context, and nobody else anything of it?"""
    if is_server(module, target, target):
        return False
    clients = 0
    for use in ast.walk(module.within(target)):
        if not isinstance(use, ast.Name) or use.id != target.id or use is target:
            continue
        parent = module.parents.get(use)
        if isinstance(parent, ast.Attribute):
            if parent.attr in ("verify_mode", "check_hostname"):
                return False
            clients += _wraps_for_client(module.parents.get(parent), parent)
        elif _goes_to_client(module, use):
            clients += 1
        else:
            return False
    return clients > 0


def _goes_to_client(module: Module, context: ast.expr) -> bool:
    """``HTTPSConnection(host, context=context)``"""
    keyword = module.parents.get(context)
    call = module.parents.get(keyword) if isinstance(keyword, ast.keyword) else None
    return (
        isinstance(keyword, ast.keyword)
        and isinstance(call, ast.Call)
        and keyword.arg in _KEYWORDS
        and name_of(call.func) in _CLIENTS
    )


def _wraps_for_client(call: ast.AST | None, method: ast.Attribute) -> bool:
    """``context.wrap_socket(sock, server_hostname=host)``"""
    return (
        isinstance(call, ast.Call)
        and call.func is method
        and method.attr in ("wrap_socket", "wrap_bio")
        and any(keyword.arg == "server_hostname" for keyword in call.keywords)
    )
