"""Client or server: which side a context or connection is on, from what the file does with it."""

from __future__ import annotations

import re

from ..contracts import tls_settings as tls
from ..patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..contracts import Contract
    from ..flow.path import Path
    from ..flow.state import Value
    from .run import File

SERVER_WORDS = lazy(r"server|accept|listen|serve(?![a-z])|srv", re.IGNORECASE)
_CLIENT_WORDS = lazy(r"client|connect|request|fetch|cli(?![a-z])", re.IGNORECASE)


class FileSides:
    """``of`` answers for a value: by its own method, the function, its name, the file."""

    def __init__(self, file: File) -> None:
        self.file = file
        self._file_sides: set[str] | None = None
        self._function_sides: set[str] = set()

    def begin(self, path: Path) -> None:
        """Note the sides that the function's own calls speak of."""
        self._function_sides = set()
        for call in path.function.calls:
            contract = self.file.contracts.get(call.callee)
            side = tls.SIDES.get(contract.name, "") if contract is not None else ""
            if side and not call.receiver:
                self._function_sides.add(side)

    def on_call(
        self, path: Path, contract: Contract, args: tuple[Value, ...], result: Value
    ) -> None:
        """Follow a side from a method to its contexts and their connections."""
        method = tls.METHODS.get(contract.name)
        if method is not None:
            path.put("side", result, method.side or "both")
            return
        position = tls.CONTEXT_MAKERS.get(contract.name, 0)
        if contract.name in tls.CONNECTION_MAKERS:
            position = 1
        if 0 < position <= len(args):
            known = path.get("side", args[position - 1])
            if known is not None:
                path.put("side", result, known)

    def of(self, path: Path, value: Value) -> str:
        """``client``, ``server``, or "" where nothing tells (or the file is both)."""
        own = path.get("side", value)
        if own in (tls.CLIENT, tls.SERVER):
            return str(own)
        if len(self._function_sides) == 1:
            return next(iter(self._function_sides))
        if self._function_sides:
            return ""
        name = path.function.qualified
        serves, asks = SERVER_WORDS.search(name), _CLIENT_WORDS.search(name)
        if bool(serves) != bool(asks):
            return tls.SERVER if serves else tls.CLIENT
        sides = self._of_file()
        return next(iter(sides)) if len(sides) == 1 else ""

    def _of_file(self) -> set[str]:
        """The sides that the file is on: those of its handshakes, and of its client methods.

        timid: a server method alone may belong to another context than the one asked about.
        """
        if self._file_sides is None:
            self._file_sides = set()
            for word in self.file.unit.code_words:
                plain = word.removeprefix("q_")
                method = tls.METHODS.get(plain)
                if method is not None and method.side == tls.CLIENT:
                    self._file_sides.add(tls.CLIENT)
                elif plain in tls.HANDSHAKES:
                    self._file_sides.add(tls.SIDES[plain])
        return self._file_sides
