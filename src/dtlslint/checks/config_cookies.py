"""DTLS servers without a cookie exchange (DTL604): facts of the file, judged at its end."""

from __future__ import annotations

from ..contracts import tls_settings as tls
from ..flow.callbacks import is_handed_on
from ..patterns import lazy
from .config_rules import COOKIES
from .config_sides import SERVER_WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Finding
    from ..flow.events import Call, Function
    from ..flow.path import Path
    from ..flow.state import Value
    from .run import File

_CONNECTION = lazy(r"\bSSL \*")
_LENGTH = lazy(r"(?:unsigned(?: int)?|uint|quint32|uint32_t)(?: ?\*)?$")
#: Words of functions that move datagrams.
_SOCKETS = lazy(r"recvfrom|recvmmsg|recvmsg|sendto(?![a-z])|readDatagram")
_CALLBACKS = ("callback:cookie_generate", "callback:cookie_verify")


class Cookies:
    """Collects the calls that listen and the methods of server contexts."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.listens: dict[tuple[int, int], Call] = {}
        #: The methods of contexts: those of servers, and those that do not tell.
        self.servers: dict[tuple[int, int], Call] = {}
        self.generic: dict[tuple[int, int], Call] = {}
        self.accepts = False
        self.installed: set[str] = set()

    def begin(self, path: Path) -> bool:
        """Note what the function calls, whatever path leads there."""
        makes = False
        self._defines(path.function)
        for call in path.function.calls:
            contract = self.file.contracts.get(call.callee)
            if contract is None:
                continue
            if contract.name in tls.LISTENS:
                self.listens[call.span] = call
            method = tls.METHODS.get(contract.name)
            wraps = contract.name in path.function.name
            if method is not None and method.dtls and method.side == tls.SERVER and not wraps:
                self.servers[call.span] = call
            if contract.name in tls.HANDSHAKES:
                self.accepts = self.accepts or tls.SIDES[contract.name] == tls.SERVER
            self.installed.update(role for role in contract.roles.values() if role in _CALLBACKS)
            makes = makes or contract.name in tls.CONTEXT_MAKERS or method is not None
        return makes

    def _defines(self, function: Function) -> None:
        """A function with a cookie callback's signature is installed, be it by another file.

        Not a static one that this file does not mention again.
        """
        if not is_handed_on(self.file.unit, function):
            return
        types = [" ".join(parameter.type.split()) for parameter in function.parameters]
        if len(types) == 3 and _CONNECTION.search(types[0]) and "char *" in types[1]:
            if not _LENGTH.match(types[2]):  # silent: SSL_stateless counts in size_t
                return
            self.installed.add(_CALLBACKS[0 if types[2].endswith("*") else 1])

    def on_call(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        """A context is made from a method that this path knows."""
        contract = path.contract(call)
        if contract is None:
            if SERVER_WORDS.search(call.callee):
                for value in args:  # server_context(DTLS_method()): a maker of the program's own
                    made = path.get("method", value)
                    if made is not None and not tls.METHODS[self._name(made)].side:
                        self.servers[made.span] = made
            return
        method = tls.METHODS.get(contract.name)
        if method is not None and method.dtls:
            path.put("method", result, call)
        position = tls.CONTEXT_MAKERS.get(contract.name, 0)
        if not 0 < position <= len(args):
            return
        made = path.get("method", args[position - 1])
        if made is not None and not tls.METHODS[self._name(made)].side:
            self.generic[made.span] = made

    def _name(self, call: Call) -> str:
        contract = self.file.contracts.get(call.callee)
        return "" if contract is None else contract.name

    # -- the file

    def finish(self) -> list[Finding]:
        """Judge the calls by what the whole file does."""
        missing = [role for role in _CALLBACKS if role not in self.installed]
        if self.listens:
            return [self._at(call, missing) for call in self.listens.values()] if missing else []
        if self._is_media():
            return []
        if not missing and not self._lacks_option():
            return []
        calls = {**self.servers, **(self.generic if self.accepts else {})}
        return [self._at(call, missing) for call in calls.values()]

    def _lacks_option(self) -> bool:
        return tls.COOKIE_OPTION not in self.file.unit.code_words

    def _spellings(self, names: frozenset[str]) -> frozenset[str]:
        """The names, and as Qt spells them."""
        return names | {f"q_{name}" for name in names}

    def _is_media(self) -> bool:
        """DTLS in memory under a transport that has checked the peer's address."""
        words = self.file.unit.code_words
        if not words.isdisjoint(self._spellings(tls.DATAGRAM_BIOS)):
            return False
        if words.isdisjoint(self._spellings(tls.MEDIA_WORDS)):
            if any(_SOCKETS.search(word) for word in words):
                return False  # the file is the transport, and checks no address
        return not words.isdisjoint(self._spellings(tls.MEMORY_BIOS | tls.MEDIA_WORDS))

    def _at(self, call: Call, missing: list[str]) -> Finding:
        kinds = " and no ".join(role.removeprefix("callback:cookie_") for role in missing)
        what = f"no {kinds} callback is installed" if missing else "nothing turns it on"
        return COOKIES.at(call.span, callee=call.callee, what=what)
