"""Versions, ciphers, levels and options that are written into the code (DTL601, DTL602, DTL607).

What counts is the value that reaches the call on some path; a weak one is reported whatever the
path rests on.
"""

from __future__ import annotations

from ..contracts import tls_settings as tls
from ..contracts.cipher_strings import weaknesses
from ..diagnostics import Note
from ..flow.configurations import OPENSSL
from ..flow.constants import evaluate
from ..flow.dependence import calls_after, calls_instead, decisions
from ..flow.events import CONFIG, Assign, Branch
from ..flow.returned import constants_of
from ..flow.state import AT, EXPR, IN, LIT
from ..flow.version_sets import OPENSSL as OPENSSL_VERSIONS
from ..flow.version_sets import by_number, intersect
from ..patterns import lazy
from .config_rules import CIPHERS, OPTION, PROTOCOL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..contracts import Contract
    from ..flow.events import Call, Declare, Function, Operand
    from ..flow.path import Path
    from ..flow.state import Value
    from .run import File

_ROLES = frozenset((
    "min_version", "max_version", "cipher_string", "sec_level", "options", "verify_flags",
    "hostflags",
))  # fmt: skip
_MINIMUM, _MAXIMUM = "min_version", "max_version"
#: Macros that tell which library this is, or what it has.
_VERSIONS = lazy(r"OPENSSL|LIBRESSL|BORINGSSL|WOLFSSL|HAVE_|VERSION|METHOD|TLS1_|DTLS|SSL_OP_")
_EVERYTHING = 0xFFFFFFFF
#: Methods of strings that hand out what they hold.
_GETTERS = frozenset(("c_str", "data", "constData", "toLatin1", "toUtf8", "toStdString"))


_WRAPPERS = frozenset(("string", "QByteArray", "QString", "QStringLiteral", "strdup", "g_strdup"))


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
            contract.name in tls.METHODS
            or contract.name in tls.CONTROLS
            or contract.name in tls.CONFIGURES
            or not _ROLES.isdisjoint(contract.roles.values())
        )

    # -- strings held by objects

    def on_declare(self, path: Path, event: Declare, args: tuple[Value, ...]) -> None:
        if len(args) == 1 and not isinstance(args[0], int) and args[0][0] == LIT:
            path.put("holds", ("text", event.place), args[0])

    def on_assign(
        self, path: Path, event: Assign | Call, place: str, old: Value, new: Value
    ) -> None:
        held = path.get("holds", ("text", place))
        path.drop("holds", ("text", place))
        if isinstance(event, Assign) and event.op == "+=":
            before = self._texts(path, old if held is None else held)
            more = self._texts(path, path.value(event.value)) if before else []
            if more:
                path.put("string", new, (LIT, before[0] + more[0]))

    # -- calls

    def on_call(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        if call.receiver and call.callee in _GETTERS:
            path.put("string", result, self._held(path, call.receiver))
        elif call.callee in _WRAPPERS and len(args) == 1:
            path.put("string", result, args[0])
        elif not call.receiver and call.callee in path.unit.function_names:
            path.put("returned", result, call.callee)
        contract = path.contract(call)
        if contract is None or call.receiver:
            return
        if contract.name in tls.METHODS:
            self._method(path, call, contract)
        elif contract.name in tls.CONTROLS and len(args) > 2:
            if isinstance(args[1], int) and args[1] in tls.CONTROL_ROLES:
                self._setting(path, call, *tls.CONTROL_ROLES[args[1]], 3, args[2])
        elif contract.name in tls.CONFIGURES and len(args) > 2:
            self._command(path, call, args)
        for arg, role in contract.roles.items():
            if arg <= len(args) and (role != "sec_level" or "tls" in contract.tags):
                clears = contract.name in tls.CLEARING
                self._setting(path, call, role, clears, arg, args[arg - 1])

    def _held(self, path: Path, receiver: str) -> Value:
        held = path.get("holds", ("text", receiver))
        return path.load(receiver) if held is None else held

    def _setting(
        self, path: Path, call: Call, role: str, clears: bool, arg: int, value: Value
    ) -> None:
        if role in (_MINIMUM, _MAXIMUM):
            bodies = self._bodies(call.args[arg - 1])
            versions = [evaluate(body, path.unit.constant) for body in bodies or ()]
            for version in self._integers(path, value) if bodies is None else versions:
                self._version(path, call, role, version or 0)
        elif role == "cipher_string":
            bodies = self._bodies(call.args[arg - 1])
            strings = [path.unit.text_of(body.encode()) for body in bodies or ()]
            for text in self._texts(path, value) if bodies is None else strings:
                self._ciphers(path, call, arg, text or b"")
        elif role == "sec_level" and value == 0:
            what = "everything: level 0 forbids nothing"
            path.report(CIPHERS.at(call.span, callee=call.callee, what=what), certain=True)
        elif role == "options":
            self._options(path, call, clears, value)
        elif role == "verify_flags" and not clears:
            for name, bit in tls.SKIPPING_FLAGS:
                if _certain_bits(value) & bit:
                    self._option(path, call, f"sets {name}, which skips a check")
        elif role == "hostflags":
            self._host_flags(path, call, call.args[arg - 1], value)

    def _command(self, path: Path, call: Call, args: tuple[Value, ...]) -> None:
        """``SSL_CONF_cmd(cctx, "MinProtocol", "TLSv1")``."""
        for name in self._texts(path, args[1]):
            command = name.decode("latin-1").lstrip("-").lower()
            role = tls.CONFIGURATION_ROLES.get(command, "")
            for text in self._texts(path, args[2]) if role else ():
                version = tls.VERSION_NAMES.get(text.decode("latin-1").lower(), 0)
                if role == "cipher_string":
                    self._ciphers(path, call, 3, text)
                elif version:
                    self._version(path, call, role, version)

    # -- what a value can be

    def _bodies(self, operand: Operand) -> list[str] | None:
        """What a macro stands for that has several definitions, or None for anything else.

        Not those of an older library: that may have had nothing better.
        """
        name = operand[2] if operand[0] == "int" else operand[1]
        directives = self.file.unit.directives(frozenset(self.file.options.guards))
        found = directives.definitions.get(str(name), [])
        if len({body for _, body in found}) < 2:
            return None
        return [body for offset, body in found if not directives.depends_on_library(offset)]

    def _integers(self, path: Path, value: Value) -> list[int]:
        """The integer that ``value`` is, or the only one that the file's function returns."""
        if isinstance(value, int):
            return [value]
        if value[0] == IN and "::" in str(value[1]):
            known = path.unit.constant(str(value[1]).rpartition("::")[2])
            return [] if known is None else [known]
        name = path.get("returned", value)
        found = {operand[:2] for operand in constants_of(path.unit, name)} if name else set()
        # silent: a function that translates the user's choice
        return [int(number) for kind, number in found if kind == "int" and len(found) == 1]

    def _texts(self, path: Path, value: Value) -> list[bytes]:
        """The strings that ``value`` can be, where the file tells."""
        if isinstance(value, int):
            return []
        held = path.get("string", value)
        if held is not None and held != value:
            return self._texts(path, held)
        if value[0] == LIT:
            return [value[1]]
        if value[0] == EXPR and value[1] == "+":
            right = self._texts(path, value[3])
            return [a + b for a in self._texts(path, value[2]) for b in right]
        name = path.get("returned", value)
        if name:
            found = constants_of(path.unit, name)
            return [text for operand in found for text in self._texts(path, _as_value(operand))]
        if value[0] not in ("text", IN, AT):
            return []
        plain = str(value[1]).rpartition("::")[2]
        if plain.endswith("]"):
            return path.unit.text_table(plain.partition("[")[0])
        text = path.unit.text(plain)
        if text is None and ("." in plain or self._is_member(path, plain)):
            return path.unit.member_texts(plain)
        return [] if text is None else [text]

    def _is_member(self, path: Path, name: str) -> bool:
        """A member of the object whose method this is."""
        return bool(path.function.owner) and name not in path.function.variables

    # -- DTL601

    def _version(self, path: Path, call: Call, role: str, value: int) -> None:
        if not tls.is_weak_version(value):
            return
        what = "allows" if role == _MINIMUM else "allows nothing above"
        path.report(
            PROTOCOL.at(call.span, callee=call.callee, what=what, version=tls.version_name(value)),
            certain=True,
        )

    def _method(self, path: Path, call: Call, contract: Contract) -> None:
        method = tls.METHODS[contract.name]
        if not tls.is_weak_version(method.version) or self._is_only_one(path, call, method):
            return
        if _is_compared(path.function, f"%{call.number}"):  # silent: a question
            return
        if contract.name in path.function.name:  # silent: the function by another name
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

    def _reaches_newer(self, call: Call, method: tls.Method) -> bool:
        """Do its guards leave versions, named by number or in words, with something newer?"""
        directives = self.file.unit.directives(frozenset(self.file.options.guards))
        reached = intersect(directives.region(call.span[0], True)[1], OPENSSL_VERSIONS)
        newer = by_number(">=", tls.FIRST_WITH_1_2[method.dtls])
        return reached != OPENSSL_VERSIONS and bool(intersect(reached, newer))

    def _is_only_one(self, path: Path, call: Call, method: tls.Method) -> bool:
        """Has the library of this configuration nothing newer to offer?"""
        config = path.state.config
        if config.interval(OPENSSL)[1] < tls.FIRST_WITH_1_2[method.dtls]:
            return True
        for text, truth in config.assumed:
            if not truth and "METHOD" in text.upper() and "OPENSSL_NO_" not in text:
                return True
        if self._reaches_newer(call, method):
            return False
        for test, away in decisions(path.function, path.block, CONFIG):
            condition = str(test.condition)  # type: ignore[union-attr]
            guards = self.file.options.guards
            known = _VERSIONS.search(condition) or any(guard in condition for guard in guards)
            if known and f"'{OPENSSL}'" not in condition:
                for call in calls_instead(path.function, path.block, away):
                    contract = self.file.contracts.get(call.callee)
                    other = tls.METHODS.get(contract.name) if contract is not None else None
                    if other is not None and other.dtls == method.dtls:
                        if not tls.is_weak_version(other.version):
                            return True
        return False

    # -- DTL602

    def _ciphers(self, path: Path, call: Call, arg: int, text: bytes) -> None:
        found = weaknesses(text.decode("latin-1"))
        if not found:
            return
        listed = ", ".join(
            f"{what} ({example})" if not example.startswith("@") else f"{what} by {example}"
            for what, example in sorted(found.items())
        )
        note = Note(call.arg_spans[arg - 1], f"the string is '{_short(text)}'")
        path.report(
            CIPHERS.at(call.span, callee=call.callee, what=listed, notes=(note,)), certain=True
        )

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
                operand = call.args[arg - 1] if arg <= len(call.args) else ("text", "")
                if name in str(operand) or operand[0] == "place":
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


def _as_value(operand: Operand) -> Value:
    """A returned string or name as the value it is in any function."""
    return (LIT, operand[1]) if operand[0] == "str" else (IN, str(operand[1]), 0)


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
