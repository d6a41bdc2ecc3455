"""Cipher strings read as OpenSSL's own parser reads them, and what they let in.

The grammar is that of ciphers(1), CIPHER LIST FORMAT: items are separated by ``:``, ``;``, ``,``
or blanks; ``!`` removes for good, ``-`` until something adds again, ``+`` only moves; ``A+B`` means
both; ``@STRENGTH`` sorts, ``@SECLEVEL=n`` sets the level; what is unknown is passed over.
``DEFAULT`` counts at the start only and stands for ``ALL:!COMPLEMENTOFDEFAULT:!eNULL``.

A suite without encryption, without authentication or with a broken cipher counts as let in when it
is active at the end and some item that added it *named* that weakness: ``HIGH``, ``kRSA`` or
``PSK`` overlap with such suites in some releases without meaning to. Who forbids ``ADH`` alone
means to forbid what is anonymous, and forgets ``AECDH``: then that counts whatever added it.
"""

from __future__ import annotations

from .cipher_suites import SUITES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    #: What a word of the grammar picks: a column of the table and the values it allows.
    Pick: TypeAlias = tuple[str, frozenset[str]]

DEFAULT = "ALL:!COMPLEMENTOFDEFAULT:!eNULL"
_SEPARATORS = ":;, "
_WORD = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._=")

NULL, ANONYMOUS, EXPORT = "NULL encryption", "anonymous key exchange", "export ciphers"
RC4, DES, TRIPLE_DES, MD5 = "RC4", "DES", "triple DES", "MD5"
LEVEL = "security level 0"
_BROKEN = frozenset((ANONYMOUS, EXPORT, RC4, DES, TRIPLE_DES, MD5))

#: The weaknesses that a word names when it adds.
_NAMES = {
    "eNULL": frozenset((NULL,)), "NULL": frozenset((NULL,)), "COMPLEMENTOFALL": frozenset((NULL,)),
    "aNULL": frozenset((ANONYMOUS,)), "ADH": frozenset((ANONYMOUS,)),
    "AECDH": frozenset((ANONYMOUS,)), "ALL": frozenset((ANONYMOUS,)),
    "COMPLEMENTOFDEFAULT": _BROKEN, "EXP": _BROKEN, "EXPORT": _BROKEN, "EXPORT40": _BROKEN,
    "EXPORT56": _BROKEN, "LOW": frozenset((DES, EXPORT)), "RC4": frozenset((RC4,)),
    "RC2": frozenset((EXPORT, MD5)), "DES": frozenset((DES,)), "3DES": frozenset((TRIPLE_DES,)),
    "MD5": frozenset((MD5,)),
}  # fmt: skip


def _pick(column: str, *values: str) -> Pick:
    return column, frozenset(values)


_AES128 = ("AES128", "AESGCM128", "AESCCM128", "AESCCM8128")
_AES256 = ("AES256", "AESGCM256", "AESCCM256", "AESCCM8256")
_PSK = ("kPSK", "kRSAPSK", "kDHEPSK", "kECDHEPSK")
_REAL = ("aRSA", "aECDSA", "aDSS", "aPSK", "aSRP", "aDH", "aECDH", "aKRB5")
_FIXED_DH = ("kDHr", "kDHd")
_FIXED_ECDH = ("kECDHr", "kECDHe")
_CAMELLIA = ("CAMELLIA128", "CAMELLIA256")

#: The words of ciphers(1), CIPHER STRINGS, and what they pick; several picks all have to hold.
ALIASES: dict[str, tuple[Pick, ...]] = {
    "ALL": (), "COMPLEMENTOFALL": (_pick("enc", "eNULL"),),
    "COMPLEMENTOFDEFAULT": (_pick("default", "d"),),
    "kRSA": (_pick("kx", "kRSA"),), "RSA": (_pick("kx", "kRSA"), _pick("au", "aRSA")),
    "kDHE": (_pick("kx", "kDHE"),), "kEDH": (_pick("kx", "kDHE"),),
    "DH": (_pick("kx", "kDHE", *_FIXED_DH),),
    "DHE": (_pick("kx", "kDHE"), _pick("au", *_REAL)),
    "EDH": (_pick("kx", "kDHE"), _pick("au", *_REAL)),
    "kDHr": (_pick("kx", "kDHr"),), "kDHd": (_pick("kx", "kDHd"),),
    "kDH": (_pick("kx", *_FIXED_DH),),
    "kECDHE": (_pick("kx", "kECDHE"),), "kEECDH": (_pick("kx", "kECDHE"),),
    "ECDH": (_pick("kx", "kECDHE", *_FIXED_ECDH),),
    "ECDHE": (_pick("kx", "kECDHE"), _pick("au", *_REAL)),
    "EECDH": (_pick("kx", "kECDHE"), _pick("au", *_REAL)),
    "kECDHr": (_pick("kx", "kECDHr"),), "kECDHe": (_pick("kx", "kECDHe"),),
    "kECDH": (_pick("kx", *_FIXED_ECDH),),
    "kPSK": (_pick("kx", "kPSK"),), "kRSAPSK": (_pick("kx", "kRSAPSK"),),
    "kDHEPSK": (_pick("kx", "kDHEPSK"),), "kECDHEPSK": (_pick("kx", "kECDHEPSK"),),
    "PSK": (_pick("kx", *_PSK),), "kSRP": (_pick("kx", "kSRP"),), "SRP": (_pick("kx", "kSRP"),),
    "kKRB5": (_pick("kx", "kKRB5"),), "aKRB5": (_pick("au", "aKRB5"),),
    "KRB5": (_pick("kx", "kKRB5"),),
    "aRSA": (_pick("au", "aRSA"),), "aDSS": (_pick("au", "aDSS"),), "DSS": (_pick("au", "aDSS"),),
    "aNULL": (_pick("au", "aNULL"),), "aECDSA": (_pick("au", "aECDSA"),),
    "ECDSA": (_pick("au", "aECDSA"),), "aPSK": (_pick("au", "aPSK"),), "aDH": (_pick("au", "aDH"),),
    "aECDH": (_pick("au", "aECDH"),), "aSRP": (_pick("au", "aSRP"),),
    "ADH": (_pick("kx", "kDHE"), _pick("au", "aNULL")),
    "AECDH": (_pick("kx", "kECDHE"), _pick("au", "aNULL")),
    "eNULL": (_pick("enc", "eNULL"),), "NULL": (_pick("enc", "eNULL"),),
    "DES": (_pick("enc", "DES"),), "3DES": (_pick("enc", "3DES"),), "RC4": (_pick("enc", "RC4"),),
    "RC2": (_pick("enc", "RC2"),), "IDEA": (_pick("enc", "IDEA"),), "SEED": (_pick("enc", "SEED"),),
    "AES128": (_pick("enc", *_AES128),), "AES256": (_pick("enc", *_AES256),),
    "AES": (_pick("enc", *_AES128, *_AES256),),
    "AESGCM": (_pick("enc", "AESGCM128", "AESGCM256"),),
    "AESCCM": (_pick("enc", "AESCCM128", "AESCCM256", "AESCCM8128", "AESCCM8256"),),
    "AESCCM8": (_pick("enc", "AESCCM8128", "AESCCM8256"),),
    "CAMELLIA128": (_pick("enc", "CAMELLIA128"),), "CAMELLIA256": (_pick("enc", "CAMELLIA256"),),
    "CAMELLIA": (_pick("enc", *_CAMELLIA),), "CHACHA20": (_pick("enc", "CHACHA20"),),
    "ARIA": (_pick("enc", "ARIAGCM128", "ARIAGCM256"),),
    "ARIAGCM": (_pick("enc", "ARIAGCM128", "ARIAGCM256"),),
    "ARIA128": (_pick("enc", "ARIAGCM128"),), "ARIA256": (_pick("enc", "ARIAGCM256"),),
    "CBC": (_pick("enc", "AES128", "AES256", *_CAMELLIA, "DES", "3DES", "RC2", "IDEA", "SEED"),),
    "MD5": (_pick("mac", "MD5"),), "SHA": (_pick("mac", "SHA1"),), "SHA1": (_pick("mac", "SHA1"),),
    "SHA256": (_pick("mac", "SHA256"),), "SHA384": (_pick("mac", "SHA384"),),
    "SSLv2": (_pick("since", "SSLv2"),), "SSLv3": (_pick("since", "SSLv3"),),
    "TLSv1": (_pick("since", "TLSv1"),), "TLSv1.0": (_pick("since", "TLSv1"),),
    "TLSv1.2": (_pick("since", "TLSv1.2"),), "HIGH": (_pick("strength", "H"),),
    "MEDIUM": (_pick("strength", "M"),), "LOW": (_pick("strength", "L"),),
    "EXP": (_pick("strength", "E4", "E5"),), "EXPORT": (_pick("strength", "E4", "E5"),),
    "EXPORT40": (_pick("strength", "E4"),), "EXPORT56": (_pick("strength", "E5"),),
    "FIPS": (
        _pick("enc", "AES128", "AES256", "AESGCM128", "AESGCM256"),
        _pick("kx", "kRSA", "kDHE", "kECDHE", *_PSK),
    ),
}  # fmt: skip
#: Words that leave out what has no encryption though their picks say nothing of it.
_ENCRYPTED = frozenset(("ALL", "COMPLEMENTOFDEFAULT", "FIPS"))


class Suite:
    """One suite: the table's columns by name, and its weaknesses."""

    __slots__ = ("name", "columns", "weak")

    def __init__(self, name: str, columns: dict[str, str]) -> None:
        self.name = name
        self.columns = columns
        found = set()
        if columns["au"] == "aNULL":
            found.add(ANONYMOUS)
        if columns["strength"][0] == "E":
            found.add(EXPORT)
        if columns["mac"] == "MD5":
            found.add(MD5)
        cipher = {"eNULL": NULL, "RC4": RC4, "DES": DES, "3DES": TRIPLE_DES}.get(columns["enc"])
        if cipher:
            found.add(cipher)
        self.weak = frozenset(found)


_suites: list[Suite] = []
_COLUMNS = ("kx", "au", "enc", "mac", "since", "strength", "default")


def suites() -> list[Suite]:
    """Every suite of the table, read once."""
    if not _suites:
        for line in SUITES.splitlines():
            facts, _, names = line.partition(" = ")
            columns = dict(zip(_COLUMNS, facts.split(), strict=True))
            _suites.extend(Suite(name, columns) for name in names.split())
    return _suites


class CipherList:
    """What a string does, item by item. ``level`` is that of the last ``@SECLEVEL``, else None."""

    __slots__ = ("active", "dead", "level", "foreign", "forbids")

    def __init__(self, text: str) -> None:
        #: Active suites by name, and the weaknesses that the items which added them named.
        self.active: dict[str, frozenset[str]] = {}
        self.dead: set[str] = set()
        self.level: int | None = None
        #: Suites by their names in the RFCs, which later releases take too.
        self.foreign: dict[str, frozenset[str]] = {}
        #: Some of the anonymous suites are forbidden by name.
        self.forbids = False
        if text.startswith("DEFAULT"):
            self._process(DEFAULT)
            text = text[len("DEFAULT") :]
        if not text.startswith("SUITEB"):
            self._process(text)

    def _process(self, text: str) -> None:
        at = 0
        while at < len(text):
            letter = text[at]
            if letter in _SEPARATORS:
                at += 1
                continue
            sign = letter if letter in "!-+@" else ""
            at += len(sign)
            words, at, stopped = _item(text, at)
            if sign == "@":
                self._special(words[0] if words else "")
                at = _next_separator(text, at)
            elif stopped:
                at += 1
            elif not self._apply(sign, words):
                at = _next_separator(text, at)

    def _special(self, word: str) -> None:
        if len(word) == len("SECLEVEL=n") and word.startswith("SECLEVEL=") and word[-1].isdigit():
            self.level = int(word[-1])

    def _apply(self, sign: str, words: list[str]) -> bool:
        """Carry out one item; False if a word of it is unknown."""
        named, chosen = _select(words)
        if chosen is None:
            self._foreign(sign, words)
            return False
        self.forbids = self.forbids or (sign in ("!", "-") and words in (["ADH"], ["AECDH"]))
        for suite in chosen:
            if sign == "!":
                self.dead.add(suite.name)
                self.active.pop(suite.name, None)
            elif sign == "-":
                self.active.pop(suite.name, None)
            elif sign == "" and suite.name not in self.dead:
                before = self.active.get(suite.name, frozenset())
                self.active[suite.name] = before | (named & suite.weak)
        return True

    def _foreign(self, sign: str, words: list[str]) -> None:
        for word in words:
            if "_WITH_" not in word:
                continue
            if sign:
                self.foreign.pop(word, None)
            else:
                self.foreign[word] = _weak_by_name(word)

    def weaknesses(self) -> dict[str, str]:
        """Each weakness that was named and is in force, with a suite or command that shows it."""
        found: dict[str, str] = {}
        for name, weak in (*self.active.items(), *self.foreign.items()):
            for weakness in weak:
                found.setdefault(weakness, name)
        for suite in suites() if self.forbids and ANONYMOUS not in found else ():
            if suite.name in self.active and ANONYMOUS in suite.weak:
                found[ANONYMOUS] = suite.name
        if self.level == 0:
            found[LEVEL] = "@SECLEVEL=0"
        return found


def _item(text: str, at: int) -> tuple[list[str], int, bool]:
    """The words of ``A+B+C`` from ``at``, where they end, and whether a wrong letter ended them."""
    words: list[str] = []
    while True:
        end = at
        while end < len(text) and text[end] in _WORD:
            end += 1
        if end == at:
            return words, end, True
        words.append(text[at:end])
        if end >= len(text) or text[end] != "+":
            return words, end, False
        at = end + 1


def _next_separator(text: str, at: int) -> int:
    while at < len(text) and text[at] not in _SEPARATORS:
        at += 1
    return at


def _select(words: list[str]) -> tuple[frozenset[str], list[Suite] | None]:
    """The weaknesses that ``words`` name, and the suites that all of them pick (None: unknown)."""
    chosen = suites()
    named: frozenset[str] = frozenset()
    for word in words:
        picks = ALIASES.get(word)
        if picks is None:
            chosen = [suite for suite in chosen if suite.name == word]
            if not chosen:
                return named, None
            named |= chosen[0].weak
            continue
        named |= _NAMES.get(word, frozenset())
        for column, values in picks:
            chosen = [suite for suite in chosen if suite.columns[column] in values]
        if word in _ENCRYPTED:
            chosen = [suite for suite in chosen if suite.columns["enc"] != "eNULL"]
    return named, chosen


_WORDS = {
    "NULL": NULL, "anon": ANONYMOUS, "EXPORT": EXPORT, "EXPORT40": EXPORT, "EXPORT1024": EXPORT,
    "RC4": RC4, "DES": DES, "DES40": DES, "3DES": TRIPLE_DES, "MD5": MD5,
}  # fmt: skip


def _weak_by_name(name: str) -> frozenset[str]:
    """The weaknesses of a suite by the words of its name in the RFCs (``TLS_x_WITH_y``)."""
    return frozenset(_WORDS[word] for word in name.split("_") if word in _WORDS)


def weaknesses(text: str) -> dict[str, str]:
    """What the cipher string lets in that it should not: weakness -> an example."""
    return CipherList(text).weaknesses()
