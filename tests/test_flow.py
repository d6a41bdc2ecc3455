"""The lowered model: golden prints of tests/flow, and its invariants over every case."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from dtlslint.contracts import Contracts
from dtlslint.flow.events import Assign, Block, Exit, Function
from dtlslint.flow.model_check import check_model
from dtlslint.flow.unit import Unit

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT.parent / "tools"))

from show_events import events_of  # noqa: E402

SOURCES = sorted(p for p in (ROOT / "flow").iterdir() if p.suffix in (".c", ".cpp"))
CASES = sorted(p for p in (ROOT / "cases").rglob("*") if p.suffix in (".c", ".cpp"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_printed_events(source: Path) -> None:
    """UPDATE_GOLDEN=1 writes the prints anew; read the diff before committing it."""
    golden = source.with_name(source.name + ".events")
    printed = events_of(source)
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(printed)
    assert printed == golden.read_text()


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_invariants_hold_for_every_case(case: Path) -> None:
    unit = Unit(case.name, case.read_bytes(), contracts=Contracts())
    problems = [
        (function.name, problem)
        for site in unit.sites
        for function in unit.lower(site)
        for problem in check_model(function)
    ]
    assert not problems


def test_the_checker_sees_what_is_wrong() -> None:
    function = Function("f", "f", (0, 10), (0, 10), "int")
    block = Block()
    block.events.append(Assign(1, (5, 20), "x", "=", ("int", 1, ""), False, (5, 20)))
    block.events.append(Exit(2, (0, 1), "end", None))  # type: ignore[arg-type]
    function.blocks.append(block)
    assert check_model(function) == ["b0: no terminator"]
    block.end = Exit(3, (0, 1), "end", None)
    assert check_model(function) == [
        "b0: span (5, 20) lies outside of the function",
        "b0: a terminator among the events",
    ]
