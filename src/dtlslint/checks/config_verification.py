"""Peers that nobody verifies: verify modes and verdicts (DTL603, DTL606)."""

from __future__ import annotations

import re

from ..contracts import tls_settings as tls
from ..contracts.cells import ALL, ZERO
from ..diagnostics import ERROR, WARNING, Note
from ..flow.dependence import calls_after, decisions
from ..flow.events import Switch
from ..flow.failure import looks_like_failure
from ..flow.state import SYM, TEST
from ..patterns import lazy
from .config_rules import UNVERIFIED, VERDICT
from .config_sides import FileSides

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Span
    from ..flow.configurations import Configuration
    from ..flow.events import Assign, Branch, Call, Convert, Declare, Exit, Operand
    from ..flow.path import Path
    from ..flow.state import Value
    from .run import File

#: What a test is called that decides whether peers are verified.
_DECIDES = lazy(
    r"verif|insecure|check|valid|trust|\bca\b|_ca\b|\bca_|cafile|capath|ca_?cert|cert|peer|self_?sign|"
    r"strict|skip|ignore|auth|allow|accept|require|need|anonym|pinned|fingerprint|noverify|unsafe|"
    r"dangerous|no_?check|tlsa|dane|psk",
    re.IGNORECASE,
)


#: Helpers that look at the peer's certificate, and parameters that hold it.
_LOOKS = lazy(r"check|verif|match|valid|test|has|get|compare", re.IGNORECASE)
_HOLDS = lazy(r"\bX509\b|cert", re.IGNORECASE)
_FAILURE = lazy(r"fail|error|string|reason", re.IGNORECASE)
_VERIFYING = lazy(r"cert(?:ificate)?_?verif", re.IGNORECASE)
#: The one flag without which the others of a verify mode mean nothing.
_PEER = 1
_CERTIFICATE = lazy(r"host|cert|peer|x509|identity|fingerprint|subject", re.IGNORECASE)


class _Mode:
    """A call that sets a verify mode, over all paths that reach it."""

    __slots__ = ("call", "block", "others", "configuration", "as_client", "overridden")

    def __init__(self, call: Call, block: int) -> None:
        self.call = call
        self.block = block
        #: Reached with another mode, or one that is not known.
        self.others = False
        self.configuration: Configuration | None = None
        self.as_client = False
        self.overridden = False


class Verification:
    """Observes the calls that set a mode, and the tests of verdicts and of certificates."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.sides = FileSides(file)
        self.modes: dict[int, _Mode] = {}
        self.verdicts: dict[int, Call] = {}
        self.certificates: set[int] = set()
        self.has_certificate = False
        self.verdict_tests: dict[Span, tuple[Call, Configuration]] = {}

    def begin(self, path: Path) -> bool:
        self.modes = {}
        self.verdicts = {}
        self.certificates = set()
        self.has_certificate = any(
            _HOLDS.search(variable.type) or "cert" in variable.name.lower()
            for variable in path.function.parameters
        )
        self.verdict_tests = {}
        self.sides.begin(path)
        return any(self._matters(call) for call in path.function.calls)

    def _matters(self, call: Call) -> bool:
        summary = self.file.unit.summary(call.callee) if not call.receiver else None
        contract = self.file.contracts.get(call.callee)
        if summary is not None:
            return summary.wraps in tls.VERDICTS
        return contract is not None and (
            contract.name in tls.VERDICTS or "verify_mode" in contract.roles.values()
        )

    # -- calls

    def on_call(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        contract = path.contract(call)
        made = path.result_contract(call)
        if made is not None and made.name in tls.VERDICTS:
            self.verdicts[call.number] = call
        elif made is not None and made.name in tls.PEER_CERTIFICATES:
            self.certificates.add(call.number)
        if contract is None:
            if made is not None and made.name in tls.METHODS:
                self.sides.on_call(path, made, args, result)
            self._handed_on(args)
            if _LOOKS.search(call.callee) and _CERTIFICATE.search(call.callee):
                self.has_certificate = True
            return
        self.sides.on_call(path, contract, args, result)
        for arg in contract.args_with_role("verify_mode"):
            if arg <= len(args):
                self._mode(path, call, args[0], args[arg - 1])

    def _handed_on(self, args: tuple[Value, ...]) -> None:
        """A helper that is given the certificate may be the one that looks at it."""
        if any(self._is_certificate(value) for value in args):
            self.has_certificate = True

    def _is_certificate(self, value: Value) -> bool:
        return not isinstance(value, int) and value[0] == SYM and value[1] in self.certificates

    def on_declare(self, path: Path, event: Declare, args: tuple[Value, ...]) -> None:
        del path, event
        self._handed_on(args)

    def on_assign(
        self, path: Path, event: Assign | Call, place: str, old: Value, new: Value
    ) -> None:
        del old
        if path.is_local(place):
            return
        self._as_value(path, new, event.span)
        if self._is_certificate(new):
            self.has_certificate = True

    # -- DTL603, the mode

    def _mode(self, path: Path, call: Call, target: Value, value: Value) -> None:
        before = path.get("unverified", target)
        if not (isinstance(value, int) and not value & _PEER):
            if before is not None and before in self.modes:
                self.modes[before].overridden = True
            if call.number in self.modes:
                self.modes[call.number].others = True
            else:
                self.modes[call.number] = mode = _Mode(call, path.block)
                mode.others = True
            path.drop("unverified", target)
            return
        mode = self.modes.setdefault(call.number, _Mode(call, path.block))
        path.put("unverified", target, call.number)
        if self.sides.of(path, target) != tls.SERVER:
            mode.as_client = True
            mode.configuration = path.state.config

    def _is_chosen(self, path: Path, mode: _Mode) -> bool:
        """Does a setting decide whether the call is reached?"""
        for test, away in decisions(path.function, mode.block):
            if all(looks_like_failure(path.function, block) > 0 for block in away):
                continue
            if any(self._sets_mode(other) for other in calls_after(path.function, away)):
                return True
            operand = test.value if hasattr(test, "value") else test.condition
            if _DECIDES.search(_about(path, operand)):
                return True
        return False

    def _sets_mode(self, call: Call) -> bool:
        mode = self.modes.get(call.number)
        return mode is not None and mode.others

    def _report_modes(self, path: Path) -> None:
        for mode in self.modes.values():
            if mode.configuration is None or mode.others or mode.overridden:
                continue
            if not mode.as_client or self._is_chosen(path, mode):
                continue
            path.state.config = mode.configuration
            what = f"{mode.call.callee} turns verification off: any peer is taken for the right one"
            later = not tls.VERDICTS.isdisjoint(self.file.unit.code_words)
            if later:
                what = (
                    f"{mode.call.callee} turns verification off during the handshake: "
                    "everything rests on the test of the verdict after it"
                )
            severity = WARNING if later else ERROR
            path.report(UNVERIFIED.at(mode.call.span, severity=severity, what=what), certain=True)

    # -- DTL606

    def on_test(
        self, path: Path, branch: Branch | Switch, value: Value, side: int, other: int, exact: bool
    ) -> None:
        if self._is_certificate(value):
            self.has_certificate = True
        if exact and ZERO in (side, other):
            self._verdict(path, value, branch.span)

    def on_convert(self, path: Path, event: Convert, value: Value) -> None:
        self._as_value(path, value, event.span)

    def on_exit(self, path: Path, end: Exit, value: Value | None) -> None:
        if value is not None:
            self._as_value(path, value, end.span)

    def _as_value(self, path: Path, value: Value, span: Span) -> None:
        if isinstance(value, int) or value[0] != TEST:
            return
        if self._is_certificate(value[1]):
            self.has_certificate = True
        if value[2] == ZERO or ALL & ~value[2] == ZERO:
            self._verdict(path, value[1], span)

    def _verdict(self, path: Path, value: Value, span: Span) -> None:
        if isinstance(value, int) or value[0] != SYM or value[1] not in self.verdicts:
            return
        if path.get("verdict", value) is None:
            path.put("verdict", value, True)
            self.verdict_tests.setdefault(span, (self.verdicts[value[1]], path.state.config))

    def _report_verdicts(self, path: Path) -> None:
        if self.has_certificate or tls.VERIFY_PEER in self.file.unit.code_words:
            return
        if _FAILURE.search(path.function.name):  # silent: asks whether it failed
            return
        if any(_VERIFYING.search(name) for name in (path.function.name, *_labels(path))):
            return  # silent: called while a certificate is verified
        for span, (call, configuration) in self.verdict_tests.items():
            path.state.config = configuration
            notes = () if call.span == span else (Note(call.span, "the verdict"),)
            path.report(VERDICT.at(span, callee=call.callee, notes=notes), certain=True)

    def end(self, path: Path) -> None:
        self._report_modes(path)
        self._report_verdicts(path)


def _labels(path: Path) -> list[str]:
    """The names of the constants after ``case``."""
    cases = [operand for end in path.function.ends(Switch) for operand, _ in end.cases]
    return [str(part) for operand in cases for part in operand[1:]]


def _about(path: Path, operand: Operand) -> str:
    """The names in a condition, with the callee in the place of a result."""
    callees = {f"%{call.number}": call for call in path.function.calls}
    found: list[str] = []
    stack = [operand]
    while stack:
        current = stack.pop()
        if current[0] in ("place", "addr"):
            name = str(current[1])
            call = callees.get(name.partition(".")[0])
            if call is None:
                found.append(name)
            elif path.contract(call) is None:  # the failure of a TLS call is no setting
                found += [call.callee, call.receiver]
                stack.extend(call.args)
        elif current[0] == "int":
            found.append(str(current[2]))
        elif current[0] == "str":
            found.append(current[1].decode("latin-1"))
        elif current[0] in ("bin", "un", "cast"):
            stack.extend(part for part in current[1:] if isinstance(part, tuple))
    return " ".join(found)
