"""DTLS servers without a cookie exchange (DTL604)."""

from __future__ import annotations

import ast

from ..flow.ownership_words import words
from .facts import DTLS_METHODS
from .module import short
from .rules import COOKIES, report
from .secret_words import name_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .module import Module
    from .rules import Finding

_CALLBACKS = ("set_cookie_generate_callback", "set_cookie_verify_callback")
_DATAGRAMS = frozenset(
    ("SOCK_DGRAM", "DatagramProtocol", "create_datagram_endpoint", "DatagramTransport", "listenUDP")
)


def check(module: Module) -> Iterator[Finding]:
    """Each ``DTLSv1_listen``, else each server's context, where a cookie callback is missing."""
    ""
    names = {name_of(node) for node in module.nodes if isinstance(node, (ast.Name, ast.Attribute))}
    missing = [name for name in _CALLBACKS if not any(_installs(used, name) for used in names)]
    if missing:
        what = f"no {' and no '.join(missing)} in this file"
        listens = [call for call in module.calls if name_of(call.func) == "DTLSv1_listen"]
        # silent: the method of a binding that only hands the call on
        listens = [
            call for call in listens if getattr(module.within(call), "name", "") != "DTLSv1_listen"
        ]
        for call in listens:
            yield report(COOKIES, call, callee="DTLSv1_listen", what=what)
        if not listens:
            for call in _servers(module, names):
                yield report(COOKIES, call, callee=short(module.callee(call)), what=what)
    if "setcookieparam" not in names:
        for call in _mbedtls_servers(module):
            yield report(
                COOKIES, call, callee="ServerContext", what="no setcookieparam in this file"
            )


def _installs(used: str, callback: str) -> bool:
    """Is it this callback, or what another binding calls it or the two together
    (``SSL_CTX_set_cookie_generate_cb``, ``SSL_CTX_set_cookie_cb``)?
    """
    found = set(words(used))
    if used == callback or not {"set", "cookie"} <= found or not found & {"cb", "callback"}:
        return used == callback
    other = "verify" if "generate" in callback else "generate"
    return other not in found


def _servers(module: Module, names: set[str]) -> Iterator[ast.Call]:
    """pyOpenSSL's contexts for DTLS that serve over datagrams."""
    for call in module.calls:
        if short(module.callee(call)) != "OpenSSL.Context":
            continue
        methods = {
            module.qualified(value).rpartition(".")[2]
            for part in (*call.args, *(keyword.value for keyword in call.keywords))
            for value in module.values(part)
            if value is not None
        }
        if not methods & DTLS_METHODS or "DTLS_CLIENT_METHOD" in methods:
            continue
        # silent: memory BIOs under a transport that has checked the peer (ICE)
        if _is_on_memory(module) and names.isdisjoint(_DATAGRAMS):
            continue
        if "DTLS_SERVER_METHOD" in methods or names & {"set_accept_state", "accept"}:
            yield call


def _is_on_memory(module: Module) -> bool:
    """Are all the connections of the file made without a socket?"""
    connections = [
        call for call in module.calls if short(module.callee(call)) == "OpenSSL.Connection"
    ]
    return bool(connections) and all(
        len(call.args) + len(call.keywords) < 2
        or any(isinstance(arg, ast.Constant) and arg.value is None for arg in call.args[1:2])
        or any(key.arg == "socket" and module.literal(key.value) is None for key in call.keywords)
        for call in connections
    )


def _mbedtls_servers(module: Module) -> Iterator[ast.Call]:
    for call in module.calls:
        if short(module.callee(call)) != "mbedtls.ServerContext":
            continue
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        if any(module.type_of(part).endswith("DTLSConfiguration") for part in given):
            yield call
