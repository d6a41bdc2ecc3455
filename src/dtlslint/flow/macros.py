"""What a name in call position means: assertion, runtime check, no-return, macro of the file."""

from __future__ import annotations

import re
from collections import namedtuple

from ..contracts.macros import ALWAYS_ON, ASSERTIONS, LIKELY, NORETURN, RETURN_CHECKS
from ..patterns import IDENTIFIER, lazy
from .ownership_words import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .events import Operand

#: A function-like macro: parameter names and body, bytes as written with continuations joined.
Definition = namedtuple("Definition", "parameters body")

#: Macros of headers that return from the function that they stand in.
RETURNING = lazy(r"(?:\w+_)?(?:FUNC|DBUG|DEBUG|TRACE|LOG)_RETURN|RETURN|(?:PG|Py)_RETURN(?:_\w+)?")
_DEFINE = lazy(
    rb"^[ \t]*#[ \t]*define[ \t]+(\w+)(\([\w\s,.]*\))?[ \t]*((?:\\\r?\n|[^\n])*)", re.MULTILINE
)
_COMMENT = lazy(rb"/\*.*?\*/|//[^\n]*", re.DOTALL)
_CALLED = lazy(rb"\b([A-Za-z_]\w*)\s*\(")
_NOTHING = lazy(
    rb"\s*(?:\(*\s*(?:void\s*\)\s*)?\(*\s*(?:0|\w+)\s*\)*|do\s*\{\s*\}\s*while\s*\(\s*0\s*\))?\s*;?\s*"
)
_STEERS = lazy(rb"\b(?:return|goto|break|continue)\b")
_ENDS = lazy(rb"\b(?:abort|exit|_exit|__builtin_trap|terminate|std::abort|OPENSSL_die|panic)\s*\(")
# macros that stand for each other in a row
MAX_RENAMINGS = 3
# bytes of a macro's body that is expanded in place; 99.9 % of the corpus's are shorter
MAX_BODY = 1200


class Macros:
    """The lists of ``contracts.macros``, the user's additions, and the file's own definitions."""

    def __init__(
        self,
        data: bytes,
        assertions: frozenset[str] = frozenset(),
        always_on: frozenset[str] = frozenset(),
        known: object = None,
    ) -> None:
        self.assertions = ASSERTIONS | assertions
        self.always_on = ALWAYS_ON | always_on
        #: Assertions that the file itself defines.
        self.own_assertions: set[str] = set()
        self.noreturn: set[str] = set()
        self.functions: dict[str, Definition] = {}
        self.constants: dict[str, bytes] = {}
        #: What else a constant is in other configurations.
        self.alternatives: dict[str, list[bytes]] = {}
        #: Macros whose configurations have different bodies: what they do is never certain.
        self.varying: set[str] = set()
        self.names_of_interest = known
        asserts_run = b"#undef NDEBUG" in data
        if asserts_run:
            self.assertions -= {"assert"}
            self.always_on |= {"assert"}
        bodies: dict[str, list[Definition]] = {}
        if b"define" in data:
            self._read(data, bodies)
        for name, definitions in bodies.items():
            if len({definition.body for definition in definitions}) > 1:
                self.varying.add(name)
            self._classify(name, definitions)

    def _read(self, data: bytes, bodies: dict[str, list[Definition]]) -> None:
        for match in _DEFINE.finditer(data):
            name = match[1].decode()
            body = match[3].replace(b"\\\r\n", b" ").replace(b"\\\n", b" ")
            body = _COMMENT.sub(b" ", body).strip()
            if match[2] is None:
                if _STEERS.search(body):  # a statement in disguise
                    bodies.setdefault(name, []).append(Definition((), body))
                elif body:
                    if self.constants.get(name, body) != body:
                        self.alternatives.setdefault(name, []).append(self.constants[name])
                    self.constants[name] = body
                continue
            parameters = tuple(p.strip() for p in match[2][1:-1].split(b",") if p.strip())
            bodies.setdefault(name, []).append(Definition(parameters, body))

    def _classify(self, name: str, definitions: list[Definition]) -> None:
        """An assertion if some configuration's body is only a listed assertion of its argument."""
        listed = name in self.assertions or name in self.always_on
        empty = [d for d in definitions if _NOTHING.fullmatch(d.body)]
        if empty and len(empty) < len(definitions):
            if listed or any(_ENDS.search(d.body) for d in definitions):
                self.assertions |= {name}
                self.own_assertions.add(name)
                self.always_on -= {name}
                return
        for definition in definitions:
            called = _CALLED.match(definition.body.lstrip(b"(").removeprefix(b"do {").strip())
            inner = called[1].decode() if called else ""
            if inner in self.assertions and len(_CALLED.findall(definition.body)) == 1:
                self.assertions |= {name}
                self.own_assertions.add(name)
                self.always_on -= {name}
                return
            if inner in self.always_on and len(_CALLED.findall(definition.body)) == 1:
                self.always_on |= {name}
                return
        for definition in definitions:
            if _ENDS.search(definition.body) and b"if" in definition.body:
                if len(definition.parameters) >= 1 and not _NEGATIVE.search(definition.body):
                    continue
                self.always_on |= {name}
                self.assertions -= {name}
                return
        if not listed:
            self.functions[name] = (
                definitions[-1] if len(definitions) == 1 else _richest(definitions)
            )

    def is_assertion(self, name: str) -> bool:
        return name in self.assertions

    def is_always_on(self, name: str) -> bool:
        return name in self.always_on

    def is_return_check(self, name: str) -> bool:
        return name in RETURN_CHECKS

    def is_likely(self, name: str) -> bool:
        return name in LIKELY

    def is_noreturn(self, name: str, owner: str, arguments: tuple[Operand, ...]) -> bool:
        """Does the call never return: by its name, or by a ``*_FATAL`` argument?

        ``owner``: the object or the scope that the function is called of; a socket's ``abort()``
        comes back.
        """
        if name in self.noreturn or (name in NORETURN and owner in ("", "std", "QtPrivate")):
            return True
        if not owner and "RETURN" in name and RETURNING.fullmatch(name):
            return True
        for argument in arguments[:2]:
            if argument[0] == "place" and argument[1].endswith("FATAL"):
                return True
            if argument[0] == "bin" and argument[1] == "|":
                if any(a[0] == "place" and str(a[1]).endswith("FATAL") for a in argument[2:]):
                    return True
        return False

    def expands(self, name: str) -> bool:
        """Is it a macro of the file whose body is lowered in place?"""
        return name in self.functions and len(self.functions[name].body) <= MAX_BODY

    def renamed(self, name: str) -> str:
        """The function that ``#define name function`` stands for, or ``name`` itself."""
        for _ in range(MAX_RENAMINGS):
            body = self.constants.get(name, b"")
            if not IDENTIFIER.fullmatch(body):
                break
            name = body.decode()
        return name

    def definition(self, name: str) -> Definition:
        return self.functions[name]


def ends_by_name(name: str) -> bool:
    """Does the name of a function called for its effect say that it does not come back?"""
    found = words(name)
    return bool(found) and (found[0] in _LEAVING or found[-1] in _LEAVING)


_LEAVING = frozenset(("throw", "die", "panic", "bye", "croak", "longjmp"))
_NEGATIVE = lazy(rb"if\s*\(\s*(?:\w+\s*\(\s*)?!")


def _richest(definitions: list[Definition]) -> Definition:
    """Of several configurations' bodies, the one that steers, else the longest."""
    return max(definitions, key=lambda d: (bool(_STEERS.search(d.body)), len(d.body)))
