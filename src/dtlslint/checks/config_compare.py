"""Comparisons of secrets that stop at the first difference (DTL605).

A side is a secret by the words of its name or by the call that filled it; the other side must not be
a literal or a constant, and neither may be something that anybody may see.
"""

from __future__ import annotations

import re

from ..contracts import secrets
from ..diagnostics import Fix
from ..flow.events import Branch, Call
from ..flow.ownership_words import words
from ..flow.state import AT, IN, LIT
from .config_rules import TIMING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Span
    from ..flow.events import Convert, Function, Operand, Switch
    from ..flow.path import Path
    from ..flow.state import Value
    from .run import File

#: Methods that hand out what an object holds.
_GETTERS = frozenset((
    "data", "constData", "c_str", "begin", "cbegin", "end", "cend", "get", "toStdString", "toLatin1",
    "toUtf8", "toLocal8Bit", "str", "bytes", "front", "value", "trimmed", "toLower", "toHex",
))  # fmt: skip
_FILLED = "filled"


class Compare:
    """Observes comparisons of one function after another."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.calls: dict[str, Call] = {}
        self._containers: frozenset[str] | None = None

    def begin(self, path: Path) -> bool:
        function = path.function
        self.calls = {f"%{call.number}": call for call in function.calls}
        named = words(function.qualified)
        orders = not secrets.ORDERING_WORDS.isdisjoint(named)
        return not orders and (
            path.unit.is_cpp or any(_compares(call) for call in function.calls)
        )

    # -- calls

    def on_call(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        del result
        self._fill(path, call, args)
        positions = secrets.COMPARES.get(call.callee)
        if positions is None and "std::" in call.qualified:
            ranges = secrets.RANGE_COMPARES.get(call.callee)
            positions = None if ranges is None else (*ranges, 0)
        if positions is None or max(positions[:2]) > len(args) or call.receiver:
            return
        left, right, length = positions
        if length and length <= len(args) and self._is_hardware(path, call, length):
            return
        sides = [(call.args[n - 1], args[n - 1]) for n in (left, right)]
        what = self._what(path, sides)
        if not what and length and length <= len(args):
            what = self._by_length(path, sides, call.args[length - 1])
        if what:
            path.report(
                TIMING.at(
                    call.span, callee=call.callee, what=what, fixes=self._fixes(path, call)
                ),
                certain=True,
            )

    def _fill(self, path: Path, call: Call, args: tuple[Value, ...]) -> None:
        """Note what the call writes into its arguments."""
        contract = path.contract(call)
        if contract is None:
            if call.callee and not secrets.MAC_MAKER_WORDS.isdisjoint(words(call.callee)):
                for value in args:
                    if not isinstance(value, int) and value[0] == AT:
                        path.put(_FILLED, value, "a MAC")
            return
        outputs = contract.args_with_role("digest_out")
        what = "a MAC" if "mac" in contract.tags else "digest"
        if contract.name in secrets.FINGERPRINTS:
            what = "public"
        if contract.name in secrets.TAG_MAKERS:
            outputs, what = (secrets.TAG_MAKERS[contract.name],), "a MAC"
        elif not outputs and not secrets.SECRET_TAGS.isdisjoint(contract.tags):
            outputs, what = contract.args_with_role("out_buffer"), "a derived secret"
        for arg in outputs:
            if arg <= len(args):
                path.put(_FILLED, args[arg - 1], what)

    # -- operators

    def on_test(
        self, path: Path, branch: Branch | Switch, value: Value, side: int, other: int, exact: bool
    ) -> None:
        del value, side, other, exact
        if isinstance(branch, Branch):
            self._operator(path, branch.condition, branch.span)

    def on_convert(self, path: Path, event: Convert, value: Value) -> None:
        del value
        self._operator(path, event.value, event.span)

    def _operator(self, path: Path, condition: Operand, span: Span) -> None:
        """``cookie == expected`` of objects that hold bytes."""
        if condition[0] != "bin" or condition[1] not in ("==", "!="):
            return
        sides = [(operand, path.value(operand)) for operand in condition[2:]]
        if any(operand[0] != "place" for operand, _ in sides):
            return
        if not all(self._may_hold(path, operand) for operand, _ in sides):
            return
        if not any(self._holds_bytes(path, operand) for operand, _ in sides):
            return
        what = self._what(path, sides)
        if what:
            path.report(TIMING.at(span, callee=condition[1], what=what), certain=True)

    def _may_hold(self, path: Path, operand: Operand) -> bool:
        """Not a pointer, a number or an enumerator, as far as the file tells."""
        name = str(operand[1])
        if "::" in name or name.isupper() or name.startswith("%"):
            call = self.calls.get(name)
            return call is not None and call.callee in ("value", "toHex", "trimmed", "digest", "final", "finish")
        variable = path.function.variables.get(name)
        if variable is None:
            return not name.rpartition(".")[2].startswith("k")
        return not variable.is_pointer and variable.extent is None and not _is_scalar(variable.type)

    def _holds_bytes(self, path: Path, operand: Operand) -> bool:
        name = str(operand[1])
        variable = path.function.variables.get(name)
        if variable is None:
            return name.rpartition(".")[2] in self._members()
        return any(word in variable.type for word in secrets.CONTENT_TYPES)

    def _members(self) -> frozenset[str]:
        """Members and variables that the file declares with a type that holds bytes."""
        if self._containers is None:
            types = b"|".join(word.encode() for word in secrets.CONTENT_TYPES)
            pattern = re.compile(
                rb"\b(?:\w|::)*(?:" + types + rb")\b(?:<[^;<>]*>)?[ \t&]+(\w+)\s*(?:[;={,)]|\[)"
            )
            found = pattern.findall(self.file.unit.data)
            self._containers = frozenset(name.decode() for name in found)
        return self._containers

    # -- what is compared

    def _what(self, path: Path, sides: list[tuple[Operand, Value]]) -> str:
        """What secret the comparison looks at, or ""."""
        kinds = [self._side(path, operand, value) for operand, value in sides]
        if "public" in kinds:
            return ""
        named = [kind for kind in kinds if kind not in ("", "ambiguous", "digest")]
        if named:
            return named[0]
        if "digest" in kinds and "" not in kinds:
            return "a digest"
        return ""

    def _side(self, path: Path, operand: Operand, value: Value) -> str:
        """``public``, ``ambiguous``, ``digest``, a secret in words, or "" (nothing is known)."""
        if isinstance(value, int) or value[0] in (LIT, "init", "fun") or self._is_constant(path, value):
            return "public"
        filled = path.get(_FILLED, value)
        if filled is not None:
            return str(filled)
        return _by_name(self._name(operand))

    def _is_constant(self, path: Path, value: Value) -> bool:
        """A constant of the file, or a macro."""
        if isinstance(value, int) or value[0] not in (IN, AT):
            return False
        name = str(value[1])
        if name in path.function.variables:
            return path.function.variables[name].static
        return name.isupper() or path.unit.text(name) is not None

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
                    return name
                if call.callee in _GETTERS and call.receiver:
                    return self._name(("place", call.receiver))
                return call.callee
            else:
                return ""

    def _by_length(
        self, path: Path, sides: list[tuple[Operand, Value]], length: Operand
    ) -> str:
        """``memcmp(a, b, GCM_TAG_LEN)``."""
        name = length[2] if length[0] == "int" else length[1] if length[0] == "place" else ""
        if not str(name).upper().endswith(secrets.SECRET_LENGTHS):
            return ""
        kinds = [self._side(path, operand, value) for operand, value in sides]
        return "" if "public" in kinds else "a MAC"

    def _is_hardware(self, path: Path, call: Call, length: int) -> bool:
        operand = call.args[length - 1]
        if path.value(operand) == secrets.HARDWARE_BYTES:
            return True
        name = str(operand[2] if operand[0] in ("int", "sizeof") else operand[1] if len(operand) > 1 else "")
        return name.upper().endswith(secrets.HARDWARE_LENGTHS)

    # -- the fix

    def _fixes(self, path: Path, call: Call) -> tuple[Fix, ...]:
        """The comparison in constant time, where only equality is asked for."""
        if call.callee not in secrets.REPLACEABLE or call.macro:
            return ()
        data = path.unit.data
        old = call.qualified.encode()
        start = call.span[0]
        if data[start : start + len(old)] != old or secrets.CONSTANT_TIME_HEADER not in data:
            return ()
        if not _only_equality(path.function, f"%{call.number}"):
            return ()
        return (Fix((start, start + len(old)), secrets.CONSTANT_TIME.encode()),)


def _compares(call: Call) -> bool:
    return call.callee in secrets.COMPARES or call.callee in secrets.RANGE_COMPARES


def _is_scalar(type_: str) -> bool:
    plain = type_.rstrip("& ").rpartition(" ")[2].rpartition("::")[2]
    return plain in (
        "int", "unsigned", "long", "short", "char", "bool", "size_t", "ssize_t", "auto_int", "double", "float",
    ) or plain.endswith("_t")  # fmt: skip


def _by_name(name: str) -> str:
    """What a name says: ``public``, ``ambiguous``, a secret in words, or ""."""
    last = name.replace(".*", "").replace("[]", "").rstrip(".")
    parts = [word for word in last.split(".") if word and not word.startswith("[")]
    if not parts:
        return ""
    own = words(parts[-1].partition("[")[0])
    if not secrets.PUBLIC_WORDS.isdisjoint(own):
        return "public"
    for pair in zip(own, own[1:], strict=False):
        if pair in secrets.SECRET_PAIRS:
            return secrets.SECRET_PAIRS[pair]
    for word in own:
        found = secrets.SECRET_WORDS.get(word) or secrets.SECRET_WORDS.get(word.rstrip("0123456789"))
        if found:
            return found
    context = [word for part in parts[:-1] for word in words(part)]
    for word in context:
        if own == ["value"] and secrets.SECRET_WORDS.get(word):
            return secrets.SECRET_WORDS[word]
    return "ambiguous" if not secrets.AMBIGUOUS_WORDS.isdisjoint(own) else ""


def _only_equality(function: Function, result: str) -> bool:
    """Is the result compared with 0 or negated wherever it is read?"""
    place = ("place", result)
    fine = (place, ("un", "!", place), ("un", "bool", place))
    used = False
    for block in function.blocks:
        operands = [operand for event in block.events for operand in event.reads()]
        if isinstance(block.end, Branch):
            if block.end.condition == place:
                used = True
                continue
            operands.append(block.end.condition)
        elif block.end is not None and result in str(getattr(block.end, "value", "")):
            operands.append(block.end.value)  # type: ignore[union-attr]
        for operand in operands:
            if not _mentions(operand, result):
                continue
            compared = operand[0] == "bin" and operand[1] in ("==", "!=") and operand[3] == ("int", 0, "")
            if not (operand in fine[1:] or (compared and operand[2] == place)):
                return False
            used = True
    return used


def _mentions(operand: Operand, place: str) -> bool:
    stack = [operand]
    while stack:
        current = stack.pop()
        if current[0] == "place" and current[1] == place:
            return True
        stack.extend(part for part in current[1:] if isinstance(part, tuple))
    return False
