"""What a baseline survives, what it does not, and that it only changes when asked."""

import json
import pathlib

import pytest

BASE = "int f(SSL *s)\n{\n    BAD201(s);\n    BAD301();\n}\n"

SURVIVES = {
    "edits above": "int g;\n\n\n" + BASE,
    "re-indentation": BASE.replace("    ", "\t\t"),
    "a move within the file": "int z;\n}\n" + BASE.replace("BAD301", "OK"),
    "CRLF": BASE.replace("\n", "\r\n"),
}


@pytest.fixture
def recorded(run):
    pathlib.Path("a.c").write_text(BASE)
    code, out, err = run("--baseline", "b.json", "--update-baseline", "a.c")
    assert (code, out) == (0, "") and "b.json: 2 findings written" in err
    return run


@pytest.mark.parametrize("text", SURVIVES.values(), ids=SURVIVES)
def test_survives(recorded, text):
    pathlib.Path("a.c").write_text(text, newline="")
    assert recorded("--baseline", "b.json", "a.c")[:2] == (0, "")


@pytest.mark.parametrize(
    "text",
    [
        BASE.replace("BAD201(s)", "BAD201(t)"),
        BASE.replace("int f(", "int g("),
        BASE.replace("BAD301();", "BAD301(); BAD302();"),
        BASE.replace("    BAD301();\n", "    BAD301();\n    BAD301();\n"),
    ],
    ids=["another line", "another function", "another code", "one more of the same"],
)
def test_new(recorded, text):
    pathlib.Path("a.c").write_text(text)
    code, out, _ = recorded("--baseline", "b.json", "a.c")
    assert code == 1 and out


def test_same_lines_are_counted(recorded):
    pathlib.Path("a.c").write_text(BASE.replace("    BAD301();\n", "    BAD301();\n" * 3))
    _, out, err = recorded("--baseline", "b.json", "a.c")
    assert out.count("DTL301") == 2
    assert "2 more in the baseline" in err


def test_stale_entries_are_told_and_kept(recorded):
    before = pathlib.Path("b.json").read_text()
    pathlib.Path("a.c").write_text(BASE.replace("BAD301", "OK"))
    code, _, err = recorded("--baseline", "b.json", "a.c")
    assert code == 0
    assert "b.json: no longer found: a.c: DTL301 in f (--update-baseline drops it)" in err
    assert pathlib.Path("b.json").read_text() == before


def test_what_was_not_looked_at_is_not_stale(recorded):
    pathlib.Path("b.c").write_text("")
    assert "no longer" not in recorded("--baseline", "b.json", "b.c")[2]
    assert "no longer" not in recorded("--baseline", "b.json", "--select", "DTL4", "a.c")[2]
    pathlib.Path("a.c").unlink()
    assert recorded("--baseline", "b.json", "b.c")[2].count("no longer") == 2


def test_update_keeps_what_it_cannot_judge(recorded):
    pathlib.Path("b.c").write_text("BAD401;")
    recorded("--baseline", "b.json", "--update-baseline", "b.c")
    entries = json.loads(pathlib.Path("b.json").read_text())["findings"]
    assert [(entry["path"], entry["code"]) for entry in entries] == [
        ("a.c", "DTL201"), ("a.c", "DTL301"), ("b.c", "DTL401"),
    ]  # fmt: skip
    pathlib.Path("a.c").write_text("")
    recorded("--baseline", "b.json", "--update-baseline", ".")
    entries = json.loads(pathlib.Path("b.json").read_text())["findings"]
    assert [entry["path"] for entry in entries] == ["b.c"]


def test_paths_are_from_the_repository(recorded, monkeypatch):
    pathlib.Path("sub").mkdir()
    monkeypatch.chdir("sub")
    assert recorded("--baseline", "../b.json", "../a.c")[:2] == (0, "")


def test_the_file_is_the_same_each_time_and_mergeable(recorded):
    text = pathlib.Path("b.json").read_text()
    recorded("--baseline", "b.json", "--update-baseline", "a.c")
    assert pathlib.Path("b.json").read_text() == text
    assert sum('"fingerprint"' in line for line in text.splitlines()) == 2


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"version": 2, "findings": []}', '{"version": 1, "findings": [1]}',
     '{"version": 1}', '{"version": 1, "findings": [{"path": "a"}]}', "[" * 100_000],
)  # fmt: skip
def test_no_baseline(run, text):
    pathlib.Path("b.json").write_text(text)
    code, _, err = run("--baseline", "b.json", ".")
    assert code == 2 and "b.json: not a baseline" in err


def test_a_file_that_windows_has_touched(recorded):
    text = pathlib.Path("b.json").read_text()
    pathlib.Path("b.json").write_text("\ufeff" + text, encoding="utf-8", newline="\r\n")
    assert recorded("--baseline", "b.json", "a.c")[:2] == (0, "")


def test_unwritable(run):
    pathlib.Path("a.c").write_text("BAD201")
    code, _, err = run("--baseline", "none/b.json", "--update-baseline", "a.c")
    assert code == 3 and "No such file" in err
