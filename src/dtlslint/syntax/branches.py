"""Rewriting of ``#if`` groups that no grammar takes: one branch is kept, the rest blanked."""

from __future__ import annotations

import re
from itertools import pairwise

from ..patterns import lazy

_DIRECTIVE = lazy(
    rb"^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|else|endif)\b(?:[^\n\\]|\\\r?\n|\\.)*", re.M
)


def _balanced(data: bytes) -> list[re.Match[bytes]]:
    """The directives of the ``#if`` groups that begin and end within ``data``."""
    found = list(_DIRECTIVE.finditer(data))
    whole: set[int] = set()
    open_: list[list[int]] = []
    for index, match in enumerate(found):
        if match[1].startswith(b"if"):
            open_.append([index])
        elif open_:
            open_[-1].append(index)
            if match[1] == b"endif":
                whole.update(open_.pop())
    return [match for index, match in enumerate(found) if index in whole]


def first_branches(data: bytes) -> bytes:
    """``data`` with each whole ``#if`` group replaced by its first branch, blank elsewhere.

    Groups of whole functions stay: they read well, and half of a file may be one branch.
    """
    groups = [g for g in _groups(data) if b"\n}" not in data[g[0].end() : g[-1].start()]]
    return _first_branches(data, groups)


def branches_in_expressions(data: bytes) -> bytes:
    """The same for the groups that stand inside of parentheses, where no grammar takes them."""
    depths = _depths(data)
    return _first_branches(data, [g for g in _groups(data) if depths.get(g[0].start(), 0) > 0])


def _groups(data: bytes) -> list[list[re.Match[bytes]]]:
    """The directives of each whole ``#if`` group, inner groups first."""
    open_: list[list[re.Match[bytes]]] = []
    found: list[list[re.Match[bytes]]] = []
    for match in _balanced(data):
        if match[1].startswith(b"if"):
            open_.append([])
        open_[-1].append(match)
        if match[1] == b"endif":
            found.append(open_.pop())
    return found


_PARENTHESES = lazy(
    rb"//[^\n]*|/\*.*?\*/|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[(){}]"
    rb"|^[ \t]*#(?:\\\r?\n|[^\n])*",
    re.DOTALL | re.MULTILINE,
)


def _depths(data: bytes) -> dict[int, int]:
    """Offset of a directive -> how many parentheses are open there."""
    depth = 0
    found: dict[int, int] = {}
    for match in _PARENTHESES.finditer(data):
        first = match[0].lstrip()[:1]
        if first == b"(":
            depth += 1
        elif first == b")":
            depth = max(0, depth - 1)
        elif first in (b"{", b"}"):
            depth = 0
        elif first == b"#":
            found[match.start()] = depth
    return found


def _first_branches(data: bytes, groups: list[list[re.Match[bytes]]]) -> bytes:
    keep: list[bool] = []
    taken: list[bool] = []
    out = bytearray(data)
    last = 0
    directives = sorted((m for group in groups for m in group), key=lambda match: match.start())
    for match in directives:
        if not all(keep):
            erase(out, last, match.start())
        last = match.end()
        erase(out, match.start(), match.end())
        word = match[1]
        if word.startswith(b"if"):
            never = match[0].split() in ([b"#if", b"0"], [b"#", b"if", b"0"])
            keep.append(not never)
            taken.append(not never)
        elif word == b"endif":
            keep.pop()
            taken.pop()
        else:
            keep[-1] = word == b"else" and not taken[-1]
    return bytes(out)


#: A table at file level, up to its brace in column 0: no statement of it ends with a semicolon.
_TABLE = lazy(rb"^\w[^;{}()#]*\]\s*=\s*\{(?:[^;]|;(?![ \t\r]*\n))*?^\}[ \t]*;", re.MULTILINE)
_ANY_DIRECTIVE = lazy(rb"^[ \t]*#(?:\\\r?\n|[^\n])*", re.MULTILINE)


def tables(data: bytes) -> bytes:
    """Tables with the entries of all ``#if`` branches: no grammar takes directives in them."""
    out = bytearray(data)
    for table in _TABLE.finditer(data):
        for match in _ANY_DIRECTIVE.finditer(data, *table.span()):
            erase(out, *match.span())
    return bytes(out)


#: ``#if`` between a function's parameters and its body.
_SPLIT = lazy(rb"\)[ \t]*\r?\n([ \t]*#[ \t]*if(?:n?def)?\b[^\n]*)\r?\n[ \t]*\{")


def split_bodies(data: bytes) -> bytes:
    """``f(..)`` / ``#if A`` / ``{..}`` / ``#else`` / ``{..}`` / ``#endif`` with its first body."""
    out = bytearray(data)
    for match in _SPLIT.finditer(data):
        depth, rest = 0, -1
        for found in _DIRECTIVE.finditer(data, match.start(1)):
            word = found[1]
            depth += word.startswith(b"if") - (word == b"endif")
            if rest < 0 and depth == 1 and word in (b"else", b"elif"):
                rest = found.start()
            if not depth:
                erase(out, *match.span(1))
                erase(out, found.start() if rest < 0 else rest, found.end())
                break
    return bytes(out)


#: The end of a branch whose last statement goes on behind ``#endif``.
_HANGING = lazy(rb"(?:\belse|\bif[ \t]*\([^;{}]*\))\s*(?:/\*[^\n]*\*/\s*|//[^\n]*\s*)?\Z")


def hanging(data: bytes) -> bytes:
    """``#if A`` / ``if (x) f(); else`` / ``#endif`` / ``g();`` as it reads where A holds."""
    out = bytearray(data)
    found = list(_DIRECTIVE.finditer(data))
    for first, second in pairwise(found):
        if not first[1].startswith(b"if") or second[1] != b"endif":
            continue
        if _HANGING.search(data, max(first.end(), second.start() - 400), second.start()):
            erase(out, *first.span())
            erase(out, *second.span())
    return bytes(out)


def erase(out: bytearray, start: int, end: int) -> None:
    for at in range(start, end):
        if out[at] not in b"\r\n":
            out[at] = 0x20
