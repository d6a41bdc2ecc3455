"""Coverage-guided fuzzing of lowering, exploration, output and the readers of settings.

    python bench/fuzz.py run [--minutes N] [--folder FOLDER] [--target NAME ...]
    python bench/fuzz.py mutate [--minutes N] [--folder FOLDER] [--target NAME ...]
    python bench/fuzz.py replay TARGET FILE ...

``run`` needs ``pip install atheris`` (Linux; no dependency of the project). It feeds one target
after the other, in rounds, one process at a time; what is learnt stays in FOLDER, so that a second
run goes on where the first ended. An input that raises, breaks a law of ``fuzz_targets.py`` or
takes over ``SLOW`` seconds is kept below FOLDER/found, once for each place in the program; slow
ones are judged again by a plain process, since instrumented code is several times slower.
``mutate`` needs nothing: the same changes of the same seeds, unguided, but several times as many.
``replay`` runs kept inputs without atheris and says what becomes of each.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import re
import resource
import subprocess
import sys
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(Path(__file__).resolve().parent))

#: Seconds of a plain process after which an input counts as a hang.
SLOW = 2.0

#: Seconds of an instrumented process after which an input is worth a second look.
SUSPECT = 6.0

#: Seconds after which an instrumented process that does not come back is ended.
STUCK = 60

#: Exit codes of libFuzzer for an input that stuck, took too much memory or killed the process.
ENDED_BY_INPUT = (70, 71, 77, -6, -9, -11)

#: Bytes of one input at most: the functions of the cases are shorter.
MAX_INPUT = 6000

#: Minutes of one round, by target: nearly all that can go wrong is in the two languages.
SHARES = {"c": 15.0, "cpp": 15.0, "settings": 2.0, "contracts": 2.0, "baseline": 1.0}

_TOKEN = re.compile(rb"\w+|\s+|[^\w\s]")


def seeds(target: str) -> list[bytes]:
    """What a target starts from: the cases, or files of the kind that the repository has."""
    if target in ("c", "cpp"):
        files = sorted((ROOT / "tests" / "cases").rglob(f"*.{target}"))
        return [part for file in files for part in _parts(file.read_bytes())]
    if target == "settings":
        shown = (ROOT / "README.md").read_bytes().split(b"```toml\n")[1].split(b"```")[0]
        for heading in (b"[tool.dtlslint]\n", b"tool.dtlslint.", b'"../shared/dtlslint.toml", '):
            shown = shown.replace(heading, b"")
        return [shown, b'select = ["DTL2..", "resource-leak"]\nextends = ["libc"]\n']
    if target == "contracts":
        files = sorted((ROOT / "src" / "dtlslint" / "contracts" / "data").glob("*.toml"))
        # a table a function, or a function a line
        texts = [file.read_bytes() for file in files]
        rows = [
            (re.split(rb"(?m)^(?=\[)", t)[1:] or re.findall(rb"(?m)^.* = .*\n", t)) for t in texts
        ]
        return [b"".join(some) for some in (row[:8] for row in rows)]
    entry = (
        b'{"path": "a.c", "code": "DTL201", "function": "f", "message": "m", "fingerprint": "0"}'
    )
    return [b'{"version": 1, "findings": [' + entry + b"]}", b'{"version": 1, "findings": []}']


def _parts(data: bytes) -> list[bytes]:
    """A case as pieces that are each an input: whole functions, under the limit together."""
    parts = [b""]
    for piece in data.split(b"\n}\n"):
        if len(parts[-1]) + len(piece) > MAX_INPUT // 2 and parts[-1]:
            parts.append(b"")
        parts[-1] += piece + b"\n}\n"
    return [part[:MAX_INPUT] for part in parts]


class Mutator:
    """Changes that keep an input close to code: lines and tokens moved, dropped and borrowed."""

    def __init__(self, pool: list[bytes]) -> None:
        self.lines = [line for data in pool for line in data.splitlines(keepends=True)]
        self.tokens = [token for line in self.lines for token in _TOKEN.findall(line)]

    def mutate(self, data: bytes, limit: int, seed: int) -> bytes:
        """One to four changes of ``data``, at most ``limit`` bytes of it."""
        chance = random.Random(seed)
        for _ in range(chance.randint(1, 4)):
            by_line = chance.random() < 0.5
            parts = data.splitlines(keepends=True) if by_line else _TOKEN.findall(data)
            self._change(parts or [b""], self.lines if by_line else self.tokens, chance)
            data = b"".join(parts)
        return data[:limit]

    @staticmethod
    def _change(parts: list[bytes], others: list[bytes], chance: random.Random) -> None:
        at = chance.randrange(len(parts) or 1)
        end = at + chance.choice((1, 1, 1, 2, 5))
        kind = chance.randrange(5)
        if kind == 0:
            del parts[at:end]
        elif kind == 1:
            parts[at:at] = parts[at:end] * chance.choice((1, 1, 2, 30))
        elif kind == 2:
            parts[at:end] = [chance.choice(others)]
        elif kind == 3:
            start = chance.randrange(len(others))
            parts[at:at] = others[start : start + chance.choice((1, 3, 8))]
        else:
            other = chance.randrange(len(parts) or 1)
            parts[at:end], parts[other : other + 1] = parts[other : other + 1], parts[at:end]


def where(error: BaseException) -> str:
    """What tells one failure from another: its kind and the innermost places in the program."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "dtlslint/" in f.filename]
    inner = [f"{Path(f.filename).name}:{f.lineno}" for f in frames[-2:]]
    law = re.sub(r"\d+", "N", str(error))[:80] if type(error).__name__ == "Broken" else ""
    return " ".join([type(error).__name__, *inner, law])


def keep(folder: Path, target: str, kind: str, what: str, data: bytes) -> None:
    """Store an input under a name that stands for ``what``; the smallest one stays."""
    name = hashlib.blake2b(what.encode(), digest_size=6).hexdigest()
    path = folder / "found" / f"{kind}-{target}-{name}"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or len(data) < path.stat().st_size:
        path.write_bytes(data)
        path.with_name(path.name + ".txt").write_text(what + "\n", "utf-8", "replace")


def work(target: str, folder: Path, minutes: float) -> int:
    """The fuzzing process of one target; ends by itself after ``minutes``."""
    import atheris  # type: ignore[import-not-found]

    with atheris.instrument_imports(include=["dtlslint"]):
        import fuzz_targets

        for hook in fuzz_targets.HOOKS:
            hook.load()
    feed = fuzz_targets.TARGETS[target]
    mutator = Mutator(seeds(target))

    def one(data: bytes) -> None:
        before = time.process_time()
        try:
            feed(data)
        except Exception as error:
            keep(folder, target, "crash", where(error), data)
        spent = time.process_time() - before
        if spent > SUSPECT:
            keep(folder, target, "slow", hashlib.sha1(data).hexdigest(), data)

    def change(data: bytes, limit: int, seed: int) -> bytes:
        if seed % 3 == 0:
            return bytes(atheris.Mutate(data, limit))
        return mutator.mutate(data, limit, seed)

    corpus = folder / "corpus" / target
    limits = [f"-max_total_time={int(minutes * 60)}", f"-timeout={STUCK}", "-rss_limit_mb=2000"]
    noise = [f"-max_len={MAX_INPUT}", "-print_final_stats=1", f"-artifact_prefix={folder}/stuck-"]
    atheris.Setup([sys.argv[0], str(corpus), *limits, *noise], one, custom_mutator=change)
    atheris.Fuzz()
    return 0


def run(folder: Path, minutes: float, targets: list[str]) -> int:
    """Feed the targets in rounds until the time is over, then judge what was found."""
    for target in targets:
        corpus = folder / "corpus" / target
        corpus.mkdir(parents=True, exist_ok=True)
        for data in seeds(target):
            (corpus / hashlib.sha1(data).hexdigest()).write_bytes(data)
    end = time.monotonic() + minutes * 60
    while (left := (end - time.monotonic()) / 60) > 0.05:
        for target in targets:
            share = min(SHARES[target], max(0.05, left))
            _child(folder, target, share)
            left = (end - time.monotonic()) / 60
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        hours = (used.ru_utime + used.ru_stime) / 3600
        found = len(list((folder / "found").glob("*.txt")))
        print(f"{hours:.2f} CPU-hours, {found} kept inputs", flush=True)
    return judge(folder)


def _child(folder: Path, target: str, minutes: float) -> None:
    command = [sys.executable, __file__, "work", target, str(minutes), "--folder", str(folder)]
    with open(folder / f"{target}.log", "a") as log:
        try:
            limit = minutes * 60 + 10 * STUCK
            done = subprocess.run(command, stdout=log, stderr=log, timeout=limit, check=False)
        except subprocess.TimeoutExpired:
            print(f"{target}: did not end by itself", flush=True)
        else:
            if done.returncode not in (0, *ENDED_BY_INPUT):
                raise SystemExit(f"{target}: cannot be fuzzed; see {log.name}")
    lines = (folder / f"{target}.log").read_text("utf-8", "replace").splitlines()
    runs = [line.split()[-1] for line in lines if "number_of_executed_units" in line]
    coverage = [m[1] for line in lines if (m := re.search(r" cov: (\d+)", line))]
    print(f"{target}: {runs[-1:]} inputs, coverage {coverage[-1:]}", flush=True)


def mutate(folder: Path, minutes: float, targets: list[str]) -> int:
    """Feed changed seeds of the targets in this process until the time is over."""
    import fuzz_targets

    chance = random.Random(time.time_ns())
    pools = {target: seeds(target) for target in targets}
    mutators = {target: Mutator(pool) for target, pool in pools.items()}
    weights = [SHARES[target] for target in targets]
    end = time.monotonic() + minutes * 60
    count = 0
    while time.monotonic() < end:
        count += 1
        [target] = chance.choices(targets, weights)
        data = chance.choice(pools[target])
        for _ in range(chance.randint(1, 4)):
            data = mutators[target].mutate(data, MAX_INPUT, chance.getrandbits(30))
        before = time.process_time()
        try:
            fuzz_targets.TARGETS[target](data)
        except Exception as error:
            keep(folder, target, "crash", where(error), data)
        if time.process_time() - before > SLOW:
            keep(folder, target, "slow", hashlib.sha1(data).hexdigest(), data)
    print(f"{time.process_time() / 3600:.2f} CPU-hours, {count} inputs")
    return judge(folder)


def judge(folder: Path) -> int:
    """Print every kept input that still fails; the exit code says whether there is any."""
    bad = 0
    for file in sorted((folder / "found").glob("*-*-*")):
        if file.suffix != ".txt":
            bad += replay(file.name.split("-")[1], [file])
    for file in sorted(folder.glob("stuck-*")):
        print(f"{file}: ended the process")
        bad += 1
    return 1 if bad else 0


def replay(target: str, files: list[Path]) -> int:
    """How many of these inputs fail in a process of their own, each named with what it did."""
    bad = 0
    for file in files:
        command = [sys.executable, __file__, "once", target, str(file)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=STUCK)
            verdict = done.stdout.strip() or f"died: exit code {done.returncode}"
        except subprocess.TimeoutExpired:
            verdict = f"over {STUCK} s"
        bad += verdict != "fine"
        print(f"{file}: {verdict}", flush=True)
    return bad


def once(target: str, file: Path) -> int:
    """Feed one input in this process and print what became of it."""
    import fuzz_targets

    for hook in fuzz_targets.HOOKS:
        hook.load()
    before = time.process_time()
    try:
        fuzz_targets.TARGETS[target](file.read_bytes())
    except Exception as error:
        print(where(error))
        if os.environ.get("FUZZ_TRACE"):
            traceback.print_exc()
        return 1
    spent = time.process_time() - before
    print("fine" if spent <= SLOW else f"slow: {spent:.1f} s")
    return 0


def main() -> int:
    """Do what the command line says; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=("run", "mutate", "replay", "judge", "work", "once"))
    parser.add_argument("words", nargs="*", help="replay: TARGET FILE ...")
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--folder", type=Path, default=ROOT / "bench" / "cache" / "fuzz")
    parser.add_argument("--target", action="append", choices=tuple(SHARES))
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.command == "run":
        return run(options.folder, options.minutes, options.target or list(SHARES))
    if options.command == "mutate":
        return mutate(options.folder, options.minutes, options.target or list(SHARES))
    if options.command == "judge":
        return judge(options.folder)
    target, *rest = options.words
    if options.command == "work":
        return work(target, options.folder, float(rest[0]))
    if options.command == "once":
        return once(target, Path(rest[0]))
    return 1 if replay(target, [Path(word) for word in rest]) else 0


if __name__ == "__main__":
    raise SystemExit(main())
