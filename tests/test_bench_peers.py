"""bench/peers.py: what it makes of what it measured, and what it measures."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import ROOT

sys.path.append(str(ROOT / "bench"))

import peers

MEASURED = {
    ("one file", "dtlslint"): 0.3,
    ("one file", "flawfinder"): 0.1,
    ("28 files", "dtlslint"): 1.0,
    ("28 files", "flawfinder"): 1.0,
    ("28 files", "cppcheck"): 30.0,
    ("a rejected file", "dtlslint"): 0.019,
    ("a rejected file", "python -I -c pass"): 0.01,
    ("tor", "dtlslint"): 3.0,
    ("28 files, one process", "dtlslint"): 1.0,
}


def test_ratios_and_verdicts():
    found = {(t.what, t.base): (value, verdict) for t, value, verdict in peers.judged(MEASURED)}
    assert found["one file", "flawfinder"] == (pytest.approx(3.0), "missed")
    assert found["28 files", "flawfinder"] == (1.0, "met")
    assert found["28 files", "cppcheck"] == (pytest.approx(1 / 30), "met")
    assert found["a rejected file", "python -I -c pass"] == (pytest.approx(1.9), "met")
    assert ("28 files", "semgrep") not in found  # it was not run
    assert ("tor", "parsing it") not in found


def test_memory_is_limited_as_it_is():
    measured = {("28 files, all processes", "dtlslint"): 101.0}
    [(target, value, verdict)] = peers.judged(measured)
    assert (target.part, value, verdict) == ("memory", 101.0, "missed")


@pytest.mark.parametrize(
    ("value", "shown"), [(3.321, "3.32"), (1 / 31, "1/31"), (17.4, "17"), (0.6, "0.60")]
)
def test_numbers_for_people(value, shown):
    assert peers.number(value) == shown


def test_the_table_says_what_is_missed():
    lines = peers.table(MEASURED).splitlines()
    assert "| one file | flawfinder | 3.00 | <= 1.00 | **missed** |" in lines
    assert "| 28 files | cppcheck | 1/30 | <= 1/15 | met |" in lines
    columns = {line.count("|") for line in lines}
    assert columns == {6}


def test_every_target_of_the_table_is_measured_by_a_part():
    assert {target.part for target in peers.TARGETS} == set(peers.PARTS)
    assert all(hasattr(peers.Bench, f"part_{part}") for part in peers.PARTS)
    bases = {t.base for t in peers.TARGETS if t.what == "28 files" and t.base}
    assert bases == set(peers.peers(Path("/bin"), ["a.c"]))


def test_the_files_are_of_pinned_projects():
    listed = (peers.FILES / "files.txt").read_text().splitlines()
    files = [line for line in listed if not line.startswith("#")]
    assert len(set(files)) == 28 and peers.ONE in files
    pinned = {project.name for project in peers.corpus_fetch.load_pins()}
    assert {file.split("/")[0] for file in files} <= pinned
    assert set(peers.TREES) <= pinned


@pytest.mark.skipif(not os.path.exists("/proc/self/smaps_rollup"), reason="needs /proc")
def test_the_peak_counts_children(tmp_path):
    program = (
        "import subprocess, sys, time\n"
        "if len(sys.argv) < 2: subprocess.run([sys.executable, '-c', 'import time; "
        'held = b"x" * (64 << 20); time.sleep(0.3)\'])\n'
    )
    found = peers.peak([sys.executable, "-c", program], tmp_path, dict(os.environ))
    assert 64 < found < 200


def test_the_clock_of_processes_stands_still_while_they_sleep(tmp_path):
    command = [sys.executable, "-c", "import time; time.sleep(0.5)"]
    before = time.perf_counter()
    assert peers.timed(command, tmp_path, dict(os.environ), "processor") < 0.4
    assert time.perf_counter() - before > 0.5


def test_rules_for_the_peers_are_valid_documents():
    import yaml

    rules = yaml.safe_load((peers.FILES / "semgrep.yml").read_text())["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules) > 20
    assert all(yaml.safe_load_all((peers.FILES / "ast-grep.yml").read_text()))


def test_it_says_how_to_get_the_corpus(tmp_path):
    done = subprocess.run(
        [sys.executable, ROOT / "bench" / "peers.py"],
        env={**os.environ, "DTLSLINT_CORPUS": str(tmp_path), "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1 and "corpus.py fetch" in done.stderr


def test_what_is_measured_in_seconds_is_not_what_is_measured_in_mebibytes():
    seconds = {target.what for target in peers.TARGETS if target.base}
    assert seconds.isdisjoint(target.what for target in peers.TARGETS if not target.base)
