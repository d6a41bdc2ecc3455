"""The flake8 plugin, run by flake8 itself in a process of its own."""

import ast
import pathlib
import re
import subprocess
import sys

import pytest

from casefile import expected
from conftest import ROOT
from dtlslint.catalogue import all_rules
from dtlslint.flake8 import Plugin, check_source
from dtlslint.pycheck.rules import RULES
from dtlslint.pycheck.run import CHECKS

CASES = ROOT / "tests" / "pycases"
FILES = sorted(CASES.glob("*.py"))
_LINE = re.compile(r"(?m)^(.+?):(\d+):(\d+): (DTL\d{3}) (.+)$")
_FENCE = re.compile(r"(?ms)^```python (flagged|fixed)(.*?)\n(.*?)^```$")
#: Reported only with --dtl-notes.
NOTES = {"DTL401", "DTL701"}


def flake8(folder, *arguments):
    """``{(file, line, code)}`` of what flake8 prints."""
    command = [sys.executable, "-m", "flake8", "--isolated", "--select=DTL", "-j1", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    assert not done.stderr
    found = {(pathlib.Path(m[1]).name, int(m[2]), m[4]) for m in _LINE.finditer(done.stdout)}
    assert len(done.stdout.splitlines()) >= len(found)
    return found


@pytest.fixture(scope="module")
def reported():
    """What one run over all cases says, notes included."""
    return flake8(CASES, "--dtl-notes", ".")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_case(path, reported):
    text = path.read_text()
    lines = text.splitlines()
    wanted = expected(text)
    found = {(line, code) for name, line, code in reported if name == path.name}
    missing = [f"{n}: {code}: {lines[n - 1].strip()}" for n, code in sorted(wanted - found)]
    wrong = [f"{n}: {code}: {lines[n - 1].strip()}" for n, code in sorted(found - wanted)]
    assert not missing and not wrong, "\n".join(["missing:", *missing, "not expected:", *wrong])


def test_every_rule_fires_and_every_file_says_why_it_is_silent():
    texts = [path.read_text() for path in FILES]
    fired = {code for text in texts for _, code in expected(text)}
    assert fired == {rule.code for rule in RULES}
    assert sum(text.count("silent:") for text in texts) >= 80


def test_rules_are_the_catalogues():
    known = {rule.code: rule for rule in all_rules()}
    for rule in RULES:
        assert (rule.slug, rule.hook, rule.cwe) == (
            known[rule.code].slug, known[rule.code].hook, known[rule.code].cwe,
        )  # fmt: skip
        assert rule.severity == known[rule.code].severity or rule.code == "DTL201"
    hooks = {rule.hook.replace("-", "_") for rule in RULES}
    assert {check.__name__.rpartition(".")[2] for check in CHECKS} == hooks


def test_notes_need_the_option():
    files = ("hardcoded_crypto.py", "error_handling.py")
    found = {code for _, _, code in flake8(CASES, *files)}
    assert found and not found & NOTES
    found = {code for _, _, code in flake8(CASES, "--dtl-notes", *files)}
    assert found >= NOTES


def test_notes_from_a_settings_file(tmp_path):
    (tmp_path / "a.py").write_text("import os, hmac\nsecret = os.urandom(32)\n")
    (tmp_path / "flake8.ini").write_text("[flake8]\ndtl-notes = true\nselect = DTL\n")
    command = [sys.executable, "-m", "flake8", "--config=flake8.ini", "a.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert "DTL401" in done.stdout


def test_noqa_is_flake8s(tmp_path):
    (tmp_path / "a.py").write_text(
        "import ssl\n"
        "ssl.SSLContext(ssl.PROTOCOL_TLSv1)  # noqa: DTL601\n"
        "ssl.SSLContext(ssl.PROTOCOL_TLSv1)\n"
    )
    assert flake8(tmp_path, "a.py") == {("a.py", 3, "DTL601")}


def test_a_file_without_the_libraries_is_not_looked_at():
    source = "ctx.check_hostname = False\nrandom.seed(1)\ntoken = random.random()\n"
    assert check_source(source) == []
    assert [f.code for f in check_source("import ssl\n" + source)] == ["DTL603"]


@pytest.mark.parametrize(
    "line",
    [
        "import ssl", "import ssl as tls", "from ssl import SSLContext", "from OpenSSL import SSL",
        "import cryptography.x509", "from mbedtls import tls", "from dtls import do_patch",
        "import hmac", "import secrets", "import random", "def f():\n"
        "    import ssl", "from eventlet.green import ssl",
        "from gevent import ssl", "tls = __import__('ssl')",
    ],
)  # fmt: skip
def test_what_makes_a_file_of_interest(line):
    assert [f.code for f in check_source(f"{line}\nctx.check_hostname = False\n")] == ["DTL603"]


@pytest.mark.parametrize("line", ["from . import ssl", "import sslkeylog", "from .random import x"])
def test_what_does_not(line):
    assert check_source(f"{line}\nctx.check_hostname = False\n") == []


def test_a_folder_of_tests_makes_secrets_milder(tmp_path):
    (tmp_path / "tests").mkdir()
    source = (
        "import hmac, os, ssl\n"
        "secret = os.urandom(8)\n"
        'hmac.new(b"key", b"data", "sha256")\n'
        "ssl.SSLContext(ssl.PROTOCOL_TLSv1)\n"
    )
    for name in ("a.py", "tests/b.py"):
        (tmp_path / name).write_text(source)
    found = flake8(tmp_path, "a.py", "tests/b.py")
    assert found == {
        ("a.py", 2, "DTL402"), ("a.py", 3, "DTL403"), ("a.py", 4, "DTL601"),
        ("b.py", 3, "DTL403"), ("b.py", 4, "DTL601"),
    }  # fmt: skip
    assert ("b.py", 2, "DTL402") in flake8(tmp_path, "--dtl-notes", "tests/b.py")


def test_the_plugin_alone():
    tree = ast.parse("import ssl\nssl.SSLContext(ssl.PROTOCOL_TLSv1)\n")
    ((line, column, text, kind),) = Plugin(tree, "a.py", []).run()
    assert (line, column, kind) == (2, 0, Plugin)
    assert text.startswith("DTL601 ")
    assert list(Plugin(ast.parse("")).run()) == []


@pytest.mark.parametrize(
    "source",
    [
        "import ssl\nx = " + "+".join(["'a'"] * 800),
        "import ssl\nx = x\ny = x\nx = y\nctx.set_ciphers(x)",
        "import ssl\nctx.set_ciphers(ctx.set_ciphers)\nself.x = self.x\nself.x.y.z",
        "import ssl\nclass A:\n    x = x\n"
        "    def f(self): self.x = self.x; ctx.set_ciphers(self.x)",
        "import ssl\ndef f():\n    x = y.g()\n    y = x.h()\n    x = y.i()\n"
        "    y = x.z\n    x.set_verify(0, y)",
        "import ssl\nf = lambda: f()\nctx.set_verify(1, f)\ndef g(): return g()\ng()\nassert g()",
        "import ssl\n*a, b = c\nfor x in y: ctx.set_ciphers(x)\nwith a as (b, c): pass\ndel a[0]",
        "import ssl\nmatch x:\n    case 1:\n        ctx.check_hostname = False\n",
        "import hmac\nhmac.new(*a, **b)\nb'' * 99999999\nhmac.new(b'a' * 10**9)\nos.urandom(*a)",
        "import hmac, os\nx: int\nx += 1\n(y := os.urandom(8))\nkey = os.urandom(-1)\n"
        "key = os.urandom(True)",
        "from ssl import *\nSSLContext(PROTOCOL_TLSv1)\nlambda *, a=1, **k: a\ntry:\n"
        "    pass\nexcept* E:\n    pass",
    ],
)  # fmt: skip
def test_strange_code_does_no_harm(source):
    check_source(source)


class TestPage:
    """hooks/flake8.md"""

    @pytest.fixture
    def page(self):
        return (ROOT / "hooks" / "flake8.md").read_text()

    def test_fences(self, page):
        fired = set()
        for kind, codes, code in _FENCE.findall(page):
            wanted = set(re.findall(r"DTL\d{3}", codes))
            assert (kind == "flagged") == bool(wanted)
            assert {f.code for f in check_source(code)} == wanted, code
            fired |= wanted
        assert fired == {rule.code for rule in RULES}

    def test_table(self, page):
        assert set(re.findall(r"(?m)^\| (DTL\d{3}) ", page)) == {rule.code for rule in RULES}

    def test_options(self, page):
        assert "`--dtl-notes`" in page
