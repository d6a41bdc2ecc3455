"""Start-up and one-file cost as ratios to a bare interpreter, all measured in one run.

    python bench/speed.py [--repeat N] [--check]

Builds a clean virtual environment with dtlslint in it (a global interpreter's own start-up files
would be part of every number), then times whole processes in turns, so that a busy moment of the
machine hits all of them. ``--check`` ends with exit code 1 when a budget of DESIGN's R4 is missed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

#: Most that each may take, in bare starts. None: shown for comparison only.
BUDGETS = {
    "python -I -c pass": None,
    "console script that does nothing": None,
    "a rejected file": 1.9,
    "a rejected file, one hook": 1.9,
    "a 1,400-line file, all hooks": 3.5,
    "the same file again, from the cache": None,
}

#: Lines of the file that is analysed.
LINES = 1400


def big_file() -> str:
    """The examples over and over with other names, up to LINES lines: real calls, few findings."""
    text = (ROOT / "examples" / "fixed_dtls_server.c").read_text()
    head, _, body = text.partition("static unsigned char cookie_secret")
    body = "static unsigned char cookie_secret" + body
    names = ["cookie_secret", "cookie_for_peer", "generate_cookie", "verify_cookie", "make_context"]
    parts = [head]
    number = 0
    while sum(part.count("\n") for part in parts) < LINES:
        number += 1
        part = body
        for name in [*names, "greet"]:
            for after in "(),[":
                part = part.replace(name + after, f"{name}_{number}{after}")
        parts.append(part)
    return "".join(parts)


def environment(folder: Path) -> Path:
    """A virtual environment with dtlslint and nothing else; returns its bin folder."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python")]
    subprocess.run([*pip, "install", "-q", str(ROOT)], check=True)
    script = folder / "bin" / "nothing"
    script.write_text(f"#!{folder}/bin/python\nimport sys\nsys.exit(0)\n")
    script.chmod(0o755)
    return folder / "bin"


def commands(bin_folder: Path, folder: Path) -> dict[str, list[str]]:
    """What is timed, by the names of BUDGETS."""
    (folder / ".git").mkdir()
    (folder / "rejected.c").write_text("/* nothing of ours */\nint f(int x) { return x; }\n" * 700)
    (folder / "big.c").write_text(big_file())
    dtlslint = str(bin_folder / "dtlslint")
    return {
        "python -I -c pass": [str(bin_folder / "python"), "-I", "-c", "pass"],
        "console script that does nothing": [str(bin_folder / "nothing")],
        "a rejected file": [dtlslint, "rejected.c"],
        "a rejected file, one hook": [dtlslint, "--select", "unchecked-result", "rejected.c"],
        "a 1,400-line file, all hooks": [dtlslint, "--no-cache", "big.c"],
        "the same file again, from the cache": [dtlslint, "big.c"],
    }


def measure(named: dict[str, list[str]], folder: Path, repeat: int) -> dict[str, float]:
    """Median seconds by name, taken in turns after one round that warms the caches."""
    times: dict[str, list[float]] = {name: [] for name in named}
    plain = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    plain["DTLSLINT_CACHE"] = str(folder / "cache")
    for turn in range(repeat + 1):
        for name, command in named.items():
            before = time.perf_counter()
            done = subprocess.run(command, cwd=folder, capture_output=True, env=plain)
            spent = time.perf_counter() - before
            if done.returncode not in (0, 1):
                raise SystemExit(f"{name}: {done.stderr.decode()}")
            if turn:
                times[name].append(spent)
    return {name: statistics.median(spent) for name, spent in times.items()}


def main() -> int:
    """Measure and print; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=21, help="rounds (default 21)")
    parser.add_argument("--check", action="store_true", help="fail when a budget is missed")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        bin_folder = environment(Path(scratch) / "venv")
        folder = Path(scratch) / "files"
        folder.mkdir()
        medians = measure(commands(bin_folder, folder), folder, arguments.repeat)
    bare = medians["python -I -c pass"]
    missed = False
    for name, seconds in medians.items():
        budget = BUDGETS[name]
        verdict = ""
        if budget is not None:
            over = seconds / bare > budget
            missed |= over
            verdict = f"  budget {budget}" + (" MISSED" if over else "")
        print(f"{seconds / bare:6.2f}  {seconds * 1000:7.1f} ms  {name}{verdict}")
    return 1 if missed and arguments.check else 0


if __name__ == "__main__":
    raise SystemExit(main())
