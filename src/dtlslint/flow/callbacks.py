"""Functions of a file that are installed as callbacks, found by the text of the installing call.

The call is looked for in the text, so that a function need not be lowered to be known: the
argument whose role in the contract is ``callback:KIND`` names a function of this file.
"""

from __future__ import annotations

from ..contracts.primitives import CALLBACK_BUFFERS, CALLBACK_SIGNATURES
from ..patterns import ARGUMENTS, IDENTIFIER
from ..source import occurrences

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..contracts.primitives import Buffer
    from .events import Function, Variable
    from .unit import Unit

#: What the names of functions that install a callback contain.
_HINTS = (b"_cb", b"callback", b"verify", b"_func", b"_meth_", b"PEM_read", b"session_id")
_BYTES = ("uint8_t", "u8", "u_char", "uchar", "uint8", "BYTE", "byte", "guint8", "quint8")
_SHORT = ("unsigned", "unsigned *")
# bytes of the argument list of an installing call
MAX_ARGUMENTS = 4000


def arguments_at(data: bytes, start: int) -> list[bytes]:
    """The arguments of a call whose opening parenthesis ends at ``start``."""
    depth = 0
    found = []
    last = start
    for at in range(start, min(len(data), start + MAX_ARGUMENTS)):
        letter = data[at]
        if letter in b"([{":
            depth += 1
        elif letter in b")]}":
            if depth == 0:
                found.append(data[last:at])
                return found
            depth -= 1
        elif letter == 0x2C and depth == 0:
            found.append(data[last:at])
            last = at + 1
    return []


def installed(unit: Unit) -> dict[str, str]:
    """Function name -> the kind of callback it serves as (``verify``, ``psk_client`` ..)."""
    roles: dict[str, str] = {}
    for word in unit.words:
        if not any(hint in word for hint in _HINTS):
            continue
        contract = unit.contract(word.decode())
        callbacks = (
            []
            if contract is None
            else [
                (n, role.removeprefix("callback:"))
                for n, role in contract.roles.items()
                if role.startswith("callback:")
            ]
        )
        if callbacks:
            for end in occurrences(unit.data, word):
                opening = ARGUMENTS.match(unit.data, end)
                if opening is not None:
                    _from_call(unit, opening.end(), callbacks, roles)
    return roles


def _from_call(
    unit: Unit, start: int, callbacks: list[tuple[int, str]], roles: dict[str, str]
) -> None:
    texts = arguments_at(unit.data, start)
    for n, role in callbacks:
        if n <= len(texts):
            for name in IDENTIFIER.findall(texts[n - 1]):
                if name.decode() in unit.function_names:
                    roles[name.decode()] = role


def is_handed_on(unit: Unit, function: Function) -> bool:
    """May somebody else come to call the function: is it visible elsewhere, or its address used?"""
    if not function.static or function.owner:
        return True
    name, data = function.name.encode(), unit.data
    return any(
        ARGUMENTS.match(data, end) is None
        and not data[max(0, end - len(name) - 8) : end - len(name)].rstrip().endswith(b"(void)")
        for end in occurrences(data, name)
    )


def output_buffers(function: Function, unit: Unit) -> tuple[dict[str, Buffer], dict[str, str]]:
    """The output buffers of a callback by parameter name, and its capacity parameters.

    The second maps a parameter's name to its position. A callback is known by its installation or
    by its exact parameter types.
    """
    role = unit.callbacks.get(function.name, "")
    if not role:
        types = tuple(_plain_type(unit, parameter) for parameter in function.parameters)
        role = CALLBACK_SIGNATURES.get(types, "")
        if role == "password" and not _says_password(function, unit):
            role = ""
        if role == "cookie_generate" and "session" in function.name.lower():
            role = ""  # those that make session ids have the same parameters
    buffers: dict[str, Buffer] = {}
    capacities: dict[str, str] = {}
    for buffer in CALLBACK_BUFFERS.get(role, ()):
        if buffer.parameter > len(function.parameters) or buffer.capacity > len(
            function.parameters
        ):
            continue
        buffers[function.parameters[buffer.parameter - 1].name] = buffer
        if buffer.capacity:
            capacities[function.parameters[buffer.capacity - 1].name] = str(buffer.capacity)
    return buffers, capacities


def _says_password(function: Function, unit: Unit) -> bool:
    """``(char *, int, int, void *)`` alone may be anything: do the names say more?"""
    names = [function.name, *(parameter.name for parameter in function.parameters)]
    words = " " + " ".join(names).lower() + " "
    if function.in_lambda:
        start = function.span[0]
        words += unit.data[max(0, start - 120) : start].decode("utf-8", "replace").lower()
    return any(word in words for word in ("passw", "passphrase", "_pw", "pw_", "rwflag", " rw "))


def _plain_type(unit: Unit, parameter: Variable) -> str:
    """A parameter's type without qualifiers; arrays are pointers."""
    type_ = parameter.type
    if parameter.name[:1] == "@":
        type_ += " *" * unit.data[parameter.span[0] : parameter.span[1]].count(b"*")
    words = type_.replace("*", " * ").split()
    text = " ".join(w for w in words if w not in ("const", "volatile", "struct"))
    if words and words[0] in _BYTES:
        text = text.replace(words[0], "unsigned char", 1)
    return text.replace("unsigned", "unsigned int", 1) if text in _SHORT else text
