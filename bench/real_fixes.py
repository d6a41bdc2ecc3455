"""Is a public bug fix flagged before and silent after?

    python bench/real_fixes.py FIXES.tsv FOLDER [--command CMD] [ID ...]

FIXES.tsv has the columns id, path, function, codes, before_line and, when there are any,
also_ok_lines and after_expect. FOLDER holds `<id>/before/<path>` and `<id>/after/<path>`: the file
as it was before and after the fix. A row passes when the linter names one of the codes at
before_line (or an also_ok_line) in the old file, give or take two lines, and does not repeat that
in the new one: no finding of these codes on the same source line (white space squeezed) and, for
`silent` rows, none in the same function. `other-remains` rows may keep findings elsewhere in it.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus_review import line_key

Found = Sequence[tuple[int, str]]  # (line, code)
LINTER = [sys.executable, "-m", "dtlslint", "check", "-q", "--no-config", "--output-format", "json"]
NEAR = 2
OUTCOMES = (
    "passed",
    "not flagged before",
    "still flagged after",
    "not analysed",
    "not at hand",
)


@dataclass(frozen=True)
class Fix:
    """One row of the table; `lines` are the places where the old file may be flagged (1-based)."""

    id: str
    path: str
    function: str
    codes: frozenset[str]
    lines: tuple[int, ...]
    others_may_remain: bool


@dataclass(frozen=True)
class Verdict:
    """What one row gave: flagged before ('exact', 'near', 'no'), and the lines flagged after."""

    before: str
    remaining: tuple[int, ...]

    @property
    def passed(self) -> bool:
        """Flagged before and silent after."""
        return self.before != "no" and not self.remaining


def numbers(text: str) -> tuple[int, ...]:
    """`334,345` -> (334, 345)."""
    return tuple(int(part) for part in re.findall(r"\d+", text))


def read_fixes(path: Path) -> list[Fix]:
    """The rows of a table of fixes."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Fix(
                id=row["id"],
                path=row["path"],
                function=row["function"],
                codes=frozenset(re.findall(r"DTL\d+", row["codes"])),
                lines=numbers(row["before_line"]) + numbers(row.get("also_ok_lines") or ""),
                others_may_remain=row.get("after_expect") == "other-remains",
            )
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def function_lines(lines: Sequence[str], name: str) -> frozenset[int]:
    """The lines (1-based) of all definitions of a function, found by indentation; empty when none.

    Real sources put a body's closing brace in the column of its start. `A::b` means `A::b` where
    that is written out, and any `b` elsewhere (in-class definitions). `METHOD(type, f, ...)` and
    the like define `f` too.
    """
    qualified = [index for index, line in enumerate(lines) if "::" in name and f"{name}(" in line]
    short = re.escape(name.split("::")[-1])
    head = re.compile(rf"(?:[\w\s*&:<>,~()]*\W)?{short}\s*\(|[A-Z_]+\(\w+, {short},")
    starts = qualified or [index for index, line in enumerate(lines) if head.match(line)]
    inside: set[int] = set()
    for index in starts:
        opening = body_start(lines, index)
        if opening is None or re.match(r"\s*(?:if|else|for|while|switch|return)\b", lines[index]):
            continue
        indent = min(indentation(lines[opening]), indentation(lines[index]))
        inside.update(range(index + 1, body_end(lines, opening, indent) + 2))
    return frozenset(inside)


def body_end(lines: Sequence[str], opening: int, indent: int) -> int:
    """The line (0-based) of the first closing brace no deeper than `indent` after `opening`."""
    for end in range(opening + 1, len(lines)):
        if lines[end].strip().startswith("}") and indentation(lines[end]) <= indent:
            return end
    return opening


def indentation(line: str) -> int:
    """Columns of leading white space, a tab counting as one."""
    return len(line) - len(line.lstrip())


def body_start(lines: Sequence[str], index: int) -> int | None:
    """The line (0-based) of the `{` of the definition at `index`; None: a call or prototype."""
    for at in range(index, min(index + 12, len(lines))):
        text = lines[at].split("//")[0]
        brace, semicolon = text.find("{"), text.find(";")
        if brace >= 0 and (semicolon < 0 or brace < semicolon):
            return at
        # K&R definitions declare their parameters between the list and the body
        if semicolon >= 0 and (at == index or ")" in text):
            return None
    return None


def judge(fix: Fix, before: Found, after: Found, old: str, new: str) -> Verdict:
    """Compare the findings of both versions, whose texts are `old` and `new`."""
    old_lines, new_lines = old.split("\n"), new.split("\n")
    flagged = [line for line, code in before if code in fix.codes]
    distance = min((abs(line - ok) for line in flagged for ok in fix.lines), default=NEAR + 1)
    said = "exact" if distance == 0 else "near" if distance <= NEAR else "no"
    keys = {line_key(old_lines[ok - 1]) for ok in fix.lines if ok <= len(old_lines)}
    inside = function_lines(new_lines, fix.function)
    remaining = [
        line
        for line, code in after
        if code in fix.codes and still_there(fix, line, new_lines, keys, inside)
    ]
    return Verdict(said, tuple(sorted(remaining)))


def still_there(
    fix: Fix, line: int, lines: Sequence[str], keys: set[str], inside: frozenset[int]
) -> bool:
    """Whether a finding in the new file is the old one: in the fixed function, or the same line."""
    if inside and line not in inside:
        return False
    same = line <= len(lines) and line_key(lines[line - 1]) in keys
    return same or (bool(inside) and not fix.others_may_remain)


class NotAnalysed(Exception):
    """The linter could not do a file: neither "flagged" nor "silent" may be said of it."""


def lint(command: Sequence[str], file: Path) -> Found:
    """The findings in a file; what the linter says on stderr is shown. Raises NotAnalysed."""
    arguments = [*command, file.name]
    done = subprocess.run(arguments, cwd=file.parent, capture_output=True, text=True, check=False)
    if done.stderr:
        print(done.stderr.rstrip(), file=sys.stderr)
    if done.returncode not in (0, 1):
        raise NotAnalysed
    return [(int(found["line"]), str(found["code"])) for found in json.loads(done.stdout or "[]")]


def check(fix: Fix, folder: Path, command: Sequence[str]) -> tuple[str, str]:
    """Lint both versions of a row: the total that it counts for, and its line for people."""
    files = [folder / fix.id / side / fix.path for side in ("before", "after")]
    if not all(file.is_file() for file in files):
        return "not at hand", "not at hand"
    try:
        found = [lint(command, file) for file in files]
    except NotAnalysed:
        return "not analysed", "FAIL  not analysed"
    texts = [file.read_bytes().decode("utf-8", "replace") for file in files]
    return describe(judge(fix, found[0], found[1], texts[0], texts[1]))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line a row and the totals; 0 when every row at hand passed."""
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("fixes", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("ids", nargs="*", metavar="ID")
    parser.add_argument(
        "--codes", default="", help="only rows with one of these (prefixes of) codes"
    )
    parser.add_argument("--command", help="instead of dtlslint; it must print the same JSON")
    options = parser.parse_args(arguments)
    command = shlex.split(options.command) if options.command else LINTER
    prefixes = tuple(filter(None, options.codes.split(",")))
    counts = dict.fromkeys(OUTCOMES, 0)
    for fix in read_fixes(options.fixes):
        wanted = not prefixes or any(code.startswith(prefixes) for code in fix.codes)
        if not wanted or (options.ids and fix.id not in options.ids):
            continue
        outcome, text = check(fix, options.folder, command)
        counts[outcome] += 1
        print(f"{fix.id:28} {','.join(sorted(fix.codes)):14} {text}", flush=True)
    print(", ".join(f"{count} {name}" for name, count in counts.items()))
    return 0 if counts["passed"] + counts["not at hand"] == sum(counts.values()) else 1


def describe(verdict: Verdict) -> tuple[str, str]:
    """The total that a verdict counts for, and its line for people."""
    after = (
        "silent" if not verdict.remaining else "still at " + ",".join(map(str, verdict.remaining))
    )
    text = f"before: {verdict.before:6} after: {after}"
    if verdict.passed:
        return "passed", f"ok    {text}"
    return (
        "not flagged before" if verdict.before == "no" else "still flagged after"
    ), f"FAIL  {text}"


if __name__ == "__main__":
    sys.exit(main())
