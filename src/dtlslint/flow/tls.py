"""Which functions are TLS functions: by what they call, hold, or are installed as."""

from __future__ import annotations

import re

from ..patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..contracts import Contracts
    from .events import Function
    from .unit import Unit

_TYPES = lazy(
    r"\b(?:SSL(?:_CTX|_SESSION|_METHOD|_CIPHER)?|BIO(?:_METHOD|_ADDR)?|X509(?:_\w+)?|EVP_\w+|RSA|DSA|DH|"
    r"EC_\w+|BIGNUM|BN_CTX|HMAC_CTX|CMAC_CTX|OCSP_\w+|PKCS\w+|ASN1_\w+|ENGINE|STACK_OF_?\w*)\b"
)


def is_tls_type(type_: str) -> bool:
    """Does a type as written name one that the contracts know (``SSL *``, ``X509`` ..)?"""
    return _TYPES.search(type_) is not None


def is_tls_function(function: Function, unit: Unit, contracts: Contracts) -> bool:
    """Does the body call a contract function, hold a TLS type, or serve as a TLS callback?"""
    if any(is_tls_type(variable.type) for variable in function.variables.values()):
        return True
    for call in function.calls:
        if contracts.get(call.callee) is not None and not call.receiver:
            return True
    return function.name in unit.callbacks or _has_tls_member(function, unit)


def _has_tls_member(function: Function, unit: Unit) -> bool:
    members = unit.tls_members
    body = unit.data[function.body[0] : function.body[1]]
    return any(re.search(rb"(?:->|\.)\s*" + m.encode() + rb"\b", body) for m in members)
