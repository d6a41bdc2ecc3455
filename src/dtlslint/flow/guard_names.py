"""What the macros in conditions say about the version of the library.

``GuardNames`` knows the libraries' own macros, the names that a project lists, feature tests of a
build system (``HAVE_EVP_PKEY_EQ``), and names that the file itself defines under guards.
"""

from __future__ import annotations

from ..contracts import lookup, names, versions
from ..contracts.header_macros import HEADER_MACROS
from ..patterns import lazy
from . import version_sets as sets
from .guard_conditions import evaluate, parse
from .version_sets import ALL, LIBRE, OPENSSL, OTHER, TRUE, UNKNOWN, exactly, since

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .directives import Directives
    from .guard_conditions import Node
    from .version_sets import Ranges, Truth

NUMBER = frozenset(("OPENSSL_VERSION_NUMBER", "SSLEAY_VERSION_NUMBER"))
LIBRE_NUMBER = "LIBRESSL_VERSION_NUMBER"
MAJOR, MINOR = "OPENSSL_VERSION_MAJOR", "OPENSSL_VERSION_MINOR"
COMPAT, LEVEL = "OPENSSL_API_COMPAT", "OPENSSL_API_LEVEL"
#: Macros whose values are versions.
COMPARED = NUMBER | {LIBRE_NUMBER, MAJOR, MINOR, COMPAT, LEVEL}
_SINCE_THREE = frozenset((
    MAJOR, MINOR, "OPENSSL_VERSION_PATCH", "OPENSSL_VERSION_PREREQ", "OPENSSL_VERSION_STR",
))  # fmt: skip
LIBRARIES = lazy(
    r"LIBRESSL|BORINGSSL|AWSLC|AWS_LC|WOLFSSL|CYASSL|GNUTLS|MBEDTLS|POLARSSL|SCHANNEL|MATRIXSSL"
    r"|NETTLE|GCRYPT|BEARSSL|COMMONCRYPTO|SECURETRANSPORT"
)
_QT = lazy(r"opensslv(\d)(\d)")
#: A project's own name for the number, such as HAProxy's HA_OPENSSL_VERSION_NUMBER.
_ALIAS = lazy(r"\w*_?OPENSSL_VERSION(?:_NUMBER|_NUM|_CODE|_HEX)?$")
_CHOSEN = lazy(r"(?:USE|HAVE|WITH|ENABLE|HAS|CONFIG|SUPPORT)_?(?:LIB)?(?:OPENSSL|SSL)$")
_AT_LEAST = lazy(r"(?:OPENSSL|(?<![A-Z])SSL).*(?:PREREQ|AT_?LEAST|_GE|MIN_VERSION|MINIMUM)$")
#: A name that says which OpenSSL it stands for, listed or not.
_SAYS = lazy(
    r"OPENSSL_?(?:API|VERSION|VER|V)?_?[13](?:_?\d)*(?![A-Z\d]*SHA)|OPENSSL_?(?:PRE|BEFORE|LT|LESS_THAN)_?\d"
    r"|(?:OLD|LEGACY)_?(?:OPEN|LIB)?SSL|(?:OPEN|LIB)SSL_?(?:OLD|LEGACY)",
)
_FEATURE = lazy(r"(?:\w*_)?(?:HAVE|HAS)_(?:DECL_|FUNC_|LIBSSL_|LIBCRYPTO_)?(\w+)$")
_DIGITS = lazy(r"(?:SSL|V|VERSION|_)_?(\d)(?:_?(\d))?(?:_?(\d))?(?!\d)")
_OLD = lazy(r"OLD|LEGACY|PRE(?![A-Z]*REQ)|BEFORE|_LT_|LESS|COMPAT|DEPRECATED|BELOW")

# facts without a beginning hold for it and everything later
_EVER = "1.0.1"

_by_upper: dict[str, str] = {}

#: Bits of a version number.
BITS = 32


def _api_name(upper: str) -> str:
    """``EVP_PKEY_EQ`` -> ``EVP_PKEY_eq``: the name of the library that is spelled so, or ``""``."""
    if not _by_upper:
        from ..contracts import version_table

        spelled = list(names())
        for _, _, _, text in version_table.GROUPS:
            spelled += text.split()
        # of ERR_load_CRYPTO_strings and ERR_load_crypto_strings the second is what builds look for
        spelled.sort(key=lambda name: sum(letter.isupper() for letter in name), reverse=True)
        _by_upper.update((name.upper(), name) for name in spelled)
    return _by_upper.get(upper.upper(), "")


def _lifetime(name: str) -> Truth:
    """The releases that have a function, as a feature test finds it."""
    facts = versions.facts(name)
    if facts is None:  # neither new nor deprecated in any release that we know of
        return UNKNOWN if lookup(name) is None else _alive("", "")
    removed = facts.removed
    contract = lookup(name)
    if not removed and contract is not None and contract.kind == "macro":
        removed = facts.deprecated  # linking finds no macro
    return _alive(facts.since, removed)


def _alive(first: str, removed: str) -> Truth:
    """OpenSSL from ``first`` until ``removed``; other libraries may have it or not."""
    has: Ranges = since(first or _EVER)
    if removed:
        has = sets.intersect(has, sets.before(removed))
    may = has if first else sets.union(has, sets.before(_EVER))
    return has, sets.union(may, (*LIBRE, *OTHER))


def _defined_by_headers(name: str) -> Truth:
    """Where the library's headers define a macro of theirs."""
    contract = lookup(name)
    if contract is not None and contract.kind == "macro":
        facts = versions.facts(name)
        return UNKNOWN if facts is None else _alive(facts.since or "1.1.0", facts.removed)
    if name.startswith("OPENSSL_INIT_"):
        return _alive("1.1.0", "")
    if name not in HEADER_MACROS:
        return UNKNOWN
    return _alive(*HEADER_MACROS[name])


def listed(name: str) -> Truth:
    """A name that the project lists: the digits in it are a release, or words say old or new."""
    digits = _DIGITS.search(name)
    found: Ranges = OPENSSL
    if digits is not None:
        found = since(".".join(part for part in digits.groups() if part))
    elif _FEATURE.match(name) and _api_name(_FEATURE.sub(r"\1", name)):
        return _lifetime(_api_name(_FEATURE.sub(r"\1", name)))
    if _OLD.search(name):
        return exactly(sets.intersect(OPENSSL, sets.complement(found)))
    return exactly(found)


class GuardNames:
    """``usual``: what a build for the newest version usually has counts as well.

    That is: feature tests find what the release has, the program is built with OpenSSL and without
    deprecated names (``OPENSSL_NO_DEPRECATED_*``, ``OPENSSL_API_COMPAT``): what these guards keep
    out is kept out.
    """

    def __init__(self, directives: Directives, usual: bool) -> None:
        self._directives = directives
        self._usual = usual
        #: Where the condition that is looked at stands: definitions before it count.
        self.at = 0
        #: Parameters of the macro that is being looked into.
        self._arguments: dict[str, int] = {}

    def constant(self, name: str) -> int | None:
        """The value of a macro that the file defines as a number, or of a macro's parameter."""
        if name in self._arguments:
            return self._arguments[name]
        return self._directives.constant(name)

    def defined(self, name: str) -> Truth:
        if name in _SINCE_THREE:
            return exactly(since("3.0"))
        if name in NUMBER:
            return TRUE
        if name == LIBRE_NUMBER:
            return exactly(LIBRE)
        if name.startswith("OPENSSL_NO_DEPRECATED"):
            return TRUE if self._usual else UNKNOWN
        return self._named(name, False)

    def truth(self, name: str) -> Truth:
        if name in COMPARED:
            return self.compared(("name", name), "!=", 0)
        return self._named(name, True)

    def _named(self, name: str, by_value: bool) -> Truth:
        directives = self._directives
        if name in directives.listed:
            return listed(name)
        own = [d for d in directives.definitions.get(name, ()) if d[0] < self.at]
        if not own:
            return self._elsewhere(name)
        if name in directives.undefined:
            return UNKNOWN
        found = self._derived(own, by_value)
        if directives.fills_in(name, own[0][0]):
            found = sets.either(found, self._elsewhere(name))
        return found

    def _elsewhere(self, name: str) -> Truth:
        """A name that somebody else defines: the library, the build, a header."""
        if LIBRARIES.search(name):
            return exactly(LIBRE if "LIBRESSL" in name else OTHER)
        qt = _QT.search(name)
        if qt is not None:
            return exactly(since(f"{qt[1]}.{qt[2]}"))
        if not self._usual:
            return UNKNOWN
        if _CHOSEN.match(name):
            return (*OPENSSL, *LIBRE), ALL
        if _SAYS.search(name) and not name.startswith("OPENSSL_NO_"):
            return listed(name)
        feature = _FEATURE.match(name)
        if feature is None:
            return _defined_by_headers(name)
        if feature[1].startswith("OSSL_"):  # the prefix came with 3.0
            return since("3.0"), sets.union(since("3.0"), (*LIBRE, *OTHER))
        api = _api_name(feature[1]) or _api_name(feature[1].removeprefix("OPENSSL_"))
        return _lifetime(api) if api and "_" in api else UNKNOWN

    def _derived(self, own: list[tuple[int, str]], by_value: bool) -> Truth:
        """A name that this file defines, in the versions where it does."""
        found = sets.FALSE
        for offset, body in own:
            where = self._directives.between(offset, self.at, self._usual)
            if by_value:
                value = evaluate(parse(body), self) if body else UNKNOWN
                where = sets.both(where, value)
            found = sets.either(found, where)
        return found

    def called(self, name: str, arguments: tuple[Node, ...]) -> Truth:
        numbers = [a[1] for a in arguments if a[0] == "int"]
        if len(numbers) == len(arguments) > 0 and _AT_LEAST.search(name):
            if len(numbers) == 1 and numbers[0] > 0xFFFF:
                return exactly(sets.by_number(">=", numbers[0]))
            return exactly(since(".".join(str(n) for n in numbers[:3])))
        own = self._directives.macro(name)
        if own is not None and len(own[0]) == len(numbers) == len(arguments):
            if self._arguments:
                return UNKNOWN  # macros in macros are beyond us
            self._arguments = dict(zip(own[0], numbers, strict=True))
            found = evaluate(parse(own[1]), self)
            self._arguments = {}
            if found != UNKNOWN:
                return found
        if arguments and arguments[0][0] == "name":
            qt = _QT.search(arguments[0][1])
            if qt is not None:
                return exactly(since(f"{qt[1]}.{qt[2]}"))
            if arguments[0][1] in self._directives.listed:
                return listed(arguments[0][1])
        return listed(name) if name in self._directives.listed else UNKNOWN

    def compared(self, left: Node, sign: str, k: int) -> Truth:
        if left[0] == "bin":
            return self._masked(left, sign, k)
        name = left[1] if left[0] == "name" else ""
        if name in NUMBER or _ALIAS.match(name) and k > 0xFFFF:
            return exactly(sets.by_number(sign, k))
        if name == LIBRE_NUMBER:
            return exactly(sets.by_libre(sign, k))
        if name == MAJOR:
            return exactly(sets.by_major(sign, k))
        if name == MINOR:
            return exactly(sets.by_minor(sign, k))
        if name in (COMPAT, LEVEL) and self._usual:
            surely = sets.intersect(sets.by_number(sign, level(k)), OPENSSL)
            return surely, sets.union(surely, (*LIBRE, *OTHER))
        if name in self._directives.listed and sets.holds(0, sign, k):
            return sets.negation(listed(name))
        return listed(name) if name in self._directives.listed else UNKNOWN

    def _masked(self, left: Node, sign: str, k: int) -> Truth:
        """``VERSION >> 12 >= k`` and ``(VERSION & 0xfffff000) == k``."""
        _, operator, inner, mask = left
        if inner[0] != "name" or inner[1] not in NUMBER or mask[0] != "int":
            return UNKNOWN
        if operator == ">>" and 0 <= mask[1] < BITS:
            step = 1 << mask[1]
            k <<= mask[1]
        elif operator == "&" and mask[1] and mask[1] | (mask[1] & -mask[1]) - 1 == 0xFFFFFFFF:
            step = mask[1] & -mask[1]
        else:
            return UNKNOWN
        reach = sets.intersect(sets.by_number(">=", k), sets.by_number("<", k + step))
        if sign == "!=":
            reach = sets.complement(reach)
        elif sign != "==":
            reach = sets.by_number(sign, k + step - 1 if sign in (">", "<=") else k)
        return exactly(reach)


def level(k: int) -> int:
    """``OPENSSL_API_COMPAT`` as a version number: 30000 and 0x30000000 are both 3.0."""
    if not 908 <= k <= 99999:
        return k
    major, minor, fix = k // 10000, k // 100 % 100, k % 100
    return major << 28 | minor << 20 | (fix << 12 if major < 3 else 0)
