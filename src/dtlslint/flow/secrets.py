"""Secrets of a file: which buffers its functions use as such, and what is written into them.

``SecretIndex`` looks at every function once, follows no path, and is only made when a check has a
candidate. Buffers are known by their last name: ``l->secret`` is ``secret``.
"""

from __future__ import annotations

import re

from ..contracts.primitives import COPIES, SECRET_ROLES, STRING_WRITERS, VIEWS, WRITERS
from ..patterns import lazy
from . import graph
from .effects import is_harmless
from .events import Assign, Call

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .events import Function, Operand
    from .layout import Slot
    from .unit import Unit

_SECRET_NAME = lazy(
    r"secret|(?:^|_|[a-z])key|^key|cookie|salt|nonce|(?:^|_)iv(?:_|\d|$)|Iv$|passw|passphrase|psk|token|seed"
    r"|ticket|challenge|csrf|master|credential|hmac",
    re.IGNORECASE,
)
_NO_SECRET = lazy(
    r"(?:key|token|ticket)_?(?:id|len|size|name|file|path|type|usage|count|bits|no)$|public|pub_?key|keyword"
    r"|(?:^|_)(?:id|tid|xid|mid|seq|ssrc|len|size|pad|padding|jitter|delay)$|keyslot|keycode|all_?zero|zeros|zeroes|null|empty|^zero",
    re.IGNORECASE,
)
_NUMBER = lazy(r"^[\s\d\w'()+*/<%-]*$")
_LITERALS_ONLY = lazy(
    r"^[\s(){+*/<>%-]*(?:(?:0[xX][\da-fA-F]++|\d[\d']*+)[uUlL]*+[\s(){}+*/<>%-]*+)++$"
)
_CAST = lazy(
    r"static_cast\s*<[^<>()]*>|\(\s*(?:const\s+)?(?:unsigned|signed|long|short|int|size_t|std::size_t|qsizetype|u?int\d+_t)"
    r"(?:\s+(?:int|long))*\s*\)|\b(?:int|unsigned|size_t|std::size_t)(?=\s*[({])"
)

LITERAL, ZERO_FILL, UNKNOWN_FILL = "literal", "zero", "other"


def is_secret_name(name: str) -> bool:
    """Does the name say that the thing is a secret, a key, an IV or a salt?"""
    last = last_name(name)
    return _SECRET_NAME.search(last) is not None and _NO_SECRET.search(last) is None


def last_name(place: str) -> str:
    """``l.secret`` -> ``secret``; ``keys[1].aes`` -> ``aes``; ``iv[]`` -> ``iv``."""
    while place.endswith("]"):
        place = place[: place.rindex("[")]
    return place.removesuffix(".*").rpartition(".")[2].rstrip("~0123456789") or place


def is_bare(text: str) -> bool:
    """Is a size written with literals alone (``32``, ``256 / 8``, ``static_cast<int>(32)``)?"""
    return _LITERALS_ONLY.match(_CAST.sub("", text)) is not None


def initial_content(slot: Slot | None, data: bytes) -> str:
    """What an initialiser says of the bytes: ``literal``, ``zero`` or ``""`` (not constant)."""
    if slot is None or slot.initial is None:
        return ""
    text = data[slot.initial.start_byte : slot.initial.end_byte]
    kind = slot.initial.type
    if kind in ("string_literal", "concatenated_string", "raw_string_literal"):
        return LITERAL if len(text) > 2 else ""
    if kind == "argument_list":
        return LITERAL if re.match(rb'\(\s*"[^"]', text) else ""
    if kind == "initializer_list":
        inner = re.sub(rb"/\*.*?\*/|//[^\n]*", b" ", text, flags=re.S)
        if b'"' in inner:
            return LITERAL
        words = re.findall(rb"[A-Za-z_]\w*|\d[\w']*|'[^']*'", inner)
        if all(re.fullmatch(rb"0[xX]?0*[uU]?|'\\0'", word) for word in words):
            return ZERO_FILL
        numeric = all(word[:1].isdigit() or word[:1] == b"'" for word in words)
        return (
            LITERAL if numeric and (len(words) > 1 or slot.derive[:1] not in ((), ("*",))) else ""
        )
    return ""


def buffer(operand: Operand, calls: dict[int, Call]) -> str:
    """The place behind a pointer operand: through views and one-argument helpers."""
    for _ in range(6):
        if operand[0] == "cast":
            operand = operand[2]
        elif operand[0] == "bin":
            operand = operand[2]
        elif operand[0] == "addr":
            return str(operand[1])
        elif operand[0] == "place" and operand[1][:1] == "%" and operand[1][1:].isdigit():
            call = calls.get(int(operand[1][1:]))
            if call is None:
                return ""
            if call.receiver and (call.callee in VIEWS or call.callee == "get"):
                operand = ("place", call.receiver)
            elif len(call.args) == 1 and not call.receiver:
                operand = call.args[0]
            else:
                return ""
        else:
            return str(operand[1]) if operand[0] == "place" else ""
    return ""


class SecretIndex:
    """Uses and writes of file-level variables and members, by last name."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        #: name -> longest constant length with which it is used as a secret (0: not known)
        self.uses: dict[str, int] = {}
        #: names that something other than a constant is written to
        self.written: set[str] = set()
        for site in unit.sites:
            for function in unit.lower(site):
                self._function(function)

    def _function(self, function: Function) -> None:
        calls = {call.number: call for call in function.calls}
        for block in function.blocks:
            for event in block.events:
                if isinstance(event, Assign):
                    self._assigned(function, event)
                elif isinstance(event, Call):
                    self._called(function, event, calls)

    def _shared(self, function: Function, place: str) -> str:
        """The last name of a member or file-level variable, ``""`` for a local."""
        root = graph.root(place)
        if root[:1] == "%" or (root in function.variables and "." not in place.removesuffix(".*")):
            return ""
        return last_name(place)

    def _assigned(self, function: Function, event: Assign) -> None:
        if event.declares and event.place in function.variables:
            return
        name = self._shared(function, event.place)
        if name and event.value[0] not in ("int", "null"):
            self.written.add(name)

    def _called(self, function: Function, call: Call, calls: dict[int, Call]) -> None:
        contract = self._unit.contract(call.callee)
        written: tuple[int, ...] = ()
        if call.callee in COPIES:
            written = (COPIES[call.callee][0],)
        elif call.callee in WRITERS:
            written = (
                (WRITERS[call.callee][0],)
                if "set" not in call.callee and "zero" not in call.callee.lower()
                else ()
            )
        elif call.callee in STRING_WRITERS:
            written = (1,)
        elif contract is not None:
            if "zero" not in contract.tags:
                written = contract.args_with_role("random_out", "out_buffer", "digest_out")
            self._used(function, call, contract.roles, contract.length_of, calls)
        elif not is_harmless(call.callee) and call.callee not in VIEWS:
            written = tuple(range(1, len(call.args) + 1))
        for n in written:
            if n <= len(call.args):
                name = self._shared(function, buffer(call.args[n - 1], calls))
                if name:
                    self.written.add(name)

    def _used(
        self, function: Function, call: Call, roles: dict[int, str], lengths: dict[int, int],
        calls: dict[int, Call],
    ) -> None:  # fmt: skip
        for n, role in roles.items():
            if role not in SECRET_ROLES or n > len(call.args):
                continue
            place = buffer(call.args[n - 1], calls)
            name = self._shared(function, place)
            if not name:
                continue
            used = 0
            for length, of in lengths.items():
                if of == n and length <= len(call.args):
                    used = self._constant(function, call.args[length - 1])
            self.uses[name] = max(self.uses.get(name, 0), used)

    def _constant(self, function: Function, operand: Operand) -> int:
        while operand[0] == "cast":
            operand = operand[2]
        if operand[0] == "int":
            return int(operand[1])
        if operand[0] == "sizeof" and operand[1] == "place":
            return int(self._unit.sizes.extent(function, str(operand[2])).size or 0)
        return 0
