"""Which values the functions of an OpenSSL source tree return, as far as literals tell it.

``Sources(tree).results(name)`` follows ``return`` expressions, the local variables in them and
the calls that they hand on. Values are integers, ``NULL``, ``+`` for a variable that is counted
up, and ``?NAME`` for what no literal tells (a method pointer, an argument, an unknown call).
Both branches of every ``#if`` count. Functions that ASN.1 templates generate have no body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

FOLDERS = ("ssl", "crypto")
#: Files that only serve platforms or programs that clients do not link.
LEFT_OUT = re.compile(r"/(vms|win32|dllmain|ppccap|s390|sparc|uplink|arm|loongarch|riscv)[^/]*$")

_NOISE = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])+'", re.DOTALL)
_FUNCTION = re.compile(
    r"^(?!#|else|if|for|while|switch|return|typedef)(?P<head>[A-Za-z_][^;{}#()=]*?[\s*])?"
    r"\(?(?P<name>[A-Za-z_]\w*)\)?\s*\([^;{}#]*\)[^;{}#()]*\n\{(?P<body>.*?)^\}",
    re.DOTALL | re.MULTILINE,
)
_MACRO = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(\w+)\([^)]*\)[ \t]+((?:[^\n]*\\\n)*[^\n]*)", re.M)
_CONSTANT = re.compile(
    r"^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]+\(?(-?(?:0x[0-9a-fA-F]+|\d+))[UL]*\)?\s*$", re.M
)
_NUMBER = re.compile(r"[-+]?(?:0x[0-9a-fA-F]+|\d+)[uUlL]*")
_CAST = re.compile(
    r"\(\s*(?:const\s+)?(?:unsigned\s+|struct\s+)?\w+(?:\s+\w+)?[\s*]*\)\s*(?=[\w(&*-])"
)
_ENDED = re.compile(r"\breturn\b[^;]*;\s*$")
#: A local variable; parameters have values of their own.
_DECLARED = (
    r"(?:^|[;{{}}])\s*(?!return\b|goto\b|else\b)(?:const\s+|static\s+)?\w+(?:\s+\w+)*[\s*]+"
    r"(?:[^;()]*,\s*\**)?{name}\b\s*[=,;\[]"
)
_CALL = re.compile(r"(\w+)\s*\(")

#: Calls whose results are known without reading them, or lead nowhere.
KNOWN_CALLS: dict[str, frozenset[object]] = {
    "ossl_assert": frozenset((0, 1)),
    "RUN_ONCE": frozenset((0, 1)),
    "RUN_ONCE_ALT": frozenset((0, 1)),
    "CRYPTO_THREAD_write_lock": frozenset((0, 1)),
    "CRYPTO_THREAD_read_lock": frozenset((0, 1)),
    "OPENSSL_malloc": frozenset(("?", "NULL")),
    "OPENSSL_zalloc": frozenset(("?", "NULL")),
}
#: Calls that take a command, and the functions that switch on it.
SWITCHES = {
    "SSL_ctrl": ("SSL_ctrl", "ssl3_ctrl", "dtls1_ctrl"),
    "SSL_CTX_ctrl": ("SSL_CTX_ctrl", "ssl3_ctx_ctrl"),
    "SSL_callback_ctrl": ("SSL_callback_ctrl", "ssl3_callback_ctrl"),
    "SSL_CTX_callback_ctrl": ("SSL_CTX_callback_ctrl", "ssl3_ctx_callback_ctrl"),
}


def _quiet(match: re.Match[str]) -> str:
    text = match.group()
    return '""' if text[0] == '"' else "' '" if text[0] == "'" else " " + "\n" * text.count("\n")


def split_top(text: str, marks: str) -> list[str]:
    """``text`` cut at the characters of ``marks`` that stand outside brackets."""
    depth = 0
    parts = [""]
    for char in text:
        depth += (char in "([{") - (char in ")]}")
        if depth == 0 and char in marks:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def expression_at(text: str, start: int, ends: str = ";,") -> str:
    """The expression that begins at ``start``: up to one of ``ends`` or the bracket around it."""
    depth = 0
    for place in range(start, len(text)):
        char = text[place]
        depth += (char in "([{") - (char in ")]}")
        if depth < 0 or (depth == 0 and char in ends):
            return text[start:place]
    return text[start:]


def case_text(body: str, command: str) -> str:
    """What a ``switch`` in ``body`` does for ``command``, up to its ``break``; '' if nothing."""
    label = re.search(rf"\bcase {command}:", body)
    if label is None:
        return ""
    rest = body[label.end() :]
    depth = 0
    for match in re.finditer(r"[{}]|\bbreak;|\bcase \w+:|\bdefault:", rest):
        mark = match.group()
        depth += (mark == "{") - (mark == "}")
        done = rest[: match.start()].rstrip()
        after_exit = re.search(r"\breturn\b[^;]*;\s*\}?\s*$|\bgoto \w+;\s*$", done)
        if depth < 0 or (depth == 0 and (mark == "break;" or (mark[0] in "cd" and after_exit))):
            return done
    return rest


class Sources:
    """The functions and macros of one source tree; bodies are looked at when asked for."""

    def __init__(self, tree: Path) -> None:
        self.bodies: dict[tuple[str, str], str] = {}
        self.home: dict[str, str] = {}
        self.macros: dict[str, str] = {}
        self.heads: dict[str, str] = {}
        self.constants: dict[str, int] = {}
        self._memo: dict[tuple[str, str], frozenset[object]] = {}
        for folder in FOLDERS:
            for path in sorted((tree / folder).rglob("*.c")):
                if not LEFT_OUT.search(str(path)):
                    self._read(path, str(path.relative_to(tree)))
        for pattern in ("include/openssl/*.h", "include/openssl/*.h.in"):
            for path in sorted(tree.glob(pattern)):
                text = _NOISE.sub(_quiet, path.read_text("utf-8", "replace"))
                for name, number in _CONSTANT.findall(text):
                    self.constants.setdefault(name, int(number, 0))
                for name, body in _MACRO.findall(text):
                    self.macros.setdefault(name, " ".join(body.replace("\\\n", " ").split()))

    def _read(self, path: Path, shown: str) -> None:
        text = _NOISE.sub(_quiet, path.read_text("utf-8", "replace"))
        for match in _FUNCTION.finditer(text):
            name, head = match["name"], match["head"] or ""
            body = re.sub(r"^[ \t]*#[^\n]*(?:\\\n[^\n]*)*", "", match["body"], flags=re.MULTILINE)
            self.bodies.setdefault((shown, name), body)
            if "static" not in head.split():
                self.home.setdefault(name, shown)
                self.heads.setdefault(name, " ".join(head.split()))

    def place(self, name: str) -> str:
        """The file that defines ``name``, ``macro``, or ''."""
        return self.home.get(name) or ("macro" if name in self.macros else "")

    def results(self, name: str, file: str = "") -> frozenset[object]:
        """The values that ``name`` can return; ``?NAME`` if it has no body."""
        if name in KNOWN_CALLS:
            return KNOWN_CALLS[name]
        file = file if (file, name) in self.bodies else self.home.get(name, "")
        if (file, name) in self._memo:
            return self._memo[file, name]
        self._memo[file, name] = frozenset()  # a cycle adds nothing
        if file:
            found = frozenset(self._body_results(self.bodies[file, name], file))
        elif name in self.macros:
            found = frozenset(self._macro_results(self.macros[name]))
        else:
            found = frozenset((f"?{name}",))
        self._memo[file, name] = found
        return found

    def _macro_results(self, text: str) -> Iterator[object]:
        call = re.match(r"(?:\(\s*\w+[\s*]*\)\s*)?\(?(\w+)\s*\(\s*\(?\w+\)?\s*,\s*(\w+)", text)
        called, command = call.groups() if call else ("", "")
        for handler in SWITCHES.get(called, ()):
            home = self.home.get(handler, "")
            body = self.bodies.get((home, handler), "")
            part = case_text(body, command)
            if part:
                ends = "" if _ends_in_return(part) else body[body.rindex("return") :]
                start = "" if re.search(r"^[^{}]*\bret = ", part) else "ret = 0; "
                yield from self._body_results(f"{start}{part}; {ends}", home)
                return
        yield from self._resolve(text, "", "", ())

    def _body_results(self, body: str, file: str) -> Iterator[object]:
        for match in re.finditer(r"\breturn\b", body):
            expression = expression_at(body, match.end()).strip()
            if expression:
                yield from self._resolve(expression, body, file, ())

    def _resolve(self, text: str, body: str, file: str, seen: tuple[str, ...]) -> Iterator[object]:
        text = _stripped(text)
        choice = split_top(text, "?")
        if len(choice) > 1:
            branches = "?".join(choice[1:])
            for part in _branches(branches):
                yield from self._resolve(part, body, file, seen)
            return
        call = _CALL.match(text)
        if _NUMBER.fullmatch(text):
            yield int(text.rstrip("uUlL"), 0)
        elif text in self.constants:
            yield self.constants[text]
        elif text == "NULL":
            yield "NULL"
        elif text.startswith("!") or any(
            len(re.split(mark, _outside(text))) > 1
            for mark in (r"\|\||&&", r"[=!<>]=|(?<![-<>])[<>](?![<>])")
        ):
            yield from (0, 1)
        elif call and expression_at(text, call.end(), "") == text[call.end() : -1]:
            yield from self.results(call.group(1), file)
        elif re.fullmatch(r"\w+", text) and text not in seen:
            yield from self._variable(text, body, file, (*seen, text))
        elif text not in seen:
            yield f"?{text[:30]}"

    def _variable(self, name: str, body: str, file: str, seen: tuple[str, ...]) -> Iterator[object]:
        known = False
        for match in re.finditer(rf"(?<![\w.>]){name}\s*=(?!=)", body):
            known = True
            yield from self._resolve(expression_at(body, match.end()), body, file, seen)
        if re.search(rf"(?<![\w.>]){name}\s*(\+\+|--|[-+|*&]=)", body):
            yield "+"
        declared = re.search(_DECLARED.format(name=name), body)
        if re.search(rf"&{name}\b(?!\s*[-.[])", body) or not known or not declared:
            yield f"?{name}"


def _ends_in_return(part: str) -> bool:
    """Whether the statements ``part``, perhaps in braces, end with a ``return`` of their own."""
    text = part.strip()
    block = text.startswith("{") and text.endswith("}")
    return bool(_ENDED.search(text.rstrip("} \n") if block else text))


def _stripped(text: str) -> str:
    """``text`` without casts in front, and without brackets around all of it."""
    text = " ".join(text.split())
    while True:
        before = text
        text = _CAST.sub("", text, count=1) if _CAST.match(text) else text
        if text.startswith("(") and expression_at(text, 1, "") == text[1:-1]:
            text = text[1:-1].strip()
        if text == before:
            return text


def _outside(text: str) -> str:
    """``text`` with everything in brackets left out."""
    depth = 0
    kept = ""
    for char in text:
        depth += char in "(["
        kept += char if depth == 0 else ""
        depth -= char in ")]"
    return kept


def _branches(text: str) -> list[str]:
    """The two ends of ``a : b``, where ``a`` may hold a conditional expression of its own."""
    parts = split_top(text, ":")
    return (
        [":".join(parts[:-1]) if "?" in parts[0] else parts[0], ":".join(parts[1:])]
        if (len(parts) > 1)
        else parts
    )
