"""Sets of library versions as disjoint ranges of numbers, and what comparisons keep of them.

One number line holds every library that a guard can meet: OpenSSL by ``OPENSSL_VERSION_NUMBER``,
LibreSSL by its own number further up, and any other library, old or new, as two points. ``Truth``
is a pair: where a condition surely holds, and where it may hold.
"""

from __future__ import annotations

from ..contracts import versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Ranges: TypeAlias = tuple[tuple[int, int], ...]
    Truth: TypeAlias = tuple[Ranges, Ranges]

_TOP = 0xFFFFFFFF
_LIBRE_BASE = 1 << 40
_OTHER = 1 << 41
NONE: Ranges = ()
OPENSSL: Ranges = ((0, _TOP),)
#: LibreSSL began with 2.0.0.
LIBRE: Ranges = ((_LIBRE_BASE + 0x20000000, _LIBRE_BASE + _TOP),)
#: BoringSSL, AWS-LC, wolfSSL and whatever else imitates the interface.
OTHER: Ranges = ((_OTHER, _OTHER + 1),)
ALL: Ranges = (*OPENSSL, *LIBRE, *OTHER)
#: ``OPENSSL_VERSION_NUMBER`` of LibreSSL (opensslv.h) and of BoringSSL over the years (base.h).
LIBRE_NUMBER, OTHER_NUMBERS = 0x20000000, (0x1000107F, 0x1010107F)
THREE = 0x30000000

UNKNOWN: Truth = (NONE, ALL)
TRUE: Truth = (ALL, ALL)
FALSE: Truth = (NONE, NONE)

#: Every series that was released; openssl.org, "Release Notes" and "Old releases".
SERIES = (
    "0.9.1", "0.9.2", "0.9.3", "0.9.4", "0.9.5", "0.9.6", "0.9.7", "0.9.8", "1.0.0", "1.0.1",
    "1.0.2", "1.1.0", "1.1.1", "3.0", "3.1", "3.2", "3.3", "3.4", "3.5", "3.6",
)  # fmt: skip


def union(a: Ranges, b: Ranges) -> Ranges:
    """The numbers in either set."""
    if a == b or not b:
        return a
    merged: list[tuple[int, int]] = []
    for low, high in sorted((*a, *b)):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(high, merged[-1][1])
        else:
            merged.append((low, high))
    return tuple(merged)


def intersect(a: Ranges, b: Ranges) -> Ranges:
    """The numbers in both sets."""
    if a == b or b == ALL:
        return a
    return tuple(
        (max(low, other_low), min(high, other_high))
        for low, high in a
        for other_low, other_high in b
        if max(low, other_low) <= min(high, other_high)
    )


def complement(a: Ranges) -> Ranges:
    """The numbers of ``ALL`` that are not in the set."""
    rest = ALL
    for low, high in a:
        rest = tuple(
            piece
            for start, end in rest
            for piece in ((start, min(end, low - 1)), (max(start, high + 1), end))
            if piece[0] <= piece[1]
        )
    return rest


def both(a: Truth, b: Truth) -> Truth:
    return intersect(a[0], b[0]), intersect(a[1], b[1])


def either(a: Truth, b: Truth) -> Truth:
    return union(a[0], b[0]), union(a[1], b[1])


def negation(a: Truth) -> Truth:
    return complement(a[1]), complement(a[0])


def exactly(ranges: Ranges) -> Truth:
    return ranges, ranges


def holds(value: int, sign: str, k: int) -> bool:
    """``value sign k`` as C sees it."""
    if sign in ("==", "!="):
        return (value == k) == (sign == "==")
    if sign in ("<", "<="):
        return value < k or sign == "<=" and value == k
    return value > k or sign == ">=" and value == k


def _line(low: int, top: int, sign: str, k: int) -> Ranges:
    """The numbers ``n`` of ``low..top`` with ``n sign k``."""
    if sign == "==":
        pieces = [(k, k)]
    elif sign == "!=":
        pieces = [(low, k - 1), (k + 1, top)]
    elif sign in ("<", "<="):
        pieces = [(low, k if sign == "<=" else k - 1)]
    else:
        pieces = [(k if sign == ">=" else k + 1, top)]
    return tuple((max(low, a), min(top, b)) for a, b in pieces if max(low, a) <= min(top, b))


def by_number(sign: str, k: int) -> Ranges:
    """Where ``OPENSSL_VERSION_NUMBER sign k``."""
    found = _line(0, _TOP, sign, k)
    if holds(LIBRE_NUMBER, sign, k):
        found = (*found, *LIBRE)
    for n, number in enumerate(OTHER_NUMBERS):
        if holds(number, sign, k):
            found = union(found, ((_OTHER + n, _OTHER + n),))
    return found


def by_libre(sign: str, k: int) -> Ranges:
    """Where ``LIBRESSL_VERSION_NUMBER sign k``; elsewhere the name is undefined, and so 0."""
    zero = holds(0, sign, k)
    libre = _line(LIBRE_NUMBER, _TOP, sign, k)
    own = tuple((low + _LIBRE_BASE, high + _LIBRE_BASE) for low, high in libre)
    return (*OPENSSL, *own, *OTHER) if zero else own


def by_major(sign: str, k: int) -> Ranges:
    """Where ``OPENSSL_VERSION_MAJOR sign k``; before 3.0 the name is undefined, and so 0."""
    found: Ranges = ((0, THREE - 1), *LIBRE, *OTHER) if holds(0, sign, k) else ()
    for major in range(3, 16):
        if holds(major, sign, k):
            found = union(found, ((major << 28, (major << 28) + 0xFFFFFFF),))
    return found


def by_minor(sign: str, k: int) -> Ranges:
    """Where ``OPENSSL_VERSION_MINOR sign k``; before 3.0 the name is undefined, and so 0."""
    found: Ranges = ((0, THREE - 1), *LIBRE, *OTHER) if holds(0, sign, k) else ()
    for major in range(3, 16):
        base = major << 28
        pieces = _line(0, 255, sign, k)
        found = union(
            found, tuple((base + (a << 20), base + (b << 20) + 0xFFFFF) for a, b in pieces)
        )
    return found


def since(release: str) -> Ranges:
    """OpenSSL from ``"1.1.0"`` on."""
    return ((versions.number(release), _TOP),)


def before(release: str) -> Ranges:
    """OpenSSL before ``"1.1.0"``."""
    return ((0, versions.number(release) - 1),)


def series(release: str) -> tuple[int, int]:
    """The numbers of ``"3.0"`` or ``"1.1.1"`` with all their patches, or of one ``"1.0.2g"``.

    Starts at the first release (the pre-releases have lower numbers). ValueError if it is none.
    """
    first = versions.number(release)
    if release[-1:].isalpha() or first >= THREE and release.count(".") > 1:
        return first, first | 0xF
    return first | 0xF, first | (0xFFFFF if first >= THREE else 0xFFF)


#: Every released series as ranges, pre-releases included.
RELEASED: Ranges = tuple((series(name)[0] & ~0xF, series(name)[1]) for name in SERIES)


def names_series(number: int) -> bool:
    """Does the number lie in a series that was released, or may yet be (3.7 and up)?"""
    if number >= THREE:
        return number & 0xFF000 == 0 or number & 0xFFFFF == 0xFFFFF
    if number & 0xFFF == 0xFFF:  # the last number before a series: ``<= 0x100fffffL``
        return names_series(number + 1) or any(high == number for _, high in RELEASED)
    if number & 0xFFFFF == 0 and number >> 20 == 9:  # "any 0.9"
        return True
    return any(low <= number <= high for low, high in RELEASED)


def spell(number: int) -> str:
    """``0x1100000f`` -> ``"1.16.0"``, ``0x1000207f`` -> ``"1.0.2g"``: what the digits say."""
    major, minor = number >> 28, number >> 20 & 255
    fix, patch = number >> 12 & 255, number >> 4 & 255
    if major >= 3:
        rest = f" (and 0x{fix:02x} where 00 belongs)" if fix else ""
        return f"{major}.{minor}.{patch}{rest}"
    return f"{major}.{minor}.{fix}" + (chr(96 + patch) if 1 <= patch <= 26 else "")
