"""Versions (DTL601), cipher strings (DTL602) and options (DTL607)."""

from __future__ import annotations

import ast

from ..contracts import cipher_strings
from .facts import (
    CIPHER_KEYWORDS,
    CIPHER_SETTERS,
    PROTECTING_OPTIONS,
    UNSAFE_FLAGS,
    UNSAFE_OPTION_BITS,
    UNSAFE_OPTIONS,
    VERSION_ATTRIBUTES,
    VERSION_CALLS,
    VERSION_KEYWORDS,
    VERSION_MEMBERS,
    VERSION_SETTERS,
    WEAK_NUMBERS,
    WEAK_VERSIONS,
)  # fmt: skip
from .literals import UNKNOWN
from .module import short
from .rules import CIPHERS, OPTION, PROTOCOL, report
from .secret_words import name_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .module import Module
    from .rules import Finding

#: Parts of a cipher suite's name, as mbed TLS writes it, that are weak.
_WEAK_WORDS = {
    "NULL": "NULL encryption", "RC4": "RC4", "DES": "DES", "3DES": "triple DES", "MD5": "MD5",
    "EXPORT": "export ciphers", "ANON": "anonymous key exchange",
}  # fmt: skip


def check(module: Module) -> Iterator[Finding]:
    """What is set to something weak by a call or an assignment."""
    for node in module.nodes:
        if isinstance(node, ast.Call):
            yield from _version_call(module, node)
            yield from _cipher_call(module, node)
            yield from _option_call(module, node)
        elif isinstance(node, (ast.Assign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                yield from _assignment(module, node, target)


def _assignment(
    module: Module, node: ast.Assign | ast.AugAssign, target: ast.expr
) -> Iterator[Finding]:
    if isinstance(target, ast.Name):
        yield from _member(module, node, target)
        return
    if not isinstance(target, ast.Attribute):
        return
    if target.attr in VERSION_ATTRIBUTES and isinstance(node, ast.Assign):
        version = _weak_version(module, node.value)
        if version:
            yield report(
                PROTOCOL,
                node,
                callee=target.attr,
                what="allows only" if "max" in target.attr else "allows",
                version=version,
            )
    elif target.attr in ("options", "verify_flags"):
        yield from _options(module, node, node.value, target.attr, type(getattr(node, "op", None)))
    elif target.attr.upper() == target.attr and "CIPHERS" in target.attr:
        yield from _ciphers(module, node, target.attr, node.value)


def _member(
    module: Module, node: ast.Assign | ast.AugAssign, target: ast.Name
) -> Iterator[Finding]:
    """A class's version that the class it extends will use."""
    owner = module.parents.get(node)
    if (
        not isinstance(owner, ast.ClassDef)
        or target.id not in VERSION_MEMBERS
        or not isinstance(node, ast.Assign)
    ):
        return
    if any(isinstance(part, ast.Attribute) and part.attr == target.id for part in module.nodes):
        return
    version = _weak_version(module, node.value)
    if version:
        yield report(PROTOCOL, node, callee=target.id, what="is fixed at", version=version)


# -- versions


def _version_call(module: Module, call: ast.Call) -> Iterator[Finding]:
    callee = short(module.callee(call))
    method = name_of(call.func)
    given: list[tuple[str, ast.expr]] = []
    numbers = False
    if callee in VERSION_CALLS:
        given += [("speaks only", arg) for arg in call.args]
    elif method in VERSION_SETTERS:
        numbers = True
        given += [("allows only" if "max" in method else "allows", arg) for arg in call.args[:1]]
    for keyword in call.keywords:
        if keyword.arg in VERSION_KEYWORDS or callee in VERSION_CALLS and keyword.arg == "protocol":
            low = any(word in keyword.arg for word in ("min", "lowest"))
            given.append(("allows" if low else "speaks only", keyword.value))
        elif keyword.arg == "version" and method in VERSION_SETTERS:
            given.append(("allows", keyword.value))
    for what, node in given:
        version = _weak_version(module, node, numbers)
        if version:
            yield report(PROTOCOL, call, callee=callee or method, what=what, version=version)
            return


def _weak_version(module: Module, node: ast.expr, numbers: bool = False) -> str:
    for value in module.values(node):
        if value is None:
            continue
        name = module.qualified(value)
        parts = name.split(".")
        found = WEAK_VERSIONS.get(parts[-1]) or WEAK_VERSIONS.get(".".join(parts[-2:]))
        if found and len(parts) > 1 and parts[0] != "builtins":
            return found
        number = module.literal(value) if numbers else UNKNOWN
        if isinstance(number, int) and number in WEAK_NUMBERS:
            return WEAK_NUMBERS[number]
    return ""


# -- ciphers


def _cipher_call(module: Module, call: ast.Call) -> Iterator[Finding]:
    method = name_of(call.func)
    if method in CIPHER_SETTERS and call.args:
        yield from _ciphers(module, call, method, call.args[-1])
    for keyword in call.keywords:
        if keyword.arg in CIPHER_KEYWORDS or (method in CIPHER_SETTERS and keyword.arg):
            yield from _ciphers(module, call, method, keyword.value)


def _ciphers(module: Module, node: ast.AST, name: str, written: ast.expr) -> Iterator[Finding]:
    for value in module.values(written):
        if value is None:
            continue
        whole = module.literal(value)
        if isinstance(whole, tuple):
            found = _suites(whole)
        else:
            text = whole.decode("latin-1") if isinstance(whole, bytes) else whole
            found = cipher_strings.weaknesses(
                text if isinstance(text, str) else _known_part(module, value)
            )
        if found:
            what = ", ".join(
                f"{weakness} ({example})" for weakness, example in sorted(found.items())
            )
            yield report(CIPHERS, node, callee=name, what=what)
            return


def _suites(names: tuple[object, ...]) -> dict[str, str]:
    found = {}
    for name in names:
        text = name.decode("latin-1") if isinstance(name, bytes) else name
        if not isinstance(text, str):
            continue
        if "-WITH-" not in text and "_WITH_" not in text:
            found.update(cipher_strings.weaknesses(text))
            continue
        for word in text.upper().replace("_", "-").split("-"):
            if word in _WEAK_WORDS:
                found[_WEAK_WORDS[word]] = text
    return found


def _known_part(module: Module, node: ast.expr) -> str:
    """The pieces of a string that are written here; what they add, they add to anything."""
    pieces: list[str] = []
    pending: list[ast.expr] = [node]
    while pending:
        node = pending.pop()
        value = module.literal(node)
        if isinstance(value, (str, bytes)):
            pieces.append(value if isinstance(value, str) else value.decode("latin-1"))
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            pending += [node.right, node.left]
        elif isinstance(node, ast.JoinedStr):
            pending += reversed(node.values)
        elif isinstance(node, ast.Call) and name_of(node.func) == "join" and node.args:
            if isinstance(node.args[0], (ast.List, ast.Tuple)):
                for part in reversed(node.args[0].elts):
                    pending += [part, ast.Constant(":")]
    return "".join(pieces)


# -- options


def _option_call(module: Module, call: ast.Call) -> Iterator[Finding]:
    method = name_of(call.func)
    if method in ("set_options", "set_flags") and call.args:
        yield from _options(module, call, call.args[0], method, ast.BitOr)
    elif short(module.callee(call)) in ("mbedtls.DTLSConfiguration",):
        for keyword in call.keywords:
            if keyword.arg == "anti_replay" and module.literal(keyword.value) is False:
                yield report(
                    OPTION, call, callee="DTLSConfiguration", what="accepts replayed records"
                )


def _options(
    module: Module, node: ast.AST, value: ast.expr, name: str, operator: type[object]
) -> Iterator[Finding]:
    """``operator`` is that of an augmented assignment; ``NoneType`` for a plain one."""
    clearing = operator in (ast.Sub, ast.BitXor)
    for part, cleared in _terms(module, value):
        last = module.qualified(part).rpartition(".")[2]
        if cleared != clearing if operator is not ast.BitAnd else cleared:
            if last in PROTECTING_OPTIONS:
                yield report(
                    OPTION,
                    node,
                    callee=name,
                    what=f"clears {last}, so that the old protocol is spoken again",
                )
                return
        elif not cleared and not clearing and operator is not ast.BitAnd:
            what = (
                UNSAFE_OPTIONS.get(last) or UNSAFE_FLAGS.get(last) or _by_number(module, part, name)
            )
            if what:
                yield report(OPTION, node, callee=name, what=what)
                return


def _by_number(module: Module, part: ast.expr, name: str) -> str:
    if name not in ("options", "set_options"):
        return ""
    number = module.literal(part)
    return UNSAFE_OPTION_BITS.get(number, "") if isinstance(number, int) else ""


def _terms(module: Module, value: ast.expr) -> list[tuple[ast.expr, bool]]:
    """The names and numbers of an expression of bits, and whether each is cleared."""
    found = []
    pending = [(value, False)]
    while pending:
        node, cleared = pending.pop()
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert):
            pending.append((node.operand, not cleared))
        elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitOr, ast.BitAnd, ast.Add)):
            pending += [(node.left, cleared), (node.right, cleared)]
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
            pending += [(node.left, cleared), (node.right, not cleared)]
        else:
            bindings = module.bindings_of(node) if isinstance(node, ast.Name) else []
            if len(bindings) == 1 and isinstance(
                bindings[0].value, (ast.BinOp, ast.UnaryOp, ast.Constant)
            ):
                pending.append((bindings[0].value, cleared))
            else:
                found.append((node, cleared))
    return found
