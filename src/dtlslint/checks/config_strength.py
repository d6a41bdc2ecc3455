"""Versions, ciphers, levels and options that are written into the code (DTL601, DTL602, DTL607).

What counts is the value that reaches the call on some path; a weak one is reported whatever the
path rests on.
"""

from __future__ import annotations

import re

from ..contracts import tls_settings as tls
from ..contracts.cipher_strings import weaknesses
from ..diagnostics import Note
from ..flow.configurations import OPENSSL
from ..flow.dependence import calls_instead, decisions
from ..flow.events import CONFIG
from ..flow.state import AT, EXPR, IN, LIT
from .config_rules import CIPHERS, OPTION, PROTOCOL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..contracts import Contract
    from ..flow.events import Assign, Call, Declare, Operand
    from ..flow.path import Path
    from ..flow.state import Value
    from .run import File

_MINIMUM, _MAXIMUM = "min_version", "max_version"
#: Macros that tell which library this is, or what it has.
_VERSIONS = re.compile(r"OPENSSL|LIBRESSL|BORINGSSL|WOLFSSL|HAVE_|VERSION|METHOD|TLS1_|DTLS|SSL_OP_")
_EVERYTHING = 0xFFFFFFFF
#: Methods of strings that hand out what they hold.
_GETTERS = frozenset(("c_str", "data", "constData", "toLatin1", "toUtf8", "toStdString"))


class Strength:
    """Observes calls with a contract; keeps no state but marks of strings."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.names: frozenset[str] | None = None

    def begin(self, path: Path) -> bool:
        return any(self.file.contracts.get(call.callee) for call in path.function.calls)

    # -- strings held by objects

    def on_declare(self, path: Path, event: Declare, args: tuple[Value, ...]) -> None:
        if len(args) == 1 and not isinstance(args[0], int) and args[0][0] == LIT:
            path.put("holds", ("text", event.place), args[0])

    def on_assign(
        self, path: Path, event: Assign | Call, place: str, old: Value, new: Value
    ) -> None:
        del event, old, new
        path.drop("holds", ("text", place))

    # -- calls

    def on_call(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        if call.receiver and call.callee in _GETTERS:
            path.put("string", result, self._held(path, call.receiver))
        contract = path.contract(call)
        if contract is None or call.receiver:
            return
        if contract.name in tls.METHODS:
            self._method(path, call, contract)
        for arg, role in contract.roles.items():
            if arg <= len(args):
                self._setting(path, call, contract, role, call.args[arg - 1], args[arg - 1])

    def _held(self, path: Path, receiver: str) -> Value:
        held = path.get("holds", ("text", receiver))
        return path.load(receiver) if held is None else held

    def _setting(
        self, path: Path, call: Call, contract: Contract, role: str, operand: Operand, value: Value
    ) -> None:
        if role in (_MINIMUM, _MAXIMUM):
            self._version(path, call, role, value)
        elif role == "cipher_string":
            self._ciphers(path, call, value)
        elif role == "sec_level" and "tls" in contract.tags:
            if value == 0:
                path.report(CIPHERS.at(call.span, callee=call.callee, what="everything: level 0"), True)
        elif role == "options":
            clears = contract.name in tls.CLEARING
            self._options(path, call, clears, value)
        elif role == "verify_flags" and contract.name not in tls.CLEARING:
            for name, bit in tls.SKIPPING_FLAGS:
                if _certain_bits(value) & bit:
                    self._option(path, call, f"sets {name}, which skips a check")
        elif role == "hostflags":
            self._host_flags(path, call, operand, value)

    # -- DTL601

    def _version(self, path: Path, call: Call, role: str, value: Value) -> None:
        if not isinstance(value, int) or not tls.is_weak_version(value):
            return
        what = "allows" if role == _MINIMUM else "allows nothing above"
        path.report(
            PROTOCOL.at(call.span, callee=call.callee, what=what, version=tls.version_name(value)),
            certain=True,
        )

    def _method(self, path: Path, call: Call, contract: Contract) -> None:
        method = tls.METHODS[contract.name]
        if not tls.is_weak_version(method.version) or self._is_only_one(path, method):
            return
        path.report(
            PROTOCOL.at(
                call.span,
                callee=call.callee,
                what="speaks nothing but",
                version=tls.version_name(method.version),
            ),
            certain=True,
        )

    def _is_only_one(self, path: Path, method: tls.Method) -> bool:
        """Has the library of this configuration nothing newer to offer?"""
        if path.state.config.interval(OPENSSL)[1] < tls.FIRST_WITH_1_2[method.dtls]:
            return True
        for test, away in decisions(path.function, path.block, CONFIG):
            if _VERSIONS.search(str(test.condition)):
                for call in calls_instead(path.function, path.block, away):
                    contract = self.file.contracts.get(call.callee)
                    other = tls.METHODS.get(contract.name) if contract is not None else None
                    if other is not None and other.dtls == method.dtls:
                        if not tls.is_weak_version(other.version):
                            return True
        return False

    # -- DTL602

    def _ciphers(self, path: Path, call: Call, value: Value) -> None:
        text = self._text(path, value)
        if text is None:
            return
        found = weaknesses(text.decode("latin-1"))
        if found:
            listed = ", ".join(
                f"{what} ({example})" if not example.startswith("@") else f"{what} by {example}"
                for what, example in sorted(found.items())
            )
            path.report(
                CIPHERS.at(
                    call.span,
                    callee=call.callee,
                    what=listed,
                    notes=(Note(call.arg_spans[1], f"the string is '{_short(text)}'"),),
                ),
                certain=True,
            )

    def _text(self, path: Path, value: Value) -> bytes | None:
        """The string that ``value`` is, where the file tells."""
        if isinstance(value, int):
            return None
        held = path.get("string", value)
        if held is not None and held != value:
            return self._text(path, held)
        if value[0] == LIT:
            return value[1]  # type: ignore[no-any-return]
        if value[0] == "text" or value[0] in (IN, AT):
            return path.unit.text(str(value[1]).rpartition("::")[2])
        return None

    # -- DTL607

    def _options(self, path: Path, call: Call, clears: bool, value: Value) -> None:
        bits = _certain_bits(value)
        if clears and bits & _EVERYTHING == _EVERYTHING:  # silent: a clean slate for what follows
            return
        for name, bit in tls.PROTECTING_OPTIONS if clears else tls.WEAKENING_OPTIONS:
            if bits & bit:
                what = f"clears {name}, which forbids a broken protocol"
                self._option(path, call, what if clears else f"sets {name}, which weakens TLS")

    def _option(self, path: Path, call: Call, what: str) -> None:
        path.report(OPTION.at(call.span, callee=call.callee, what=what), certain=True)

    def _host_flags(self, path: Path, call: Call, operand: Operand, value: Value) -> None:
        strange = [
            name for name in _constant_names(operand)
            if not name.startswith(tls.HOST_FLAG_PREFIX) and path.unit.constant(name)
        ]  # fmt: skip
        if strange:
            self._option(path, call, f"is given {strange[0]}, which is no host flag")
        elif isinstance(value, int) and value & ~tls.HOST_FLAGS:
            self._option(path, call, f"is given {value:#x}, which is no set of host flags")


def _certain_bits(value: Value) -> int:
    """The bits that are set in ``value`` whatever its unknown parts are."""
    if isinstance(value, int):
        return value
    if value[0] != EXPR:
        return 0
    operator, left, right = value[1:4]
    if operator in ("|", "+"):
        return _certain_bits(left) | _certain_bits(right)
    return _certain_bits(left) & _certain_bits(right) if operator == "&" else 0


_FAMILIES = ("SSL_", "X509_V_", "TLS", "DTLS", "X509_CHECK_")


def _constant_names(operand: Operand) -> list[str]:
    """The constants of the library's headers that an operand is written with."""
    found = []
    stack = [operand]
    while stack:
        current = stack.pop()
        if current[0] == "int" and current[2].startswith(_FAMILIES):
            found.append(current[2])
        elif current[0] in ("bin", "un", "cast"):
            stack.extend(part for part in current[1:] if isinstance(part, tuple))
    return found


def _short(text: bytes) -> str:
    shown = text.decode("latin-1")
    return shown if len(shown) <= 60 else shown[:57] + "..."
