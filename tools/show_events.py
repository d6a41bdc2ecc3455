"""Print the events that files are lowered to: for golden tests and for bug reports.

python tools/show_events.py FILE ... [--function NAME]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from dtlslint.contracts import Contracts
from dtlslint.flow.printing import function_text
from dtlslint.flow.unit import Unit


def events_of(path: Path, name: str = "") -> str:
    """The printed model of every function in a file, or of those called ``name``."""
    data = path.read_bytes()
    unit = Unit(path.name, data, contracts=Contracts())
    starts = [0, *(at + 1 for at, byte in enumerate(data) if byte == 10)]
    functions = [f for site in unit.sites for f in unit.lower(site) if name in ("", f.name)]
    return "\n".join(function_text(function, starts) for function in functions)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--function", default="")
    options = parser.parse_args(argv)
    for path in options.files:
        sys.stdout.write(events_of(path, options.function))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
