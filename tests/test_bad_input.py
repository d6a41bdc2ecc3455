"""The whole program on input that nobody wrote on purpose: no traceback, no crash, no hang."""

import os
import subprocess
import sys

import pytest

from casefile import available_hooks
from conftest import ROOT

#: Seconds that a file may take here before it is cut off (the program's own limit is higher).
LIMIT = 2

#: Bytes of address space: what is analysed at all is analysed in less.
MEMORY = 1 << 30

#: Seconds for the whole process; only a call into C that never ends takes as long.
PATIENCE = 30

#: Inputs made to be slow: cut off with a line on stderr (exit code 3) is as good as analysed.
EXTREME = {
    "20,000 else-ifs", "50,000 operators", "50,000 cases", "5,000 #ifs", "2,000 ifs in a row",
    "nested loops", "500 labels", "one long line", "10,000 ignores", "a giant initialiser",
}  # fmt: skip

#: Bytes from which an input counts as made to be slow whatever it is.
LARGE = 100_000

CALL = b"#include <openssl/rand.h>\nint f(unsigned char *b) {\n    RAND_bytes(b, 16);\n"


def counted(line, times):
    """The line so many times, ``@`` replaced by a number that counts from 0."""
    return b"".join(line.replace(b"@", b"%d" % n) for n in range(times))


F, N = b"f", b"9"

INPUT = {
    "empty": b"",
    "blank lines": b"\n" * 9999,
    "binary": b"\x7fELF\2\1\1\0" + bytes(range(256)) * 40,
    "binary by content": bytes(range(256)) * 40 + b"RAND_bytes(a, b);",
    "NUL": CALL + b"\0\0\n}\n",
    "NUL in a name": CALL.replace(b"16", b"1\x006") + b"}\n",
    "Latin-1": CALL + b'puts("gr\xfc\xdfe");\n}\n',
    "UTF-16": ("\ufeff" + CALL.decode() + "}\n").encode("utf-16-le"),
    "UTF-16, other end first": ("\ufeff" + CALL.decode() + "}\n").encode("utf-16-be"),
    "UTF-8 mark": b"\xef\xbb\xbf" + CALL + b"}\n",
    "CR only": (CALL + b"}\n").replace(b"\n", b"\r"),
    "CRLF": (CALL + b"}\n").replace(b"\n", b"\r\n"),
    "5 MB": b"/* SSL_new */\n" * 380_000,
    "100,000 parentheses": CALL + b"return " + b"(" * 100_000 + b"1" + b")" * 100_000 + b";\n}\n",
    "100,000 open parentheses": CALL + b"return " + b"(" * 100_000,
    "100,000 braces": CALL + b"{" * 100_000 + b"}" * 100_000 + b"}\n",
    "100,000 nots": CALL + b"return " + b"!" * 100_000 + b"f(b);\n}\n",
    "20,000 else-ifs": CALL + b"if (f(b)) ;\n" + b"else if (f(b)) ;\n" * 20_000 + b"}\n",
    "50,000 operators": CALL + b"return f(b)" + b" && f(b)" * 50_000 + b";\n}\n",
    "50,000 cases": CALL
    + b"switch (f(b)) {\n"
    + b"".join(b"case %d: f(b); break;\n" % n for n in range(50_000))
    + b"}\n}\n",
    "5,000 #ifs": CALL
    + b"".join(b"#if A%d\nRAND_bytes(b, 1);\n#endif\n" % n for n in range(5000))
    + b"}\n",
    "nested #ifs": CALL + b"#if A\n" * 3000 + b"f(b);\n" + b"#endif\n" * 3000 + b"}\n",
    "2,000 ifs in a row": CALL
    + b"".join(b"if (b[%d]) RAND_bytes(b, %d);\n" % (n, n) for n in range(2000))
    + b"}\n",
    "nested loops": CALL + b"while (f(b)) {" * 500 + b"RAND_bytes(b, 1);" + b"}" * 500 + b"}\n",
    "500 labels": CALL
    + b"".join(b"l%d: if (f(b)) goto l%d;\n" % (n, (n * 7) % 500) for n in range(500))
    + b"}\n",
    "a giant initialiser": CALL + b"int a[] = {" + b"1, " * 200_000 + b"};\n}\n",
    "one long line": CALL.replace(b"\n    ", b"") + b"f(b); " * 100_000 + b"}\n",
    "a long string": CALL + b'puts("' + b"x" * 1_000_000 + b'");\n}\n',
    "an open string": CALL + b'puts("' + b"x\\" * 10_000,
    "an open comment": CALL + b"/*" * 10_000,
    "an open raw string": CALL + b'R"(' * 10_000,
    "10,000 ignores": CALL + b"f(b); // dtlslint: ignore[DTL201]\n" * 10_000 + b"}\n",
    "a truncated function": CALL + b"if (SSL_connect(s",
    "a truncated directive": CALL + b"#if OPENSSL_VERSION_NUMBER >= 0x",
    "backslashes at line ends": CALL.replace(b"RAND", b"RA\\\nND") + b"}\n",
    "100,000 empty cases": CALL + b"switch (n) {\n" + counted(b"case @:\n", 100_000) + b"f(b);}}\n",
    "10,000 #elifs": CALL + b"#if A\n" + counted(b"#elif A@\nf(b);\n", 10_000) + b"#endif\n}\n",
    "10,000 #ifs at the top": counted(b"#if A@\n#define X@ 1\n#endif\n", 10_000) + CALL + b"}\n",
    "2,000 objects freed on some paths": CALL
    + counted(b"X509 *x@ = b[@] ? 0 : SSL_get_peer_certificate(b);\n", 1000)
    + counted(b"if (b[@]) X509_free(x@);\n", 1000)
    + b"}\n",
    "100,000 parameters": b"int g(" + counted(b"int a@, ", 100_000) + b"int z);\n" + CALL + b"}\n",
    "100,000 arguments": CALL + b"f(" + counted(b"a@, ", 100_000) + b"b);\n}\n",
    "50,000 calls as arguments": CALL + b"f(" + b"RAND_bytes(b, 1), " * 50_000 + b"b);\n}\n",
    "50,000 conditional operators": CALL + b"return " + b"b[0] ? f(b) : " * 50_000 + b"0;\n}\n",
    "a huge macro": b"#define M(x) " + b"RAND_bytes(x, 16); " * 50_000 + b"\n" + CALL + b"M(b)}\n",
    "macros that double": b"#define M0 1\n"
    + b"".join(b"#define M%d (M%d + M%d)\n" % (n + 1, n, n) for n in range(60))
    + CALL
    + b"char t[M60]; memcpy(t, b, M60);\n}\n",
    "a chain of macros": b"#define M0 1\n"
    + b"".join(b"#define M%d M%d\n" % (n + 1, n) for n in range(30_000))
    + CALL
    + b"char t[M30000]; memcpy(t, b, M30000);\n}\n",
    "macros in a circle": b"#define A B\n#define B A\n#define F(x) G(x)\n#define G(x) F(x)\n"
    + CALL
    + b"char t[A]; F(b);\n}\n",
    "shifts without end": CALL
    + b"#if (OPENSSL_VERSION_NUMBER >> 4000000000) >= 3\nf(b);\n#endif\n"
    + b"char t[1 << 4000000000]; memcpy(t, b, 1 << 4000000000);\n}\n",
    "numbers without end": CALL
    + b"char t[0x%b]; memcpy(t, b, 0x%b); RAND_bytes(b, %b);\n" % (F * 9999, F * 9999, N * 9999)
    + b"#if OPENSSL_VERSION_NUMBER >= 0x%bL\n#endif\n}\n" % (F * 9999),
    "products without end": b"#define M0 0xffffffff\n"
    + b"".join(b"#define M%d (M%d * M%d)\n" % (n + 1, n, n) for n in range(60))
    + CALL
    + b"char t[M60]; memcpy(t, b, M60);\n}\n",
    "50,000 labels": CALL
    + b"".join(b"l%d: if (f(b)) goto l%d;\n" % (n, n * 7919 % 50_000) for n in range(50_000))
    + b"}\n",
    "nested records": b"struct s {" * 20_000 + b"int a;" + b"} x;" * 20_000 + CALL + b"}\n",
    "records that seem to hold themselves": b"typedef struct PACKED { int n; } t0;\n"
    + b"".join(b"typedef struct PACKED { t%d a, b; int n; } t%d;\n" % (n, n + 1) for n in range(99))
    + CALL
    + b"t99 v; memset(&v, 0, sizeof(v)); memcpy(b, &v, sizeof(t98));\n}\n",
    "a chain of records": b"struct s0 { void *p; };\n"
    + b"".join(b"struct s%d { struct s%d a, b; };\n" % (n + 1, n) for n in range(5000))
    + CALL
    + b"struct s5000 v; memset(&v, 0, sizeof(v)); char t" + b"[2]" * 3000 + b";\n"
    + b"memset(t, 0, sizeof(t));\n}\n",
    "nested classes": b"class A {" * 5000 + b"void g() { SSL_new(0); }" + b"};" * 5000 + CALL,
    "nested templates": CALL + b"std::vector<" * 20_000 + b"int" + b">" * 20_000 + b" v;\n}\n",
    "nested lambdas": CALL + b"g([&] { " * 5000 + b"RAND_bytes(b, 1);" + b" });" * 5000 + b"}\n",
    "20,000 lambdas": CALL + b"g([&] { RAND_bytes(b, 1); });\n" * 20_000 + b"}\n",
    "nested tries": CALL + b"try {" * 2000 + b"f(b);" + b"} catch (...) {}" * 2000 + b"}\n",
    "30,000 attributes": b"[[nodiscard]] " * 30_000 + CALL + b"}\n",
    "20,000 damaged lines": CALL + b"f(b, ; ) } { if ( while ) else ;\n" * 20_000 + b"}\n",
    "10,000 functions": counted(b"int f@(char *b) { return RAND_bytes(b, 16); }\n", 10_000),
    "200,000 strings in a row": CALL + b"puts(" + b'"abc" ' * 200_000 + b");\n}\n",
    "50,000 ignores alone": CALL + b"// dtlslint: ignore[DTL201]\n" * 50_000 + b"}\n",
    "20,000 NOLINTBEGINs": CALL
    + b"// NOLINTBEGIN(dtlslint-*)\n" * 20_000
    + b"RAND_bytes(b, 1);\n" * 1000
    + b"// NOLINTEND(dtlslint-*)\n}\n",
    "only closing": b"}})]" * 20_000 + b" SSL_new",
}  # fmt: skip


def check(folder, *arguments):
    hooks = ",".join(hook.name for hook in available_hooks())
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    program = (
        f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))\n"
        f"import sys, dtlslint.engine as engine; engine.MAX_SECONDS = {LIMIT}\n"
        "from dtlslint.cli import main; sys.exit(main())"
    )
    options = ["--no-config", "--select", hooks]
    command = [sys.executable, "-c", program, *options, *arguments]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, timeout=PATIENCE)
    assert b"Traceback" not in done.stderr
    assert b"a bug in dtlslint" not in done.stderr, done.stderr
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize("suffix", ["c", "cpp"])
@pytest.mark.parametrize("name", INPUT)
def test_input(tmp_path, name, suffix):
    data = INPUT[name]
    (tmp_path / f"a.{suffix}").write_bytes(data)
    code, out, err = check(tmp_path, f"a.{suffix}")
    if code == 3 and (name in EXTREME or len(data) > LARGE):
        assert err == f"dtlslint: a.{suffix}: not analysed: took over {LIMIT} seconds\n"
        return
    assert code in (0, 1)
    assert (code == 1) == ("error: " in out or "warning: " in out)
    assert err.count("\n") <= 2
    if b"ELF" in data or len(data) > 2 << 20:
        assert f"a.{suffix}: skipped: " in err


@pytest.mark.parametrize(
    "name", ["NUL", "Latin-1", "UTF-16", "UTF-16, other end first", "UTF-8 mark", "CR only", "CRLF"]
)
def test_findings_stand_where_they_are(tmp_path, name):
    (tmp_path / "a.c").write_bytes(INPUT[name])
    code, out, _ = check(tmp_path, "--ignore", "DTL701", "a.c")
    assert code == 1 and out.startswith("a.c:3:5: error: ")


def test_paths(tmp_path):
    (tmp_path / "folder.c").mkdir()
    os.mkfifo(tmp_path / "pipe.c")
    (tmp_path / "good.c").write_bytes(CALL + b"    return 0;\n}\n")
    code, out, err = check(tmp_path, "missing.c", "folder.c", "pipe.c", "good.c")
    assert code == 3
    assert "good.c:3:5:" in out
    told = err.splitlines()
    assert "dtlslint: folder.c: no C or C++ files in this folder" in told
    assert "dtlslint: missing.c: No such file or directory" in told
    assert "dtlslint: pipe.c: not a regular file" in told
