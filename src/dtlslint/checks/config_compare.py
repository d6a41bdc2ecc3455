"""Comparisons of secrets that stop at the first difference (DTL605).

A side is a secret by the words of its name or by the call that filled it; the other side must not
be a literal or a constant, and neither may be something that anybody may see.
"""

from __future__ import annotations

import re

from ..contracts import secrets
from ..flow.events import Assign, Branch, Call, Convert
from ..flow.ownership_words import words
from ..flow.uses import only_equality, where_nonzero
from .compare_fixes import fixes
from .config_rules import TIMING
from .secret_changes import asks_for_change
from .secret_names import (
    by_name,
    compared,
    compares,
    constant_name,
    elements,
    guarded_by,
    is_hardware,
    is_scalar,
    judges_token,
    opens_sealed,
    plain,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Finding, Span
    from ..flow.events import Function, Operand
    from ..flow.path import Path
    from .run import File

#: Methods that hand out what an object holds.
_GETTERS = frozenset((
    "data", "constData", "c_str", "begin", "cbegin", "end", "cend", "get", "toStdString",
    "toLatin1", "toUtf8", "toLocal8Bit", "str", "bytes", "front", "value", "trimmed", "toLower",
    "toHex", "digest",
))  # fmt: skip
_TEXTS = ("char *", "char*", "gchar *")
#: Methods that return an object that holds bytes.
_MAKERS = frozenset(("value", "toHex", "trimmed", "digest", "final", "finish", "result"))


class Compare:
    """Looks once at every event of a function; no path is followed."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.calls: dict[str, Call] = {}
        #: Place -> what a call filled it with; place -> every operand that is assigned to it.
        self.filled: dict[str, str] = {}
        self.assigned: dict[str, list[Operand]] = {}
        #: Place -> the calls whose results are stored there, with the offset.
        self.answers: dict[str, list[tuple[int, Call]]] = {}
        #: Where the comparison stands.
        self.at = 0
        self.function: Function
        #: The secret that the function checks, as its name says, or "".
        self.guarded = ""
        #: The name may mean an order as well: then only equality is looked at.
        self.orders = False
        self.findings: list[Finding] = []
        self._containers: frozenset[str] | None = None

    def begin(self, path: Path) -> bool:
        """Judge the comparisons of the function; no walk is needed for that."""
        function = path.function
        guarded = guarded_by(function)
        ordering = secrets.ORDERING_WORDS.intersection(words(function.qualified))
        if not ordering <= secrets.VERDICT_WORDS:
            return False
        calls = any(compares(call) for call in function.calls)
        bytewise = [branch for branch in function.ends(Branch) if elements(branch.condition)]
        if calls or path.unit.is_cpp or bytewise:
            self.function = function
            self.guarded = guarded
            self.orders = bool(ordering)
            self.calls = {f"%{call.number}": call for call in function.calls}
            self.filled = {}
            self.assigned = {}
            self.answers = {}
            for call in function.calls:
                self._fill(call)
            operators = self._collect(path.unit.is_cpp)
            for branch in bytewise:
                self._report(branch, elements(branch.condition))
            for call in function.calls:
                if compares(call):
                    self._compare(call)
            for operand, span in operators:
                self._operator(operand, span)
        return False

    def _collect(self, is_cpp: bool) -> list[tuple[Operand, Span]]:
        """Note the assignments; in C++ return the comparisons by operators."""
        found: list[tuple[Operand, Span]] = []
        for block in self.function.blocks:
            for event in block.events:
                if isinstance(event, Assign) and event.op == "=":
                    self.assigned.setdefault(event.place, []).append(event.value)
                    call = self.calls.get(str(event.value[-1]))
                    if call is not None:
                        self.answers.setdefault(event.place, []).append((event.span[0], call))
                elif is_cpp and isinstance(event, Convert):
                    found.append((event.value, event.span))
            if is_cpp and isinstance(block.end, Branch):
                found.append((block.end.condition, block.end.span))
        return found

    # -- calls

    def _compare(self, call: Call) -> None:
        if call.receiver:
            if call.callee in secrets.METHOD_COMPARES and len(call.args) == 1:
                self._judge(call, [("place", call.receiver), call.args[0]], None)
            return
        positions = compared(call.callee)
        if positions is None:
            whole = len(call.args) == 2  # std::ranges::equal(a, b)
            positions = (1, 2, 0) if whole else (*secrets.RANGE_COMPARES[call.callee], 0)
        if max(positions[:2]) > len(call.args):
            return
        left, right, length = positions
        measure = call.args[length - 1] if 0 < length <= len(call.args) else None
        if measure is not None and is_hardware(measure):
            return
        self._judge(call, [call.args[left - 1], call.args[right - 1]], measure)

    def _judge(self, call: Call, sides: list[Operand], measure: Operand | None) -> None:
        if self.orders and not only_equality(self.function, f"%{call.number}"):
            return
        self.at = call.span[0]
        what = self._what(sides)
        if not what and measure is not None:
            what = self._by_length(sides, measure) or self._by_pair(sides)
            what = what or judges_token(self.function.name, list(map(self._name, sides)))
            what = what or self._by_function(sides)
        if not what and measure is not None and self._wipes(call):
            fixed = any(side[0] == "str" or self._is_constant(self._name(side)) for side in sides)
            what = "" if fixed else "a check value"
        if what and not asks_for_change(self.function, call, sides):
            fix = fixes(self.file, self.function, call)
            self.findings.append(TIMING.at(call.span, callee=call.callee, what=what, fixes=fix))

    def _wipes(self, call: Call) -> bool:
        """Is something wiped where the two differ: the verdict of an integrity check?"""
        return any(
            isinstance(event, Call) and secrets.WIPES.search(event.callee)
            for block in where_nonzero(self.function, f"%{call.number}")
            for event in block.events
        )

    def _fill(self, call: Call) -> None:
        """Note what the call writes into its arguments."""
        contract = self.file.contracts.get(call.callee) if not call.receiver else None
        if contract is None:
            names = [self._name(operand) for operand in call.args]
            if any(self.filled.get(name) == "public" for name in names[1:]):
                self.filled.setdefault(names[0], "public")  # its hexadecimal spelling
            if not secrets.MAC_MAKER_WORDS.isdisjoint(words(call.callee)):
                for operand in call.args:
                    name = self._name(operand)
                    variable = self.function.variables.get(name)
                    if operand[0] == "addr" or (variable is not None and variable.is_array):
                        self.filled.setdefault(name, "a MAC")
            return
        outputs = contract.args_with_role("digest_out")
        what = "a MAC" if "mac" in contract.tags else "ambiguous"
        if contract.name in secrets.FINGERPRINTS:
            what = "public"
        if contract.name in secrets.SECRET_GETTERS:
            outputs, what = (secrets.SECRET_GETTERS[contract.name],), "a secret"
        elif contract.name in secrets.TAG_MAKERS:
            outputs, what = (secrets.TAG_MAKERS[contract.name],), "a MAC"
        elif not outputs and not secrets.SIGNING_TAGS.isdisjoint(contract.tags):
            outputs, what = contract.args_with_role("out_buffer"), "a MAC"
        elif not outputs and not secrets.SECRET_TAGS.isdisjoint(contract.tags):
            outputs, what = contract.args_with_role("out_buffer"), "a derived secret"
        for arg in outputs:
            if arg <= len(call.args):
                self.filled[self._name(call.args[arg - 1])] = what

    # -- operators

    def _operator(self, condition: Operand, span: Span) -> None:
        """``cookie == expected`` of objects that hold bytes."""
        if condition[0] != "bin" or condition[1] not in ("==", "!="):
            return
        sides = list(condition[2:])
        if any(operand[0] != "place" for operand in sides):
            return
        if not all(self._may_hold(operand) for operand in sides):
            return
        if not any(self._holds_bytes(operand) for operand in sides):
            return
        self.at = span[0]
        what = self._what(sides)
        if what:
            self.findings.append(TIMING.at(span, callee=condition[1], what=what))

    def _report(self, branch: Branch, sides: list[Operand]) -> None:
        if what := self._what(sides, alike=True):
            self.findings.append(TIMING.at(branch.span, callee=branch.condition[1], what=what))

    def _may_hold(self, operand: Operand) -> bool:
        """Not a pointer, a number or an enumerator, as far as the file tells."""
        name = str(operand[1])
        if "::" in name or name.isupper() or name.startswith("%"):
            call = self.calls.get(name)
            if call is None:
                return False
            kind = by_name(call.callee)
            return call.callee in _MAKERS or kind not in ("", "public", "ambiguous")
        variable = self.function.variables.get(name)
        if variable is None:
            return not name.rpartition(".")[2].startswith("k")
        return not variable.is_pointer and variable.extent is None and not is_scalar(variable.type)

    def _holds_bytes(self, operand: Operand) -> bool:
        name = str(operand[1])
        variable = self.function.variables.get(name)
        if variable is None:
            return name.rpartition(".")[2] in self._members()
        return any(word in variable.type for word in secrets.CONTENT_TYPES)

    def _members(self) -> frozenset[str]:
        """Members and variables that the file declares with a type that holds bytes."""
        if self._containers is None:
            types = b"|".join(word.encode() for word in secrets.CONTENT_TYPES)
            pattern = re.compile(
                rb"\b(?:\w|::)*(?:" + types + rb")\b(?:<[^;<>]*>)?[ \t&]+"
                rb"(\w+(?:\s*,\s*\w+)*)\s*(?:[;={,)]|\[)"
            )
            found = pattern.findall(self.file.unit.data)
            names = (name for names in found for name in names.split(b","))
            self._containers = frozenset(name.strip().decode() for name in names)
        return self._containers

    # -- what is compared

    def _what(self, sides: list[Operand], alike: bool = False) -> str:
        """What secret the comparison looks at, or "". ``alike``: the sides are known to differ."""
        if not alike and len({self._name(s).rstrip("0123456789") for s in sides}) == 1:
            return ""  # silent: the same thing asked for twice
        kinds = [self._side(operand) for operand in sides]
        if "public" in kinds:
            return ""
        named = [kind for kind in kinds if kind not in ("", "ambiguous")]
        if not named and "ambiguous" in kinds:
            return self.guarded or self._checked_digest(sides) or self._keyed_digest(sides)
        return named[0] if named else ""

    def _checked_digest(self, sides: list[Operand]) -> str:
        """``memcmp(md, expected, n)`` where ``md`` was computed here."""
        names = [self._name(side) for side in sides]
        for name, other in (names, names[::-1]):
            if self.filled.get(name) and not secrets.CHECKING_WORDS.isdisjoint(words(other)):
                return "a digest"
        return ""

    def _keyed_digest(self, sides: list[Operand]) -> str:
        """A digest is made here, and a secret goes into it: so it is a MAC."""
        if all(self._name(side).endswith("hash") for side in sides):  # silent: may find things
            return ""
        calls = [call for call in self.function.calls if call.span[0] < self.at]
        if all(secrets.HASHING_WORDS.isdisjoint(words(call.callee)) for call in calls):
            return ""
        makers = secrets.HASHING_WORDS | secrets.GATHERING_WORDS
        made = [call for call in calls if not makers.isdisjoint(words(call.callee))]
        kinds = {by_name(self._name(operand)) for call in made for operand in call.args}
        return "a digest of a secret" if kinds & {"a secret", "a password"} else ""

    def _side(self, operand: Operand) -> str:
        """``public``, ``ambiguous``, a secret in words, or "" (nothing is known)."""
        if operand[0] not in ("place", "addr", "bin", "cast"):
            return "public"
        name = self._name(operand)
        sources = self.assigned.get(name, [])
        kinds = {source[0] for source in sources}
        if kinds and kinds <= {"str", "null"}:
            return "public"
        if kinds and kinds <= {"str", "null", "init"} and not self._is_passed_on(name):
            return "public"
        call = self.calls.get(str(operand[1]))
        if call is None and self._is_constant(name):
            return "public"
        if call is not None and name.isupper() and any(a[0] == "str" for a in call.args):
            return "public"  # STRLIT("SID=")
        kind = by_name(name)
        if kind == "a digest" and self.filled.get(name) == "public":
            return "public"
        if kind in ("", "ambiguous"):
            filled = self.filled.get(name)
            if filled and kind and not secrets.CHECKED_NOUNS.isdisjoint(words(name)):
                filled = "a MAC" if filled == "ambiguous" else filled  # a digest called a tag
            kind = filled or kind
        copied = len(sources) == 1 and sources[0][0] in ("place", "addr", "cast")
        if kind in ("", "ambiguous") and copied:
            inner = self._name(sources[0])
            kind = self.filled.get(inner) or by_name(inner) or kind
        return kind or self._looked_up(name)

    def _looked_up(self, name: str) -> str:
        """``vp = pairfind(list, PW_CLEARTEXT_PASSWORD)``: a secret that a call was asked for."""
        answers = self.answers.get(name.partition(".")[0], [])
        before = [call for offset, call in answers if offset < self.at and not call.receiver]
        for operand in before[-1].args if before else ():
            if operand[0] == "str":
                kind = by_name(operand[1].decode("latin-1"))
            else:
                family, _, asked = constant_name(operand).partition("_")
                kind = by_name(asked) if family.isupper() and asked.isupper() else ""
            if kind not in ("", "public", "ambiguous"):
                return kind
        return ""

    def _is_passed_on(self, name: str) -> bool:
        """Is it given to a call that may write it?"""
        return any(
            name == self._name(argument)
            for call in self.function.calls
            for argument in call.args
            if not compares(call)
        )

    def _is_constant(self, name: str) -> bool:
        """A constant of the file, or a macro."""
        variable = self.function.variables.get(name)
        if variable is not None:
            return variable.static
        return name.isupper() or self.file.unit.text(name) is not None

    def _name(self, operand: Operand) -> str:
        """The name that tells what an operand is."""
        while True:
            kind = operand[0]
            if kind == "cast":
                operand = operand[2]
            elif kind == "bin":
                operand = operand[2]
            elif kind in ("place", "addr"):
                name = str(operand[1])
                call = self.calls.get(name.partition(".")[0])
                if call is None:
                    return plain(name)
                if call.callee in _GETTERS and call.receiver:
                    return self._name(("place", call.receiver))
                return call.callee
            else:
                return ""

    def _by_length(self, sides: list[Operand], length: Operand) -> str:
        """``memcmp(a, b, GCM_TAG_LEN)``."""
        if not constant_name(length).upper().endswith(secrets.SECRET_LENGTHS):
            return ""
        sources = self.assigned.get(self._name(length), ())
        if any(self._measures_text(source) for source in sources):
            return ""
        if all(self._is_text(side) for side in sides):
            return ""
        return "" if "public" in [self._side(operand) for operand in sides] else "a MAC"

    def _measures_text(self, operand: Operand) -> bool:
        """``strlen(tag)``, or the distance from one place in a text to another."""
        if operand[0] == "bin" and operand[1] == "-" and operand[2][0] == "place":
            variable = self.function.variables.get(str(operand[2][1]))
            return variable is not None and variable.is_pointer
        call = self.calls.get(str(operand[-1]))
        return call is not None and call.callee in secrets.TEXT_LENGTHS

    def _is_text(self, operand: Operand) -> bool:
        variable = self.function.variables.get(self._name(operand))
        return variable is not None and variable.type.removeprefix("const ") in _TEXTS

    def _by_function(self, sides: list[Operand]) -> str:
        """``memcmp(x, y, n)`` in ``ccm_decrypt``; ``memcmp(a->key, key2, n)`` in ``otp_verify``."""
        if any(self._side(operand) == "public" for operand in sides):
            return ""
        if opens_sealed(self.function.name):
            return "a MAC"
        names = {self._name(s).rstrip("0123456789").rpartition(".")[2] for s in sides}
        return self.guarded if names == {"key"} else ""

    def _by_pair(self, sides: list[Operand]) -> str:
        """``memcmp(tag, expected_tag, n)``."""
        if any(self._side(operand) != "ambiguous" for operand in sides):
            return ""
        left, right = (set(words(self._name(operand))) for operand in sides)
        if secrets.CHECKED_NOUNS.isdisjoint(left & right):
            return ""
        return "a MAC" if not secrets.CHECKING_WORDS.isdisjoint(left ^ right) else ""
