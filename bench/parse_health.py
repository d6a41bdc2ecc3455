"""How much real code the grammars still misread: functions of interest with an error in the body.

    python bench/parse_health.py FOLDER ... [--show N]

Prints one line a folder (damaged functions, functions of interest, share) and a total; with
``--show`` the first N places. Functions of interest are those that mention OpenSSL.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from dtlslint.checks.registry import HOOKS, wants
from dtlslint.checks.run import Options, _is_of_interest, _sites
from dtlslint.contracts import Contracts
from dtlslint.flow.unit import Unit

SUFFIXES = {".c", ".cc", ".cpp", ".cxx", ".h", ".hpp", ".hh"}
HOOK = tuple(hook for hook in HOOKS if hook.name == "unchecked-result")
MAX_BYTES = 2 << 20


def files(folder: Path) -> Iterator[Path]:
    yield from sorted(p for p in folder.rglob("*") if p.suffix in SUFFIXES and p.is_file())


def damaged(path: Path, contracts: Contracts) -> tuple[int, list[str]]:
    """How many functions of interest a file has, and where those with an error stand."""
    data = path.read_bytes()
    if len(data) > MAX_BYTES or not wants(data, HOOK):
        return 0, []
    unit = Unit(str(path), data, contracts=contracts)
    sites = _sites(unit, _is_of_interest(HOOK, Options()), frozenset())
    bad = [site for site in sites if site.body is not None and site.body.has_error]
    return len(sites), [
        f"{path}:{data.count(10, 0, site.node.start_byte) + 1}: {site.name}" for site in bad
    ]


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args(argv)
    contracts = Contracts()
    total, all_bad = 0, 0
    for folder in options.folders:
        count, places = 0, []
        for path in files(folder):
            number, bad = damaged(path, contracts)
            count += number
            places += bad
        total, all_bad = total + count, all_bad + len(places)
        print(f"{folder.name}: {len(places)} of {count} ({len(places) / max(count, 1):.1%})")
        for place in places[: options.show]:
            print("  " + place)
    print(f"total: {all_bad} of {total} ({all_bad / max(total, 1):.2%})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
