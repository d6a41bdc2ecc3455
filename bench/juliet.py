"""Run the cases of the Juliet test suite that dtlslint has rules for; hits and false alarms by CWE.

    python bench/juliet.py FOLDER [--cwe 401,690] [--limit N] [--missed N] [--alarms N]

FOLDER holds Juliet for C/C++ (its ``testcases`` folder is found below it); the table of the C
library is on. A case is a file, or the files of one flow (``.._51a.c``, ``.._51b.c``). It is hit
when a finding of its CWE's rules lies in a region that ``OMITBAD`` brackets; such a finding in an
``OMITGOOD`` region is a false alarm. Cases for Windows alone (``w32``) are left out, and with
--one-file those whose flow goes through several files. Misses by design: results of ``printf``,
``puts`` and the like may be ignored; ``new`` and ``delete`` have no contract; one file at a time.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from dtlslint.engine import check_file
from dtlslint.settings import Settings

#: CWE -> the rules that speak of it.
RULES: dict[int, frozenset[str]] = {
    252: frozenset(("DTL201", "DTL204")),
    253: frozenset(("DTL202", "DTL205")),
    401: frozenset(("DTL301", "DTL302")),
    415: frozenset(("DTL303", "DTL305")),
    690: frozenset(("DTL203",)),
}

GOOD, BAD, NEITHER = "good", "bad", ""

_IF = re.compile(r"\s*#\s*if")
_ENDIF = re.compile(r"\s*#\s*endif")
_CASE = re.compile(r"(CWE(\d+)_.+?_\d+)([a-z]|_bad|_goodG2B|_goodB2G|_good\d?|_base)?$")

#: Macros of the suite that stand for a function on all systems.
ALIASES = {"REMOVE": "remove", "RENAME": "rename", "PUTS": "puts", "FOPEN": "fopen"}

SETTINGS = Settings({"tables": ("libc",), "aliases": ALIASES, "max-file-size": 1 << 24})


def regions(text: str) -> list[str]:
    """GOOD, BAD or NEITHER for each line, by the ``#ifndef OMITBAD`` and ``OMITGOOD`` around it."""
    now: list[str] = []
    result = []
    for line in text.splitlines():
        if _IF.match(line):
            outer = now[-1] if now else NEITHER
            if re.search(r"#\s*ifndef\s+OMITBAD\b", line):
                outer = BAD
            elif re.search(r"#\s*ifndef\s+OMITGOOD\b", line):
                outer = GOOD
            now.append(outer)
        result.append(now[-1] if now else NEITHER)
        if _ENDIF.match(line) and now:
            now.pop()
    return result


def case_of(path: Path) -> tuple[str, int] | None:
    """The case that a file belongs to and its CWE, or None for what is no test case."""
    found = _CASE.match(path.stem)
    if found is None or path.suffix not in (".c", ".cpp"):
        return None
    return found[1], int(found[2])


def variant(case: str) -> str:
    """What a case is about, without the number of its flow."""
    return case.rpartition("_")[0]


def sides(path: Path, codes: frozenset[str]) -> Counter[str]:
    """How many findings of these rules lie in good and in bad regions; a region that is there
    counts at least as a key.
    """
    lines = regions(path.read_bytes().decode("utf-8", "replace"))
    found = Counter(dict.fromkeys(lines, 0))
    for report in check_file(str(path), SETTINGS).reports:
        if report.code in codes and report.line <= len(lines):
            found[lines[report.line - 1]] += 1
    return found


class Score:
    """Cases of one CWE: how many have a flaw, are hit, raise a false alarm."""

    def __init__(self) -> None:
        self.flawed: set[str] = set()
        self.hit: set[str] = set()
        self.alarmed: set[str] = set()
        self.cases: set[str] = set()

    def add(self, case: str, found: Counter[str]) -> None:
        """Take one file of a case into account."""
        self.cases.add(case)
        if BAD in found:
            self.flawed.add(case)
        if found[BAD]:
            self.hit.add(case)
        if found[GOOD]:
            self.alarmed.add(case)


def files(folder: Path, cwes: frozenset[int]) -> Iterator[tuple[Path, str, int]]:
    """The files of these CWEs with their cases, in a fixed order."""
    for path in sorted(folder.rglob("CWE*")):
        named = case_of(path) if path.is_file() else None
        if named is not None and named[1] in cwes and "w32" not in path.stem:
            yield path, *named


def is_single(path: Path, case: str) -> bool:
    """Whether a file holds its case alone."""
    return path.stem == case


def run(options: argparse.Namespace, cwes: frozenset[int]) -> dict[int, Score]:
    """Check the files, at most ``--limit`` a CWE."""
    scores = {cwe: Score() for cwe in sorted(cwes)}
    seen: Counter[int] = Counter()
    for path, case, cwe in files(Path(options.folder), cwes):
        if options.one_file and not is_single(path, case):
            continue
        seen[cwe] += 1
        if options.limit and seen[cwe] > options.limit:
            continue
        scores[cwe].add(case, sides(path, RULES[cwe]))
    return scores


def report(scores: dict[int, Score], missed: int, alarms: int) -> list[str]:
    """The lines to print."""
    lines = [f"{'CWE':>7} {'cases':>7} {'hits':>7} {'':>7} {'false alarms':>13}"]
    for cwe, score in scores.items():
        flawed, hit, alarmed = len(score.flawed), len(score.hit), len(score.alarmed)
        if score.cases:
            lines.append(
                f"{cwe:7} {len(score.cases):7} {hit:7} {hit / max(1, flawed):7.1%} {alarmed:13}"
            )
        for word, shown, cases in (
            ("missed", missed, score.flawed - score.hit), ("alarm", alarms, score.alarmed),
        ):  # fmt: skip
            by_variant = Counter(variant(case) for case in cases)
            for name, times in by_variant.most_common(shown):
                example = min(case for case in cases if variant(case) == name)
                lines.append(f"    {word} {times:4} {name}, such as {example}")
    return lines


def main(argv: list[str]) -> int:
    """Run and print; 2 when the folder holds no cases."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder")
    parser.add_argument("--cwe", default=",".join(map(str, RULES)))
    parser.add_argument("--limit", type=int, default=0, metavar="N", help="files a CWE")
    parser.add_argument("--missed", type=int, default=0, metavar="N")
    parser.add_argument("--alarms", type=int, default=0, metavar="N")
    parser.add_argument("--one-file", action="store_true")
    options = parser.parse_args(argv)
    cwes = frozenset(int(part) for part in options.cwe.split(",")) & RULES.keys()
    scores = run(options, cwes)
    if not any(score.cases for score in scores.values()):
        print(f"{options.folder}: no cases of Juliet here", file=sys.stderr)
        return 2
    print("\n".join(report(scores, options.missed, options.alarms)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
