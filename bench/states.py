"""How many states the walk keeps, and how long a function takes: the evidence for its bounds.

    python bench/states.py [--hook NAME ..] [--limit MS] [--slowest N] PATH ..

PATHs are files or folders of C and C++; hooks default to all. Prints quantiles of the states of a
block, the steps of a walk and its time (processor time, so that a busy machine does not count),
the slowest functions, and those whose walk was joined or cut. Exit 1 if a function takes longer
than the limit (250 ms).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from dtlslint.checks import run as checks_run
from dtlslint.checks.registry import HOOKS, wants
from dtlslint.flow.explore import Walk

SUFFIXES = (".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp")
QUANTILES = (0.5, 0.9, 0.99, 0.999, 1.0)


class Measure:
    """One function's walk: its time in milliseconds, steps, states by block, and its fate."""

    def __init__(self, walk: Walk, milliseconds: float) -> None:
        self.name = f"{walk.path.unit.path}: {walk.function.name}"
        self.milliseconds = milliseconds
        self.steps = walk.frontier.steps
        self.states = [len(seen) for seen in walk.frontier.seen if seen]
        self.fate = "cut" if getattr(walk.path, "cut", False) else ""
        if not self.fate and getattr(walk.path, "blurred", False):
            self.fate = "joined"


def measured(into: list[Measure]) -> type[Walk]:
    """A ``Walk`` that notes what each run of it cost."""

    class MeasuredWalk(Walk):
        def run(self) -> None:
            start = time.process_time()
            super().run()
            into.append(Measure(self, (time.process_time() - start) * 1000))

    return MeasuredWalk


def sources(paths: Iterable[Path]) -> Iterator[Path]:
    """The C and C++ files among ``paths`` and below them."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES and p.is_file())
        else:
            yield path


def quantiles(values: Sequence[float]) -> str:
    """The values at ``QUANTILES``, as a table's row."""
    ordered = sorted(values) or [0.0]
    picked = [ordered[min(len(ordered) - 1, int(len(ordered) * q))] for q in QUANTILES]
    return "".join(f"{value:>10.5g}" for value in picked)


def report(measures: list[Measure], limit: float, slowest: int) -> list[str]:
    """The lines to print, in order."""
    rows = {
        "states of a block": [float(n) for m in measures for n in m.states],
        "states of a function": [float(sum(m.states)) for m in measures],
        "steps of a function": [float(m.steps) for m in measures],
        "milliseconds": [m.milliseconds for m in measures],
    }
    lines = [f"{len(measures)} functions, {sum(rows['milliseconds']) / 1000:.1f} s"]
    lines.append(f"{'':22}" + "".join(f"{f'{q:.1%}':>10}" for q in QUANTILES))
    lines += [f"{name:22}{quantiles(values)}" for name, values in rows.items()]
    fates = Counter(m.fate for m in measures if m.fate)
    over = [m for m in measures if m.milliseconds > limit]
    lines.append(f"joined: {fates['joined']}, cut: {fates['cut']}, over {limit:g} ms: {len(over)}")
    for m in sorted(measures, key=lambda m: -m.milliseconds)[:slowest]:
        lines.append(f"{m.milliseconds:8.0f} ms {m.steps:7} steps {m.fate:7} {m.name}")
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--hook", action="append", choices=[hook.name for hook in HOOKS])
    parser.add_argument("--limit", type=float, default=250.0, help="milliseconds a function")
    parser.add_argument("--slowest", type=int, default=10)
    options: Any = parser.parse_args(arguments)
    hooks = tuple(h for h in HOOKS if options.hook is None or h.name in options.hook)
    measures: list[Measure] = []
    checks_run.Walk = measured(measures)  # type: ignore[attr-defined]
    try:
        for path in sources(options.paths):
            data = path.read_bytes()
            if wants(data, hooks):
                checks_run.analyse(str(path), data, hooks, checks_run.Options())
    finally:
        checks_run.Walk = Walk  # type: ignore[attr-defined]
    print("\n".join(report(measures, options.limit, options.slowest)))
    return 1 if any(m.milliseconds > options.limit for m in measures) else 0


if __name__ == "__main__":
    sys.exit(main())
