"""The pure parts of bench/coverage.py and bench/juliet.py."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).parent.parent / "bench"


def load(name: str) -> ModuleType:
    """A program of bench/ by its file, for ``coverage`` is the name of a package as well."""
    if str(BENCH) not in sys.path:
        sys.path.append(str(BENCH))
    spec = importlib.util.spec_from_file_location(f"bench_{name}", BENCH / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


coverage = load("coverage")
juliet = load("juliet")


class TestCalls:
    CODE = """\
    /* SSL_write(a) */ // SSL_read(b)
    #define MY_new(x) SSL_new(x)
    static int SSL_own(SSL *ssl);
    SSL *SSL_mine(void);
    int f(SSL *ssl) {
        const char *s = "BIO_new(x)";
        if (!SSL_accept(ssl) || SSL_connect (ssl) <= 0)
            return SSL_get_error(ssl, 0);
        x = *SSL_get_app(ssl); (void)SSL_shutdown(ssl); table.SSL_free(ssl); p->SSL_clear(ssl);
        return 0;
    }
    """

    def test_calls_alone_are_counted(self) -> None:
        found = set(coverage.calls(coverage.without_noise(self.CODE)))
        assert found - {"f", "if"} == {
            "SSL_new", "SSL_accept", "SSL_connect", "SSL_get_error", "SSL_get_app", "SSL_shutdown"
        }  # fmt: skip

    def test_definitions(self) -> None:
        text = (
            "#define A_new(x) x\nstatic int\nB_new(int a)\n{\n}\nint C_new(void) { f(); }\nD();\n"
        )
        assert coverage.definitions(text) == {"A_new", "B_new", "C_new"}

    @pytest.mark.parametrize(
        ("name", "is_theirs"),
        [("SSL_no_such_thing", True), ("X509_STORE_nothing", True), ("q_EVP_nothing_at_all", True),
         ("SSL_OptionSet", False), ("SSL_MAX_SIZE", False), ("my_call", False)],
    )  # fmt: skip
    def test_names(self, name: str, is_theirs: bool) -> None:
        assert coverage.is_openssls(name, frozenset(), coverage.Contracts()) == is_theirs

    def test_a_project(self, tmp_path: Path) -> None:
        (tmp_path / "a.c").write_text(self.CODE + "\nvoid EVP_mine(void)\n{\n}\n")
        (tmp_path / "b.c").write_text("void g(void) { EVP_mine(); EVP_other(); EVP_other(); }\n")
        known, unknown = coverage.count(tmp_path)
        assert known["SSL_accept"] == 1
        assert unknown == {"EVP_other": 2, "SSL_get_app": 1}

    def test_report(self) -> None:
        held = coverage.HELD_OUT[0]
        counted = {
            "p": (Counter(a=98), Counter(b=2)),
            held: (Counter(a=9), Counter(c=1)),
            "none": (Counter(), Counter()),
        }
        lines, met = coverage.report(counted, 5)
        assert not met
        text = "\n".join(lines)
        assert "98.0%" in text and "90.0%" in text and "97.3%" in text
        assert "  b " in text and "  c " not in text and "none" not in text


FLAWED = """\
#include <stdlib.h>
#ifndef OMITBAD
void CWE690_NULL_Deref_From_Return__char_malloc_01_bad()
{
    char * data = (char *)malloc(20);
    /* FLAW */
    data[0] = 'A';
    free(data);
}
#endif /* OMITBAD */
#ifndef OMITGOOD
static void good1()
{
    char * data = (char *)malloc(20);
    if (data != NULL)
    {
        data[0] = 'A';
        free(data);
    }
}
#endif /* OMITGOOD */
#ifdef INCLUDEMAIN
int main(int argc, char * argv[]) { return 0; }
#endif
"""

MISSED = """\
#ifndef OMITBAD
#ifdef _WIN32
#include <windows.h>
#endif
void CWE690_NULL_Deref_From_Return__char_malloc_51_bad() { other(); }
#endif
#ifndef OMITGOOD
static void good1() { char *p = malloc(2); *p = 0; free(p); }
#endif
"""


class TestJuliet:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        stem = "CWE690_NULL_Deref_From_Return__char_malloc_"
        (tmp_path / "s01").mkdir()
        (tmp_path / "s01" / f"{stem}01.c").write_text(FLAWED)
        (tmp_path / f"{stem}51a.c").write_text(MISSED)
        (tmp_path / f"{stem}51b.c").write_text("#ifndef OMITBAD\n#endif\n")
        (tmp_path / "main.cpp").write_text("")
        return tmp_path

    def test_regions(self) -> None:
        lines = juliet.regions(FLAWED)
        assert len(lines) == FLAWED.count("\n")
        assert lines[0] == juliet.NEITHER and lines[6] == juliet.BAD
        assert lines[13] == juliet.GOOD and lines[-2] == juliet.NEITHER
        assert juliet.regions(MISSED)[2] == juliet.BAD

    @pytest.mark.parametrize(
        ("name", "case"),
        [("CWE401_X__char_calloc_01.c", ("CWE401_X__char_calloc_01", 401)),
         ("CWE415_Double_Free__new_delete_81_goodB2G.cpp",
          ("CWE415_Double_Free__new_delete_81", 415)),
         ("CWE401_X__char_calloc_61b.c", ("CWE401_X__char_calloc_61", 401)),
         ("CWE401_X__char_calloc_61.h", None), ("main.cpp", None)],
    )  # fmt: skip
    def test_cases(self, name: str, case: tuple[str, int] | None) -> None:
        assert juliet.case_of(Path(name)) == case

    def test_scores(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert juliet.main([str(folder), "--missed", "3", "--alarms", "3"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[1].split() == ["690", "2", "1", "50.0%", "1"]
        assert lines[2].endswith("such as CWE690_NULL_Deref_From_Return__char_malloc_51")
        assert "alarm" in lines[3]

    def test_no_juliet(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert juliet.main([str(tmp_path)]) == 2
        assert "no cases" in capsys.readouterr().err
