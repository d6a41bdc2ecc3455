"""What the parts of hardcoded-crypto share: the calls that make, take or measure a secret."""

from __future__ import annotations

from ..contracts.primitives import SECRET_ROLES, cipher
from ..flow.destinations import destination
from ..flow.handed import handed
from ..flow.secrets import buffer, last_name
from ..flow.state import AT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..contracts import Contract
    from ..diagnostics import Rule, Span
    from ..flow.destinations import Destination
    from ..flow.events import Call
    from ..flow.path import Path
    from ..flow.sizes import Sizes
    from ..flow.state import Value
    from .run import File

_ROLES = SECRET_ROLES | {"random_out", "bits", "nid", "curve", "iterations"}


class SecretCalls:
    """Observer: which calls of a function concern secrets, and which buffers they mean."""

    def __init__(self, file: File) -> None:
        self.file = file
        #: secret -> (0 for an argument, 1 for an extent, -1 if it is too short, which is told
        #: instead; span of the literal)
        self.magic: dict[tuple[Any, ...], tuple[int, Span]] = {}

        self._handed_on: dict[str, Contract | None] = {}

    def facts(self, path: Path, call: Call) -> Contract | None:
        """The contract of the called function, or that to which one of the file hands on."""
        name = call.callee
        if name not in path.unit.function_names or call.receiver:
            return path.contract(call)
        if name not in self._handed_on:
            self._handed_on[name] = handed(path.unit, name)
        return self._handed_on[name]

    def begin(self, path: Path) -> bool:
        self.sizes: Sizes = path.unit.sizes
        self.calls = {call.number: call for call in path.function.calls}
        self.ciphers = []
        self.roles: dict[str, set[str]] = {}
        matters = False
        for call in path.function.calls:
            contract = path.contract(call)
            if contract is None:
                continue
            known = cipher(contract.name)
            if known is not None:
                self.ciphers.append(known)
            for n, role in contract.roles.items():
                if role in SECRET_ROLES and n <= len(call.args):
                    self.roles.setdefault(buffer(call.args[n - 1], self.calls), set()).add(role)
            matters = matters or _matters(contract)
        return matters

    def report(
        self, path: Path, rule: Rule, span: Span, severity: str | None = None, **words: Any
    ) -> None:
        """A finding; in test folders one severity lower."""
        from ..diagnostics import milder

        severity = severity or rule.severity
        if self.file.options.is_test_path:
            severity = milder(severity)
        path.report(rule.at(span, severity=severity, **words))

    def target(self, path: Path, call: Call, args: tuple[Value, ...], n: int) -> Destination:
        return destination(path, self.sizes, args[n - 1], call.args[n - 1])

    def key_of(self, target: Destination) -> Value:
        """What marks of a buffer hang on: its place, or the value that points to it."""
        return (AT, target.place) if target.place else target.base

    def name_of(self, call: Call, n: int, target: Destination) -> str:
        """A buffer as the source calls it."""
        return last_name(buffer(call.args[n - 1], self.calls) or target.place or "buffer")


def _matters(contract: Contract) -> bool:
    """Does a function make, take or measure a secret?"""
    return not contract.tags.isdisjoint(("keygen", "kdf")) or not _ROLES.isdisjoint(
        contract.roles.values()
    )
