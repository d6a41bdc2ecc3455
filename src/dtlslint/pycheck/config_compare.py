"""Comparisons of secrets that stop at the first difference (DTL605)."""

from __future__ import annotations

import ast

from ..contracts import secrets
from ..flow.ownership_words import words
from .literals import UNKNOWN
from .module import short
from .rules import TIMING, report
from .secret_words import compared_secret, name_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .module import Module
    from .rules import Finding

#: Words of functions that compare for another purpose.
_ORDERING = frozenset(
    ("cmp", "sort", "less", "test", "tests", "selftest", "eq", "ne", "hash", "bench", "lt", "repr")
)
#: Methods that hand out what an object holds.
_GETTERS = frozenset((
    "strip", "encode", "decode", "lower", "upper", "hex", "tobytes", "rstrip", "lstrip", "bytes",
    "str", "bytearray",
    "hexlify", "unhexlify", "b64decode", "b64encode", "memoryview", "get", "getvalue", "fromhex",
    "read", "b2a_hex",
    "get_secret_value", "urlsafe_b64encode", "urlsafe_b64decode", "unquote", "str_to_bytes",
    "to_bytes",
))  # fmt: skip
#: Calls that make MACs, and methods of their objects that do.
_MAC_CALLS = frozenset(("hmac.digest", "hmac.HMAC.digest", "hmac.HMAC.hexdigest",
                        "cryptography.HMAC.finalize",
                        "cryptography.CMAC.finalize", "cryptography.Poly1305.finalize",
                        "cryptography.Poly1305.generate_tag"))  # fmt: skip
#: Words of objects whose digests and cookies are no secrets: channel bindings, LDAP's paging.
_PUBLIC_OWNERS = frozenset(("binding", "bindings", "page", "paged"))
#: What begins the constant that a WebSocket's handshake hashes with a nonce sent in the clear.
_WEBSOCKET = "258EAFA5"
_DIGESTS = ("digest", "hexdigest", "finalize")
#: Calls whose results are no secret.
_PUBLIC_CALLS = frozenset(
    (
        "len",
        "type",
        "id",
        "hash",
        "crc32",
        "adler32",
        "count",
        "index",
        "find",
        "int",
        "ord",
        "getpass",
        "input",
    )
)


def check(module: Module) -> Iterator[Finding]:
    """``==`` and ``!=``, outside of assertions, tests and methods that define equality."""
    macs = _makes_macs(module)
    for node in module.nodes:
        if not isinstance(node, ast.Compare) or len(node.ops) != 1:
            continue
        if not isinstance(node.ops[0], (ast.Eq, ast.NotEq)) or _is_elsewhere(module, node):
            continue
        what = _compared(module, node.left, node.comparators[0], macs)
        if what and not (what == "a digest" and _is_websockets(module, node)):
            operator = "==" if isinstance(node.ops[0], ast.Eq) else "!="
            yield report(TIMING, node, callee=operator, what=what)


def _makes_macs(module: Module) -> bool:
    """In other files ``mac`` is an address."""
    for node in module.nodes:
        if isinstance(node, ast.Import) and any(alias.name == "hmac" for alias in node.names):
            return True
        if isinstance(node, ast.ImportFrom):
            path = [*(node.module or "").split("."), *(alias.name for alias in node.names)]
            if {"hmac", "cmac", "poly1305", "HMAC", "CMAC", "Poly1305"} & set(path):
                return True
    return False


def _is_elsewhere(module: Module, node: ast.AST) -> bool:
    if any(isinstance(part, ast.Assert) for part in module.ancestors(node)):
        return True  # silent: asserted-invariant speaks of it, or a test makes it
    if module.in_test(node):
        return True
    function = module.named_function(node)
    return function is not None and bool(_ORDERING.intersection(words(function.name)))


def _is_websockets(module: Module, node: ast.AST) -> bool:
    """silent: proves that the server speaks WebSocket, and nothing more (RFC 6455, 1.3)"""
    for part in ast.walk(module.within(node)):
        if isinstance(part, (ast.Constant, ast.Name)):
            text = module.literal(part)
            text = text.decode("latin-1") if isinstance(text, bytes) else text
            if isinstance(text, str) and text.upper().startswith(_WEBSOCKET):
                return True
    return False


def _compared(module: Module, left: ast.expr, right: ast.expr, macs: bool) -> str:
    if (
        _stem(left)
        and _stem(left) == _stem(right)
        and not isinstance(left, ast.Attribute)
        and not isinstance(right, ast.Attribute)
    ):
        return ""  # silent: password == password2, both typed in
    if isinstance(left, ast.Attribute) and isinstance(right, ast.Attribute):
        owners = {name_of(left.value), name_of(right.value)}
        if left.attr == right.attr and "self" in owners and owners & {"other", "rhs", "that", "o"}:
            return ""  # silent: compares two objects of one kind
    kinds = [_side(module, side, macs) for side in (left, right)]
    if "public" in kinds:
        return ""
    named = [kind for kind in kinds if kind not in ("", "ambiguous", "token", "digest")]
    if named:
        return named[0]
    if "" in kinds:
        return ""
    if "token" in kinds:
        return "a token"
    return "a digest" if "digest" in kinds else ""


def _stem(node: ast.expr) -> str:
    name = name_of(node)
    stem = name.rstrip("0123456789")
    return (
        stem
        if stem and isinstance(node, ast.Name) and ("pass" in stem or stem in ("pw", "pwd"))
        else ""
    )


def _side(module: Module, side: ast.expr, macs: bool) -> str:
    """``public``, ``ambiguous``, ``token``, ``digest``, a secret in words, or ""."""
    node = _inner(side)
    owner = node.func if isinstance(node, ast.Call) else node
    if isinstance(owner, ast.Attribute) and _PUBLIC_OWNERS & set(words(name_of(owner.value))):
        return "public"
    if isinstance(node, ast.Call):
        return _made_by(module, node, macs)
    if not isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
        return "" if isinstance(node, (ast.BinOp, ast.Await)) else "public"
    if isinstance(node, (ast.Name, ast.Attribute)) and module.literal(node) is not UNKNOWN:
        return "public"
    name = name_of(node)
    if isinstance(node, ast.Attribute) and name[:1].isupper() and not name.isupper():
        return "public"  # silent: a member of an enumeration
    if isinstance(node, ast.Name) and any(map(_is_checksum, module.values(node))):
        return "public"
    kind = _by_name(name, macs)
    if kind in ("", "ambiguous", "token", "digest"):
        for value in module.values(node) if isinstance(node, (ast.Name, ast.Attribute)) else []:
            inner = _inner(value) if value is not None else None
            if isinstance(inner, ast.Call):
                made = _made_by(module, inner, macs)
                kind = made if made not in ("", "public") else kind
    return kind


def _is_checksum(value: ast.expr | None) -> bool:
    """``pack("<I", crc32(..))``"""
    return value is not None and any(
        isinstance(part, ast.Call) and name_of(part.func) in ("crc32", "adler32")
        for part in ast.walk(value)
    )


def _by_name(name: str, macs: bool) -> str:
    kind = compared_secret(name)
    if kind == "a Finished message" and "finished" in words(name):
        return "ambiguous"  # silent alone: counters of what is finished
    if kind == "a MAC" and not macs and {"mac", "macs", "mic"} & set(words(name)):
        return ""
    return kind


def _inner(node: ast.expr) -> ast.expr:
    """The expression without conversions: ``h.get("X-Token").strip()`` -> ``h["X-Token"]``."""
    for _ in range(8):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
            node = node.value
        elif isinstance(node, ast.Call) and name_of(node.func) in _GETTERS:
            first = node.args[0] if node.args else None
            if (
                isinstance(node.func, ast.Name)
                or name_of(node.func).endswith(("lify", "code", "fromhex", "b2a_hex"))
                and first
            ):
                if (
                    first is None
                    or isinstance(first, ast.Constant)
                    and not isinstance(node.func, ast.Attribute)
                ):
                    return node
                node = (
                    node.func.value
                    if isinstance(first, ast.Constant) and isinstance(node.func, ast.Attribute)
                    else first
                )
            elif (
                isinstance(first, ast.Constant)
                and isinstance(first.value, str)
                and name_of(node.func) == "get"
            ):
                assert isinstance(node.func, ast.Attribute)
                return ast.Subscript(node.func.value, first, ast.Load())
            elif isinstance(node.func, ast.Attribute):
                node = node.func.value
            else:
                return node
        else:
            return node
    return node


def _is_salted(module: Module, call: ast.Call) -> bool:
    """silent: the key is a salt, which stands beside what it hashes (known hosts of SSH)"""
    makers: list[ast.expr | None] = [call]
    if isinstance(call.func, ast.Attribute):
        makers += [call.func.value, *module.values(call.func.value)]
    return any(
        "salt" in words(name_of(maker.args[0]))
        for maker in makers
        if isinstance(maker, ast.Call) and maker.args
    )


def _made_by(module: Module, call: ast.Call, macs: bool) -> str:
    callee = module.callee(call)
    if short(callee) in _MAC_CALLS or callee.startswith("mbedtls.hmac"):
        return "" if _is_salted(module, call) else "a MAC"
    name = name_of(call.func)
    if name in _PUBLIC_CALLS:
        return "public"
    if name in _DIGESTS:
        if callee.startswith(("hashlib.", "cryptography.")):
            return "digest"
        owner = name_of(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        return "a MAC" if not secrets.MAC_MAKER_WORDS.isdisjoint(words(owner)) else "digest"
    kind = _by_name(name, macs)
    return "" if kind in ("ambiguous", "public") else kind
