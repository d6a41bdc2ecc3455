"""Processes that start anew, as on systems without ``fork``."""

import os
import sys

import pytest

from dtlslint import engine, spawned
from dtlslint.engine import check_files
from dtlslint.settings import Finder, Settings

BAD = "#include <openssl/rand.h>\nvoid f(unsigned char *b, int n) { RAND_bytes(b, n); }\n"


class Deadly:
    """No settings; a process that asks for those of ``DIE.c`` ends, except the first of all."""

    def __init__(self):
        self.home = os.getpid()

    def for_file(self, path):
        if path.endswith("DIE.c") and os.getpid() != self.home:
            os._exit(7)
        return Settings()


@pytest.fixture
def tree(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "POOL_FROM", 4)
    paths = []
    for number, name in enumerate(("a", "b", "DIE", "d", "plain", "f")):
        path = tmp_path / f"{number}{name}.c"
        path.write_text("int x;\n" if name == "plain" else BAD)
        paths.append(str(path))
    return paths


def test_order_and_content_are_those_of_one_process(tree, monkeypatch):
    alone = list(check_files(tree, Finder(nothing=True), True, jobs=1))
    monkeypatch.delattr(os, "fork")
    seen = []
    shared = list(
        check_files(tree, Finder(nothing=True), True, 2, lambda done, of: seen.append((done, of)))
    )
    assert "dtlslint.spawned" in sys.modules
    assert [(r.path, [(p.line, p.fingerprint) for p in r.reports]) for r in shared] == [
        (r.path, [(p.line, p.fingerprint) for p in r.reports]) for r in alone
    ]
    assert [len(r.reports) for r in shared] == [1, 1, 1, 1, 0, 1]
    assert seen == [(n, 6) for n in range(6)]


def test_a_process_that_dies_costs_one_file(tree):
    survivors = [n for n in range(6) if n != 4]
    results = list(spawned.check_in_processes(tree, survivors, Deadly(), False, 2))
    assert [n for n, result in enumerate(results) if result.failure] == [2]
    assert results[2].failure == "not analysed: the process that analysed it died"
    assert [len(r.reports) for r in results] == [1, 1, 0, 1, 0, 1]
