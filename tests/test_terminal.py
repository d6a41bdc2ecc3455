"""Colours and links: which terminals get them, and what is written to those that do."""

import io
import os
import pathlib
import re
import subprocess
import sys
import urllib.parse

import pytest

from conftest import ROOT
from dtlslint.output.terminal import link, wants_colour, wants_links

pty = pytest.importorskip("pty", reason="no pseudo-terminals here")

LINK = re.compile("\x1b\\]8;;(.*?)\x1b\\\\(.*?)\x1b\\]8;;\x1b\\\\")


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("when", "stream", "environment", "expected"),
    [
        ("auto", Terminal(), {}, True),
        ("auto", io.StringIO(), {}, False),
        ("auto", Terminal(), {"NO_COLOR": "1"}, False),
        ("auto", Terminal(), {"TERM": "dumb"}, False),
        ("always", io.StringIO(), {"NO_COLOR": "1"}, True),
        ("never", Terminal(), {}, False),
    ],
)
def test_colour(monkeypatch, when, stream, environment, expected):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wants_colour(when, stream) is expected


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"VTE_VERSION": "7200"}, True),
        ({"VTE_VERSION": "5000"}, False),
        ({"VTE_VERSION": "0.72"}, False),
        ({"WT_SESSION": "b9d4"}, True),
        ({"KONSOLE_VERSION": "220401"}, True),
        ({"TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM_PROGRAM": "vscode"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "foot"}, True),
        ({"TERM": "alacritty-direct"}, True),
        ({"TERM": "linux"}, False),
        ({"TERM": "screen-256color", "VTE_VERSION": "7200"}, False),
        ({"TERM": "tmux-256color", "WT_SESSION": "b9d4"}, False),
        ({"TERM": "dumb", "VTE_VERSION": "7200", "FORCE_HYPERLINK": "1"}, False),
        ({"FORCE_HYPERLINK": "1"}, True),
        ({"FORCE_HYPERLINK": "0", "VTE_VERSION": "7200"}, False),
        ({"FORCE_HYPERLINK": "", "VTE_VERSION": "7200"}, True),
    ],
    ids=str,
)
def test_links(environ, environment, expected):
    environ.update(environment)
    assert wants_links(True, Terminal()) is expected
    assert wants_links(False, Terminal()) is False
    assert wants_links(True, io.StringIO()) is (
        environment.get("FORCE_HYPERLINK") == "1" and expected
    )


@pytest.fixture
def environ(monkeypatch):
    """An environment that says nothing of the terminal but that it is an xterm."""
    for name in (
        "DOMTERM", "FORCE_HYPERLINK", "KONSOLE_VERSION", "NO_COLOR", "TERM_PROGRAM", "VTE_VERSION",
        "WT_SESSION",
    ):  # fmt: skip
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    return os.environ


def test_a_link_is_harmless_whatever_the_file_is_called(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    linked = link("DTL201", "a b\x1b]0;\x07\n\udcff\u202e%.md")
    assert re.fullmatch("[ -~\x1b]*", linked) and linked.count("\x1b") == 4
    [(uri, text)] = LINK.findall(linked)
    parts = urllib.parse.urlsplit(uri)
    assert (parts.scheme, parts.hostname, text) == ("file", os.uname().nodename.lower(), "DTL201")
    path = os.fsencode(tmp_path) + b"/a b\x1b]0;\x07\n\xff\xe2\x80\xae%.md"
    assert urllib.parse.unquote_to_bytes(parts.path) == path
    assert link("DTL901", "") == "DTL901"


def in_a_terminal(environment, *arguments):
    """What the program writes to a terminal of its own."""
    ours, theirs = pty.openpty()
    keep = ("PATH", "HOME", "DTLSLINT_CACHE")
    process = subprocess.Popen(
        [sys.executable, "-m", "dtlslint", *arguments],
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env={
            "PYTHONPATH": str(ROOT / "src"),
            "TERM": "xterm",
            **{name: os.environ[name] for name in keep if name in os.environ},
            **environment,
        },
    )
    os.close(theirs)
    written = b""
    try:
        while chunk := os.read(ours, 1 << 16):
            written += chunk
    except OSError:
        pass  # how Linux says that the other end is closed
    os.close(ours)
    assert process.wait() == 1
    return written.decode()


def test_a_terminal_gets_links_to_the_pages(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pathlib.Path("a.c").write_text(
        "#include <openssl/rand.h>\n"
        "void f(unsigned char *key) {\n"
        "    RAND_bytes(key, 16); // dtlslint: ignore[DTL301]\n"
        "}\n"
    )
    plain = in_a_terminal({}, "a.c")
    assert "\x1b[1;31merror:" in plain and "\x1b]" not in plain
    linked = in_a_terminal({"VTE_VERSION": "7200"}, "a.c")
    found = LINK.findall(linked)
    assert [text for _, text in found] == ["DTL201", "DTL401"]
    for uri, text in found:
        page = urllib.parse.unquote(urllib.parse.urlsplit(uri).path)
        assert text in pathlib.Path(page).read_text()
    assert LINK.sub(r"\2", linked) == plain
    assert "[DTL001 unused-ignore]" in linked  # which has no page
    for off in ({"VTE_VERSION": "7200", "NO_COLOR": "1"}, {"TERM": "dumb", "VTE_VERSION": "7200"}):
        assert "\x1b" not in in_a_terminal(off, "a.c")
    assert "\x1b" not in in_a_terminal({"VTE_VERSION": "7200"}, "--color=never", "a.c")
