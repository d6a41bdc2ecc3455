"""Run dtlslint over real projects and keep account of what it says.

    python bench/corpus.py fetch [NAME ...]      get the pinned sources, keep their TLS files
    python bench/corpus.py run [NAME ...]        findings of these projects -> <cache>/findings.tsv
    python bench/corpus.py diff [--against OLD]  what came and went against reviewed.tsv or a run
    python bench/corpus.py precision             right and wrong ones for each rule, by reviewed.tsv
    python bench/corpus.py density               findings per 1,000 lines for each project
    python bench/corpus.py sample --out FILE     a seeded sample of each rule to fill in verdicts
    python bench/corpus.py merge FILE            take judged rows over into reviewed.tsv

The cache is $DTLSLINT_CORPUS or ~/.cache/dtlslint-corpus, or what --cache names.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from corpus_fetch import PINS, FetchError, Project, default_cache, fetch, load_pins
from corpus_review import (
    REVIEW_COLUMNS,
    RUN_COLUMNS,
    Row,
    came_and_went,
    density_report,
    fill_keys,
    line_key,
    merge,
    precision_report,
    read_table,
    sample,
    scores,
    write_table,
)

REVIEWED = Path(__file__).with_name("reviewed.tsv")
LINTER = [sys.executable, "-m", "dtlslint", "check", "-q", "--no-config", "--output-format", "json"]


class SourceLines:
    """Lines of corpus files, each file read once."""

    def __init__(self, cache: Path) -> None:
        self.root = cache / "src"
        self.files: dict[tuple[str, str], list[str]] = {}

    def line(self, project: str, path: str, line: int) -> str:
        """One line's text without its end (1-based); '' when file or line is not there."""
        known = self.files.get((project, path))
        if known is None:
            file = self.root / project / path
            text = file.read_bytes().decode("utf-8", "replace") if file.is_file() else ""
            known = self.files[project, path] = text.split("\n")
        return known[line - 1].rstrip("\r") if 0 < line <= len(known) else ""


def lint(command: Sequence[str], folder: Path) -> list[dict[str, object]]:
    """The linter's JSON findings on `folder` (its working directory); its stderr is shown."""
    done = subprocess.run([*command, "."], cwd=folder, capture_output=True, text=True, check=False)
    if done.stderr:
        print(done.stderr.rstrip(), file=sys.stderr)
    if done.returncode not in (0, 1):
        print(f"{folder}: exit {done.returncode}, the findings are not whole", file=sys.stderr)
    try:
        findings = json.loads(done.stdout)
    except ValueError:
        print(f"{folder}: exit {done.returncode}, no JSON on stdout", file=sys.stderr)
        return []
    return findings if isinstance(findings, list) else []


def rows_of(project: Project, findings: list[dict[str, object]], lines: SourceLines) -> list[Row]:
    """JSON findings as table rows, paths relative to the project's folder."""
    rows: list[Row] = []
    for finding in findings:
        path = str(finding["path"]).removeprefix("./")
        line = int(str(finding["line"]))
        rows.append(
            Row(
                project=project.name,
                version=project.version,
                path=path,
                line=line,
                code=str(finding["code"]),
                severity=str(finding["severity"]),
                key=line_key(lines.line(project.name, path, line)),
                message=str(finding["message"]),
            )
        )
    return rows


def command_fetch(options: argparse.Namespace) -> int:
    """Fetch the chosen projects; 1 when one could not be had."""
    failed = 0
    for project in options.projects:
        try:
            count = fetch(project, options.cache)
            print(f"{project.name} {project.version}: {count} files", flush=True)
        except FetchError as error:
            failed += 1
            print(f"{project.name} {project.version}: not fetched: {error}", file=sys.stderr)
    return 1 if failed else 0


def command_run(options: argparse.Namespace) -> int:
    """Lint the chosen projects and write the findings table; 1 when none of them is fetched."""
    command = shlex.split(options.command) if options.command else LINTER
    lines = SourceLines(options.cache)
    rows: list[Row] = []
    ran = 0
    for project in options.projects:
        folder = options.cache / "src" / project.name
        if not folder.is_dir():
            print(f"{project.name}: not fetched, left out", file=sys.stderr)
            continue
        ran += 1
        found = rows_of(project, lint(command, folder), lines)
        rows += found
        print(f"{project.name} {project.version}: {len(found)} findings", file=sys.stderr)
    write_table(options.findings, rows, RUN_COLUMNS)
    print(f"{len(rows)} findings in {ran} projects -> {options.findings}")
    return 0 if ran else 1


def command_diff(options: argparse.Namespace) -> int:
    """Print findings that came (+) and went (-), with the verdict of those that went."""
    lines = SourceLines(options.cache)
    known = read_table(options.against or REVIEWED)
    ran = {project.name for project in options.projects}
    found = [row for row in read_table(options.findings) if row.project in ran]
    came, went = came_and_went(found, known, ran)
    for sign, rows in (("+", came), ("-", went)):
        for row in rows:
            said = " ".join(filter(None, (row.severity, row.verdict)))
            place = f"{row.project}/{row.path}:{row.line}"
            print(f"{sign} {place}: {row.code} {said}: {row.message or row.why}")
            print(f"      {lines.line(row.project, row.path, row.line).strip()}")
    lost = sum(row.verdict == "true" for row in went)
    print(f"{len(came)} came, {len(went)} went ({lost} of those judged true)")
    return 0


def command_precision(options: argparse.Namespace) -> int:
    """Print precision for each rule; for each project with --by-project."""
    reviewed = read_table(REVIEWED) if REVIEWED.exists() else []
    found = read_table(options.findings)
    if options.by_project:
        print(precision_report(scores(found, reviewed, lambda row: row.project)))
    else:
        print(precision_report(scores(found, reviewed, lambda row: row.code)))
    return 0


def command_density(options: argparse.Namespace) -> int:
    """Print findings per 1,000 lines."""
    sizes: dict[str, int] = {}
    for project in options.projects:
        files = (options.cache / "src" / project.name).rglob("*.*")
        sizes[project.name] = sum(
            path.read_bytes().count(b"\n") for path in files if path.is_file()
        )
    print(density_report(read_table(options.findings), sizes))
    return 0


def command_sample(options: argparse.Namespace) -> int:
    """Write the findings that a seeded sample still wants judged, with an empty verdict column."""
    reviewed = read_table(REVIEWED) if REVIEWED.exists() else []
    drawn = sample(read_table(options.findings), reviewed, options.size, options.seed)
    write_table(options.out, drawn, (*REVIEW_COLUMNS, "message"))
    print(f"{len(drawn)} findings to judge -> {options.out}")
    return 0


def command_merge(options: argparse.Namespace) -> int:
    """Take the rows with a verdict over into the reviewed table."""
    lines = SourceLines(options.cache)
    judged = fill_keys(
        read_table(options.file), lambda row: lines.line(row.project, row.path, row.line)
    )
    reviewed = read_table(REVIEWED) if REVIEWED.exists() else []
    table = merge(reviewed, judged)
    write_table(REVIEWED, table, REVIEW_COLUMNS)
    print(f"{len(table)} reviewed findings, {len(reviewed)} before")
    return 0


def parser() -> argparse.ArgumentParser:
    """The command line."""
    plain = argparse.RawDescriptionHelpFormatter
    top = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--cache", type=Path, default=default_cache())
    common.add_argument("--pins", type=Path, default=PINS)
    common.add_argument("--findings", type=Path, help="default: <cache>/findings.tsv")
    commands = top.add_subparsers(required=True)

    def add(name: str, function: object, with_names: bool = False) -> argparse.ArgumentParser:
        command = commands.add_parser(name, parents=[common])
        command.set_defaults(function=function, names=[])
        if with_names:
            command.add_argument("names", nargs="*", metavar="NAME")
        return command

    add("fetch", command_fetch, with_names=True)
    run = add("run", command_run, with_names=True)
    run.add_argument("--command", help="instead of dtlslint; it must print the same JSON")
    add("diff", command_diff, with_names=True).add_argument("--against", type=Path)
    add("precision", command_precision).add_argument("--by-project", action="store_true")
    add("density", command_density, with_names=True)
    sampling = add("sample", command_sample)
    sampling.add_argument("--size", type=int, default=40)
    sampling.add_argument("--seed", type=int, default=1)
    sampling.add_argument("--out", type=Path, required=True)
    add("merge", command_merge).add_argument("file", type=Path)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 2 for an unknown project or an unreadable table."""
    options = parser().parse_args(arguments)
    options.cache = options.cache.absolute()
    options.findings = (options.findings or options.cache / "findings.tsv").absolute()
    try:
        pins = load_pins(options.pins)
        unknown = set(options.names) - {project.name for project in pins}
        if unknown:
            raise ValueError(f"not in {options.pins.name}: {', '.join(sorted(unknown))}")
        options.projects = [p for p in pins if not options.names or p.name in options.names]
        return int(options.function(options))
    except (OSError, ValueError) as error:
        print(f"corpus: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
