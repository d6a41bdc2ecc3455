"""Findings on lines that a commit changes, against real git repositories."""

import os
import pathlib

import pytest

from dtlslint.changed_lines import carried, parse_diff
from dtlslint.cli import main

pytestmark = pytest.mark.usefixtures("fake_checks")

FILE = "".join(f"line {n};\n" for n in range(1, 21))


def put(text, name="a.c"):
    path = pathlib.Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def edit(*changes, name="a.c"):
    """``(number, text)``: replace lines of a file; None deletes one."""
    lines = pathlib.Path(name).read_text().splitlines()
    for number, text in sorted(changes, reverse=True):
        lines[number - 1 : number] = [] if text is None else text.split("\n")
    put("".join(f"{line}\n" for line in lines), name)


@pytest.fixture
def lines(git, capsys):
    """``lines()`` -> ``path:line`` of what ``--changed-lines`` reports."""
    put(FILE)
    git("add", ".")
    git("commit", "-qm", "first")

    def call(option="--changed-lines", *paths):
        capsys.readouterr()
        assert main([option, *(paths or ["."])]) in (0, 1), capsys.readouterr().err
        out = capsys.readouterr().out
        return [":".join(line.split(":")[:2]) for line in out.splitlines() if " [DTL" in line]

    return call


def test_staged_lines_only(git, lines):
    edit((3, "BAD201;"), (9, "BAD201;"))
    git("add", "a.c")
    edit((12, "BAD201;"))
    put("BAD201;", "untracked.c")
    assert lines() == ["a.c:3", "a.c:9"]


def test_files_that_git_takes_for_binary_count_in_full(git, lines):
    pathlib.Path("wide and b.c").write_bytes("int a;\nBAD201;\n".encode("utf-16"))
    put("*.inl -diff\n", ".gitattributes")
    put("BAD201;\n", "'\u00fc\".inl")
    git("add", ".")
    assert lines() == ["'\u00fc\".inl:1", "wide and b.c:2"]
    git("commit", "-qm", "binary")
    assert lines() == []
    pathlib.Path("wide and b.c").write_bytes("int b;\nBAD201;\n".encode("utf-16"))
    git("add", ".")
    assert lines() == ["wide and b.c:2"]
    put("BAD201;\nint c;\n", "'\u00fc\".inl")
    assert lines("--changed-lines=HEAD") == ["'\u00fc\".inl:1", "wide and b.c:2"]


def test_a_binary_file_that_is_renamed(git, lines):
    text = "".join(f"int a{n};\n" for n in range(40))
    pathlib.Path("old.c").write_bytes(text.encode("utf-16"))
    git("add", ".")
    git("commit", "-qm", "binary")
    git("mv", "old.c", "new.c")
    pathlib.Path("new.c").write_bytes(f"{text}BAD201;\n".encode("utf-16"))
    git("rm", "-q", "--cached", "a.c")
    git("add", "new.c")
    assert lines() == ["new.c:41"]


def test_old_findings_are_left_alone(git, lines):
    edit((3, "BAD201;"))
    git("commit", "-qam", "old")
    edit((9, "BAD201;"))
    git("add", "a.c")
    assert lines() == ["a.c:9"]


def test_staged_lines_move_with_the_working_tree(git, lines):
    edit((5, "BAD201;"), (15, "BAD201;"))
    git("add", "a.c")
    edit((1, "new\nnew\nnew BAD201;"), (10, None))
    assert lines() == ["a.c:7", "a.c:16"]


def test_a_staged_line_that_was_edited_again_is_not_staged(git, lines):
    edit((5, "BAD201;"))
    git("add", "a.c")
    edit((5, "BAD201 BAD301;"))
    assert lines() == []


def test_new_files(git, lines):
    put("BAD201;\nBAD201;\n", "new dir/ü b.c")
    git("add", ".")
    assert lines() == ["new dir/ü b.c:1", "new dir/ü b.c:2"]


def test_renames(git, lines):
    edit((3, "BAD201;"))
    git("commit", "-qam", "old")
    git("mv", "a.c", "b.c")
    edit((9, "BAD201;"), name="b.c")
    git("add", ".")
    assert lines() == ["b.c:9"]


def test_deleted_lines_and_files_change_none(git, lines):
    put("BAD201;\n", "b.c")
    edit((3, "BAD201;"))
    git("add", ".")
    git("commit", "-qm", "old")
    edit((4, None))
    git("rm", "-q", "b.c")
    git("add", ".")
    assert lines() == []


def test_a_note_on_a_changed_line_counts(git, lines):
    edit((9, "BAD201_note;"))  # its note is on line 1
    git("commit", "-qam", "old")
    edit((1, "changed"))
    git("add", ".")
    assert lines() == ["a.c:9"]


def test_against_a_revision(git, lines):
    edit((3, "BAD201;"))
    git("commit", "-qam", "second")
    edit((9, "BAD201;"))
    git("add", ".")
    edit((12, "BAD201;"))
    put("BAD201;", "untracked.c")
    assert lines("--changed-lines=HEAD~") == ["a.c:3", "a.c:9", "a.c:12", "untracked.c:1"]
    assert lines("--changed-lines=HEAD") == ["a.c:9", "a.c:12", "untracked.c:1"]


def test_the_range_of_pre_commit(git, lines, monkeypatch):
    edit((3, "BAD201;"))
    git("commit", "-qam", "second")
    edit((9, "BAD201;"))
    git("commit", "-qam", "third")
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "HEAD~")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    assert lines() == ["a.c:9"]


def test_from_a_folder_below(git, lines, monkeypatch):
    put("x;\n", "sub/b.c")
    git("add", ".")
    git("commit", "-qm", "more")
    put("BAD201;\n", "sub/b.c")
    edit((1, "BAD201;"))
    git("add", ".")
    monkeypatch.chdir("sub")
    assert lines() == ["b.c:1"]
    assert lines("--changed-lines", "..") == ["../a.c:1", "../sub/b.c:1"]
    put("BAD201;\n", "c.c")
    assert lines("--changed-lines=HEAD") == ["b.c:1", "c.c:1"]


def test_before_the_first_commit(git, capsys):
    put("BAD201;\n")
    git("add", ".")
    assert main(["--changed-lines", "."]) == 1
    assert "a.c:1:1" in capsys.readouterr().out


def test_settings_of_the_repository_run_nothing(git, lines):
    marker = pathlib.Path("ran")
    for key in ("diff.external", "core.fsmonitor", "diff.x.textconv", "diff.x.command"):
        git("config", key, f"touch {marker}; true")
    git("config", "diff.noprefix", "true")
    git("config", "color.diff", "always")
    put("*.c diff=x\n", ".gitattributes")
    edit((3, "BAD201;"))
    git("add", "a.c")
    marker.unlink(missing_ok=True)
    assert lines() == ["a.c:3"]
    assert not marker.exists()


@pytest.mark.parametrize("revision", ["nonsense", "--output=x"])
def test_no_such_revision(git, lines, capsys, revision):
    assert main([f"--changed-lines={revision}", "."]) == 2
    assert "--changed-lines: " in capsys.readouterr().err
    assert not os.path.exists("x")


def test_outside_of_git(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert main(["--changed-lines", "."]) == 2
    assert "not a git repository" in capsys.readouterr().err


def test_lines_that_look_like_headers():
    diff = b"""diff --git a/a.c b/a.c
--- a/a.c
+++ b/a.c
@@ -1,2 +1,3 @@ int f()
--- a/x.c
-old
+++ b/y.c
+@@ -1 +1 @@
+new
@@ -9 +10 @@
-a
+b
\\ No newline at end of file
diff --git "a/\\303\\274\\t.c" "b/\\303\\274\\t.c"
--- "a/\\303\\274\\t.c"
+++ "b/\\303\\274\\t.c"
@@ -0,0 +1 @@
+x
diff --git a/gone.c b/gone.c
--- a/gone.c
+++ /dev/null
@@ -1 +0,0 @@
-x
"""
    assert parse_diff(diff) == {
        "a.c": [(1, 2, 1, 3), (9, 1, 10, 1)],
        "ü\t.c": [(0, 0, 1, 1)],
    }


def test_carried():
    lines = frozenset([1, 5, 10])
    assert carried(lines, []) == lines
    assert carried(lines, [(5, 0, 6, 2)]) == {1, 5, 12}
    assert carried(lines, [(4, 0, 5, 2)]) == {1, 7, 12}
    assert carried(lines, [(5, 1, 5, 0)]) == {1, 9}
    assert carried(lines, [(2, 2, 1, 0), (10, 1, 8, 3)]) == {1, 3}
