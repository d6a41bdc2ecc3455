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
from ..flow.dependence import calls_after, calls_instead, decisions
from ..flow.events import CONFIG, Branch
from ..flow.state import AT, EXPR, IN, LIT
from .config_rules import CIPHERS, OPTION, PROTOCOL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..contracts import Contract
    from ..flow.events import Assign, Call, Declare, Function, Operand
    from ..flow.path import Path
    from ..flow.state import Value
    from .run import File

_ROLES = frozenset((
    "min_version", "max_version", "cipher_string", "sec_level", "options", "verify_flags",
    "hostflags",
))  # fmt: skip
_MINIMUM, _MAXIMUM = "min_version", "max_version"
#: Macros that tell which library this is, or what it has.
_VERSIONS = re.compile(
    r"OPENSSL|LIBRESSL|BORINGSSL|WOLFSSL|HAVE_|VERSION|METHOD|TLS1_|DTLS|SSL_OP_"
)
_EVERYTHING = 0xFFFFFFFF
#: Methods of strings that hand out what they hold.
_GETTERS = frozenset(("c_str", "data", "constData", "toLatin1", "toUtf8", "toStdString"))


class Strength:
    """Observes calls with a contract; keeps no state but marks of strings."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.names: frozenset[str] | None = None

    def begin(self, path: Path) -> bool:
        return any(self._matters(call) for call in path.function.calls)

    def _matters(self, call: Call) -> bool:
        contract = self.file.contracts.get(call.callee)
        return contract is not None and (
            contract.name in tls.METHODS or not _ROLES.isdisjoint(contract.roles.values())
        )

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
                what = "everything: level 0 forbids nothing"
                path.report(CIPHERS.at(call.span, callee=call.callee, what=what), certain=True)
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
        if _is_compared(path.function, f"%{call.number}"):  # silent: a question
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
        config = path.state.config
        if config.interval(OPENSSL)[1] < tls.FIRST_WITH_1_2[method.dtls]:
            return True
        if any(not truth and "METHOD" in text.upper() for text, truth in config.assumed):
            return True
        for test, away in decisions(path.function, path.block, CONFIG):
            condition = str(test.condition)  # type: ignore[union-attr]
            if _VERSIONS.search(condition) and f"'{OPENSSL}'" not in condition:
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
        if not clears:
            for name, bit in tls.WEAKENING_OPTIONS:
                if bits & bit:
                    self._option(path, call, f"sets {name}, which weakens TLS")
            return
        if bits & _EVERYTHING == _EVERYTHING:  # silent: a clean slate for what follows
            return
        for name, bit in tls.PROTECTING_OPTIONS:
            if bits & bit and not self._is_set_again(path, name):
                self._option(path, call, f"clears {name}, which forbids a broken protocol")

    def _is_set_again(self, path: Path, name: str) -> bool:
        """Does the function go on to set the option, as its settings say?"""
        for call in calls_after(path.function, (path.block,)):
            contract = self.file.contracts.get(call.callee)
            if contract is None or contract.name in tls.CLEARING:
                continue
            for arg in contract.args_with_role("options"):
                if arg <= len(call.args) and name in str(call.args[arg - 1]):
                    return True
        return False

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


def _is_compared(function: Function, result: str) -> bool:
    """Is the result of a call only compared with something?"""
    for block in function.blocks:
        operands = [operand for event in block.events for operand in event.reads()]
        if isinstance(block.end, Branch):
            operands.append(block.end.condition)
        for operand in operands:
            if operand[0] == "bin" and operand[1] in ("==", "!="):
                if ("place", result) in (_uncast(operand[2]), _uncast(operand[3])):
                    return True
    return False


def _uncast(operand: Operand) -> Operand:
    while operand[0] == "cast":
        operand = operand[2]
    return operand


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
