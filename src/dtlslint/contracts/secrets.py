"""Comparisons that stop at the first difference, and what tells that something is a secret.

Names are judged by their words (``computed_mac`` -> computed, mac). Sources of the calls: C11
7.24.4, bcmp(3), glib's gstrfuncs.h and ghash.h, qbytearray.h, <algorithm>; of the makers of tags:
crypto/modes.h, Poly1305, CCM and GCM of OpenSSL and its forks.
"""

from __future__ import annotations

from ..patterns import lazy

#: Function -> (left, right, length or 0): argument positions from 1.
COMPARES = {
    "memcmp": (1, 2, 3), "bcmp": (1, 2, 3), "__builtin_memcmp": (1, 2, 3), "strcmp": (1, 2, 0),
    "strncmp": (1, 2, 3), "wcscmp": (1, 2, 0), "g_strcmp0": (1, 2, 0), "g_str_equal": (1, 2, 0),
    "qstrcmp": (1, 2, 0), "qstrncmp": (1, 2, 3), "RtlEqualMemory": (1, 2, 3),
    "__builtin_strcmp": (1, 2, 0), "strcasecmp": (1, 2, 0), "strncasecmp": (1, 2, 3),
    "streq": (1, 2, 0), "STREQ": (1, 2, 0), "strequal": (1, 2, 0), "str_equal": (1, 2, 0),
    "stricmp": (1, 2, 0), "_stricmp": (1, 2, 0), "wmemcmp": (1, 2, 3),
}  # fmt: skip
#: Methods that compare an object with their argument.
METHOD_COMPARES = frozenset(("compare", "equals"))
#: Algorithms over ranges: first range's begin, second range's begin. Only with ``std::``.
RANGE_COMPARES = {"equal": (1, 3), "mismatch": (1, 3), "lexicographical_compare": (1, 3)}
#: Of these, what is true where both sides are equal.
TRUE_WHERE_EQUAL = frozenset((
    "g_str_equal", "RtlEqualMemory", "streq", "STREQ", "strequal", "str_equal", "equals",
))  # fmt: skip
#: What takes the place of another comparison byte for byte.
REPLACEABLE = frozenset(("memcmp", "bcmp", "__builtin_memcmp"))

#: Words that make a name a secret, each with what it is called in a message.
SECRET_WORDS = {
    "cookie": "a cookie", "hmac": "a MAC", "cmac": "a MAC", "mac": "a MAC", "icv": "a MAC",
    "mic": "a MAC", "authtag": "a MAC", "digest": "a digest", "finished": "a Finished message",
    "secret": "a secret", "secrets": "a secret", "password": "a password", "passwd": "a password",
    "passphrase": "a password", "passwrd": "a password", "psk": "a secret", "pw": "a password",
    "cookies": "a cookie", "hmacs": "a MAC", "macs": "a MAC",
    "sharedsecret": "a secret", "apikey": "a secret", "pwd": "a password",
    "pass": "a password", "otp": "a password", "totp": "a password", "hotp": "a password",
}  # fmt: skip
#: Pairs of words that do.
SECRET_PAIRS = {
    ("auth", "tag"): "a MAC", ("auth", "token"): "a secret", ("access", "token"): "a secret",
    ("session", "token"): "a secret", ("csrf", "token"): "a secret", ("api", "token"): "a secret",
    ("bearer", "token"): "a secret", ("refresh", "token"): "a secret",
    ("reset", "token"): "a secret",
    ("secret", "key"): "a secret", ("session", "key"): "a secret", ("master", "key"): "a secret",
    ("shared", "key"): "a secret", ("private", "key"): "a secret", ("api", "key"): "a secret",
    ("auth", "key"): "a secret", ("verify", "data"): "a Finished message", ("gcm", "tag"): "a MAC",
    ("pass", "hash"): "a password", ("auth", "code"): "a MAC", ("auth", "data"): "a secret",
}  # fmt: skip
#: Words that are secret beside another secret or such a word only.
AMBIGUOUS_WORDS = frozenset((
    "token", "tag", "hash", "md", "computed", "calculated", "expected", "received",
    "sum", "checksum", "signature", "response", "tokens", "tags", "hashes", "md5", "sha1", "sha256",
    "sha512", "cksum", "csum",
))  # fmt: skip
#: Words that tell, after the secret's own, what of it is meant: its name, length, address ..
PUBLIC_WORDS = frozenset((
    "id", "ids", "addr", "address", "type", "types", "name", "names", "len", "length", "size",
    "num", "count", "index", "idx", "algo", "alg", "algorithm", "method", "methods", "oid", "hint",
    "file", "filename", "path", "prefix", "suffix", "url", "uri", "header", "headers", "table",
    "format", "opt", "opts", "option", "options", "arg", "args", "argv", "cmd", "command", "mode",
    "kind", "nid", "info", "flag", "flags", "state", "label", "class", "scheme", "desc",
    "description", "version", "protocol", "mech", "mechanism", "field", "attr", "attribute",
    "domain", "ext", "encoding", "charset", "prompt", "env", "var", "policy", "param", "params",
    "sid", "host", "hostname", "port", "username", "login", "lookup", "hdr", "offset", "offs",
    "pos", "end", "begin", "source", "src", "dest", "dst", "time", "date", "status", "error", "err",
    "msg", "bucket", "entry", "node", "tree", "cache", "again", "confirm", "confirmation", "retype",
    "verify2", "callback", "cb", "func", "store", "jar", "dir", "issuer", "subject", "serial",
    "cert", "certificate", "spki", "enabled", "required", "changed", "section", "keyword", "attrs",
    "suite", "cipher", "line", "word", "words", "parser", "lexer", "list", "set", "map", "hashmap",
    "page", "iv", "spec", "provider", "bits", "policies", "needed", "request", "kid", "identity",
    "identities", "user", "caps", "support", "title", "handler", "config", "version", "nonce",
))  # fmt: skip
#: Words that make anything public: what is shown to everybody, or is no value at all.
ALWAYS_PUBLIC = frozenset((
    "fingerprint", "fingerprints", "fp", "public", "pub", "magic", "zero", "zeros", "zeroes",
    "empty", "none", "null", "unset", "blank", "placeholder", "dummy", "test", "crc", "crc32",
    "hwaddr", "bssid", "ether", "eth", "lladdr", "commit", "blob", "piece", "torrent", "invalid",
))  # fmt: skip
#: Words before ``mac`` that make it a hardware address.
HARDWARE_WORDS = frozenset((
    "src", "dst", "dest", "source", "hw", "sta", "ap", "if", "iface", "nic", "device", "dev", "bss",
    "router", "gateway", "vlan", "node", "neigh", "iface", "port", "addr",
))  # fmt: skip
#: Words of functions that sort, look up, or test the library itself.
ORDERING_WORDS = frozenset((
    "cmp", "compare", "comparator", "sort", "less", "order", "lookup", "find", "search",
    "test", "tests", "selftest", "kat", "bench", "benchmark", "parse", "lex", "getopt", "main",
    "usage", "option", "options", "cavs", "post", "vector", "vectors", "dedup", "unittest",
    "operator", "ds", "dnskey", "nsec3", "cfg", "config",
))  # fmt: skip
#: Of these, words of functions that prove who somebody is.
PROVING_WORDS = frozenset(("verify", "auth", "authenticate", "validate"))
#: Words of functions that let somebody in.
LOGIN_WORDS = frozenset(("authenticate", "login", "logon"))
#: Of a function that opens what an authenticated cipher has sealed: the cipher, and the opening.
SEALED_WORDS = frozenset((
    "ccm", "gcm", "aead", "ocb", "eax", "siv", "poly1305", "chachapoly", "ascon",
))  # fmt: skip
OPENING_WORDS = frozenset(("decrypt", "open", "unseal", "unwrap", "decipher"))
#: Of these, those that open nothing else: what is compared in there tells whether it was changed.
UNSEALING_WORDS = OPENING_WORDS - {"open"}
#: Prefixes of comparisons in constant time.
CONSTANT_PREFIXES = frozenset((
    "safe", "ct", "const", "secure", "fixed", "slow", "CT", "cst", "px4", "crypt",
))  # fmt: skip
#: Members that hold what the thing around them is.
CONTENT_WORDS = frozenset(("value", "data", "ptr", "buf", "bytes", "str", "contents", "content"))
#: Words that alone name nothing but what has come in.
INPUT_WORDS = frozenset(("line", "msg", "arg", "param", "src", "entry", "word"))
#: Names of functions that wipe memory.
WIPES = lazy(r"cleanse|explicit_bzero|memzero|memset_s$|memset_explicit|SecureZero|zeroi[sz]e")
#: Words of functions that judge a secret, beside the secret's own.
VERDICT_WORDS = frozenset((
    "check", "verify", "compare", "cmp", "validate", "match", "matches", "auth", "authenticate",
    "equal", "valid",
))  # fmt: skip
#: Names of lengths that tell what is compared.
SECRET_LENGTHS = ("TAG_LEN", "TAG_SIZE", "TAGLEN", "HMAC_LEN", "HMAC_SIZE", "ICV_LEN", "ICV_SIZE",
                  "MIC_LEN", "COOKIE_LEN", "COOKIE_SIZE", "HMAC_KEY_LEN", "TAGSIZE")  # fmt: skip
#: Functions that measure a text.
TEXT_LENGTHS = frozenset(("strlen", "strnlen", "wcslen", "strcspn", "strspn"))
#: A hardware address by its length.
HARDWARE_LENGTHS = ("ETH_ALEN", "IFHWADDRLEN", "MAC_ADDR", "MACADDR", "ALEN", "ADDR_LEN")
HARDWARE_BYTES = 6

#: Makers of MACs beyond those whose row has the tag ``mac``: the argument that receives it.
TAG_MAKERS = {
    "SSL_get_finished": 2, "SSL_get_peer_finished": 2, "CRYPTO_gcm128_tag": 2,
    "CRYPTO_ccm128_tag": 2, "CRYPTO_ocb128_tag": 2, "Poly1305_Final": 2,
    "CRYPTO_poly1305_finish": 2,
}  # fmt: skip
#: Getters of secrets: the argument that receives it.
SECRET_GETTERS = {"SSL_SESSION_get_master_key": 2}
#: Words of other functions that make MACs.
MAC_MAKER_WORDS = frozenset((
    "hmac", "cmac", "omac", "poly1305", "gmac", "umac", "siphash", "omac1",
))  # fmt: skip
#: Words of functions that make a digest, and of those that put together what goes into it.
HASHING_WORDS = frozenset(("md5", "sha", "sha1", "sha256", "sha512", "digest", "hash"))
GATHERING_WORDS = frozenset((
    "update", "append", "copy", "add", "cat", "strcat", "memcpy", "concat", "join", "put", "write",
    "input", "snprintf", "sprintf", "printf",
))  # fmt: skip
#: Tags of contracts whose output is secret.
SECRET_TAGS = frozenset(("kdf", "keyagree"))
#: Tags of contracts whose output is compared only where it is a MAC (signatures are verified).
SIGNING_TAGS = frozenset(("sign",))
#: ``memcmp(tag, expected_tag, n)``: one of these nouns on both sides, a word of checking on one.
CHECKED_NOUNS = frozenset(("tag", "token", "mic", "code"))
CHECKING_WORDS = frozenset((
    "expected", "computed", "calculated", "calc", "received", "recv", "valid", "correct", "our",
    "their", "want", "wanted", "actual", "given", "check",
))  # fmt: skip
#: Digests of what a peer shows to everybody.
FINGERPRINTS = frozenset((
    "X509_digest", "X509_pubkey_digest", "X509_CRL_digest", "X509_NAME_digest",
))  # fmt: skip

#: Types whose ``==`` compares contents.
CONTENT_TYPES = (
    "string", "String", "vector", "Vector", "array", "Array", "Bytes", "Buffer", "span", "Span",
    "Blob", "string_view", "StringPiece", "Secret", "Data", "Digest", "Mac", "Cookie", "Password",
    "Token",
)  # fmt: skip
#: The comparison in constant time, and its header.
CONSTANT_TIME = "CRYPTO_memcmp"
CONSTANT_TIME_HEADER = lazy(
    rb"(?m)^[ \t]*#[ \t]*include[ \t]*<openssl/"
    rb"(?!(?:md[45]|sha|aes|des|rc[45]|rand|opensslv|opensslconf|e_os2)\.h)"
)
