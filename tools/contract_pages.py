"""Lists which functions have a man page: data/man_pages.txt, the default ``source`` of a row.

python tools/contract_pages.py            write the list (needs libssl-doc)
python tools/contract_pages.py --check    exit 1 if a row names a page that is not installed
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from compile_contracts import PAGES, read_rows

MAN = Path("/usr/share/man/man3")


def installed(man: Path = MAN) -> frozenset[str]:
    """The names of OpenSSL's section 3 pages on this machine."""
    return frozenset(path.name.split(".")[0] for path in man.glob("*.3ssl.gz"))


def missing(pages: frozenset[str]) -> list[str]:
    """Rows whose ``source`` is a page of section 3 that is not in ``pages``."""
    wrong = []
    for name, row in read_rows()[0].items():
        for page in re.findall(r"(\w+)\(3\)", row.get("source", "")):
            if page not in pages:
                wrong.append(f"{name}: source: no page {page}(3)")
    return wrong


def main(argv: list[str]) -> int:
    pages = installed()
    if not pages:
        print(f"no OpenSSL pages in {MAN}: install libssl-doc", file=sys.stderr)
        return 2
    if "--check" not in argv:
        names = sorted(read_rows()[0].keys() & pages)
        PAGES.write_text("".join(name + "\n" for name in names), encoding="utf-8")
    wrong = missing(pages)
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
