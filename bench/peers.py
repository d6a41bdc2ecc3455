"""dtlslint against its peers: every target of speed and memory, as ratios of one run.

    python bench/peers.py [--rounds N] [--only PART ...] [--clock wall|processor] [--write]

Sets up two virtual environments (dtlslint as a user gets it; cppcheck, flawfinder, Semgrep,
clang-tidy and ast-grep from the package index) below the corpus's cache, and takes the files from
the corpus: run ``bench/corpus.py fetch`` first. Whole processes are timed in turns, so that a busy
moment hits all of them; the best of the rounds counts. On a machine that is never quiet,
``--clock processor`` counts what the processes and their children used. ``--write`` puts the table
into README.

Peers get copies of the files without their headers (with headers nearly all stop at the first
missing include), two processes where they can use them, and for Semgrep and ast-grep the rules in
``bench/peer_files/``. What they find is not compared.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import corpus_fetch
import speed

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tools"))

from dtlslint.checks.registry import HOOKS  # noqa: E402
from dtlslint.walk import EXTENSIONS  # noqa: E402
from generate import spliced  # noqa: E402

FILES = ROOT / "bench" / "peer_files"

PEERS = ("cppcheck", "flawfinder", "semgrep", "clang-tidy", "ast-grep-cli")

#: The file of 1,389 lines that the targets speak of.
ONE = "qtbase-opensource-src/src/network/ssl/qdtls_openssl.cpp"

#: Checkouts that are analysed whole, and how many files of them at most, in the order of names.
TREES = {"curl": 0, "nginx": 0, "openvpn": 0, "tor": 0, "qtbase-opensource-src": 3000}

#: ``limit`` None: shown for comparison. ``base`` "": the value itself is what is limited (MiB).
Target = namedtuple("Target", "part what base limit")

TARGETS = (
    Target("one", "one file", "flawfinder", 1.0),
    Target("one", "one file", "cppcheck", None),
    Target("one", "one file", "semgrep", None),
    Target("one", "one file", "clang-tidy", None),
    Target("one", "one file", "ast-grep", None),
    Target("many", "28 files", "flawfinder", 1.5),
    Target("many", "28 files", "cppcheck", 1 / 15),
    Target("many", "28 files", "semgrep", 1 / 30),
    Target("many", "28 files", "clang-tidy", None),
    Target("many", "28 files", "ast-grep", None),
    Target("rejected", "a rejected file", "python -I -c pass", 1.9),
    Target("hooks", "eight hooks, one by one", "the combined hook", 3.0),
    *(Target("trees", tree, "parsing it", 0.6) for tree in TREES),
    Target("memory", "28 files, all processes", "", 100.0),
    Target("memory", "28 files, one process", "", 100.0),
)

#: A program that only parses what dtlslint would read, with the same parsers.
_PARSE = """\
import sys
from dtlslint.syntax.parse import dialect, parse
for path in open(sys.argv[1]).read().splitlines():
    data = open(path, "rb").read()
    parse(data, dialect(path, data))
"""

#: Seconds between two looks at the memory.
_GLANCE = 0.005


def judged(measured: dict[tuple[str, str], float]) -> Iterator[tuple[Target, float, str]]:
    """``(target, value, verdict)`` of each target for which ``measured`` has what it needs.

    ``measured`` holds seconds (or MiB) by (what, who); "dtlslint" is who the targets are for.
    """
    for target in TARGETS:
        own = measured.get((target.what, "dtlslint"))
        base = measured.get((target.what, target.base)) if target.base else 1.0
        if own is None or not base:
            continue
        value = own / base
        verdict = "" if target.limit is None else "met" if value <= target.limit else "missed"
        yield target, value, verdict


def number(value: float) -> str:
    """A ratio as people read it: 2.5, or 1/40 for what is far below one."""
    if value < 0.1:
        return f"1/{1 / value:.0f}"
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def table(measured: dict[tuple[str, str], float]) -> str:
    """README's table."""
    lines = ["| run | against | ratio | target | |", "|---|---|---|---|---|"]
    for target, value, verdict in judged(measured):
        against, shown = target.base, number(value)
        limit = "" if target.limit is None else f"<= {number(target.limit)}"
        if not target.base:
            against, shown = "memory at its peak", f"{value:.0f} MiB"
            limit = f"<= {target.limit:.0f} MiB"
        verdict = f"**{verdict}**" if verdict == "missed" else verdict
        lines.append(f"| {target.what} | {against} | {shown} | {limit} | {verdict} |")
    return "\n".join(lines) + "\n"


def peers_environment(folder: Path) -> Path:
    """The bin folder of an environment with the peers, made once."""
    if not (folder / "bin" / "semgrep").exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin" / "pip", "install", "-q", *PEERS], check=True)
    return folder / "bin"


def peers(bin_folder: Path, files: list[str]) -> dict[str, list[str]]:
    """Each peer's command for these files, by its name."""
    semgrep = "scan --metrics off --disable-version-check --no-git-ignore --quiet --jobs 2"
    tidy = ["--quiet", "--checks=-*,bugprone-*,cert-*,clang-analyzer-*"]
    tools = {
        "flawfinder": ["flawfinder", "--quiet", "--dataonly", *files],
        "cppcheck": ["cppcheck", "-q", "-j", "2", *files],
        "semgrep": ["semgrep", *semgrep.split(), "--config", str(FILES / "semgrep.yml"), *files],
        "clang-tidy": ["clang-tidy", *tidy, *files, "--"],
        "ast-grep": ["ast-grep", "scan", "--rule", str(FILES / "ast-grep.yml"), *files],
    }
    return {name: [str(bin_folder / tool), *rest] for name, (tool, *rest) in tools.items()}


def environment_variables(peers_bin: Path) -> dict[str, str]:
    """What the timed processes see: nothing of this interpreter's, no look-ups on the network."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    plain["PATH"] = f"{peers_bin}{os.pathsep}{plain['PATH']}"
    return {**plain, "SEMGREP_ENABLE_VERSION_CHECK": "0", "SEMGREP_SEND_METRICS": "off"}


def processor_time() -> float:
    """Seconds used so far by all that this process has waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


CLOCKS = {"wall": time.perf_counter, "processor": processor_time}


def timed(command: list[str], folder: Path, variables: dict[str, str], clock: str) -> float:
    """Seconds of one run. Peers' exit codes say little; a missing program raises."""
    before = CLOCKS[clock]()
    subprocess.run(command, cwd=folder, env=variables, capture_output=True)
    return CLOCKS[clock]() - before


def copies(corpus: Path, folder: Path) -> tuple[str, list[str]]:
    """The one file and the 28, copied flat and without headers; ``(name, names)``."""
    listed = (FILES / "files.txt").read_text().splitlines()
    names = []
    for path in (line for line in listed if line and not line.startswith("#")):
        name = path.replace("/", "-")
        shutil.copyfile(corpus / "src" / path, folder / name)
        names.append(name)
    return ONE.replace("/", "-"), names


def checkout(corpus: Path, name: str, limit: int) -> list[str]:
    """The C and C++ files of a project's whole archive, unpacked once; at most ``limit``."""
    project = next(p for p in corpus_fetch.load_pins() if p.name == name)
    version = project.version.replace(":", "_")
    target = corpus / "checkouts" / name
    if not target.exists():
        folder = corpus / "archives" / f"{project.kind}-{name}-{version}"
        for archive in corpus_fetch.upstream_archives(folder):
            for member, read in corpus_fetch.members(archive):
                path = corpus_fetch.inner_path(member)
                if path and os.path.splitext(path)[1] in EXTENSIONS:
                    (target / path).parent.mkdir(parents=True, exist_ok=True)
                    (target / path).write_bytes(read())
    files = sorted(str(path) for path in target.rglob("*") if path.is_file())
    return files[: limit or None]


class Bench:
    """The commands of each part, and what they took: seconds by (what, who), the best of all."""

    def __init__(
        self, folder: Path, dtlslint: Path, peers_bin: Path, corpus: Path, clock: str = "wall"
    ) -> None:
        self.clock = clock
        self.folder = folder
        self.bin = dtlslint
        self.peers_bin = peers_bin
        self.corpus = corpus
        self.variables = environment_variables(peers_bin)
        self.measured: dict[tuple[str, str], float] = {}
        self.one, self.many = copies(corpus, folder)

    def own(self, *arguments: str) -> list[str]:
        """A command of dtlslint's that reads neither settings nor the cache."""
        return [str(self.bin / "dtlslint"), "--no-config", "--no-cache", *arguments]

    def turns(self, what: str, named: dict[str, list[list[str]]], rounds: int) -> None:
        """Time each who's commands (their sum) in turns."""
        for _ in range(rounds):
            for who, commands in named.items():
                spent = sum(timed(c, self.folder, self.variables, self.clock) for c in commands)
                key = (what, who)
                self.measured[key] = min(spent, self.measured.get(key, spent))
        for who in named:
            print(f"  {self.measured[what, who]:9.3f} s  {what}: {who}", flush=True)

    def part_one(self, rounds: int) -> None:
        tools = {name: [c] for name, c in peers(self.peers_bin, [self.one]).items()}
        slow = {name: tools.pop(name) for name in ("semgrep", "clang-tidy")}
        self.turns("one file", {"dtlslint": [self.own(self.one)], **tools}, rounds)
        self.turns("one file", slow, 2)

    def part_many(self, rounds: int) -> None:
        tools = {name: [c] for name, c in peers(self.peers_bin, self.many).items()}
        slow = {name: tools.pop(name) for name in ("semgrep", "clang-tidy", "cppcheck")}
        self.turns("28 files", {"dtlslint": [self.own(*self.many)], **tools}, rounds)
        self.turns("28 files", slow, 1)

    def part_rejected(self, rounds: int) -> None:
        (self.folder / "rejected.c").write_text("int f(int x) { return x; }\n" * 1400)
        bare = [str(self.bin / "python"), "-I", "-c", "pass"]
        named = {"dtlslint": [self.own("rejected.c")], "python -I -c pass": [bare]}
        self.turns("a rejected file", named, 4 * rounds)

    def part_hooks(self, rounds: int) -> None:
        each = [self.own("--select", hook.name, self.one) for hook in HOOKS]
        named = {"dtlslint": each, "the combined hook": [self.own(self.one)]}
        self.turns("eight hooks, one by one", named, rounds)

    def part_trees(self, rounds: int) -> None:
        for tree, limit in TREES.items():
            files = checkout(self.corpus, tree, limit)
            listed = self.folder / f"{tree}.txt"
            listed.write_text("\n".join(files))
            parse = [str(self.bin / "python"), "-c", _PARSE, str(listed)]
            named = {"dtlslint": [self.own("--jobs", "1", *files)], "parsing it": [parse]}
            print(f"  {len(files)} files of {tree}")
            self.turns(tree, named, max(1, rounds // 3))

    def part_memory(self, rounds: int) -> None:
        for what, options in (
            ("28 files, all processes", ()),
            ("28 files, one process", ("--jobs", "1")),
        ):
            command = self.own(*options, *self.many)
            self.measured[what, "dtlslint"] = peak(command, self.folder, self.variables)
            print(f"  {self.measured[what, 'dtlslint']:9.1f} MiB  {what}", flush=True)


def peak(command: list[str], folder: Path, variables: dict[str, str]) -> float:
    """MiB that a command and its children hold at most, what they share counted once (Linux)."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    most = 0
    with subprocess.Popen(command, cwd=folder, env=variables, **quiet) as process:  # type: ignore[call-overload]
        while process.poll() is None:
            most = max(most, sum(map(share, family(process.pid))))
            time.sleep(_GLANCE)
    return most / 1024


def family(pid: int) -> list[int]:
    """A process and its children, and theirs."""
    found = [pid]
    for each in found:
        try:
            children = Path(f"/proc/{each}/task/{each}/children").read_text()
        except OSError:
            continue
        found += map(int, children.split())
    return found


def share(pid: int) -> int:
    """KiB of a process: its own pages, and its share of those that it shares."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def versions(peers_bin: Path) -> str:
    """The peers with their versions, as pip knows them."""
    listed = subprocess.run([peers_bin / "pip", "freeze"], capture_output=True, text=True).stdout
    wanted = {name.replace("_", "-") for name in PEERS}
    pairs = (line.split("==") for line in listed.splitlines() if "==" in line)
    return ", ".join(f"{name} {version}" for name, version in pairs if name in wanted)


PARTS = ("one", "many", "rejected", "hooks", "trees", "memory")


def main() -> int:
    """Measure and print; exit code 1 when a target is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5, help="turns of what is quick (default 5)")
    parser.add_argument("--only", action="append", choices=PARTS, help="leave the others out")
    parser.add_argument("--clock", choices=tuple(CLOCKS), default="wall", help="what is compared")
    parser.add_argument("--write", action="store_true", help="put the table into README")
    options = parser.parse_args()
    corpus = corpus_fetch.default_cache()
    if not (corpus / "src" / ONE).exists():
        raise SystemExit(f"{corpus}: no corpus there; run python bench/corpus.py fetch")
    peers_bin = peers_environment(corpus / "peers-venv")
    with tempfile.TemporaryDirectory() as scratch:
        own = speed.environment(Path(scratch) / "venv")
        folder = Path(scratch) / "files"
        folder.mkdir()
        bench = Bench(folder, own, peers_bin, corpus, options.clock)
        for part in options.only or PARTS:
            getattr(bench, f"part_{part}")(options.rounds)
    print(versions(peers_bin))
    print(table(bench.measured), end="")
    if options.write:
        readme = ROOT / "README.md"
        readme.write_text(spliced(readme.read_text(), "peers", table(bench.measured)))
    return int(any(verdict == "missed" for *_, verdict in judged(bench.measured)))


if __name__ == "__main__":
    raise SystemExit(main())
