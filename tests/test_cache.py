"""What is kept from run to run, and that nothing kept is ever wrong or in the way."""

from __future__ import annotations

import os

import pytest

from dtlslint import cache, engine
from dtlslint.checks.registry import HOOKS
from dtlslint.engine import check_bytes
from dtlslint.options import Options
from dtlslint.settings import Settings

CODE = b"#include <openssl/rand.h>\nvoid f(unsigned char *b) { RAND_bytes(b, 16); }\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DTLSLINT_CACHE", str(tmp_path / "kept"))
    monkeypatch.setattr(engine, "caching", True)
    return tmp_path / "kept"


def shown(result):
    return [
        (r.line, r.column, r.code, r.severity, r.message, r.notes, r.fixes) for r in result.reports
    ]


def test_the_second_run_shows_the_same_without_analysing(folder, monkeypatch):
    first = check_bytes("a.c", CODE, Settings())
    assert any(report.code == "DTL201" for report in first.reports)
    assert len(os.listdir(folder)) == 1
    monkeypatch.setattr("dtlslint.checks.run.analyse", None)
    second = check_bytes("a.c", CODE, Settings())
    assert shown(second) == shown(first)


def test_what_a_result_depends_on_is_in_its_name():
    base = cache.key("a.c", CODE, HOOKS, Options())
    assert base == cache.key("b.c", CODE, HOOKS, Options())
    assert base != cache.key("a.cpp", CODE, HOOKS, Options())
    assert base != cache.key("a.c", CODE + b" ", HOOKS, Options())
    assert base != cache.key("a.c", CODE, HOOKS[:1], Options())
    assert base != cache.key("a.c", CODE, HOOKS, Options(prefixes=("my_",)))


@pytest.mark.parametrize("damage", [b"", b"x", bytes(200)])
def test_a_damaged_entry_is_no_entry(folder, damage):
    first = check_bytes("a.c", CODE, Settings())
    (entry,) = folder.iterdir()
    entry.write_bytes(damage)
    assert shown(check_bytes("a.c", CODE, Settings())) == shown(first)


def test_nowhere_to_keep_it(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DTLSLINT_CACHE", str(tmp_path / "file" / "kept"))
    monkeypatch.setattr(engine, "caching", True)
    assert check_bytes("a.c", CODE, Settings()).reports


def test_the_older_half_is_swept(folder, monkeypatch):
    folder.mkdir()
    monkeypatch.setattr(cache, "MAX_ENTRIES", 4)
    for n in range(6):
        path = folder / str(n)
        path.write_bytes(b"")
        os.utime(path, (n, n))
    cache.store("00" + "a" * 38, [], [])
    assert sorted(path.name for path in folder.iterdir()) == ["00" + "a" * 38, "3", "4", "5"]


def test_as_a_library_nothing_is_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("DTLSLINT_CACHE", str(tmp_path / "kept"))
    monkeypatch.setattr(engine, "caching", False)  # other tests have run the command line
    check_bytes("a.c", CODE, Settings())
    assert not (tmp_path / "kept").exists()
