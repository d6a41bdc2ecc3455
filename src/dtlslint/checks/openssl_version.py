"""openssl-version: code that depends on which OpenSSL it meets (DTL501-504).

Which versions reach a line is known from the file's directives alone. Only functions that ask for
the version at run time are walked.
"""

from __future__ import annotations

import re

from ..contracts import versions
from ..contracts.cells import ZERO
from ..diagnostics import NOTE, WARNING, Rule
from ..flow import version_sets as sets
from ..flow.guard_names import COMPARED
from ..flow.state import CMP, EXPR, IN, SYM
from ..flow.uses import Uses
from ..patterns import lazy
from .guard_divergence import DIVERGES, Divergences
from .version_guards import BROKEN, broken_guards

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..contracts.version_facts import VersionFacts
    from ..diagnostics import Finding, Span
    from ..flow.events import Branch, Call
    from ..flow.path import Path
    from ..flow.state import Value
    from ..flow.version_sets import Ranges
    from .run import File

_HOOK = "openssl-version"
DEPRECATED = Rule(
    "DTL501",
    "deprecated-api",
    _HOOK,
    WARNING,
    "{callee} is {state} OpenSSL {release}{instead}",
    477,
)
UNAVAILABLE = Rule(
    "DTL502", "unavailable-api", _HOOK, WARNING,
    "{callee} came with OpenSSL {since}, and {lowest} is supported", 1103,
)  # fmt: skip
RULES = (DEPRECATED, UNAVAILABLE, DIVERGES, BROKEN)

_INCLUDE = lazy(rb"^[ \t]*#[ \t]*include[ \t]*[<\"]([^>\"\n]+)[>\"]", re.MULTILINE)
#: Primitives that many programs have an implementation of their own of, under the same names.
_PRIMITIVE = lazy(r"(MD[245]|SHA\d*|AES|DES|RC[245]|BF|CAST|IDEA|SEED|RIPEMD160|Camellia)(?:_|$)")
_HEADERS = {"BF": b"blowfish", "RIPEMD160": b"ripemd", "Camellia": b"camellia"}
_LOCAL = lazy(rb"(?:^|/)[\w.-]*(?:md[245]|sha\d*|aes|des|rc4|blowfish|ripemd)[\w.-]*$", re.I)


def _is_imitation(data: bytes) -> bool:
    """Does the file take the names of OpenSSL from wolfSSL?"""
    return b"<wolfssl/" in data and b"<openssl/" not in data


def _is_own(name: str, data: bytes) -> bool:
    """Does the file take MD5, SHA, AES and the like from somewhere else than OpenSSL?"""
    primitive = _PRIMITIVE.match(name)
    if primitive is None:
        return False
    family = _HEADERS.get(primitive[1]) or primitive[1].lower().rstrip("0123456789").encode()
    headers = [match[1] for match in _INCLUDE.finditer(data)]
    if any(header.startswith(b"openssl/" + family) for header in headers):
        return False
    if any(not header.startswith(b"openssl/") and _LOCAL.search(header) for header in headers):
        return True
    return not any(b"ssl" in header.lower() or b"crypt" in header.lower() for header in headers)


class Check:
    def __init__(self, file: File) -> None:
        self.file = file
        self.unit = file.unit
        self.directives = file.unit.directives(frozenset(file.options.guards))
        highest = file.options.highest_openssl or "3.0"
        self.highest = versions.number(highest)
        #: What "the highest version" is on the line of versions.
        self.newest: Ranges = (sets.series(highest),)
        self.lowest = file.options.lowest_openssl
        self.supported: Ranges = sets.since(self.lowest) if self.lowest else sets.OPENSSL
        self.findings: dict[tuple[str, Span], Finding] = {}
        self.divergences = Divergences(file, self.directives, self.supported)
        self.imitated = _is_imitation(self.unit.original)
        self._facts: dict[str, VersionFacts | None] = {}
        #: Numbers of the calls in the walked function that ask for the version.
        self.asks: set[int] = set()

    def begin(self, path: Path) -> bool:
        function = path.function
        self.divergences.function(path)
        self.asks = {call.number for call in function.calls if self._asks(call)}
        low, high = function.body
        if self.asks or self.unit.data.find(b"SSL_VERSION_", low, high) >= 0:
            uses = Uses(function)
            asking = [call for call in function.calls if call.number in self.asks]
            if uses.compares(COMPARED) or any(uses.is_compared(call) for call in asking):
                return True
        for call in function.calls:
            self._judge(call, sets.ALL)
        return False

    def _asks(self, call: Call) -> bool:
        if "ersion" not in call.callee and "SSLeay" not in call.callee:
            return False
        contract = self.file.contracts.get(call.callee)
        return contract is not None and "version" in contract.tags

    # -- tests at run time

    def on_test(
        self, path: Path, branch: Branch, value: Value, side: int, other: int, exact: bool
    ) -> None:
        del branch, other, exact
        if isinstance(value, int) or value[0] != CMP or not isinstance(value[3], int):
            return
        _, sign, left, k = value
        if not isinstance(left, int) and left[:2] == (EXPR, ">>") and isinstance(left[3], int):
            step = left[3]  # version >> 28 >= 3
            left = left[2]
            k = (k << step) + ((1 << step) - 1 if sign in (">", "<=") else 0)
        if isinstance(left, int):
            return
        if not (left[0] == SYM and left[1] in self.asks or left[0] == IN and left[1] in COMPARED):
            return
        kept = sets.by_number(sign, k) if k > 0xFFFF else sets.by_major(sign, k)
        if side == ZERO:
            kept = sets.complement(kept)
        path.put("version", 0, sets.intersect(path.get("version", 0) or sets.ALL, kept))

    def on_call(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        del args, result
        self._judge(call, path.get("version", 0) or sets.ALL)

    # -- DTL501, DTL502

    def _judge(self, call: Call, running: Ranges) -> None:
        """``running``: the versions that tests at run time leave."""
        facts = self._known(call)
        if facts is None:
            return
        for where in self._places(call):
            if facts.deprecated or facts.removed:
                self._deprecated(call, facts, running, where)
            if facts.since and self.lowest:
                self._unavailable(call, facts, running, where)

    def _known(self, call: Call) -> VersionFacts | None:
        name = call.callee
        if call.receiver or not name or call.qualified.removeprefix("::") != name:
            return None
        if name not in self._facts:
            self._facts[name] = self._find(name)
        return self._facts[name]

    def _find(self, name: str) -> VersionFacts | None:
        if name in self.unit.function_names or name in self.directives.functions:
            return None  # silent: the program's own
        if name in self.directives.definitions:
            return None  # silent: a macro that gives an old library the new name, or the reverse
        contract = self.file.contracts.get(name)
        facts = versions.facts(name if contract is None else contract.name)
        if facts is None and contract is None:
            for prefix in ("q_", *self.file.options.prefixes):
                if name.startswith(prefix):
                    facts = versions.facts(name.removeprefix(prefix))
        if self.imitated or facts is not None and _is_own(facts.name, self.unit.original):
            return None
        return facts

    def _places(self, call: Call) -> Iterator[tuple[int, ...]]:
        """Every offset whose guards count for a call: its own, and that of the macro it is in."""
        start, end = call.span
        text = self.unit.data[start : start + len(call.qualified)]
        macro = re.match(rb"\w+", self.unit.data[start:end])
        own = self.directives.functions.get(macro[0].decode()) if macro else None
        if macro and own is None and text != call.qualified.encode():
            for offset, body in self.directives.definitions.get(macro[0].decode(), ()):
                if body == call.callee:  # another name for it, in some configuration
                    yield start, offset
                    return
        if own is None or text == call.qualified.encode():
            yield (start,)
            return
        called = re.compile(rb"\b%b\b" % re.escape(call.callee.encode()))
        if called.search(self.unit.data, *call.span):
            yield (start,)  # among the macro's arguments
            return
        for low, high in own:
            if called.search(self.unit.original, low, high):
                yield start, low

    def _reach(self, where: tuple[int, ...], running: Ranges) -> Ranges:
        for offset in where:
            running = sets.intersect(running, self.directives.region(offset, True)[1])
        return running

    def _deprecated(
        self, call: Call, facts: VersionFacts, running: Ranges, where: tuple[int, ...]
    ) -> None:
        removed = bool(facts.removed) and versions.number(facts.removed) <= self.highest
        if not removed and not (
            facts.deprecated and versions.number(facts.deprecated) <= self.highest
        ):
            return
        if not sets.intersect(self._reach(where, running), self.newest):
            return  # silent: a guard keeps the call from the highest version
        finding = DEPRECATED.at(
            call.span,
            severity=NOTE if facts.rename and not removed else WARNING,
            callee=call.callee,
            state="gone since" if removed else "deprecated since",
            release=facts.removed if removed else facts.deprecated,
            instead=f"; use {facts.replaced_by}" if facts.replaced_by else "",
        )
        self.findings.setdefault((DEPRECATED.code, call.span), finding)

    def _unavailable(
        self, call: Call, facts: VersionFacts, running: Ranges, where: tuple[int, ...]
    ) -> None:
        lacking = sets.intersect(self.supported, sets.before(facts.since))
        lacking = sets.intersect(lacking, sets.RELEASED)
        if not sets.intersect(self._reach(where, running), lacking):
            return
        if any(self._feature_tested(offset) for offset in where):
            return  # silent: the build asked whether the function is there
        finding = UNAVAILABLE.at(
            call.span, callee=call.callee, since=facts.since, lowest=self.lowest
        )
        self.findings.setdefault((UNAVAILABLE.code, call.span), finding)

    def _feature_tested(self, offset: int) -> bool:
        """Is the line under ``#ifdef HAVE_.. `` or ``#ifdef TLS1_3_VERSION``?"""
        branch = self.directives.branch(offset)
        while branch is not None:
            if self.directives.tests_feature(branch):
                return True
            branch = branch.group.outer
        return False

    # -- the file as a whole

    def finish(self) -> list[Finding]:
        found = [*self.findings.values(), *self.divergences.finish()]
        found += broken_guards(self.directives, self.supported, self.lowest)
        return found
