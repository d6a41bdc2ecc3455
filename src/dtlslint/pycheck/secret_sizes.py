"""Sizes of random secrets, keys and iterations (DTL401, DTL402)."""

from __future__ import annotations

import ast

from ..flow.ownership_words import words
from .facts import (
    GCM_SINKS,
    MIN_CCM_NONCE_BYTES,
    MIN_EC_BITS,
    MIN_GCM_NONCE_BYTES,
    MIN_SECRET_BYTES,
    RNG_CALLS,
    SINKS,
    SIZE_FIRST,
    SIZES,
    SMALL_CURVES,
)
from .literals import UNKNOWN
from .module import argument, short
from .rules import MAGIC, SIZE, report
from .secret_words import OTHER_WORDS, TRANSPARENT, destination, name_of, random_secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .module import Module
    from .rules import Finding

#: The calls of the ``secrets`` module say themselves that they make secrets.
_SECRETS = frozenset(("secrets.token_bytes", "secrets.token_hex", "secrets.token_urlsafe"))
#: ``randbits`` -> bytes.
_BITS = frozenset(("secrets.randbits", "builtins.randbits"))


def check(module: Module, partial: set[ast.AST]) -> Iterator[Finding]:
    """Findings at calls; of the calls in ``partial`` another rule speaks."""
    for call in module.calls:
        callee = short(module.callee(call))
        if callee in RNG_CALLS and call not in partial:
            yield from _random(module, call, callee)
        elif callee in _BITS:
            yield from _random_bits(module, call, callee)
        else:
            yield from _fixed(module, call, callee)


def _random(module: Module, call: ast.Call, callee: str) -> Iterator[Finding]:
    position, name = RNG_CALLS[callee]
    written = argument(call, position, name)
    size = module.literal(written)
    if written is None or not isinstance(size, int) or isinstance(size, bool):
        return
    what, is_nonce = secret_of(module, call, callee)
    if not what:
        return
    least = MIN_GCM_NONCE_BYTES if is_nonce else MIN_SECRET_BYTES
    if is_nonce and any(name_of(part) == "AESCCM" for part in ast.walk(module.within(call))):
        least = MIN_CCM_NONCE_BYTES
    if size < least:
        yield report(
            SIZE, call, callee=callee, what=f"{what} of {size} bytes", least=f"{least} bytes"
        )
    elif _is_bare(written):
        yield report(MAGIC, written, size=size)


def _random_bits(module: Module, call: ast.Call, callee: str) -> Iterator[Finding]:
    size = module.literal(argument(call, 0, "k"))
    what, _ = secret_of(module, call, "")
    if what and isinstance(size, int) and size < MIN_SECRET_BYTES * 8:
        yield report(
            SIZE,
            call,
            callee=callee,
            what=f"{what} of {size} bits",
            least=f"{MIN_SECRET_BYTES * 8} bits",
        )


def _is_bare(node: ast.expr) -> bool:
    """A literal, or an expression of literals alone."""
    return not any(isinstance(part, (ast.Name, ast.Attribute, ast.Call)) for part in ast.walk(node))


def secret_of(module: Module, call: ast.Call, callee: str) -> tuple[str, bool]:
    """What secret the random bytes become ("": none), and whether 12 bytes of it are enough."""
    name = destination(module, call)
    what = random_secret(name)
    used = _sink_of(module, call)
    what = what or used[1]
    if (
        not what
        and callee in _SECRETS
        and not _is_named(name)
        and not _is_handed_over(module, call)
    ):
        what = "a secret"
    if what == "a nonce" and not used[0]:
        return what, True
    return what, what in ("a nonce", "an IV") and used[0] in GCM_SINKS


def _is_handed_over(module: Module, call: ast.Call) -> bool:
    """silent: an argument of a function whose name says nothing."""
    node: ast.AST = call
    while node in module.parents and not isinstance(node, ast.stmt):
        child, node = node, module.parents[node]
        if isinstance(node, ast.Call) and child is not node.func:
            if name_of(node.func) not in TRANSPARENT:
                return True
    return False


def _is_named(name: str) -> bool:
    """silent: the name says that it is something else (``request_id``, ``suffix``)."""
    found = words(name)
    return bool(OTHER_WORDS.intersection(found)) or found[-1:] in (
        ["boundary"],
        ["tag"],
        ["label"],
        ["state"],
        ["uid"],
    )


def _sink_of(module: Module, call: ast.Call) -> tuple[str, str]:
    ""
    """The crypto call that takes the bytes, directly or by one variable, and what as."""
    ""
    parent = module.parents.get(call)
    if isinstance(parent, ast.keyword):
        parent = module.parents.get(parent)
    if isinstance(parent, ast.Call):
        return _taken_by(module, parent, call)
    if not isinstance(parent, (ast.Assign, ast.AnnAssign)):
        return "", ""
    target = parent.targets[0] if isinstance(parent, ast.Assign) else parent.target
    if not isinstance(target, (ast.Name, ast.Attribute)):
        return "", ""
    for user in module.calls:
        for part in (*user.args, *(keyword.value for keyword in user.keywords)):
            if type(part) is type(target) and name_of(part) == name_of(target):
                if any(binding.site is parent for binding in module.bindings_of(part)):
                    if found := _taken_by(module, user, part):
                        if found[0]:
                            return found
    return "", ""


def _taken_by(module: Module, user: ast.Call, part: ast.expr) -> tuple[str, str]:
    callee = short(module.callee(user))
    for position, names, what in SINKS.get(callee, ()):
        if argument(user, position, *names) is part:
            return callee.rpartition(".")[2], what
    return "", ""


def _fixed(module: Module, call: ast.Call, callee: str) -> Iterator[Finding]:
    """Key sizes, curves and iterations."""
    if _is_probe(module, call, callee):
        return
    if "ssid" in _names_in(call):
        return  # silent: Wi-Fi fixes how often it hashes
    full = module.callee(call)
    if callee in SIZES:
        position, name, least, unit = SIZES[callee]
        if full.endswith(SIZE_FIRST):
            position = 0
        if ".ec." in full:
            yield from _curve(module, call, callee)
            return
        size = module.literal(argument(call, position, name))
        if size is not UNKNOWN and isinstance(size, int) and 0 < size < least:
            yield report(
                SIZE, call, callee=callee, what=f"a key with {size} {unit}", least=f"{least} {unit}"
            )
    elif callee in ("mbedtls.ECC", "cryptography.derive_private_key"):
        yield from _curve(module, call, callee)


def _is_probe(module: Module, call: ast.Call, callee: str) -> bool:
    """silent: ``try`` whether the library still makes such a key, which nobody gets"""
    statement = module.parents.get(call)
    return (
        callee == "cryptography.generate_private_key"
        and isinstance(statement, ast.Expr)
        and isinstance(module.parents.get(statement), ast.Try)
    )


def _names_in(call: ast.Call) -> set[str]:
    """The words of all names in a call."""
    named = (part for part in ast.walk(call) if isinstance(part, (ast.Name, ast.Attribute)))
    return {word for part in named for word in words(name_of(part))}


def _curve(module: Module, call: ast.Call, callee: str) -> Iterator[Finding]:
    for part in (*call.args, *(keyword.value for keyword in call.keywords)):
        for value in module.values(part):
            named = value.func if isinstance(value, ast.Call) else value
            name = module.qualified(named).rpartition(".")[2] if named is not None else ""
            if name.upper() in SMALL_CURVES:
                what = f"a key on the curve {name}"
                yield report(SIZE, call, callee=callee, what=what, least=f"{MIN_EC_BITS} bits")
                return
