"""OpenSSL releases as numbers, the way ``OPENSSL_VERSION_NUMBER`` writes them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dtlslint.contracts.version_facts import VersionFacts


def number(text: str) -> int:
    """``"1.0.2g"`` -> 0x10002070, ``"1.1.0"`` -> 0x10100000, ``"3.0"`` -> 0x30000000.

    Before 3.0 the last digit is the status: f for a release; a guard that compares with
    ``0x10100000L`` (no status) still means 1.1.0, so the number given here ends in 0 and
    compares lower than every pre-release of that version. ValueError if it is no version.
    """
    letter = 0
    for _ in range(2):  # 1.0.2zg is the seventh after 1.0.2z
        if text[-1:].isalpha():
            letter += ord(text[-1].lower()) - ord("a") + 1
            text = text[:-1]
    parts = [int(part) for part in text.split(".")]
    if not 1 <= len(parts) <= 3 or any(part < 0 for part in parts):
        raise ValueError(text)
    major, minor, fix = (*parts, 0, 0)[:3]
    if major >= 3:
        return major << 28 | minor << 20 | fix << 4
    return major << 28 | minor << 20 | fix << 12 | letter << 4


def within(value: int, span: str) -> bool:
    """Whether the version number ``value`` satisfies every term of ``">=1.0.2,<1.1.0"``."""
    return all(_satisfies(value, *split_term(term)) for term in span.split(","))


def split_term(term: str) -> tuple[str, int]:
    """``"<1.1.0"`` -> ("<", 0x10100000). ValueError when it is no such term."""
    term = term.strip()
    for sign in ("<=", ">=", "<", ">"):
        if term.startswith(sign):
            return sign, number(term[len(sign) :].strip())
    raise ValueError(term)


def _satisfies(value: int, sign: str, bound: int) -> bool:
    if sign == "<":
        return value < bound
    if sign == "<=":
        return value <= bound
    return value > bound if sign == ">" else value >= bound


def facts(name: str) -> VersionFacts | None:
    """Since when ``name`` exists, is deprecated, is gone; None when nothing is known of it."""
    from dtlslint.contracts import version_facts

    return version_facts.facts(name)
