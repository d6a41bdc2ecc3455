"""What is said beside the findings: summaries, skips, progress, colour."""

import io
import pathlib

from dtlslint import presenter
from dtlslint.presenter import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_the_summary_counts_from_the_gravest_down(run):
    pathlib.Path("a.c").write_text("BAD201; BAD201; BAD301; BAD401;")
    pathlib.Path("b.c").write_text("BAD401;")
    assert run(".")[2] == "dtlslint: 2 errors, 1 warning, 2 notes in 2 files\n"
    assert run("-q", ".")[2] == ""


def test_skips_are_told(run):
    pathlib.Path("a.c").write_bytes(b"\x7fELF\0")
    pathlib.Path("a.cu").write_text("BAD201")
    code, out, err = run("a.c", "a.cu")
    assert (code, out) == (0, "")
    assert err == (
        "dtlslint: a.c: skipped: binary file\ndtlslint: a.cu: skipped: neither C nor C++\n"
    )
    assert run("-q", "a.c")[2] == ""


def test_a_failure_is_told_even_when_quiet(run):
    assert run("-q", "none.c")[2] == "dtlslint: none.c: No such file or directory\n"


def test_an_empty_folder_is_told(run):
    pathlib.Path("sub").mkdir()
    assert run("sub") == (0, "", "dtlslint: sub: no C or C++ files in this folder\n")


def test_excluded(run):
    pathlib.Path("dtlslint.toml").write_text('exclude = ["gen", "*.pb.cc"]')
    pathlib.Path("gen").mkdir()
    for name in ("gen/a.c", "x.pb.cc", "b.c"):
        pathlib.Path(name).write_text("BAD301;")
    assert run(".")[1].startswith("b.c:1:1:")
    assert run("gen/a.c") == (0, "", "")
    assert run("--no-config", "gen/a.c")[0] == 1


def test_documents_are_written_even_without_findings(run):
    pathlib.Path("a.c").write_text("")
    assert run("--output-format", "json", "a.c")[1] == "[]\n"
    assert run("--output-format", "gitlab", "a.c")[1] == "[]\n"
    assert run("--output-format", "github", "a.c")[1] == ""


def test_progress_begins_after_a_second_and_leaves_nothing(monkeypatch):
    clock = iter([0.0, 0.5, 1.5, 1.6, 1.8, 1.9])
    monkeypatch.setattr(presenter.time, "monotonic", lambda: next(clock))
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    progress = Progress()
    for done in (0, 10, 20, 30):
        progress(done, 40)
    assert stream.getvalue() == "\r10/40 files\r\r30/40 files\r"
    progress(39, 40)
    assert stream.getvalue().endswith("\r\x1b[K")
