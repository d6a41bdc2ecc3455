"""Sizes and positions that no contract row holds: C library copies, digests, ciphers, callbacks.

Sources: ISO C 7.24 and POSIX for the library functions; openssl/sha.h, md5.h, ripemd.h for digest
sizes; the EVP_*(3) pages for ciphers; RFC 5480, SEC 2 and obj_mac.h for curves;
SSL_CTX_set_psk_client_callback(3), SSL_CTX_set_default_passwd_cb(3), DTLSv1_listen(3),
SSL_CTX_set_tlsext_ticket_key_cb(3) for callbacks. Arguments are counted from 1.
"""

from __future__ import annotations

import re
from collections import namedtuple

from ..patterns import lazy

#: Copies whose length must be held back by something: name -> (destination, source, length).
COPIES = {
    "memcpy": (1, 2, 3), "memmove": (1, 2, 3), "mempcpy": (1, 2, 3), "bcopy": (2, 1, 3),
    "strncpy": (1, 2, 3), "stpncpy": (1, 2, 3), "copy_n": (3, 1, 2), "CopyMemory": (1, 2, 3),
    "MoveMemory": (1, 2, 3), "RtlCopyMemory": (1, 2, 3), "RtlMoveMemory": (1, 2, 3),
    "__builtin_memcpy": (1, 2, 3), "__builtin_memmove": (1, 2, 3), "OPENSSL_memcpy": (1, 2, 3),
    "OPENSSL_memmove": (1, 2, 3), "ngx_memcpy": (1, 2, 3), "pj_memcpy": (1, 2, 3),
    "pj_memmove": (1, 2, 3), "os_memcpy": (1, 2, 3), "os_memmove": (1, 2, 3),
    "XMEMCPY": (1, 2, 3), "XMEMMOVE": (1, 2, 3), "qMemCopy": (1, 2, 3), "ns_bcopy": (2, 1, 3),
}  # fmt: skip

#: Other writers of as much as an argument says: name -> (destination, length).
WRITERS = {
    "memset": (1, 3), "bzero": (1, 2), "explicit_bzero": (1, 2), "explicit_memset": (1, 3),
    "memset_s": (1, 4), "ZeroMemory": (1, 2), "SecureZeroMemory": (1, 2), "FillMemory": (1, 2),
    "recv": (2, 3), "recvfrom": (2, 3), "read": (2, 3), "pread": (2, 3), "fgets": (1, 2),
    "snprintf": (1, 2), "vsnprintf": (1, 2), "strlcpy": (1, 3), "strlcat": (1, 3),
    "g_strlcpy": (1, 3), "getrandom": (1, 2), "getentropy": (1, 2), "arc4random_buf": (1, 2),
    "sodium_memzero": (1, 2), "randombytes_buf": (1, 2),
}  # fmt: skip

#: Writers that take no length at all: name -> (destination, source or 0).
STRING_WRITERS = {
    "strcpy": (1, 2), "stpcpy": (1, 2), "strcat": (1, 2), "sprintf": (1, 0), "vsprintf": (1, 0),
}  # fmt: skip

#: C library functions -> the arguments that must not be NULL (ISO C 7.1.4, 7.24.1).
NEEDED = {
    **{name: positions[:2] for name, positions in COPIES.items()},
    "memset": (1,), "strcpy": (1, 2), "strcat": (1, 2), "strlen": (1,), "strcmp": (1, 2),
    "strncmp": (1, 2), "strcasecmp": (1, 2), "strncasecmp": (1, 2), "strchr": (1,), "strrchr": (1,),
    "strstr": (1, 2), "strdup": (1,), "memcmp": (1, 2),
}  # fmt: skip

#: Algorithms that write a range through their third argument.
RANGE_WRITERS = frozenset(("copy", "copy_if", "transform", "copy_backward"))

#: Readers: their (non-negative) result is no more than an argument.
READERS = {
    "recv": 3, "recvfrom": 3, "read": 3, "pread": 3, "strnlen": 2, "strnlen_s": 2, "readlink": 3,
}  # fmt: skip

_READER = lazy(r"(?:^|_)(?:read|recv|peek|pull)(?:_|$)|[a-z](?:Read|Recv|Peek)$")
_READS_NUMBERS = lazy(
    r"int|[ui]\d|\d|be$|le$|len|size|short|long|byte|word|num|head|field|attr|tlv", re.IGNORECASE
)


def is_reader(name: str) -> bool:
    """Does the call, by its name, read up to so many bytes into a buffer (and no number)?"""
    return _READER.search(name) is not None and _READS_NUMBERS.search(name) is None


_LEAVER = lazy(
    r"DISCONNECT|FAIL|ERR|FATAL|ABORT|RET(?:URN)?(?:_|\d|$)|EXIT|BAIL|DIE|THROW|GOTO|QUIT|REJECT|CLOSE"
)


def may_leave(name: str) -> bool:
    """Does the name look like a macro that leaves the function on a failure?"""
    return name.isupper() and _LEAVER.search(name) is not None


#: The text of a 64-bit number with its sign and the final NUL.
NUMBER_TEXT = 22
_NUMBER_WRITER = lazy(
    r"^(?:s|u|us|ul|l|ll|ull)?(?:int|long|num)(?:\d\d)?_?(?:2|to)_?(?:str|s|a|ascii|text)(?:_|$)"
    r"|^(?:u?l{0,2}to)a$"
)


def writes_number(name: str) -> bool:
    """Does the call, by its name, turn a number into text?"""
    return _NUMBER_WRITER.search(name) is not None


#: Writers of text that return how long it would have been (C11 7.21.6.5, glib's gprintf.h).
_WOULD_WRITE = frozenset(("snprintf", "vsnprintf", "g_snprintf", "g_vsnprintf"))
#: A text of any length, or (with ``%*s``) of as much as an argument says.
_ANY_TEXT = lazy(rb"%[-+ #0]*(?:\d+|\*)?s")


def would_write(name: str, args: tuple[object, ...]) -> bool:
    """May the result be more than the capacity: does the format take a text of any length?"""
    if name not in _WOULD_WRITE or len(args) < 3:
        return False
    format_ = args[2]
    if not isinstance(format_, tuple) or format_[0] != "lit":
        return name.endswith("vsnprintf")
    return name.endswith("vsnprintf") or _ANY_TEXT.search(format_[1]) is not None


#: Calls and methods whose result is the size of what they look at.
SOURCE_SIZES = frozenset((
    "strlen", "wcslen", "strcspn", "strspn", "size", "length", "count", "byteCount", "Length",
    "byte_size", "ASN1_STRING_length", "q_ASN1_STRING_length",
))  # fmt: skip
#: Methods that give the memory of a container.
VIEWS = frozenset(
    (
        "data",
        "constData",
        "c_str",
        "begin",
        "cbegin",
        "front",
        "toLatin1",
        "toUtf8",
        "c_data",
        "bits",
    )
)
#: Results that are the smaller of their arguments, or lie between two of them.
CLAMPS = frozenset((
    "min", "qMin", "MIN", "Min", "min_t", "MIN_", "umin", "imin", "uint_min", "ngx_min",
    "clamp", "qBound", "CLAMP", "pj_min", "PJ_MIN", "size_t_min", "isc_min", "ISC_MIN",
    "constrain", "g_min", "GMIN",
))  # fmt: skip

_CLAMP = lazy(r"(?:^|_|[A-Z])min\d?(?:_t|_int|_size)?$|^u?min(?:_|$)|MIN\d?$|^MIN_|[a-z]Min$")


def is_clamp(name: str) -> bool:
    """Is the call's result, by its name, no more than its smallest argument?"""
    return name in CLAMPS or _CLAMP.search(name) is not None


#: Allocations: name -> the arguments whose product is the size.
ALLOCATIONS = {
    "malloc": (1,), "calloc": (1, 2), "realloc": (2,), "reallocarray": (2, 3), "alloca": (1,),
    "g_malloc": (1,), "g_malloc0": (1,), "g_realloc": (2,), "g_new": (2,), "g_new0": (2,),
    "new[]": (1,), "xmalloc": (1,), "xrealloc": (2,), "OPENSSL_malloc": (1,),
    "OPENSSL_zalloc": (1,), "OPENSSL_realloc": (2,), "OPENSSL_clear_realloc": (3,),
    "OPENSSL_secure_malloc": (1,), "OPENSSL_secure_zalloc": (1,), "CRYPTO_malloc": (1,),
    "CRYPTO_zalloc": (1,), "CRYPTO_realloc": (2,), "xcalloc": (1, 2), "tor_malloc": (1,),
    "tor_realloc": (2,), "tor_calloc": (1, 2), "make_unique[]": (1,), "make_shared[]": (1,),
    "apr_palloc": (2,), "apr_pcalloc": (2,), "ngx_palloc": (2,), "ngx_pnalloc": (2,),
    "ngx_pcalloc": (2,), "ngx_alloc": (1,), "pj_pool_alloc": (2,), "pj_pool_calloc": (2, 3),
    "talloc_size": (2,), "talloc_array": (3,),
}  # fmt: skip
#: Of those, the ones that count elements of a type that they do not tell.
ELEMENT_ALLOCATIONS = frozenset(("g_new", "g_new0", "new[]", "make_unique"))
#: Allocations of memory that is all zeroes.
ZEROED = frozenset((
    "calloc", "g_malloc0", "g_new0", "OPENSSL_zalloc", "CRYPTO_zalloc", "OPENSSL_secure_zalloc",
    "kzalloc", "xzalloc", "ngx_pcalloc", "apr_pcalloc", "pj_pool_zalloc",
))  # fmt: skip
#: Methods that make a container as large as an argument says (``reserve`` does not).
RESIZERS = {"resize": 1, "resizeForOverwrite": 1, "fill": 2, "assign": 1, "ReallocateBuffer": 1,
            "SetLength": 1, "resize_and_overwrite": 1, "setLength": 1}  # fmt: skip
#: Methods that make room for a count of values, or for what lies between two ends.
FILLERS = frozenset(("assign", "append", "insert"))
#: Words of helpers that make room or test it.
ROOM_WORDS = (
    "alloc", "ensure", "reserve", "grow", "expand", "room", "space", "resize", "check", "valid",
    "safe", "enlarge", "extend", "require", "prepare", "fit", "bound", "new", "dup", "avail",
    "can_",
    "limit",
)  # fmt: skip

#: Calls that copy a text: their result has room for as much as the text is long.
DUPLICATORS = lazy(r"(?:^|_|x)(?:str|mem)n?dup\d?$|(?:^|_)copy_?string$")

DIGESTS = {
    "EVP_md5": 16, "EVP_sha1": 20, "EVP_sha224": 28, "EVP_sha256": 32, "EVP_sha384": 48,
    "EVP_sha512": 64, "EVP_sha512_256": 32, "EVP_sha3_256": 32, "EVP_sha3_384": 48,
    "EVP_sha3_512": 64, "EVP_ripemd160": 20, "EVP_blake2b512": 64, "EVP_blake2s256": 32,
    "EVP_sm3": 32,
    "MD5": 16, "SHA1": 20, "SHA224": 28, "SHA256": 32, "SHA384": 48, "SHA512": 64, "MD4": 16,
    "RIPEMD160": 20, "MD5_Final": 16, "SHA1_Final": 20, "SHA224_Final": 28, "SHA256_Final": 32,
    "SHA384_Final": 48, "SHA512_Final": 64, "MD4_Final": 16, "RIPEMD160_Final": 20,
}  # fmt: skip
#: Calls that choose the digest of a context: name -> (context, digest).
DIGEST_SETUPS = {
    "EVP_DigestInit": (1, 2), "EVP_DigestInit_ex": (1, 2), "EVP_DigestInit_ex2": (1, 2),
    "HMAC_Init_ex": (1, 4), "HMAC_Init": (1, 4),
}  # fmt: skip
#: Getters of a length that the library bounds: name -> the most that they give.
LIBRARY_MAXIMA = {
    "EVP_MD_size": 64, "EVP_MD_get_size": 64, "EVP_MD_CTX_size": 64, "EVP_MD_CTX_get_size": 64,
    "HMAC_size": 64, "EVP_CIPHER_key_length": 64, "EVP_CIPHER_get_key_length": 64,
    "EVP_CIPHER_iv_length": 16, "EVP_CIPHER_get_iv_length": 16, "EVP_CIPHER_block_size": 32,
    "EVP_CIPHER_get_block_size": 32, "EVP_CIPHER_CTX_key_length": 64,
    "EVP_CIPHER_CTX_iv_length": 16,
    "EVP_CIPHER_CTX_get_key_length": 64, "EVP_CIPHER_CTX_get_iv_length": 16,
    "EVP_CIPHER_CTX_block_size": 32, "SSL_SESSION_get_master_key": 48, "SSL_get_client_random": 32,
    "SSL_get_server_random": 32, "HMAC": 64,
}  # fmt: skip

#: The same for what they write through a pointer to a length (openssl/ssl.h).
WRITTEN_MAXIMA = {"SSL_SESSION_get_id": 32, "SSL_SESSION_get0_id_context": 32}

#: Ciphers with blocks of 8 bytes: their key bytes.
_SMALL_BLOCKS = {"des": 8, "bf": 16, "cast5": 16, "rc2": 16, "idea": 16, "desx": 24}
Cipher = namedtuple("Cipher", "key iv mode")
_MODES = {"cbc": 16, "ctr": 16, "cfb": 16, "cfb128": 16, "cfb8": 16, "cfb1": 16, "ofb": 16,
          "ecb": 0, "gcm": 12, "ccm": 12, "ocb": 12, "xts": 16, "wrap": 8}  # fmt: skip


def cipher(name: str) -> Cipher | None:
    """Key and IV bytes and mode of the cipher that ``EVP_aes_256_cbc`` names, or None."""
    words = name.split("_")
    if name in ("EVP_chacha20_poly1305", "EVP_chacha20"):
        return Cipher(32, 12 if name.endswith("1305") else 16, "stream")
    if words[-1] in ("cbc", "ofb", "cfb", "cfb64") and words[1:2] and words[1] in _SMALL_BLOCKS:
        return Cipher(_SMALL_BLOCKS[words[1]], 8, words[-1])
    if len(words) == 4 and words[1] in ("aes", "camellia", "aria") and words[3] in _MODES:
        bits = int(words[2]) if words[2].isdigit() else 0
        key = bits // 8 * (2 if words[3] == "xts" else 1)
        return Cipher(key, _MODES[words[3]], words[3]) if key else None
    return None


#: Named curves under 224 bits.
WEAK_CURVES = {
    "NID_X9_62_prime192v1": 192, "NID_X9_62_prime192v2": 192, "NID_X9_62_prime192v3": 192,
    "NID_secp192k1": 192, "NID_secp160k1": 160, "NID_secp160r1": 160, "NID_secp160r2": 160,
    "NID_secp128r1": 128, "NID_secp128r2": 128, "NID_secp112r1": 112, "NID_secp112r2": 112,
    "NID_sect163k1": 163, "NID_sect163r1": 163, "NID_sect163r2": 163, "NID_sect113r1": 113,
    "NID_sect113r2": 113, "NID_sect131r1": 131, "NID_sect131r2": 131, "NID_sect193r1": 193,
    "NID_sect193r2": 193, "NID_X9_62_prime239v1": 0, "NID_X9_62_c2pnb163v1": 163,
    "NID_brainpoolP160r1": 160, "NID_brainpoolP160t1": 160, "NID_brainpoolP192r1": 192,
    "NID_brainpoolP192t1": 192,
}  # fmt: skip
#: The same by name, for calls that take a string.
WEAK_CURVE_NAMES = {
    b"prime192v1": 192, b"P-192": 192, b"secp192k1": 192, b"secp160r1": 160, b"secp160k1": 160,
    b"secp160r2": 160, b"secp128r1": 128, b"secp112r1": 112, b"sect163k1": 163, b"sect163r2": 163,
    b"B-163": 163, b"K-163": 163,
}  # fmt: skip

#: One output buffer of a callback: parameter, capacity parameter or 0, fixed limit or 0.
Buffer = namedtuple("Buffer", "parameter capacity limit what")
CALLBACK_BUFFERS = {
    "psk_client": (Buffer(3, 4, 0, "identity"), Buffer(5, 6, 0, "psk")),
    "psk_server": (Buffer(3, 4, 0, "psk"),),
    "password": (Buffer(1, 2, 0, "password"),),
    "cookie_generate": (Buffer(2, 0, 255, "cookie"),),
    "stateless_generate": (Buffer(2, 0, 4096, "cookie"),),
    "ticket_key": (Buffer(2, 0, 16, "ticket_name"), Buffer(3, 0, 16, "iv")),
}  # fmt: skip
#: Exact parameter types (qualifiers aside) that are a callback's and nothing else's.
CALLBACK_SIGNATURES = {
    ("SSL *", "char *", "char *", "unsigned int", "unsigned char *", "unsigned int"): "psk_client",
    ("SSL *", "char *", "unsigned char *", "unsigned int"): "psk_server",
    ("SSL *", "unsigned char *", "unsigned int *"): "cookie_generate",
    ("char *", "int", "int", "void *"): "password",
    ("SSL *", "unsigned char *", "unsigned char *", "EVP_CIPHER_CTX *", "HMAC_CTX *",
    "int"): "ticket_key",
    ("SSL *", "unsigned char *", "unsigned char *", "EVP_CIPHER_CTX *", "EVP_MAC_CTX *",
    "int"): "ticket_key",
}  # fmt: skip

#: Bytes of types that are as large everywhere.
TYPE_SIZES = {
    "char": 1, "signed char": 1, "unsigned char": 1, "uint8_t": 1, "int8_t": 1, "u8": 1,
    "u_char": 1,
    "uchar": 1, "byte": 1, "BYTE": 1, "UCHAR": 1, "CHAR": 1, "guint8": 1, "gint8": 1, "gchar": 1,
    "guchar": 1, "quint8": 1, "qint8": 1, "bool": 1, "_Bool": 1, "u_int8_t": 1, "pj_uint8_t": 1,
    "uint8": 1, "int8": 1, "std::byte": 1, "opus_byte": 1, "Byte": 1,
    "short": 2, "unsigned short": 2, "uint16_t": 2, "int16_t": 2, "u16": 2, "u_int16_t": 2,
    "guint16": 2, "quint16": 2, "uint16": 2, "WORD": 2, "pj_uint16_t": 2, "u_short": 2,
    "in_port_t": 2,
    "int": 4, "unsigned": 4, "unsigned int": 4, "uint32_t": 4, "int32_t": 4, "u32": 4,
    "u_int32_t": 4,
    "guint32": 4, "quint32": 4, "float": 4, "DWORD": 4, "uint32": 4, "gint": 4, "guint": 4,
    "uint": 4,
    "pj_uint32_t": 4, "u_int": 4, "socklen_t": 4, "in_addr_t": 4,
    "uint64_t": 8, "int64_t": 8, "u64": 8, "double": 8, "long long": 8, "unsigned long long": 8,
    "quint64": 8, "qint64": 8, "guint64": 8, "u_int64_t": 8, "pj_uint64_t": 8,
}  # fmt: skip
#: The greatest value of narrow unsigned types.
TYPE_MAXIMA = {
    name: (1 << 8 * size) - 1
    for name, size in TYPE_SIZES.items()
    if size <= 2
    and name[:1] in "uUgqBWpuib"
    and not name.startswith(("int", "gint", "gchar", "qint"))
}
TYPE_MAXIMA.update(
    {"unsigned char": 255, "unsigned short": 65535, "bool": 1, "_Bool": 1, "u_char": 255}
)

#: Generators whose output can be guessed, and types of such generators.
PREDICTABLE = frozenset((
    "rand", "random", "rand_r", "random_r", "lrand48", "mrand48", "drand48", "nrand48", "jrand48",
    "qrand", "g_random_int", "g_random_int_range", "pj_rand", "ngx_random", "apr_rand", "arand",
))  # fmt: skip
PREDICTABLE_TYPES = (
    "mt19937", "minstd_rand", "default_random_engine", "ranlux", "knuth_b", "linear_congruential",
    "mersenne_twister",
)  # fmt: skip
#: Roles of arguments that hold a secret, or what must not repeat or be known beforehand.
SECRET_ROLES = frozenset((
    "key", "iv", "nonce", "salt", "psk", "password", "ticket_key", "secret", "private_key",
    "cookie",
))  # fmt: skip
#: Least sizes in bytes: SP 800-57 part 1, SP 800-132, 800-38A, 800-38D; hooks/hardcoded-crypto.md.
MINIMUM_SECRET, MINIMUM_NONCE = 16, 12
#: Least sizes in bits, and least iterations: SP 800-131A; SP 800-132 and OWASP.
MINIMUM_BITS, MINIMUM_CURVE, MINIMUM_ITERATIONS = 2048, 224, 100000


def only_decrypts(name: str) -> bool:
    """Does the call set up decryption, where the IV is what the sender chose?"""
    return "Decrypt" in name or name.endswith("decrypt_key")
