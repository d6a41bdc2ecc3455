"""Contract files: TOML text -> rows, with errors that name file, key and line.

Only for compiling the table and for users' own files; nothing here runs on an ordinary check.
"""

from __future__ import annotations

import tomllib

from dtlslint.contracts import schema

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dtlslint.contracts.schema import Row


class ContractError(Exception):
    """Contracts that break the schema; ``problems`` are lines such as ``f.toml:3: RAND_x: ..``."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def parse(text: str, file: str) -> dict[str, Row]:
    """The rows of one file by function name. ContractError lists everything wrong with it."""
    try:
        rows = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContractError([f"{file}: not TOML: {error}"]) from error
    problems = check_rows(rows, file, text)
    if problems:
        raise ContractError(problems)
    return rows


def check_rows(rows: dict[str, Row], file: str, text: str = "") -> list[str]:
    """What is wrong with ``rows``, each complaint with its place in ``text`` where known."""
    problems = []
    for name, row in rows.items():
        if not name.isidentifier():
            problems.append(f"{_place(file, text, name, '')}: {name!r} is no C name")
        for problem in schema.check(row):
            key = f" {problem.key}:" if problem.key else ""
            place = _place(file, text, name, problem.key)
            problems.append(f"{place}: {name}:{key} {problem.message}")
    return problems


def load(path: str) -> dict[str, Row]:
    """The rows of the file ``path``. OSError if it cannot be read, ContractError if it is wrong."""
    with open(path, encoding="utf-8") as file:
        return parse(file.read(), path)


def _place(file: str, text: str, name: str, key: str) -> str:
    line = line_of(text, name, key)
    return f"{file}:{line}" if line else file


def line_of(text: str, name: str, key: str) -> int:
    """The 1-based line of ``key`` in the table ``name``, else of its header, else 0."""
    spellings = [f"{quote}{name}{quote}" for quote in ('"', "'", "")]
    headers = {f"[{spelling}]" for spelling in spellings}
    found = 0
    for number, line in enumerate(text.splitlines(), 1):
        line = line.split("#")[0].strip()
        first = line.split("=")[0].strip()
        if first in spellings:  # NAME = {..} on one line
            return number
        if line in headers or any(line.endswith("." + header[1:]) for header in headers):
            found = number
        elif found and line.startswith("[") and name not in line:
            break
        elif found and key and first.strip("\"'") == key:
            return number
    return found
