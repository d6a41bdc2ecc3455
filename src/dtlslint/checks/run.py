"""One file through the selected hooks: parse once, walk each function of interest once."""

from __future__ import annotations

import re

from ..contracts import Contracts
from ..contracts.table import GROUPS
from ..flow.configurations import ANY
from ..flow.explore import Walk
from ..flow.path import Path
from ..flow.state import State
from ..flow.unit import Unit
from ..options import Options
from ..patterns import IDENTIFIER
from .registry import OPENSSL_FAMILIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..diagnostics import Finding
    from ..flow.sites import Site
    from .registry import Hook


#: Groups of contracts whose first word every program uses.
_COMMON_WORDS = frozenset(("get", "string", "hex", "NAME", "TS"))
BLANK = State({}, {}, {}, ANY)


class File:
    """What a check may ask of the file as a whole."""

    __slots__ = ("unit", "contracts", "options", "notices", "_words")

    def __init__(self, unit: Unit, contracts: Contracts, options: Options) -> None:
        self.unit = unit
        self.contracts = contracts
        self.options = options
        self.notices: list[str] = []
        self._words: frozenset[str] | None = None

    @property
    def words(self) -> frozenset[str]:
        """Every identifier of the file (comments and strings included)."""
        if self._words is None:
            self._words = frozenset(word.decode() for word in self.unit.words)
        return self._words


def _is_of_interest(hooks: Iterable[Hook], options: Options) -> re.Pattern[bytes]:
    """Matches the identifiers that make a function one to look at."""
    parts = {hook.marks for hook in hooks}
    parts.update(re.escape(prefix.encode()) + rb"\w+" for prefix in options.prefixes)
    parts.update(re.escape(name.encode()) for name in (*options.aliases, *options.contracts))
    return re.compile(b"|".join(sorted(parts)))


def _names_of(tables: tuple[str, ...]) -> frozenset[bytes]:
    """The functions of the opt-in tables, of interest like OpenSSL's own."""
    if not tables:
        return frozenset()
    from ..contracts.tables import names

    return frozenset(name.encode() for name in names(tables))


def _sites(unit: Unit, pattern: re.Pattern[bytes], known: frozenset[bytes]) -> list[Site]:
    """Functions that mention such an identifier or a name of ``known``, and the users of those
    and of such macros.
    """
    groups = (group.encode() for group in GROUPS if group not in _COMMON_WORDS)
    other = OPENSSL_FAMILIES.union(groups).isdisjoint
    matches = pattern.fullmatch
    marks = {word for word in unit.words if not other(word.split(b"_")) or matches(word)}
    marks |= known & set(unit.words)
    sites = unit.sites + unit.initialisers
    words = {id(site): unit.words_of(site) for site in sites}
    chosen = {
        id(site)
        for site in sites
        if not marks.isdisjoint(words[id(site)]) or site.name in unit.callbacks
    }
    macros = unit.macros.functions
    names = {site.name.encode() for site in unit.sites if id(site) in chosen}
    names.update(name.encode() for name, body in unit.macros.constants.items() if body in marks)
    if matches(b"assert"):
        names.update(name.encode() for name in unit.macros.own_assertions)
    names.update(
        name.encode()
        for name in macros
        if not marks.isdisjoint(IDENTIFIER.findall(macros[name].body))
    )
    return [site for site in sites if id(site) in chosen or not names.isdisjoint(words[id(site)])]


def analyse(
    path: str, data: bytes, hooks: tuple[Hook, ...], options: Options
) -> tuple[list[Finding], list[str]]:
    """The findings of ``hooks`` in a file, by position, and notices on what was not analysed."""
    contracts = Contracts(options.contracts, options.prefixes, options.aliases, options.tables)
    unit = Unit(
        path, data, frozenset(options.assertions), frozenset(options.always_on_checks), contracts
    )
    file = File(unit, contracts, options)
    checks = [hook.load().Check(file) for hook in hooks]
    findings: dict[tuple[str, tuple[int, int]], Finding] = {}
    for site in _sites(unit, _is_of_interest(hooks, options), _names_of(options.tables)):
        for function in unit.lower(site):
            for notice in function.notices:
                file.notices.append(f"function {function.name}: {notice}")
            probe = Path(unit, function, contracts, BLANK, options)
            wanting = [c for c in checks if not hasattr(c, "begin") or c.begin(probe) is not False]
            if not wanting:
                continue
            Walk(probe, wanting, site.configuration).run()
            if probe.cut:
                file.notices.append(
                    f"function {function.name}: more paths than the walk follows; some were cut off"
                )
            elif probe.blurred:
                file.notices.append(
                    f"function {function.name}: more paths than are told apart; "
                    "what depends on their differences is not reported"
                )
            for check in wanting:
                if hasattr(check, "end"):
                    check.end(probe)
            for (code, span), (finding, configuration) in probe.findings.items():
                finding.configuration = finding.configuration or configuration.describe()
                findings.setdefault((code, span), finding)
    for check in checks:
        if hasattr(check, "finish"):
            for finding in check.finish():
                findings.setdefault((finding.rule.code, finding.span), finding)
    ordered = sorted(findings.values(), key=lambda f: (f.span, f.rule.code))
    # All that refers to each other does so through the unit: with it a file's memory goes at once,
    # and need not wait for a collection (28 files: 15 MiB).
    vars(unit).clear()
    return ordered, file.notices
