"""Fixes: only whole, only apart from each other, and only where offsets mean the file's bytes."""

import pathlib
import subprocess
import types

import pytest

from dtlslint.cli import main
from dtlslint.engine import check_bytes
from dtlslint.fix_command import safe_fixes
from dtlslint.fixing import fixed
from dtlslint.settings import Settings


def report(*fixes):
    return types.SimpleNamespace(fixes=fixes)


CASES = {
    "one": ([report((0, 1, b"X"))], b"Xbcdef", 1),
    "two": ([report((0, 1, b"X")), report((4, 6, b""))], b"Xbcd", 2),
    "of two that overlap the first": ([report((0, 3, b"X")), report((2, 4, b"Y"))], b"Xdef", 1),
    "side by side": ([report((0, 2, b"X")), report((2, 4, b"Y"))], b"XYef", 2),
    "all or none": ([report((0, 1, b"X")), report((3, 4, b"Y"), (0, 1, b"Z"))], b"Xbcdef", 1),
    "two places": ([report((0, 0, b"("), (6, 6, b")"))], b"(abcdef)", 1),
    "at one place": ([report((2, 2, b"X")), report((2, 2, b"Y"))], b"abXcdef", 1),
    "outside": ([report((5, 9, b"X")), report((-1, 0, b"X")), report((3, 2, b"X"))], b"abcdef", 0),
    "none": ([report()], b"abcdef", 0),
}


@pytest.mark.parametrize(("reports", "expected", "count"), CASES.values(), ids=CASES)
def test_fixed(reports, expected, count):
    after, mended = fixed(b"abcdef", reports)
    assert (after, len(mended)) == (expected, count)


def test_utf_16_is_left_alone():
    raw = "\ufeffabc".encode("utf-16-le")
    assert fixed(raw, [report((0, 1, b"X"))]) == (raw, [])


def test_a_mark_at_the_start_stays():
    raw = b"\xef\xbb\xbfabc"
    assert fixed(raw, [report((3, 4, b"X"))])[0] == b"\xef\xbb\xbfXbc"


def test_fix(run):
    path = pathlib.Path("a.c")
    path.write_bytes(b"x; BAD201_fix; BAD301;\r\ny; BAD202_fix;")
    code, out, err = run("--fix", "a.c")
    assert path.read_bytes() == b"x; GOOD; BAD301;\r\ny; GOOD;"
    assert code == 1 and "DTL301" in out and "DTL201" not in out
    assert "a.c: fixed 2" in err
    assert run("--fix", "a.c")[0] == 1
    path.write_text("BAD201_fix;")
    assert run("--fix", "a.c")[:2] == (0, "")


def test_diff_changes_nothing_and_applies(run):
    path = pathlib.Path("a.c")
    before = "a\nBAD201_fix;\nc"
    path.write_text(before)
    code, out, _ = run("--diff", "a.c")
    assert code == 1 and path.read_text() == before
    assert out.startswith("--- a/a.c\n+++ b/a.c\n")
    subprocess.run(["git", "apply"], input=out, text=True, check=True)
    assert path.read_text() == "a\nGOOD;\nc"


def test_nothing_to_fix_writes_nothing(run):
    path = pathlib.Path("a.c")
    path.write_text("BAD201;")
    before = path.stat().st_mtime_ns
    assert run("--fix", "a.c")[0] == 1
    assert path.stat().st_mtime_ns == before


def test_a_file_that_cannot_be_written(run, monkeypatch):
    pathlib.Path("a.c").write_text("BAD201_fix;")

    def refuse(*args):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("dtlslint.fix_command.write", refuse)
    code, out, err = run("--fix", "a.c")
    assert code == 3 and "DTL201" in out and "not fixed: Permission denied" in err


def test_fix_keeps_to_changed_lines(git, run, tmp_path):
    path = pathlib.Path("a.c")
    path.write_text("BAD201_fix;\nx;\n")
    git("add", ".")
    git("commit", "-qm", "old")
    path.write_text("BAD201_fix;\nBAD202_fix;\n")
    git("add", ".")
    assert run("--fix", "--changed-lines", "a.c")[0] == 0
    assert path.read_text() == "BAD201_fix;\nGOOD;\n"


@pytest.mark.parametrize(
    "name",
    ["a b.c", 'q".c', "back\\slash.c", "new\nline.c", "esc\x1b[2J.c", "gr\u00fcn.c", "\udcff.c"],
    ids=ascii,
)
def test_a_diff_applies_whatever_the_file_is_called_and_holds(
    fake_checks, name, capsysbinary, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    path = pathlib.Path(name)
    before = b"// gr\xfcn \xe2\x80\xae\x0c\x1b\nBAD201_fix;\ry\r\nBAD202_fix;"
    path.write_bytes(before)
    main(["-q", "--diff", name])
    written = capsysbinary.readouterr().out
    pathlib.Path("patch").write_bytes(written)
    subprocess.run(["git", "init", "-q", "."], check=True)
    subprocess.run(["git", "apply", "patch"], check=True)
    after = before.replace(b"BAD201_fix", b"GOOD").replace(b"BAD202_fix", b"GOOD")
    assert path.read_bytes() == after
    assert not [byte for byte in written.splitlines()[0] if byte < 0x20 and byte != 0x09]


HEAD = b"""#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <stdbool.h>
#include <string.h>
#define NEED(x) if (!x) return 0
"""

#: Function -> what --fix makes of it; None: nothing.
MEANT = {
    "int f(unsigned char *b) { if (!RAND_bytes(b, 9)) return 0; return 1; }":
    "int f(unsigned char *b) { if (RAND_bytes(b, 9) != 1) return 0; return 1; }",
    "int f(unsigned char *b) { if (RAND_bytes(b, 9)) return 1; return 0; }":
    "int f(unsigned char *b) { if (RAND_bytes(b, 9) == 1) return 1; return 0; }",
    "int f(unsigned char *b) { if (RAND_bytes(b, 9) < 0) return 0; return 1; }":
    "int f(unsigned char *b) { if (RAND_bytes(b, 9) != 1) return 0; return 1; }",
    "int f(unsigned char *b) { if (b && RAND_bytes(b, 9) >= 0) return 1; return 0; }":
    "int f(unsigned char *b) { if (b && RAND_bytes(b, 9) == 1) return 1; return 0; }",
    "int f(unsigned char *b) { int r; if (!(r = RAND_bytes(b, 9))) return 0; return 1; }":
    "int f(unsigned char *b) { int r; if ((r = RAND_bytes(b, 9)) != 1) return 0; return 1; }",
    "bool f(unsigned char *b) { return RAND_bytes(b, 9); }":
    "bool f(unsigned char *b) { return RAND_bytes(b, 9) == 1; }",
    "bool f(unsigned char *b) { bool ok = RAND_bytes(b, 9); return ok; }":
    "bool f(unsigned char *b) { bool ok = RAND_bytes(b, 9) == 1; return ok; }",
    "int f(EVP_PKEY_CTX *c) { if (!EVP_PKEY_derive_init(c)) return 0; return 1; }":
    "int f(EVP_PKEY_CTX *c) { if (EVP_PKEY_derive_init(c) != 1) return 0; return 1; }",
    "int f(void *mac, void *m) { return memcmp(mac, m, 16) == 0; }":
    "int f(void *mac, void *m) { return CRYPTO_memcmp(mac, m, 16) == 0; }",
    # the result is kept for something else
    "int f(unsigned char *b) { int r = RAND_bytes(b, 9); if (!r) return 0; return r; }": None,
    # the macro has no parentheses around its parameter
    "int f(unsigned char *b) { NEED(RAND_bytes(b, 9)); return 1; }": None,
    "bool f(unsigned char *b) { bool ok = (bool)RAND_bytes(b, 9); return ok; }": None,
    "int f(unsigned char *b) { return !!RAND_bytes(b, 9); }": None,
    # an order is asked for
    "int f(void *mac, void *m) { return memcmp(mac, m, 16); }": None,
    # mended, the line would have another finding
    "bool f(SSL *s) { return SSL_connect(s); }": None,
}  # fmt: skip


@pytest.mark.parametrize(("before", "wanted"), MEANT.items())
def test_what_is_certain(before, wanted):
    raw = HEAD + before.encode() + b"\n"
    result = check_bytes("a.c", raw, Settings())
    after, mended = safe_fixes(raw, result, result.reports, Settings())
    assert after == HEAD + (wanted or before).encode() + b"\n"
    assert len(mended) == (wanted is not None)
    again = check_bytes("a.c", after, Settings())
    assert safe_fixes(after, again, again.reports, Settings()) == (after, [])
    codes = {report.code for report in mended}
    assert not codes & {report.code for report in again.reports}


def test_the_replacement_is_declared_in_every_configuration():
    function = b"int f(void *mac, void *m) { return memcmp(mac, m, 16) == 0; }\n"
    guarded = b"#ifdef WITH_TLS\n#include <openssl/evp.h>\n#endif\n#include <openssl/md5.h>\n"
    for raw, count in (
        (guarded + function, 0),
        (guarded + b"#ifdef WITH_TLS\n" + function + b"#endif\n", 1),
        (guarded + b"#ifdef WITH_TLS\n#else\n" + function + b"#endif\n", 0),
    ):
        result = check_bytes("a.c", raw, Settings())
        assert any(report.code == "DTL605" for report in result.reports)
        assert len(safe_fixes(raw, result, result.reports, Settings())[1]) == count


def test_a_fix_that_spoils_the_syntax_is_refused():
    raw = b"#include <openssl/rand.h>\nint f(unsigned char *b) { return RAND_bytes(b, 9) == 0; }\n"
    result = check_bytes("a.c", raw, Settings())
    result.reports = [types.SimpleNamespace(code="DTL202", fixes=((30, 31, b"}"),))]
    assert safe_fixes(raw, result, result.reports, Settings()) == (raw, [])
