"""What a call may change behind our back: out-parameters, members, globals."""

from __future__ import annotations

from functools import lru_cache

from ..contracts.primitives import COPIES
from ..patterns import lazy
from . import graph
from .ownership_words import MAX_NAMES
from .state import AT, IN, OUT, SYM, UNINIT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..contracts import Contract
    from .events import Call
    from .path import Path
    from .state import Value

#: Functions of the C library and of logging that change nothing that we track.
_HARMLESS = frozenset((
    "memcpy", "memmove", "memset", "memcmp", "strlen", "strcmp", "strncmp", "strcpy", "strncpy",
    "strcasecmp", "strcat", "printf", "fprintf", "snprintf", "sprintf", "puts", "fputs", "perror",
    "malloc", "calloc", "free", "strdup", "strerror", "exit", "abort", "htons", "ntohs", "htonl",
    "ntohl", "time", "qDebug", "qWarning", "qCDebug", "qCWarning", "qCritical", "syslog",
    "strchr", "strrchr", "strstr", "bzero", "explicit_bzero", "min", "max", "qMin", "qMax",
    "move", "new", "operator<<", "reset", "get", "data", "size", "c_str", "empty", "sizeof",
    "isalpha", "isdigit", "atoi", "tolower", "toupper", "lambda",
))  # fmt: skip
_SIZE = lazy(r"_(?:len|length|size|count|remaining)$|[a-z](?:Len|Length|Size|Count)$")
_LOG_WORDS = ("log", "LOG", "warn", "WARN", "debug", "DEBUG", "trace", "TRACE", "print", "msg")


@lru_cache(MAX_NAMES)
def asks_size(name: str) -> bool:
    """Does the call, by its name, only ask how long something is (``getSize``, ``x_length``)?"""
    if _SIZE.search(name) is None:
        return False
    lowered = name.lower()
    return not any(word in lowered for word in ("set", "read", "resize", "next", "parse", "recv"))


@lru_cache(MAX_NAMES)
def is_harmless(name: str) -> bool:
    return name in _HARMLESS or any(word in name for word in _LOG_WORDS)


def forget_after(path: Path, call: Call, args: tuple[Value, ...]) -> list[tuple[str, Value]]:
    """Places whose value the call may have replaced, with the fresh value of each.

    A function with a contract writes its out-parameters only. Any other function may write what
    it gets the address of, the members of what it gets a pointer to, and globals.
    """
    contract = path.contract(call)
    if contract is not None:
        return _written_by_contract(path, call, args, contract)
    written: list[tuple[str, Value]] = []
    harmless = is_harmless(call.callee) or call.callee in COPIES or asks_size(call.callee)
    source = COPIES[call.callee][1] if call.callee in COPIES else 0
    for n in _rebound(path, call, args, harmless):
        written.append((call.args[n - 1][1], (OUT, call.number, n)))
    for n, value in enumerate(args, 1):
        if isinstance(value, int) or n == source:
            continue
        if value[0] == AT and (not harmless or n == 1 and call.callee in COPIES):
            _forget_elements(path, value[1], call.number)
        if value[0] == AT and not harmless:
            written.append((value[1], (OUT, call.number, n)))
        elif call.args[n - 1][0] == "addr":
            written.append((path.place(call.args[n - 1][1]), (OUT, call.number, n)))
        if not harmless and value[0] in (IN, AT):
            _forget_members(path, value[1], call.number)
        elif not harmless and value[0] == SYM:
            _forget_members(path, f"%{value[1]}", call.number)
    if not harmless:
        if call.receiver:
            _forget_members(path, path.place(call.receiver), call.number)
        _forget_globals(path, call.number)
    arrays = path.function.variables
    return [(p, v) for p, v in written if not (p in arrays and arrays[p].is_array)]


def _rebound(path: Path, call: Call, args: tuple[Value, ...], harmless: bool) -> list[int]:
    """The arguments (1-based) that C++ gives by reference to a pointer, which the callee sets.

    Of a function of elsewhere nobody knows; a local that holds nothing yet is given to be set.
    """
    if not path.unit.is_cpp or harmless:
        return []
    summary = path.summary(call)
    found = []
    for n, value in enumerate(args, 1):
        place = str(call.args[n - 1][1]) if call.args[n - 1][0] == "place" else ""
        variable = path.function.variables.get(place)
        if variable is None or not variable.is_pointer or variable.is_array:
            continue
        empty = value == 0 or not isinstance(value, int) and value[0] == UNINIT
        if n - 1 in summary.rebinds if summary is not None else empty:
            found.append(n)
    return found


def _written_by_contract(
    path: Path, call: Call, args: tuple[Value, ...], contract: Contract
) -> list[tuple[str, Value]]:
    written: list[tuple[str, Value]] = []
    for n, value in enumerate(args, 1):
        if (
            not isinstance(value, int)
            and value[0] == AT
            and contract.role(n) != "in_buffer"
            and call.args[n - 1][0] in ("addr", "cast")
        ):
            variable = path.function.variables.get(value[1])
            if variable is None or not variable.is_array:
                written.append((value[1], (OUT, call.number, n)))
    return written


def _forget_elements(path: Path, array: str, number: int) -> None:
    """``s[0]`` may be another one once ``s`` was given away."""
    env = path.state.env
    inside = array + "["
    known = [place for place in env if place.startswith(inside)]
    for place in known:
        del env[place]
    if known:
        env["#" + graph.root(array)] = number


def _forget_members(path: Path, place: str, number: int) -> None:
    base = graph.root(place)
    if base not in path.containers and base[:1] != "%":
        return  # nothing is reached through it
    env = path.state.env
    inside = place + "."
    for other in [o for o in env if o.startswith(inside)]:
        del env[other]
    env["#" + base] = number


def _forget_globals(path: Path, number: int) -> None:
    env = path.state.env
    variables = path.function.variables
    for place in [p for p in env if p[0] not in "%#" and graph.root(p) not in variables]:
        del env[place]
    env["#*"] = number
