"""What a call does for security, whichever version of the library offers it."""

from __future__ import annotations

import re

from ..patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from ..contracts import Contract
    from ..flow.events import Call, Function, Operand
    from ..flow.unit import Unit

    #: A protection is known by the words that reports use for it; ``""`` is none.
    Protection: TypeAlias = str

MINIMUM = "a minimum protocol version"
HOST = "the check of the peer's name"
VERIFICATION = "verification of the peer"
VERDICT = "a verification"
RANDOM = "random bytes"
CLEANSING = "cleansing of memory"
COOKIE_MADE = "the callback that makes cookies"
COOKIE_CHECKED = "the callback that checks cookies"

_BY_ROLE = {
    "callback:cookie_generate": COOKIE_MADE,
    "callback:cookie_verify": COOKIE_CHECKED,
    "callback:cert_verify": VERIFICATION,
}
#: Arguments that ``protection`` has judged.
_JUDGED = frozenset((*_BY_ROLE, "min_version", "verify_mode"))
#: The first release with anything of the kind; the rest every release can do.
AVAILABLE = {HOST: "1.0.2"}
#: Minimum versions that let everything in: SSL 3.0, TLS 1.0, TLS 1.1, DTLS 1.0; and TLS 1.3, which
#: only the libraries that have it need to be told.
_NO_MINIMUM = frozenset((0, 0x0300, 0x0301, 0x0302, 0x0304, 0xFEFF, 0x0100))

#: Names of functions that reach the same end some other way.
_NAMES = {
    MINIMUM: lazy(r"proto|version|v1_[23]_|min_?ver|options", re.I),
    HOST: lazy(
        r"host(?!_name$|name$)|verify_?host|check_?(?:host|name|cert|ident)|match|verify_?(?:peer|cert|name)"
        r"|subject_?alt|GENERAL_NAME",
        re.I,
    ),
    VERIFICATION: lazy(r"verify(?!_(?:depth|locations|paths|dir|file|store))|trust", re.I),
    VERDICT: lazy(r"verif|check|valid|cmp|compare|final|decrypt", re.I),
    RANDOM: lazy(r"rand(?!$|om$)|random_|entropy|nonce|urandom", re.I),
    CLEANSING: lazy(
        r"cleanse|[_A-Za-z]bzero|memzero|zeroi[sz]e|memset_s|memset_explicit|SecureZero|wipe|burn|scrub"
        r"|clear_free|clean_?up|sodium",
        re.I,
    ),
    COOKIE_MADE: lazy(r"cookie.*gen|(?:gen|mak).*cookie|stateless", re.I),
    COOKIE_CHECKED: lazy(r"cookie.*(?:ver|check)|(?:ver|check).*cookie|stateless", re.I),
}
#: Text of a branch that shows the same.
_TEXTS = {
    MINIMUM: lazy(rb"SSL_OP_NO_|TLSv1_[23]_"),
    CLEANSING: lazy(rb"\bvolatile\b"),
    RANDOM: lazy(rb"/dev/u?random"),
}
#: What is asked once the peer has shown who it is, in whichever function that is.
_LATER = {
    HOST: lazy(rb"\b(?!X509_|SSL_)\w*(?:check|verif|match|valid)\w*host(?:_?name)?\w*\s*\(", re.I)
}
# functions of the file that are looked into, one calling the next
MAX_DEPTH = 2
_WEAK = lazy(
    r"s?rand(?:om)?(?:_r|48)?|qrand|RAND_pseudo_bytes|RAND_(?:add|seed|poll|status|load_file|egd)"
)


def protection(call: Call, contract: Contract | None) -> Protection:
    """What the call protects, or ``""``."""
    if contract is None or call.receiver:
        return ""
    for n, role in contract.roles.items():
        kind = _BY_ROLE.get(role) or _by_argument(role, call.args[n - 1 : n], contract)
        if kind:
            return kind
    if "zero" in contract.tags:
        return CLEANSING
    if contract.critical and "verify" in contract.tags and contract.returns != "pointer":
        return "" if "compare" in contract.tags else VERDICT
    return ""


def _by_argument(role: str, argument: tuple[Operand, ...], contract: Contract) -> Protection:
    value = argument[0][1] if argument and argument[0][0] == "int" else -1
    if role == "min_version":
        return "" if value in _NO_MINIMUM else MINIMUM
    if role == "verify_mode":
        return "" if value == 0 else VERIFICATION
    if role == "hostname" and "x509" in contract.tags:
        return HOST
    if role == "random_out" and contract.critical and not contract.deprecated:
        return RANDOM
    return ""


def other_means(kind: Protection, text: bytes, calls: list[Call], unit: Unit) -> bool:
    """Do the text or the names of what is called show that ``kind`` is reached in another way?"""
    words = _TEXTS.get(kind)
    if words is not None and words.search(text):
        return True
    names = _NAMES[kind]
    for call in calls:
        if names.search(call.callee) and not _falls_short(call, unit.contract(call.callee)):
            return True
    for inside in _inside(calls, unit):
        if words is not None and words.search(unit.data, *inside.span):
            return True
        for call in inside.calls:
            if protection(call, unit.contract(call.callee)) == kind or names.search(call.callee):
                return True
    return False


def done_later(kind: Protection, *texts: bytes) -> bool:
    """Does the file ask for the same where the connection is made?"""
    words = _LATER.get(kind)
    return words is not None and any(words.search(text) for text in texts)


def _falls_short(call: Call, contract: Contract | None) -> bool:
    """Is it a call that could protect, but does not as it is made here?"""
    if _WEAK.fullmatch(call.callee):
        return True
    return contract is not None and any(role in _JUDGED for role in contract.roles.values())


def _inside(calls: list[Call], unit: Unit) -> Iterator[Function]:
    """The file's own functions that are called, or installed, and those that they call."""
    seen: set[str] = set()
    pending = [(call, 0) for call in calls]
    while pending:
        call, depth = pending.pop()
        names = [call.callee, *(str(a[1]) for a in call.args if a[0] in ("fun", "place", "addr"))]
        for name in names:
            if name in seen or name not in unit.function_names:
                continue
            seen.add(name)
            function = unit.function(name)
            if function is not None:
                yield function
                if depth < MAX_DEPTH:
                    pending += ((inner, depth + 1) for inner in function.calls)
