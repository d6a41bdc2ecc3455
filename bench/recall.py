"""Recall from the other side: every call of a critical function, found by grep, and what was said.

    python bench/recall.py [PROJECT ...] [--list] [--cache FOLDER]

Critical calls (randomness, keys, verification verdicts) are found in the text of the corpus, with
comments and literals taken out, by the names of the contracts; no tree is asked. Each is flagged
when a finding about results or assertions stands on it, or on a test of it, as its notes tell.
What is not flagged was read by hand once: recall.tsv beside this file has a verdict for each
(fine, or missed), by the hash of its line. ``--list`` prints those that have none yet.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from corpus_fetch import default_cache
from corpus_review import line_key

from dtlslint.contracts import Contracts, names
from dtlslint.engine import check_file
from dtlslint.settings import Settings

VERDICTS = Path(__file__).with_name("recall.tsv")
#: Projects whose unflagged calls were all read.
PROJECTS = (
    "coturn", "curl", "freeradius", "libcoap3", "net-snmp", "openconnect", "openvpn", "stunnel4",
    "tor", "wpa",
)  # fmt: skip
SUFFIXES = frozenset((".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp"))
#: The rules that speak of a result that nobody looks at, or looks at wrongly.
RULES = ("DTL103", "DTL104", "DTL201", "DTL202", "DTL204", "DTL205")

_NO_CODE = re.compile(rb"/\*.*?\*/|//[^\n]*|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.DOTALL)
#: What stands before a name that is declared, or that a directive speaks of.
_NO_CALL = re.compile(
    rb"^[ \t]*(?:#.*|(?!(?:return|else|do|throw|case|not)\b)"
    rb"[A-Za-z_]\w*(?:[ \t*]+\w+)*[ \t*]+)\Z",
    re.DOTALL,
)


def critical_names() -> re.Pattern[bytes]:
    """The calls to look for."""
    contracts = Contracts()
    known = [contract for name in names() if (contract := contracts.get(name)) is not None]
    words = sorted(contract.name for contract in known if contract.critical)
    return re.compile(rb"\b(?:q_)?(" + "|".join(words).encode() + rb")[ \t]*\(")


def calls(data: bytes, pattern: re.Pattern[bytes]) -> Iterator[tuple[int, str]]:
    """Line (1-based) and name of each critical call in the text of a file."""
    blank = _NO_CODE.sub(lambda m: re.sub(rb"[^\n]", b" ", m[0]), data)
    for match in pattern.finditer(blank):
        before = blank[blank.rfind(b"\n", 0, match.start()) + 1 : match.start()]
        if not _NO_CALL.search(before):
            yield blank.count(b"\n", 0, match.start()) + 1, match[1].decode()


def flagged_lines(path: Path, settings: Settings) -> set[int]:
    """The lines that findings of ``RULES`` and their notes stand on, first to last."""
    lines: set[int] = set()
    for report in check_file(str(path), settings).reports:
        if report.code in RULES:
            for place in (report, *report.notes):
                lines.update(range(place.line, getattr(place, "end_line", place.line) + 1))
    return lines


def read_verdicts() -> dict[tuple[str, str, str], tuple[str, str]]:
    """(project, path, key of the line) -> (verdict, why)."""
    if not VERDICTS.exists():
        return {}
    with VERDICTS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {(r["project"], r["path"], r["key"]): (r["verdict"], r["why"]) for r in rows}


def examine(
    folder: Path, settings: Settings, pattern: re.Pattern[bytes], listing: bool
) -> Counter[str]:
    """Count the calls of one project by what became of them."""
    count: Counter[str] = Counter()
    verdicts = read_verdicts()
    for path in sorted(p for p in folder.rglob("*") if p.suffix in SUFFIXES):
        data = path.read_bytes()
        found = list(calls(data, pattern))
        if not found:
            continue
        flagged = flagged_lines(path, settings)
        texts = data.decode("utf-8", "replace").split("\n")
        for line, name in found:
            count["calls"] += 1
            if line in flagged:
                count["flagged"] += 1
                continue
            relative = str(path.relative_to(folder))
            key = line_key(texts[line - 1].rstrip("\r"))
            verdict, _ = verdicts.get((folder.name, relative, key), ("unread", ""))
            count[verdict] += 1
            if listing and verdict == "unread":
                row = (folder.name, relative, line, name, key, texts[line - 1].strip())
                print(*row, sep="\t")
    return count


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("projects", nargs="*", default=PROJECTS)
    parser.add_argument("--list", action="store_true", help="print the calls without a verdict")
    parser.add_argument("--cache", type=Path, default=default_cache())
    options = parser.parse_args()
    settings, pattern = Settings(), critical_names()
    columns = ("calls", "flagged", "fine", "missed", "unread")
    if not options.list:
        print(f"{'project':14}" + "".join(f"{column:>9}" for column in columns))
    total: Counter[str] = Counter()
    for name in options.projects:
        folder = options.cache / "src" / name
        if not folder.is_dir():
            print(f"{name}: not in {options.cache}", file=sys.stderr)
            return 2
        count = examine(folder, settings, pattern, options.list)
        total.update(count)
        if not options.list:
            print(f"{name:14}" + "".join(f"{count[column]:9}" for column in columns))
    if not options.list:
        print(f"{'all':14}" + "".join(f"{total[column]:9}" for column in columns))
    return 0


if __name__ == "__main__":
    sys.exit(main())
