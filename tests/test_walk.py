"""Folders: what is taken, what .gitignore leaves out, and what links cannot do."""

import os
import pathlib
import subprocess

import pytest

from dtlslint.walk import EXTENSIONS, expand, walk


@pytest.fixture
def tree(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def put(*names, text=""):
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    (tmp_path / ".git").mkdir()
    return put


def test_extensions(tree):
    tree(*(f"a{extension}" for extension in EXTENSIONS))
    tree("a.cu", "a.mm", "a.py", "README", "c")
    assert set(walk(".")) == {f"a{extension}" for extension in EXTENSIONS}


def test_order_and_names(tree):
    tree("b.c", "a/z.c", "a/b/y.c", "c/x.c")
    assert list(walk(".")) == ["b.c", "a/z.c", "a/b/y.c", "c/x.c"]
    assert list(walk("a")) == ["a/z.c", "a/b/y.c"]
    assert next(iter(walk(os.path.abspath("a")))) == os.path.abspath("a/z.c")


def test_gitignore(tree):
    tree("a.c", "build/x.c", "sub/b.c", "sub/gen/c.c", "sub/keep.h", "sub/drop.h", "deep/build/y.c")
    tree(".gitignore", text="build/\n*.h\n")
    tree("sub/.gitignore", text="/gen\n!keep.h\n")
    assert list(walk(".")) == ["a.c", "sub/b.c", "sub/keep.h"]
    assert list(walk("sub")) == ["sub/b.c", "sub/keep.h"]


def test_gitignore_above_and_info_exclude(tree):
    tree("lib/x/a.c", "lib/x/b.c", "lib/x/c.c")
    tree(".gitignore", text="b.c\n")
    tree(".git/info/exclude", text="lib/x/c.c\n")
    assert list(walk("lib/x")) == ["lib/x/a.c"]


def test_git_agrees(tree, git):
    tree("a.c", "o/x.c", "s/b.c", "s/o/c.c", "s/t/d.c", "s/t/k.c", "e/f.c", "e/g h.c")
    tree(".gitignore", text="o/\n/e/f.c\n# c\n\n")
    tree("s/.gitignore", text="t/*\n!t/k.c\n!o/\n")
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.c"], capture_output=True, text=True
    )
    assert sorted(walk(".")) == sorted(listed.stdout.splitlines())


def test_git_agrees_on_a_file_that_windows_wrote(tree, git):
    tree("a.c", "o/x.c", "e/f.c", "e/g h.c", "k/x.c")
    pathlib.Path(".gitignore").write_bytes(b"\xef\xbb\xbfo/\r\n/e/f.c\r\n# k/\r\n\r\n")
    listed = git("ls-files", "-co", "--exclude-standard", "*.c")
    assert sorted(walk(".")) == sorted(listed.splitlines()) == ["a.c", "e/g h.c", "k/x.c"]


def test_links_are_not_followed(tree, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.c").write_text("")
    tree("a/x.c")
    os.symlink(outside, "a/out")
    os.symlink(outside / "secret.c", "a/secret.c")
    os.symlink("..", "a/loop")
    os.symlink("nowhere", "a/broken.c")
    assert list(walk(".")) == ["a/x.c"]


def test_a_link_that_is_named_is_followed(tree):
    tree("a/x.c")
    os.symlink("a", "link")
    assert list(walk("link")) == ["link/x.c"]


def test_each_file_once(tree):
    tree("a/x.c")
    os.symlink("a", "link")
    files, _ = expand(["a/x.c", "a", "./a/x.c", os.path.abspath("a/x.c"), "link/x.c"])
    assert files == ["a/x.c"]


def test_named_files_of_any_name_and_empty_folders(tree):
    tree("a/README", "b/x.c")
    assert expand(["a/README"]) == (["a/README"], [])
    assert expand(["none.c", "a", "b"]) == (["none.c", "b/x.c"], ["a"])


def test_odd_names(tree):
    tree("a b.c", "-x.c", "n\nl.c", "ü.c")
    assert sorted(walk(".")) == sorted(["a b.c", "-x.c", "n\nl.c", "ü.c"])


def test_a_broken_gitignore(tree):
    tree("a.c")
    with open(".gitignore", "wb") as file:
        file.write(b"\xff\xfe[\n!\n**a\n")
    assert list(walk(".")) == ["a.c"]
