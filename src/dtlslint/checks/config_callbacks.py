"""Verify callbacks that say yes to every certificate (DTL603)."""

from __future__ import annotations

import re

from ..contracts import tls_settings as tls
from ..contracts.cells import BELOW, MINUS_ONE, ZERO
from ..diagnostics import ERROR, WARNING
from ..flow.callbacks import is_handed_on
from ..flow.effects import is_harmless
from ..flow.events import END, RETURN, Assign, Call
from ..flow.ownership_words import is_user_data
from ..flow.state import IN, SYM
from ..patterns import lazy
from .config_rules import UNVERIFIED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Span
    from ..flow.configurations import Configuration
    from ..flow.events import Branch, Exit, Function, Switch
    from ..flow.path import Path
    from ..flow.state import Value
    from .run import File

_STORE_CONTEXT = lazy(r"\bX509_STORE_CTX\b")
_NUMBER = lazy(r"\b(?:int|bool|long|char|BOOL|preverify\w*)\b")
_LATER = lazy(r"fingerprint|pinned|pin_?sha|verify_?errors|ssl_?errors|collect", re.IGNORECASE)


class Callbacks:
    """Looks at the values that a verify callback can return."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.kind = ""
        #: Where each way out stands, in which configuration, and whether it says yes.
        self.exits: list[tuple[Span, Configuration, bool]] = []
        self.calls: dict[int, Call] = {}
        #: Does it refuse where it has lost its own data?
        self.loses = False

    def begin(self, path: Path) -> bool:
        self.kind = _kind(path) if is_handed_on(path.unit, path.function) else ""
        self.exits = []
        self.calls = {call.number: call for call in path.function.calls}
        self.loses = False
        return bool(self.kind)

    def on_test(
        self, path: Path, branch: Branch | Switch, value: Value, side: int, other: int, exact: bool
    ) -> None:
        """Note the paths on which the callback has lost the data it works with."""
        del branch, other, exact
        if side == ZERO and not isinstance(value, int) and value[0] == SYM:
            call = self.calls.get(value[1])
            contract = None if call is None else self.file.contracts.get(call.callee)
            if contract is not None and is_user_data(contract):
                path.put("lost", ("text", "data"), True)

    def on_exit(self, path: Path, end: Exit, value: Value | None) -> None:
        if path.get("lost", ("text", "data")):  # silent: no verdict on the certificate
            self.loses = True
            return
        yes = end.kind == RETURN and value is not None and self._says_yes(path, value)
        if end.kind == END and path.function.result == "void":
            return
        self.exits.append((end.span, path.state.config, yes))

    def _says_yes(self, path: Path, value: Value) -> bool:
        if isinstance(value, int):
            return value != 0 if self.kind == "verify" else value > 0
        cells = path.cells(value)
        if cells & ZERO:
            return False
        parameters = path.function.parameters
        if self.kind == "verify" and value[0] == IN and value[1] == parameters[0].name:
            return True
        return not cells & (BELOW | MINUS_ONE)

    def end(self, path: Path) -> None:
        """A configuration in which every way out says yes is a finding at the last of them."""
        if path.blurred or path.cut:
            return
        refusing = [config for _, config, yes in self.exits if not yes]
        for _, config, _ in self.exits:
            configuration = config.without(refusing)
            if configuration is None:
                continue
            here = [e for e in self.exits if configuration.meet(e[1]) is not None]
            span = max(span for span, _, _ in here)
            later = self.loses or self._is_checked_later(path.function)
            what = f"the verify callback {path.function.name} accepts every certificate"
            if path.function.name.startswith("lambda@"):
                what = "this verify callback accepts every certificate"
            if later:
                what += (
                    " and leaves the verdict to later code: return ok, or clear those errors only "
                    "that are acceptable"
                )
            path.state.config = configuration
            severity = WARNING if later else ERROR
            path.report(UNVERIFIED.at(span, severity=severity, what=what), certain=True)

    def _is_checked_later(self, function: Function) -> bool:
        """Does the file look at the errors, or at the certificate itself, after the handshake?"""
        words = self.file.unit.code_words
        if not words.isdisjoint(tls.VERIFIES_LATER) or any(_LATER.search(word) for word in words):
            return True
        events = (event for block in function.blocks for event in block.events)
        return any(self._keeps(function, event) for event in events)

    def _keeps(self, function: Function, event: object) -> bool:
        """Does the event put something where others find it?"""
        if isinstance(event, Assign):
            return event.place[:1] != "%" and event.place not in function.variables
        if isinstance(event, Call):
            known = self.file.contracts.get(event.callee) is not None
            return not known and not is_harmless(event.callee) and event.how == "discarded"
        return False


def _kind(path: Path) -> str:
    """``verify``, ``cert_verify`` or "": by the call that installs it, else by its signature."""
    function = path.function
    types = [parameter.type for parameter in function.parameters]
    if len(types) != 2 or function.result == "void":
        return ""
    if _STORE_CONTEXT.search(types[1]) and _NUMBER.search(types[0]) and "*" not in types[0]:
        return "verify"
    role = path.unit.callbacks.get(function.name, "")
    named = "verif" in function.name or function.in_lambda
    if _STORE_CONTEXT.search(types[0]) and (role == "cert_verify" or named):
        return "cert_verify"
    return role if role in ("verify", "cert_verify") else ""
