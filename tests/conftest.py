"""Fixtures that several test modules share."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys
import time
import types

import pytest

from dtlslint import engine
from dtlslint.checks.registry import HOOKS
from dtlslint.diagnostics import ERROR, NOTE, WARNING, Fix, Note, Rule

ROOT = pathlib.Path(__file__).resolve().parent.parent

_BAD = re.compile(rb"\bBAD(\d{3})(\w*)")
_SEVERITIES = {"2": ERROR, "4": NOTE}


def fake_rule(code: str) -> Rule:
    """A rule as a check would declare it."""
    hook = next(hook.name for hook in HOOKS if code in hook.codes)
    severity = _SEVERITIES.get(code[3], WARNING)
    return Rule(code, f"slug-{code[3:]}", hook, severity, "{what} is bad", 252)


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory):
    """No test may live on what an earlier run found."""
    os.environ["DTLSLINT_CACHE"] = str(tmp_path_factory.mktemp("cache"))


def fake_analyse(path, data, hooks, options):
    """``BAD201`` in the text is a finding of DTL201; suffixes ask for more.

    ``_fix`` can be mended, ``_note`` has a note at the file's start, ``_if`` a configuration.
    """
    if b"RAISE" in data:
        raise RuntimeError("made to fail\nin two lines")
    if b"DIE" in data:
        os._exit(9)
    if b"SLEEP" in data:
        end = time.process_time() + 30  # the limit counts the process's own time
        while time.process_time() < end:
            pass
    enabled = {code for hook in hooks for code in hook.codes}
    findings = []
    for match in _BAD.finditer(data):
        code, suffix = "DTL" + match[1].decode(), match[2].decode()
        if code in enabled:
            findings.append(
                fake_rule(code).at(
                    match.span(),
                    what=match[0].decode(),
                    notes=(Note((0, 1), "it began here"),) if "_note" in suffix else (),
                    configuration="OPENSSL_VERSION_MAJOR >= 3" if "_if" in suffix else "",
                    fixes=(Fix(match.span(), b"GOOD"),) if "_fix" in suffix else (),
                )
            )
    return findings, ["function f not analysed: too deep"] if b"DEEP" in data else []


@pytest.fixture
def fake_checks(monkeypatch):
    """The engine with checks whose findings the text itself spells out."""
    module = types.ModuleType("dtlslint.checks.run")
    module.analyse = fake_analyse
    module.Options = types.SimpleNamespace
    monkeypatch.setitem(sys.modules, "dtlslint.checks.run", module)
    monkeypatch.setattr(engine, "wants", lambda data, hooks: True)


@pytest.fixture
def run(fake_checks, capsys, tmp_path, monkeypatch):
    """``run("a.c", ..)`` -> (exit code, stdout, stderr) in a folder of its own."""
    from dtlslint.cli import main

    (tmp_path / ".git").mkdir(exist_ok=True)
    monkeypatch.chdir(tmp_path)

    def call(*argv):
        capsys.readouterr()
        code = main(list(argv))
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


@pytest.fixture
def git(tmp_path, monkeypatch):
    """``git("add", ..)`` in a fresh repository that is the working directory."""
    for name, value in {
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org",
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def call(*argv):
        done = subprocess.run(("git", *argv), capture_output=True, text=True, check=True)
        return done.stdout

    call("init", "-q", "-b", "main")
    return call
