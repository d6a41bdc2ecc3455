"""Run the Python checks over pinned sdists and keep account of what they say.

    python bench/python_corpus.py fetch FOLDER       get the pinned sdists and unpack them
    python bench/python_corpus.py diff FOLDER        what came and went against the reviewed table
    python bench/python_corpus.py precision FOLDER   right and wrong ones, by the reviewed table

Tests and notes are left out: the table holds what fails a run on a project's own code.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from corpus_fetch import inner_path, members, upstream_archives
from corpus_review import Row, came_and_went, line_key, precision_report, read_table, scores

from dtlslint.diagnostics import NOTE
from dtlslint.flake8 import check_source

REVIEWED = Path(__file__).with_name("reviewed_python.tsv")

#: What speaks TLS, DTLS, DTLS-like protocols or handles secrets, by name on the package index.
PINS = {
    "aiocoap": "0.4.17",
    "aiohttp": "3.14.5",
    "aiortc": "1.16.0",
    "impacket": "0.13.1",
    "ldap3": "2.9.1",
    "paho-mqtt": "2.2.0",
    "pymysql": "1.2.4",
    "pyopenssl": "26.4.0",
    "python-mbedtls": "2.10.1",
    "python3-dtls": "1.0.3",
    "scapy": "2.8.0",
    "tornado": "6.6.1",
    "twisted": "26.10.0",
    "urllib3": "2.8.0",
}


def fetch(name: str, folder: Path) -> None:
    """Download one sdist and write its Python files to ``folder``/NAME."""
    archives = folder / "archives" / name
    archives.mkdir(parents=True, exist_ok=True)
    if not upstream_archives(archives):
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary=:all:"]
        subprocess.run([*command, f"{name}=={PINS[name]}"], cwd=archives, check=True)
    for archive in upstream_archives(archives):
        for member, read in members(archive):
            path = inner_path(member)
            if path.endswith(".py"):
                target = folder / name / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(read())


def is_test(path: str) -> bool:
    """Whether a path of an sdist is a test's."""
    *folders, file = path.split("/")
    return bool({"test", "tests"} & set(folders)) or file.startswith("test_")


def findings(folder: Path, name: str) -> Iterator[Row]:
    """The errors and warnings in one project's own code."""
    for file in sorted((folder / name).rglob("*.py")):
        path = file.relative_to(folder / name).as_posix()
        if is_test(path):
            continue
        text = file.read_bytes().decode("utf-8", "replace")
        try:
            found = check_source(text)
        except (SyntaxError, ValueError):
            continue  # of another Python
        lines = text.split("\n")
        for each in found:
            if each.severity != NOTE:
                key = line_key(lines[each.line - 1])
                yield Row(
                    name, PINS[name], path, each.line, each.code, each.severity, key=key,
                    message=each.message,
                )  # fmt: skip


def main(argv: list[str] | None = None) -> int:
    """The command; returns its exit code: 1 when something came or went."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("command", choices=("fetch", "diff", "precision"))
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args(argv)
    folder: Path = arguments.folder
    if arguments.command == "fetch":
        for name in PINS:
            fetch(name, folder)
        return 0
    ran = [name for name in PINS if (folder / name).is_dir()]
    found = [row for name in ran for row in findings(folder, name)]
    reviewed = read_table(REVIEWED)
    if arguments.command == "precision":
        print(precision_report(scores(found, reviewed, lambda row: row.code)), end="")
        return 0
    came, went = came_and_went(found, reviewed, ran)
    for sign, rows in (("+", came), ("-", went)):
        for row in rows:
            print(f"{sign} {row.project} {row.path}:{row.line}: {row.code} {row.message}")
    return 1 if came or went else 0


if __name__ == "__main__":
    sys.exit(main())
