"""Writes ``src/dtlslint/contracts/version_table.py``: since, deprecated, removed, replaced by.

    extract_versions.py            write the table from the installed headers and manual pages
    extract_versions.py --check    exit 1 when the committed table differs from what they give
    extract_versions.py --survey 1.0.1=DIR 1.0.2=DIR ..
                                   rewrite ``versions/survey.txt`` from source trees of old releases

Precedence. Deprecated: the attribute or block in the header, then the page's HISTORY. Since: the
survey (a name that the oldest tree has needs no "since"), refined by letters that HISTORY gives.
Removed: HISTORY, then the survey. Replaced by: ``versions/replacements.toml``, a macro that only
renames, HISTORY, then the families of ``replacements.toml``.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from pathlib import Path

import version_sources as sources

HERE = Path(__file__).parent
SURVEY = HERE / "versions/survey.txt"
REPLACEMENTS = HERE / "versions/replacements.toml"
TABLE = HERE.parent / "src/dtlslint/contracts/version_table.py"

#: Names of old trees that clients never called: internals, generated wrappers, types.
INTERNAL = re.compile(
    r"(?!d2i_|i2d_|o2i_|i2o_|des_|idea_|sk_|lh_)[a-z]\w*|.*_(func|it|st|cb)$|ASN1_seq_"
    r"|[di]2[di]_ASN1_SET_OF_|M_ASN1_(D2I|I2D|New|Finish)|M_(d2i|i2d)_|STORE_|DSO_"
    r"|CRYPTO_(EX|dbg|MEM)_|OPENSSL_(GLOBAL|DECLARE|IMPLEMENT)|LHASH_|PTR_SIZE|U64$|C_Block"
    r"|Key_schedule|des_(cblock|key_schedule)|OPENSSL_memcmp|X509v3_\w+_extensions?$|STOREerr"
    r"|JPAKEerr|OCSP_crlID2_new|ERR_load_CRYPTOlib_strings|OPENSSL_freeFunc|FIPS_\w+_SIZE_T"
    r"|ASN1_(ex_[di]2[di]|primitive_(c2i|i2c|print))$|OPENSSL_DIR_|SM[234]|M_sk_"
)

HEAD = '''"""When each name of libssl and libcrypto came and went.

Written by ``tools/extract_versions.py``.

``HEADERS`` is the release of the headers that it was made from. ``GROUPS`` are (since, deprecated,
removed, names); '' means that there is nothing to say, since every release that matters has it.
``REPLACED`` are pairs, old name and what replaces it; ``=NEW`` says that only the name changed.
"""

'''


class Facts:
    """What is known of one name while the sources are put together."""

    def __init__(self) -> None:
        self.since = self.deprecated = self.removed = self.replaced_by = ""
        self.rename = False

    def key(self) -> tuple[str, str, str]:
        return self.since, self.deprecated, self.removed


def order(version: str) -> tuple[int, int, int, str]:
    """A sort key for ``1.0.2g`` and the like."""
    numbers, letter = re.fullmatch(r"([\d.]+)([a-z]?)", version).groups()  # type: ignore[union-attr]
    parts = [*map(int, numbers.split(".")), 0, 0]
    return parts[0], parts[1], parts[2], letter


def short(version: str) -> str:
    """``3.0.0`` is written ``3.0``, ``1.1`` is ``1.1.0``."""
    return {"3.0.0": "3.0", "1.1": "1.1.0", "1.0": "1.0.0"}.get(version, version)


def read_survey() -> dict[str, tuple[str, str]]:
    """name -> (first, last) of the surveyed releases that have it; last '': 3.0 too."""
    spans = {}
    for line in SURVEY.read_text().splitlines():
        if line and not line.startswith("#"):
            first, last, names = line.split(" ", 2)
            for name in names.split():
                spans[name] = (first.strip("-"), last.strip("-"))
    return spans


def write_survey(trees: list[str]) -> None:
    """Puts (first, last) of every name of the trees ``VERSION=DIR`` into ``survey.txt``."""
    versions = [tree.partition("=")[0] for tree in trees]
    present = {
        tree.partition("=")[0]: sources.survey(Path(tree.partition("=")[2])) for tree in trees
    }
    newest = sources.headers().known | sources.exported()
    spans: dict[tuple[str, str], list[str]] = {}
    for name in sorted(set().union(newest, *present.values())):
        having = [v for v in versions if name in present[v]]
        gone = name not in newest
        if gone and (
            INTERNAL.match(name) or (having == versions[-1:] and not name.startswith("RAND_DRBG"))
        ):
            continue
        first = having[0] if having else "3.0"
        key = ("-" if first == versions[0] else first, having[-1] if gone else "-")
        if key != ("-", "-") and not sources.NOISE.match(name):
            spans.setdefault(key, []).append(name)
    lines = [
        "# first last NAMES: surveyed releases that have them; '-': older than all, or still there"
    ]
    lines += [f"{first} {last} {' '.join(names)}" for (first, last), names in sorted(spans.items())]
    SURVEY.write_text("\n".join(lines) + "\n")


def collect() -> dict[str, Facts]:
    """All facts, by name."""
    names = sources.headers()
    survey = read_survey()
    facts: dict[str, Facts] = {name: Facts() for name in sorted(names.known | set(survey))}
    _from_survey(facts, survey)
    _from_pages(facts, names, survey)
    for name, version in names.deprecated.items():
        if name in facts:
            facts[name].deprecated = short(version)
    _replacements(facts, names)
    return facts


def _from_survey(facts: dict[str, Facts], survey: dict[str, tuple[str, str]]) -> None:
    following = {"1.0.1": "1.0.2", "1.0.2": "1.1.0", "1.1.0": "1.1.1", "1.1.1": "3.0"}
    for name, (first, last) in survey.items():
        facts[name].since = first
        facts[name].removed = following.get(last, "")


def _from_pages(
    facts: dict[str, Facts], names: sources.Names, survey: dict[str, tuple[str, str]]
) -> None:
    for page in sources.pages():
        for what, version, subjects, rest in sources.events(page, names.known):
            for name in subjects:
                fact = facts.get(name)
                if fact is None:
                    continue
                if what == "added":
                    _added(fact, name, short(version), survey)
                elif what == "deprecated" and name not in names.functions:
                    fact.deprecated = short(version)
                elif what == "removed" and name not in names.known:
                    fact.removed = short(version)
                _instead(fact, what, rest)


def _added(fact: Facts, name: str, version: str, survey: dict[str, tuple[str, str]]) -> None:
    """The survey knows better (a macro became a function), but not which letter of a release."""
    seen = survey.get(name, ("", ""))[0]
    if not seen:
        fact.since = version if order(version) < order("1.0.2") else ""
    elif version[-1].isalpha() or version.startswith("3.0."):
        fact.since = version


def _instead(fact: Facts, what: str, rest: str) -> None:
    found = (
        re.search(r"\b(?:use|by) (\w+)\(\w*\)", rest) if what in ("deprecated", "removed") else None
    )
    if found and not fact.replaced_by:
        fact.replaced_by = found.group(1)


def _replacements(facts: dict[str, Facts], names: sources.Names) -> None:
    told = tomllib.loads(REPLACEMENTS.read_text())
    for name, version in told["removed"].items():
        facts.setdefault(name, Facts()).removed = version
    renamed = _renamed_on_pages(names)
    for name, fact in facts.items():
        gone = fact.deprecated or fact.removed
        target = names.alias.get(name, "")
        if name in told["exact"]:
            text = told["exact"][name]
            fact.replaced_by, fact.rename = text.lstrip("="), text.startswith("=")
        elif target in names.known and not target.isupper() and (gone or name in renamed):
            fact.replaced_by, fact.rename = target, True
        elif gone and not fact.replaced_by:
            matches = (new for old, new in told["families"].items() if re.fullmatch(old, name))
            fact.replaced_by = next(matches, "")


def _renamed_on_pages(names: sources.Names) -> set[str]:
    found = set()
    for page in sources.pages():
        for sentence in sources.sentences(page):
            before, word, _ = sentence.partition(" renamed to ")
            if word:
                found |= set(re.findall(r"\w+", before)) & names.known
    return found


def render(facts: dict[str, Facts]) -> str:
    """The module's text: one string for each (since, deprecated, removed), one for the pairs."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    pairs = []
    for name, fact in sorted(facts.items()):
        if any(fact.key()) or fact.rename:
            groups.setdefault(fact.key(), []).append(name)
            if fact.replaced_by:
                pairs.append(f"{name} {'=' if fact.rename else ''}{fact.replaced_by}")
    lines = [HEAD, f'HEADERS = "{sources.version_text()}"\n\n', "# fmt: off\n", "GROUPS = (\n"]
    for (since, deprecated, removed), names in sorted(groups.items()):
        lines.append(f'    ("{since}", "{deprecated}", "{removed}", (\n')
        lines += [f'        "{row} "\n' for row in _rows(names)]
        lines.append("    )),\n")
    lines += [")\n\n", "REPLACED = (\n", *(f'    "{row} "\n' for row in _rows(pairs)), ")\n"]
    return "".join(lines)


def _rows(names: list[str]) -> list[str]:
    rows = [""]
    for name in names:
        if len(rows[-1]) + len(name) > 86 and rows[-1]:
            rows.append("")
        rows[-1] += (" " if rows[-1] else "") + name
    return rows


def main(argv: list[str]) -> int:
    """Exit status: 1 when ``--check`` finds a difference."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--survey", nargs="+", metavar="VERSION=DIR", default=[])
    options = parser.parse_args(argv)
    if options.survey:
        write_survey(options.survey)
    text = render(collect())
    if options.check:
        return int(TABLE.read_text() != text)
    TABLE.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
