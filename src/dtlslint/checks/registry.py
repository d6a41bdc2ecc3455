"""Every hook, in the catalogue's order: its module, its rule codes, what makes a file worth a look.

The prefilter reads only this module: a file that holds no token of any selected hook is done.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

#: What every spelling of an OpenSSL call, type or header contains.
OPENSSL_TOKENS = (
    b"SSL", b"BIO_", b"X509", b"EVP_", b"RAND_", b"HMAC", b"DTLS", b"PEM_", b"d2i_", b"i2d_",
    b"BN_", b"RSA_", b"EC_KEY", b"OCSP_", b"PKCS", b"openssl", b"CRYPTO_", b"ECDSA_", b"DH_",
)  # fmt: skip
ASSERT_TOKENS = (b"assert", b"ASSERT", b"Assert", b"DCHECK")
COPY_TOKENS = (
    b"memcpy", b"memmove", b"copy_n", b"bcopy", b"strncpy", b"CopyMemory", b"memset", b"strcpy",
    b"printf", b"MEMCPY", b"MoveMemory",
)  # fmt: skip
RANDOM_TOKENS = (b"rand", b"mt19937")

#: Parts of names between underscores that only the library's functions, types and constants have:
#: an identifier with one makes its function one of interest, for every hook.
OPENSSL_FAMILIES = frozenset((
    b"SSL", b"BIO", b"X509", b"EVP", b"RAND", b"HMAC", b"DTLS", b"PEM", b"BN", b"EC", b"ECDSA",
    b"ECDH", b"RSA", b"DSA", b"DH", b"OCSP", b"PKCS5", b"PKCS7", b"PKCS8", b"PKCS12", b"ERR",
    b"ASN1", b"CRYPTO", b"OPENSSL", b"CMS", b"CONF", b"ENGINE", b"OBJ", b"MD2", b"MD4", b"MD5",
    b"SHA", b"SHA1", b"SHA224", b"SHA256", b"SHA384", b"SHA512", b"AES", b"DES", b"X509V3", b"TLS",
    b"OSSL", b"CMAC", b"RC4", b"SSLv2", b"SSLv3", b"SSLv23", b"TLSv1", b"DTLSv1", b"SMIME",
    b"NCONF", b"SRP", b"UI", b"d2i", b"i2d", b"sk", b"lh", b"GENERAL", b"SSLeay",
))  # fmt: skip
#: The other identifiers that make a function one of interest, as regular expressions.
OPENSSL_MARKS = rb"SSLeay\w+"
ASSERT_MARKS = rb"\w*(?:assert|ASSERT|Assert|DCHECK)\w*"
COPY_MARKS = (
    rb"\w*(?:memcpy|memmove|bcopy|CopyMemory|MoveMemory|MEMCPY|MEMMOVE|memset)|copy_n|strncpy|strcpy"
    rb"|memcmp|strcmp|strncmp|v?snprintf|sprintf|bzero|strcat|stpn?cpy|COPY\w*"
    rb"|rw_?flags?|rw|recv(?:from)?"
)
#: Comparisons, and what may be compared by an operator.
COMPARE_MARKS = (
    rb"w?memcmp|(?:[a-z]{1,5}_)?(?:mem|b|strn?(?:case)?)cmp|_?stricmp|__builtin_memcmp"
    rb"|g_str_equal|g_strcmp0|qstrn?cmp|equal|mismatch|RtlEqualMemory|str_?eq(?:ual)?|STREQ"
    rb"|\w*(?:[Cc]ookie|hmac|Hmac|HMAC|_mac|mac_|Mac|[Dd]igest|[Ss]ecret|[Pp]assw|[Tt]oken|[Ss]ession_?[Kk]ey)\w*|mac"
)
SECRET_MARKS = rb"\w*(?:[sS]ecret|SECRET|[cC]ookie|[pP]assword|[nN]once)\w*"
#: What else the library calls its own, most of it deprecated.
OLD_MARKS = (
    rb"OpenSSL_\w+|RIPEMD160\w*|(?:BF|CAST|IDEA|SEED|RC[25]|Camellia|WHIRLPOOL|MDC2|FIPS|COMP)_\w+"
)
RANDOM_MARKS = (
    rb"s?rand(?:om)?(?:_r|48)?|qrand|mt19937(?:_64)?|srandom|arc4random|[a-z]rand48"
    rb"|minstd_rand0?|default_random_engine|ranlux\w+|knuth_b"
)


class Hook:
    """``name`` is the hook's id, page and case folder; ``module`` its Python module."""

    __slots__ = ("name", "module", "codes", "summary", "tokens", "marks")

    def __init__(
        self,
        name: str,
        codes: tuple[str, ...],
        summary: str,
        tokens: tuple[bytes, ...],
        marks: bytes,
    ) -> None:
        self.name = name
        self.module = "dtlslint.checks." + name.replace("-", "_")
        self.codes = codes
        self.summary = summary
        self.tokens = tokens
        self.marks = marks

    def load(self) -> ModuleType:
        """Import the hook's module."""
        import sys

        __import__(self.module)
        return sys.modules[self.module]

    def __repr__(self) -> str:
        return f"Hook({self.name})"


def _codes(hundred: int, count: int) -> tuple[str, ...]:
    return tuple(f"DTL{hundred}{n:02}" for n in range(1, count + 1))


HOOKS = (
    Hook(
        "asserted-invariant", _codes(1, 5),
        "security invariants that a release build does not check",
        ASSERT_TOKENS, OPENSSL_MARKS + b"|" + ASSERT_MARKS,
    ),
    Hook(
        "unchecked-result", _codes(2, 5),
        "results that are ignored or misread",
        OPENSSL_TOKENS, OPENSSL_MARKS,
    ),
    Hook(
        "resource-leak", _codes(3, 6),
        "what is acquired and lost, released twice, or released by the wrong hand",
        OPENSSL_TOKENS, OPENSSL_MARKS,
    ),
    Hook(
        "hardcoded-crypto", _codes(4, 5),
        "sizes and secrets written into the code",
        OPENSSL_TOKENS + RANDOM_TOKENS, OPENSSL_MARKS + b"|" + RANDOM_MARKS + b"|" + SECRET_MARKS,
    ),
    Hook(
        "openssl-version", _codes(5, 4),
        "code that depends on which OpenSSL it meets",
        OPENSSL_TOKENS, OPENSSL_MARKS + b"|" + OLD_MARKS,
    ),
    Hook(
        "insecure-config", _codes(6, 7),
        "TLS and DTLS set up to be weak",
        (*OPENSSL_TOKENS, b"memcmp", b"strcmp", b"strncmp", b"bcmp", b"streq"),
        OPENSSL_MARKS + b"|" + COMPARE_MARKS,
    ),
    Hook(
        "error-handling", _codes(7, 5),
        "failures that nobody hears of, or that are misunderstood",
        OPENSSL_TOKENS, OPENSSL_MARKS,
    ),
    Hook(
        "unbounded-copy", _codes(8, 5),
        "lengths that nothing holds back",
        COPY_TOKENS + OPENSSL_TOKENS, COPY_MARKS + b"|" + OPENSSL_MARKS,
    ),
)  # fmt: skip


def wants(data: bytes, hooks: Iterable[Hook]) -> bool:
    """Is there anything in ``data`` that one of the hooks may have a word on?"""
    tokens = {token for hook in hooks for token in hook.tokens}
    return any(token in data for token in tokens)
