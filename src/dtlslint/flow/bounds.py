"""Lengths: which arguments are lengths, what a comparison bounds, what a value is made of."""

from __future__ import annotations

from ..contracts.cells import ABOVE, ONE, ZERO
from ..contracts.primitives import ALLOCATIONS
from .conditions import MIRROR, OPPOSITE
from .state import CMP, EXPR, IN, OLD, OUT, SYM, TEST, UNK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .events import Call
    from .path import Path
    from .state import Value

#: Mark of values that are bounded by how they were made (``min``, a mask, ``%``).
BOUNDED = "bounded"

#: Library functions that write, read or allocate as much as an argument says: 1-based positions.
LENGTH_ARGUMENTS = ALLOCATIONS | {
    "memcpy": (3,), "memmove": (3,), "memset": (3,), "bcopy": (3,), "strncpy": (3,), "copy_n": (2,),
    "CopyMemory": (3,), "bzero": (2,), "memcmp": (3,), "g_memdup": (2,), "recv": (3,),
    "recvfrom": (3,), "read": (3,), "fread": (2, 3), "send": (3,), "write": (3,), "fgets": (2,),
    "snprintf": (2,), "strlcpy": (3,), "resize": (1,), "reserve": (1,), "memdup": (2,),
    "fill_n": (2,), "sendto": (3,), "ngx_memcpy": (3,), "pj_memcpy": (3,), "append": (2,),
    "assign": (1, 2), "os_memcpy": (3,), "tor_memdup": (2,), "left": (1,), "truncate": (1,),
    "memcpy_s": (4,), "ZeroMemory": (2,), "explicit_bzero": (2,), "copy": (2,), "memmem": (2,),
    "OPENSSL_memdup": (2,), "QByteArray": (1,),
}  # fmt: skip
ALLOCATORS = frozenset(
    (*ALLOCATIONS, "resize", "reserve", "assign", "OPENSSL_memdup", "QByteArray")
)
#: Copies of a text, as long as the text is.
TEXT_COPIES = frozenset(("strcpy", "stpcpy", "strcat"))
#: Calls whose result is no greater than one of their arguments.
CLAMPS = frozenset((
    "min", "qMin", "MIN", "clamp", "qBound", "min_t", "g_min", "ngx_min", "imin", "PJ_MIN",
    "MIN_T", "umin", "size_min", "std::min", "bounded",
))  # fmt: skip
_LENGTH_ROLES = frozenset(("len", "key_len", "iv_len", "capacity", "bits", "length"))


def is_length_use(path: Path, call: Call, n: int) -> bool:
    """Is argument ``n`` (1-based) a length of memory that the call touches or allocates?"""
    positions = LENGTH_ARGUMENTS.get(call.callee)
    if positions is not None:
        return n in positions
    contract = path.contract(call)
    return contract is not None and (contract.role(n) in _LENGTH_ROLES or n in contract.length_of)


def copy_length(call: Call) -> str:
    """What a length is called in a message, by the function it is given to."""
    if call.callee in ALLOCATORS:
        return "an allocation size"
    return f"a length of {call.callee}"


def leaves(value: Value) -> list[Value]:
    """The symbols that a value is computed from."""
    found: list[Value] = []
    stack = [value]
    while stack:
        current = stack.pop()
        if isinstance(current, int):
            continue
        if current[0] in (IN, SYM, OUT, OLD, UNK):
            found.append(current)
        elif current[0] == EXPR and current[1] in ("&", "%") and _has_constant(current):
            continue
        elif current[0] in (EXPR, CMP):
            stack.extend(current[2:])
        elif current[0] == TEST:
            stack.append(current[1])
    return found


def _has_constant(value: tuple[object, ...]) -> bool:
    return isinstance(value[2], int) or isinstance(value[3], int)


def upper_bounds(value: Value, side: int) -> list[Value]:
    """The symbols that are held from above where a tested value lies in ``side``."""
    if isinstance(value, int):
        return []
    if value[0] == CMP:
        operator = value[1] if not side & ZERO else OPPOSITE[value[1]] if side == ZERO else ""
        left, right = value[2], value[3]
        if operator in (">", ">="):
            operator, left, right = MIRROR[operator], right, left
        if operator in ("<", "<="):
            return leaves(left) + _taken_off(right)
        if operator == "==":
            return leaves(left) + leaves(right)
        return []
    if not side & (ABOVE | ONE) or not side & ABOVE:
        return leaves(value)
    return []


def _taken_off(value: Value) -> list[Value]:
    """``len`` of ``n <= size - len``: it is held as ``n`` is."""
    if isinstance(value, int) or value[0] != EXPR or value[1] not in ("+", "-"):
        return []
    return _taken_off(value[2]) + (leaves(value[3]) if value[1] == "-" else _taken_off(value[3]))


def lower_bounds(value: Value, side: int) -> list[Value]:
    """The symbols that are held from below where a tested value lies in ``side``."""
    if isinstance(value, int):
        return []
    if value[0] == CMP:
        operator = value[1] if not side & ZERO else OPPOSITE[value[1]] if side == ZERO else ""
        left, right = value[2], value[3]
        if operator in ("<", "<="):
            left, right = right, left
        if operator in (">", ">=", "<", "<="):
            return leaves(left)
        if operator == "==":
            return leaves(left) + leaves(right)
        return []
    return leaves(value) if side == ABOVE else []
