"""Which names stand for secrets in Python code.

The word lists are those of the C side's comparisons; Python adds what only its own code says.
"""

from __future__ import annotations

import ast
import itertools

from ..contracts import secrets
from ..flow.ownership_words import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .bindings import Bindings

#: Words of names that receive random bytes which must not be guessed, and what they are.
RANDOM_WORDS = {
    "key": "a key", "secret": "a secret", "token": "a token", "cookie": "a cookie",
    "salt": "a salt",
    "nonce": "a nonce", "iv": "an IV", "password": "a password", "passwd": "a password",
    "psk": "a PSK",
    "passphrase": "a password", "otp": "a one-time password",
    "csrf": "a token", "credential": "a secret", "pwd": "a password", "masterkey": "a key",
    "cnonce": "a nonce", "secretkey": "a key", "apikey": "a key", "initialization": "an IV",
    "premaster": "a secret", "keying": "a key", "keyvalue": "a key",
}  # fmt: skip
#: Words that make such a name something else.
OTHER_WORDS = frozenset((
    "id", "ids", "name", "names", "filename", "path", "len", "length", "size", "type", "types",
    "index",
    "idx", "count", "suffix", "prefix", "dict", "usage", "public", "pub", "file", "num", "number",
    "bits",
    "field", "column", "header", "url", "hash", "lookup", "map", "mapping", "fields", "word",
    "error",
    "list", "position", "pos", "order", "event", "press", "error", "test", "fake", "dummy", "sort",
    "timeout",
    "jar", "user", "username", "email", "host", "hostname", "slug", "dir", "folder", "container",
    "queue", "topic", "bucket", "run", "job", "task", "trace", "span", "uuid", "guid", "etag",
    "expiry", "expires", "lifetime", "interval", "delay", "retries", "path", "mask", "masking",
))  # fmt: skip
#: Words that make ``key`` a key to a lock and not to a dictionary.
KEY_WORDS = frozenset((
    "secret", "session", "api", "private", "master", "shared", "encryption", "aes", "hmac",
    "signing",
    "symmetric", "ticket", "cipher", "mac", "enc", "auth", "psk", "fernet", "crypto", "write",
    "client", "server",
    "random", "generate", "make", "new", "create", "content", "data", "exported", "traffic", "pre",
))  # fmt: skip

#: Words that, beside a comparison, are secrets in Python code too.
_TOKENS = frozenset(("token", "signature", "tokens"))
_COMPARE_OTHER = frozenset((
    "cls", "lexer", "ast", "kind", "parse", "grammar", "etag", "syntax", "tokenize", "checksum",
    "file",
    "download", "package", "html", "xml", "git", "image", "layer", "manifest", "function", "method",
    "verification", "null", "algorithm", "alg", "algo", "hashname", "provider", "auth_type",
))  # fmt: skip


def name_of(node: ast.AST | None) -> str:
    ""
    """The last name of an expression: a variable's, an attribute's, a constant subscript's."""
    ""
    while node is not None:
        if isinstance(node, ast.Name):
            return node.id
        if isinstance(node, ast.Attribute):
            return node.attr
        if isinstance(node, ast.Subscript):
            if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
                return node.slice.value.replace("-", "_")
            node = node.value
        elif isinstance(node, ast.Starred):
            node = node.value
        else:
            return ""
    return ""


def random_secret(name: str) -> str:
    """What secret a name stands for that receives random bytes, or ""."""
    found = words(name)
    if OTHER_WORDS.intersection(found):
        return ""
    if "mac" in found and "address" in found:
        return ""
    for word in reversed(found):
        plain = word.rstrip("0123456789")
        if plain in RANDOM_WORDS:
            return RANDOM_WORDS[plain]
    return ""


def is_lone_word(name: str) -> bool:
    """``secret``, ``token``, ``password``: what is picked from a list may be anything."""
    return words(name)[-1:] in (["secret"], ["token"], ["password"], ["passphrase"], ["salt"])


def is_lone_key(name: str) -> bool:
    """``key``: perhaps only a key of a dictionary."""
    found = words(name)
    return found[-1:] in (["key"], ["keys"]) and not KEY_WORDS.intersection(found)


def compared_secret(name: str) -> str:
    """What a compared name says: ``public``, ``ambiguous``, ``token``, a secret in words, or ""."""
    own = words(name)
    if not own:
        return ""
    if any(
        word.rstrip("0123456789") in secrets.PUBLIC_WORDS
        or word in _COMPARE_OTHER
        or word.endswith(("name", "len", "type"))
        for word in own
    ):
        return "public"
    if "message" in own and "digest" in own:
        return "public"  # silent: CMS's messageDigest goes with the message
    for pair in itertools.pairwise(own):
        if pair in secrets.SECRET_PAIRS:
            return secrets.SECRET_PAIRS[pair]
    for word in own:
        found = secrets.SECRET_WORDS.get(word) or secrets.SECRET_WORDS.get(
            word.rstrip("0123456789")
        )
        if found:
            return found
    if _TOKENS.intersection(own):
        return "token"
    return "" if secrets.AMBIGUOUS_WORDS.isdisjoint(own) else "ambiguous"


#: Calls that change how a value is written, not how hard it is to guess.
TRANSPARENT = frozenset((
    "hexlify", "b64encode", "urlsafe_b64encode", "b32encode", "b2a_hex", "encode", "decode", "hex",
    "int",
    "from_bytes", "to_bytes", "unpack", "unpack_from", "bytes", "bytearray", "join", "str", "list",
    "tuple",
    "chr", "ord", "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "hexdigest", "digest",
    "strip", "lower",
    "upper", "replace", "format", "pack", "memoryview", "b16encode", "rstrip", "map", "zfill",
    "ljust", "rjust",
    "SecretStr", "SecretBytes", "repr", "b", "range", "choice", "choices", "sample", "new", "UUID",
))  # fmt: skip


def destination(module: Bindings, node: ast.AST) -> str:
    """The name that a value goes to, climbing from it: target, keyword, key, parameter, function.

    A call that may make something else of the value gives its own name.
    """
    index = -1
    while node in module.parents:
        child, node = node, module.parents[node]
        if isinstance(node, ast.Tuple):
            index = node.elts.index(child) if isinstance(child, ast.expr) else -1
        elif isinstance(node, ast.Call):
            name = name_of(node.func)
            if child is not node.func and name not in TRANSPARENT:
                return name
        elif isinstance(node, (ast.Subscript, ast.Compare)) and child is not getattr(
            node, "value", None
        ):
            return ""
        elif isinstance(node, (ast.IfExp, ast.If, ast.While)) and child is node.test:
            return ""
        elif isinstance(node, ast.keyword):
            return node.arg or ""
        elif isinstance(node, (ast.Dict, ast.arguments)):
            return _entry(node, child) if isinstance(node, ast.Dict) else _parameter(node, child)
        elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr)):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Tuple) and 0 <= index < len(target.elts):
                target = target.elts[index]
            return name_of(target)
        elif isinstance(node, (ast.Return, ast.Yield, ast.Lambda)):
            function = module.named_function(node)
            return function.name if function is not None else ""
        elif isinstance(node, ast.stmt):
            return ""
    return ""


def _entry(node: ast.Dict, child: ast.AST) -> str:
    at = next((i for i, value in enumerate(node.values) if value is child), -1)
    key = node.keys[at] if at >= 0 else None
    return str(key.value) if isinstance(key, ast.Constant) else ""


def _parameter(arguments: ast.arguments, child: ast.AST) -> str:
    positional = [*arguments.posonlyargs, *arguments.args]
    named = positional[len(positional) - len(arguments.defaults) :]
    pairs = [
        *zip(named, arguments.defaults, strict=True),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    return next((argument.arg for argument, default in pairs if default is child), "")
