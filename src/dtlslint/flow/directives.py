"""Every ``#if`` group of a file: its branches, their conditions, the versions that reach them.

Directives are read line by line, not from the tree: grammars lose those that cut a statement in
two. ``Directives`` answers by byte offset.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from ..patterns import lazy
from . import version_sets as sets
from .guard_conditions import evaluate, names_of, parse
from .guard_names import LIBRARIES, GuardNames
from .literals import integer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..diagnostics import Span
    from .guard_conditions import Node
    from .version_sets import Truth

_DIRECTIVE = lazy(
    rb"^[ \t]*(#[ \t]*(ifdef|ifndef|if|elifdef|elifndef|elif|else|endif|define|undef|error)\b"
    rb"((?:\\\r?\n|[^\n])*))",
    re.MULTILINE,
)
_COMMENT = lazy(rb"/\*.*?(?:\*/|\Z)|//.*", re.DOTALL)
_NAME = lazy(rb"\s*([A-Za-z_]\w*)(\()?")
_ELSE: Node = ("int", 1, "")
#: Names that make a group one over versions; the project's own are added.
_GUARDS = lazy(
    r"(?:OPENSSL|SSLEAY|LIBRESSL)_VERSION|OPENSSL_API_(?:COMPAT|LEVEL)|LIBRESSL|BORINGSSL|AWSLC"
    r"|OPENSSL_NO_DEPRECATED|OPENSSL_PREREQ|opensslv\d"
)
_ASKS = lazy(
    r"(?:OPENSSL|SSLEAY|LIBRESSL)_VERSION_|^OPENSSL_API_(?:COMPAT|LEVEL)$|^OPENSSL_IS_(?:BORINGSSL|AWSLC)$"
)
#: What builds and headers define where a feature is there.
_FEATURES = lazy(
    r"(?:\w*_)?(?:HAVE|HAS)_(?!\w*_H$|(?:LIB)?(?:OPEN)?(?:SSL|TLS)$|(?:LIB)?CRYPTO$)"
    r"|(?!OPENSSL_VERSION|OPENSSL_NO_|OPENSSL_IS)(?:OPENSSL|SSL|TLS\d*|DTLS|EVP|X509|BIO|NID|SN|LN"
    r"|ERR|OSSL|CRYPTO|EC|RSA)_"
)


class Branch:
    """``#if`` and what it holds. ``span`` is the directive's, ``start``..``end`` the content's.

    ``word`` is the directive's (``if``, ``else``, ..); ``extra``: ``#ifdef`` followed by more than
    a name. ``error``: the branch holds an ``#error``.
    """

    __slots__ = (
        "condition", "end", "error", "extra", "group", "index", "meanings", "regions", "span",
        "start", "word",
    )  # fmt: skip

    def __init__(self, group: Group, word: str, span: Span, condition: Node) -> None:
        self.group = group
        self.index = len(group.branches)
        self.word = word
        self.span = span
        self.start = self.end = span[1]
        self.condition = condition
        self.extra = False
        self.error = False
        self.regions: list[Truth | None] = [None, None]
        self.meanings: list[Truth | None] = [None, None]


class Group:
    """``#if`` .. ``#endif``; ``outer`` is the branch around it, or None."""

    __slots__ = ("branches", "end", "outer")

    def __init__(self, outer: Branch | None) -> None:
        self.outer = outer
        self.branches: list[Branch] = []
        self.end = 0

    @property
    def has_else(self) -> bool:
        return self.branches[-1].word == "else"


class Directives:
    """The groups of a file. ``listed``: guard names of the project.

    ``definitions``: macro -> (offset, body) of each ``#define`` without parameters; ``functions``:
    spans of those with parameters.
    """

    def __init__(self, data: bytes, is_code: Callable[[int], bool], listed: frozenset[str]) -> None:
        self.data = data
        self.listed = listed
        self.groups: list[Group] = []
        self.definitions: dict[str, list[tuple[int, str]]] = {}
        self.functions: dict[str, list[Span]] = {}
        self.undefined: set[str] = set()
        self._offsets: list[int] = [0]
        self._at: list[Branch | None] = [None]
        self._names = GuardNames(self, False), GuardNames(self, True)
        self._guards: dict[int, bool] = {}
        self._read(is_code)

    # -- questions

    def branch(self, offset: int) -> Branch | None:
        """The innermost branch that holds a byte."""
        return self._at[bisect_right(self._offsets, offset) - 1]

    def around(self, offset: int) -> Iterator[Branch]:
        """Every branch that holds a byte, the innermost first."""
        branch = self.branch(offset)
        while branch is not None:
            yield branch
            branch = branch.group.outer

    def region(self, offset: int, usual: bool = False) -> Truth:
        """The versions whose preprocessor surely, or maybe, lets this byte through.

        ``usual``: in a usual build for the newest version (see ``GuardNames``).
        """
        branch = self.branch(offset)
        return sets.TRUE if branch is None else self.reached(branch, usual)

    def reached(self, branch: Branch, usual: bool = False) -> Truth:
        """The versions that reach a branch."""
        known = branch.regions[usual]
        if known is None:
            before = self.left(branch.group, branch.index, usual)
            known = branch.regions[usual] = sets.both(before, self.meaning(branch, usual))
        return known

    def between(self, offset: int, at: int, usual: bool) -> Truth:
        """The versions that reach ``offset``, given that ``at`` is reached."""
        found = sets.TRUE
        branch = self.branch(offset)
        while branch is not None and not branch.start <= at < branch.end:
            found = sets.both(found, self.meaning(branch, usual))
            for earlier in branch.group.branches[: branch.index]:
                found = sets.both(found, sets.negation(self.meaning(earlier, usual)))
            branch = branch.group.outer
        return found

    def fills_in(self, name: str, offset: int) -> bool:
        """Is the definition at ``offset`` made only where nobody else made one?"""
        branch = self.branch(offset)
        return branch is not None and branch.condition == ("not", ("defined", name))

    def left(self, group: Group, count: int, usual: bool = False) -> Truth:
        """The versions that none of the first ``count`` branches of a group takes."""
        rest = sets.TRUE if group.outer is None else self.reached(group.outer, usual)
        for earlier in group.branches[:count]:
            rest = sets.both(rest, sets.negation(self.meaning(earlier, usual)))
        return rest

    def meaning(self, branch: Branch, usual: bool = False) -> Truth:
        """Where the branch's own condition holds."""
        known = branch.meanings[usual]
        if known is None:
            names = self._names[usual]
            names.at, at = branch.span[0], names.at
            known = branch.meanings[usual] = evaluate(branch.condition, names)
            names.at = at
        return known

    def mentions_version(self, branch: Branch) -> bool:
        """Does the branch's own condition ask for a version, or for which library it is?"""
        return any(_ASKS.search(name) for name in names_of(branch.condition))

    def tests_feature(self, branch: Branch) -> bool:
        """Is the branch compiled only where the build found something of the library?"""
        stack = [(branch.condition, True)]
        while stack:
            node, truth = stack.pop()
            if node[0] == "not":
                stack.append((node[1], not truth))
            elif node[0] in ("and", "or"):
                stack += ((part, truth) for part in node[1:])
            elif truth and node[0] in ("defined", "name") and _FEATURES.match(node[1]):
                return True
        return False

    def depends_on_library(self, offset: int) -> bool:
        """Is the line there for some versions of the library only, or for lack of a feature?"""
        for branch in self.around(offset):
            group = branch.group
            if self.is_guard(group) or any(self.tests_feature(other) for other in group.branches):
                return True
        return False

    def names_library(self, branch: Branch | None) -> bool:
        """Do the conditions that lead to a branch mention another library?"""
        while branch is not None:
            for other in branch.group.branches:
                if any(LIBRARIES.search(name) for name in names_of(other.condition)):
                    return True
            branch = branch.group.outer
        return False

    def is_guard(self, group: Group) -> bool:
        """Is it a group over versions of the library?"""
        known = self._guards.get(id(group))
        if known is None:
            known = self._guards[id(group)] = any(
                name in self.listed or _GUARDS.search(name) or self._stands_for_version(name)
                for branch in group.branches
                for name in names_of(branch.condition)
            )
        return known

    def _stands_for_version(self, name: str) -> bool:
        """Does the file define the name in some versions only?"""
        if name not in self.definitions:
            return False
        names = self._names[0]
        names.at = len(self.data)
        surely, maybe = names.defined(name)
        return surely == maybe and surely != sets.ALL

    def constant(self, name: str) -> int | None:
        """A macro that the file defines, once, as a plain number."""
        own = self.definitions.get(name, ())
        return integer(own[0][1].strip("() ")) if len(own) == 1 else None

    def macro(self, name: str) -> tuple[tuple[str, ...], str] | None:
        """The parameters and the body of a macro that the file, and nobody else, defines once."""
        spans = self.functions.get(name, ())
        if len(spans) != 1 or self.fills_in(name, spans[0][0]):
            return None
        head, _, body = self.data[slice(*spans[0])].partition(b")")
        names = head.partition(b"(")[2].decode("utf-8", "replace")
        return tuple(part.strip() for part in names.split(",")), self._condition_text(body)

    # -- reading

    def _read(self, is_code: Callable[[int], bool]) -> None:
        open_: list[Branch] = []
        for match in _DIRECTIVE.finditer(self.data):
            word = match[2].decode()
            if word in ("define", "undef", "error"):
                self._note(word, match, open_, is_code)
            elif is_code(match.start(1)):
                self._turn(word, match, open_)
        while open_:
            self._close(open_, len(self.data))

    def _note(
        self, word: str, match: re.Match[bytes], open_: list[Branch], is_code: Callable[[int], bool]
    ) -> None:
        if word == "error":
            if open_ and is_code(match.start(1)):
                open_[-1].error = True
            return
        name = _NAME.match(match[3])
        if name is None:
            return
        if word == "undef":
            self.undefined.add(name[1].decode())
        elif name[2]:
            self.functions.setdefault(name[1].decode(), []).append(match.span(1))
        else:
            body = self._condition_text(match[3][name.end() :])
            self.definitions.setdefault(name[1].decode(), []).append((match.start(1), body))

    @staticmethod
    def _condition_text(raw: bytes) -> str:
        if b"\\" in raw:
            raw = raw.replace(b"\\\r\n", b" ").replace(b"\\\n", b" ")
        if b"/" in raw:
            raw = _COMMENT.sub(b" ", raw)
        return raw.decode("utf-8", "replace").strip()

    def _turn(self, word: str, match: re.Match[bytes], open_: list[Branch]) -> None:
        span = match.start(1), match.end(1)
        if word[:2] != "if" and not open_:
            return  # an #else of nothing
        if word == "endif":
            self._close(open_, span[0])
            return
        condition, extra = _ELSE, False
        if word != "else":
            condition, extra = self._condition(word, self._condition_text(match[3]))
        if word[:2] == "if":
            group = Group(open_[-1] if open_ else None)
            self.groups.append(group)
        else:
            last = open_.pop()
            last.end = span[0]
            group = last.group
        branch = Branch(group, word, span, condition)
        branch.extra = extra
        group.branches.append(branch)
        open_.append(branch)
        self._mark(span[1], branch)

    @staticmethod
    def _condition(word: str, text: str) -> tuple[Node, bool]:
        if not word.endswith("def"):
            return parse(text), False
        words = text.split(None, 1)
        node: Node = ("defined", words[0]) if words else ("text", "")
        extra = len(words) > 1 and words[1][:1] in "<>=!&|("
        return ("not", node) if word.endswith("ndef") else node, extra

    def _close(self, open_: list[Branch], at: int) -> None:
        branch = open_.pop()
        branch.end = branch.group.end = at
        self._mark(at, open_[-1] if open_ else None)

    def _mark(self, offset: int, branch: Branch | None) -> None:
        self._offsets.append(offset)
        self._at.append(branch)
