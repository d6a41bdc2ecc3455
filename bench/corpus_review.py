"""Findings on the corpus against the reviewed table: what came, what went, and how many are right.

A finding is recognised again by project, path, code and its source line with white space squeezed
(as a short hash, so that the tables hold no code of other projects); the line number only decides
between equal lines. All functions here are pure, except for the readers and writers of tables.
"""

from __future__ import annotations

import csv
import hashlib
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

VERDICTS = ("true", "false", "debatable")
FAILING = ("error", "warning")


@dataclass(frozen=True)
class Row:
    """One line of a table: a finding of a run, or one with its verdict in the reviewed table."""

    project: str
    version: str
    path: str
    line: int
    code: str
    severity: str = ""
    verdict: str = ""
    why: str = ""
    key: str = ""
    message: str = ""

    @property
    def place(self) -> tuple[str, str, str]:
        """What a finding shares with its reviewed twin, whatever moved around it."""
        return self.project, self.path, self.code


RUN_COLUMNS = ("project", "version", "path", "line", "code", "severity", "key", "message")
REVIEW_COLUMNS = ("project", "version", "path", "line", "code", "verdict", "why", "key")


@dataclass
class Score:
    """Counts of one rule, or of all: findings of severity error and warning by their verdict."""

    true: int = 0
    false: int = 0
    debatable: int = 0
    unreviewed: int = 0

    @property
    def total(self) -> int:
        """All findings, reviewed or not."""
        return self.true + self.false + self.debatable + self.unreviewed

    @property
    def precision(self) -> float | None:
        """True ones among the decided ones; None when nothing is decided."""
        decided = self.true + self.false
        return self.true / decided if decided else None

    @property
    def strict(self) -> float | None:
        """As `precision`, with every debatable one counted as false."""
        reviewed = self.true + self.false + self.debatable
        return self.true / reviewed if reviewed else None


def line_key(text: str) -> str:
    """The short hash of a source line that survives re-indentation; '' for a blank one."""
    squeezed = " ".join(text.split())
    return hashlib.sha256(squeezed.encode("utf-8", "replace")).hexdigest()[:12] if squeezed else ""


def read_table(path: Path) -> list[Row]:
    """The rows of a table with a header, in any column order; unknown columns are left out.

    ValueError names the line of an unknown verdict or a line number that is none.
    """
    known = {field.name for field in fields(Row)}
    rows: list[Row] = []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        for number, raw in enumerate(reader, 2):
            cells = {name: cell or "" for name, cell in raw.items() if name in known}
            verdict = cells.get("verdict", "")
            if not cells.get("line", "").isdigit() or verdict not in ("", *VERDICTS):
                raise ValueError(f"{path}:{number}: bad line number or verdict")
            line = int(cells.pop("line"))
            rows.append(Row(line=line, **cells))
    return rows


def write_table(path: Path, rows: Iterable[Row], columns: Sequence[str]) -> None:
    """Write rows sorted by place; tabs and line ends in a cell become spaces."""
    names = [field.name for field in fields(Row)]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("\t".join(columns) + "\n")
        for row in sorted(rows, key=lambda row: (row.project, row.path, row.line, row.code)):
            cells = dict(zip(names, astuple(row), strict=True))
            file.write("\t".join(" ".join(str(cells[name]).split()) for name in columns) + "\n")


def match(found: Sequence[Row], known: Sequence[Row]) -> dict[int, int]:
    """Pairs index in `found` -> index in `known`: equal source lines, nearest first, each once.

    A known row without a key matches the same line number only.
    """
    candidates: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for index, row in enumerate(known):
        candidates[row.place].append(index)
    options: list[tuple[int, int, int]] = []
    for index, row in enumerate(found):
        for other in candidates[row.place]:
            twin = known[other]
            if twin.key == row.key if twin.key else twin.line == row.line:
                options.append((abs(twin.line - row.line), index, other))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, index, other in sorted(options):
        if index not in pairs and other not in taken:
            pairs[index] = other
            taken.add(other)
    return pairs


def came_and_went(
    found: Sequence[Row], known: Sequence[Row], ran: Collection[str]
) -> tuple[list[Row], list[Row]]:
    """Findings that `known` does not hold, and known ones not found again in the projects `ran`."""
    pairs = match(found, known)
    seen = set(pairs.values())
    came = [row for index, row in enumerate(found) if index not in pairs]
    went = [row for index, row in enumerate(known) if index not in seen and row.project in ran]
    return came, went


def scores(
    found: Sequence[Row], reviewed: Sequence[Row], group: Callable[[Row], str]
) -> dict[str, Score]:
    """A score for each group (say, each code) of the findings of severity error and warning."""
    pairs = match(found, reviewed)
    result: dict[str, Score] = defaultdict(Score)
    for index, row in enumerate(found):
        if row.severity not in FAILING:
            continue
        verdict = reviewed[pairs[index]].verdict if index in pairs else ""
        name = verdict or "unreviewed"
        score = result[group(row)]
        setattr(score, name, getattr(score, name) + 1)
    return dict(result)


def sample(found: Sequence[Row], reviewed: Sequence[Row], size: int, seed: int) -> list[Row]:
    """Up to `size` findings of each rule (error and warning) that need a verdict, by `seed`.

    The draw depends on nothing but findings and seed, so reviewed ones stay part of it.
    """
    pairs = match(found, reviewed)
    by_code: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(found):
        if row.severity in FAILING:
            by_code[row.code].append(index)
    drawn: list[Row] = []
    for code in sorted(by_code):
        order = {i: (found[i].project, found[i].path, found[i].line) for i in by_code[code]}
        indices = sorted(order, key=lambda i: order[i])
        random.Random(f"{seed}:{code}").shuffle(indices)
        drawn += [found[i] for i in indices[:size] if i not in pairs]
    return drawn


def merge(reviewed: Sequence[Row], judged: Sequence[Row]) -> list[Row]:
    """The reviewed table with newly judged rows; a newer verdict replaces an older one."""
    with_verdict = [row for row in judged if row.verdict]
    replaced = set(match(with_verdict, reviewed).values())
    return [row for index, row in enumerate(reviewed) if index not in replaced] + with_verdict


def fill_keys(rows: Iterable[Row], line_of: Callable[[Row], str]) -> list[Row]:
    """Rows whose empty key is filled from their source line (`line_of`; '' when not at hand)."""
    return [row if row.key else replace(row, key=line_key(line_of(row))) for row in rows]


def percent(value: float | None) -> str:
    """A share for people."""
    return "    -" if value is None else f"{100 * value:4.0f}%"


def precision_report(by_code: Mapping[str, Score]) -> str:
    """The table of all rules and the total; says how much of it rests on review."""
    lines = ["rule     found   true  false  debat.  unrev.  precision  strict"]
    total = Score()
    for code, score in sorted(by_code.items()):
        lines.append(score_line(code, score))
        for name in (*VERDICTS, "unreviewed"):
            setattr(total, name, getattr(total, name) + getattr(score, name))
    lines.append(score_line("all", total))
    reviewed = total.total - total.unreviewed
    lines.append(
        f"precision = true / (true + false); strict counts debatable as false; "
        f"{reviewed} of {total.total} findings (error and warning) are reviewed"
    )
    return "\n".join(lines)


def score_line(name: str, score: Score) -> str:
    """One line of the precision report."""
    return (
        f"{name:7}{score.total:7}{score.true:7}{score.false:7}{score.debatable:8}{score.unreviewed:8}"
        f"      {percent(score.precision)}   {percent(score.strict)}"
    )


def density_report(found: Sequence[Row], lines: Mapping[str, int]) -> str:
    """Findings (error and warning) for each 1,000 lines of each project, and the median."""
    counts = Counter(row.project for row in found if row.severity in FAILING)
    dense = sorted((1000 * counts[name] / size, name) for name, size in lines.items() if size)
    if not dense:
        return "no project is fetched"
    text = [
        f"{value:6.2f}  {name} ({counts[name]} of {lines[name]} lines)" for value, name in dense
    ]
    middle = len(dense) // 2
    median = dense[middle][0] if len(dense) % 2 else (dense[middle - 1][0] + dense[middle][0]) / 2
    text.append(f"{median:6.2f}  median of {len(dense)} projects, findings per 1,000 lines")
    return "\n".join(text)
