"""What the fuzzer feeds: one function a target. Each takes bytes and returns nothing.

A target raises whatever the program would let through, or ``Broken`` with the law that does not
hold. Used by ``fuzz.py`` and, on inputs that once failed, by the tests.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path

from dtlslint import baseline, engine
from dtlslint.checks.registry import HOOKS
from dtlslint.contracts import Contracts
from dtlslint.flow.model_check import check_model
from dtlslint.flow.unit import Unit
from dtlslint.output import github, gitlab, sarif, text
from dtlslint.output import json as json_output
from dtlslint.report import Report
from dtlslint.settings import Settings, SettingsError
from dtlslint.settings_file import read as read_settings
from dtlslint.source import Source, text_bytes

ROOT = Path(__file__).resolve().parent.parent

#: What no line of text output may hold: a terminal would obey it.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

#: Code on which settings and contracts that were read are tried.
_SAMPLE = (ROOT / "examples" / "dtls_server.c").read_bytes()

_EVERYTHING = Settings({"select": tuple(hook.name for hook in HOOKS)})


class Broken(AssertionError):
    """A law that does not hold."""


def _hold(law: bool, what: str) -> None:
    if not law:
        raise Broken(what)


def c(data: bytes) -> None:
    """A C file through lowering, exploration and every output."""
    _code(data, "a.c")


def cpp(data: bytes) -> None:
    """A C++ file through lowering, exploration and every output."""
    _code(data, "a.cpp")


def _code(data: bytes, path: str) -> None:
    os.environ["DTLSLINT_DEBUG"] = "1"
    result = engine.check_bytes(path, data, _EVERYTHING, identify=True)
    _hold(not result.failure, result.failure)
    if result.skipped:
        return
    _model(path, text_bytes(data)[0])
    _places(result.reports, Source(path, text_bytes(data)[0]))
    _outputs(result.reports)


def _model(path: str, data: bytes) -> None:
    unit = Unit(path, data, contracts=Contracts())
    for site in unit.sites:
        for function in unit.lower(site):
            problems = check_model(function)
            _hold(not problems, f"{function.name}: {problems[:1]}")


def _places(reports: list[Report], source: Source) -> None:
    lines = source.line_count()
    for report in reports:
        name = f"{report.code}: "
        _hold(1 <= report.line <= report.end_line <= lines, name + "lines out of range")
        _hold(1 <= report.column <= len(report.text) + 1, name + "column out of range")
        _hold(bool(report.message.strip()), name + "no message")
        for note in report.notes:
            _hold(1 <= note.line <= lines, name + "a note's line out of range")
            _hold(1 <= note.column <= len(note.text) + 1, name + "a note's column out of range")
        for start, end, _ in report.fixes:
            _hold(0 <= start <= end <= len(source.data), name + "a fix out of range")


def _outputs(reports: list[Report]) -> None:
    for render in (json_output.render, gitlab.render):
        entries = json.loads(render(reports).encode("utf-8"))
        _hold(len(entries) == len(reports), "an entry is lost")
    log = json.loads(sarif.render(reports).encode("utf-8"))
    _hold(len(log["runs"][0]["results"]) == len(reports), "a SARIF result is lost")
    commands = github.render(reports).encode("utf-8").decode().split("\n")[:-1]
    _hold(len(commands) == len(reports), "GitHub: not one command a finding")
    _hold(all(c.startswith("::") and "\r" not in c for c in commands), "GitHub: a broken command")
    for report in reports:
        shown = text.render(report).encode("utf-8").decode()
        _hold(not _OBEYED.search(shown), "text: a character that a terminal obeys")


def _file(name: str, data: bytes) -> str:
    """The path of a scratch file with these bytes, one a process."""
    folder = os.path.join(tempfile.gettempdir(), f"dtlslint-fuzz-{os.getpid()}")
    os.makedirs(os.path.join(folder, ".git"), exist_ok=True)
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(data)
    return path


def settings(data: bytes) -> None:
    """A settings file, and a run under what it says."""
    _try_settings(_file("dtlslint.toml", data))


def contracts(data: bytes) -> None:
    """A file of contracts, and a run that knows them."""
    _file("contracts.toml", data)
    _try_settings(_file("contracts-settings.toml", b'contracts = "contracts.toml"\n'))


def _try_settings(path: str) -> None:
    try:
        read = read_settings(path)
        read.codes()
    except SettingsError as error:
        _hold(bool(str(error).strip()), "a complaint that says nothing")
        return
    at = os.path.join(os.path.dirname(path), "src", "a.c")
    read.excluded(at)
    os.environ["DTLSLINT_DEBUG"] = "1"
    result = engine.check_bytes(at, _SAMPLE, read, identify=True)
    _hold(not result.failure, result.failure)
    _outputs(result.reports)


def baselines(data: bytes) -> None:
    """A baseline: read, used, written and read again."""
    path = _file("baseline.json", data)
    try:
        known = baseline.load(path)
    except SettingsError as error:
        _hold(bool(str(error).strip()), "a complaint that says nothing")
        return
    reports = engine.check_bytes("a.c", _SAMPLE, Settings(), identify=True).reports
    known.stale({"a.c"}, None)
    updated = known.updated(reports, {"a.c"}, None)
    baseline.save(updated, path)
    _hold(baseline.load(path).entries.keys() == updated.entries.keys(), "an entry is lost")


TARGETS = {"c": c, "cpp": cpp, "settings": settings, "contracts": contracts, "baseline": baselines}
