"""insecure-config: TLS and DTLS set up to be weak (DTL601-607).

Five parts observe the same walk: what is written into the code (``config_strength``), who verifies
the peer (``config_verification``, ``config_callbacks``), the cookies of a DTLS server
(``config_cookies``), and how secrets are compared (``config_compare``).
"""

from __future__ import annotations

from .config_callbacks import Callbacks
from .config_compare import Compare
from .config_cookies import Cookies
from .config_rules import RULES
from .config_strength import Strength
from .config_verification import Verification

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..diagnostics import Finding
    from ..flow.path import Path
    from .run import File

__all__ = ["RULES", "Check"]


class Check:
    """Hands every event of the walk to the parts that want to see this function."""

    def __init__(self, file: File) -> None:
        self.cookies = Cookies(file)
        self.compare = Compare(file)
        self.parts = (
            Strength(file), Verification(file), Callbacks(file), self.compare, self.cookies,
        )  # fmt: skip
        self.active: list[Any] = []

    def begin(self, path: Path) -> bool:
        """Functions that call nothing known are only looked at for what they compare."""
        self.active = [part for part in self.parts if part.begin(path)]
        return bool(self.active)

    def _tell(self, callback: str, *arguments: object) -> None:
        for part in self.active:
            observer = getattr(part, callback, None)
            if observer is not None:
                observer(*arguments)

    def on_call(self, *arguments: object) -> None:
        self._tell("on_call", *arguments)

    def on_assign(self, *arguments: object) -> None:
        self._tell("on_assign", *arguments)

    def on_declare(self, *arguments: object) -> None:
        self._tell("on_declare", *arguments)

    def on_convert(self, *arguments: object) -> None:
        self._tell("on_convert", *arguments)

    def on_test(self, *arguments: object) -> None:
        self._tell("on_test", *arguments)

    def on_exit(self, *arguments: object) -> None:
        self._tell("on_exit", *arguments)

    def end(self, path: Path) -> None:
        for part in self.active:
            if hasattr(part, "end"):
                part.end(path)

    def finish(self) -> list[Finding]:
        return self.compare.findings + self.cookies.finish()
