"""Laws for any input: no crash, spans in range, same in same out, comments change nothing."""

import functools
import random
import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casefile import CASE_FILES, available_hooks
from dtlslint.engine import check_bytes
from dtlslint.settings import Settings
from dtlslint.source import Source
from dtlslint.suppress import Suppressions

QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)

_WORDS = """
RAND_bytes SSL_new SSL_free SSL_connect assert memcpy if else while for do switch case return goto
int char void SSL * & ( ) { } [ ] ; , = == != < > <= ! && || ? : + - -> . :: 0 1 -1 NULL x y ctx
ssl buf "s" 's' /* */ // #if #else #elif #endif #define \\ class struct template try catch throw new
delete unique_ptr std
"""

#: Pieces that make random text look like code that the hooks care about.
PIECES = st.sampled_from(
    [*_WORDS.split(), "\n", "\n", "\r\n", "\0", "\xff", "dtlslint: ignore", "NOLINT(dtlslint-*)"]
)


@functools.cache
def selected():
    hooks = available_hooks()
    if not hooks:
        pytest.skip("no hook is written yet")
    return Settings({"select": tuple(hook.name for hook in hooks)})


def analyse(data, path="a.cpp"):
    result = check_bytes(path, data, selected(), identify=True)
    assert not result.failure, result.failure
    return result.reports


def check_laws(data, path="a.cpp"):
    reports = analyse(data, path)
    lines = Source(path, data).line_count()
    for report in reports:
        assert 1 <= report.line <= report.end_line <= lines
        assert 1 <= report.column <= len(report.text) + 1
        for note in report.notes:
            assert 1 <= note.line <= lines
    again = analyse(data, path)
    assert [(r.fingerprint, r.line, r.message) for r in reports] == [
        (r.fingerprint, r.line, r.message) for r in again
    ]


@QUICK
@given(st.lists(PIECES, max_size=200))
def test_any_text(pieces):
    text = "int f(SSL *ssl) { " + " ".join(pieces)
    check_laws(text.encode("latin-1"))
    check_laws(text.encode("latin-1"), "a.c")


@QUICK
@given(st.binary(max_size=400))
def test_any_bytes(data):
    check_bytes("a.c", b"SSL_new(" + data, selected())


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_cases_cut_short_and_with_lines_missing(path):
    chance = random.Random(path.name)
    data = path.read_bytes()
    lines = data.splitlines(keepends=True)
    for _ in range(3):
        check_laws(data[: chance.randrange(len(data))], path.name)
        gone = set(chance.sample(range(len(lines)), max(1, len(lines) // 20)))
        check_laws(b"".join(x for n, x in enumerate(lines) if n not in gone), path.name)


def codes_by_line(data, path):
    return [(report.line, report.code) for report in analyse(data, path)]


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_comments_and_line_ends_change_nothing(path):
    data = path.read_bytes()
    plain = codes_by_line(data, path.name)
    assert codes_by_line(data.replace(b"\n", b"\r\n"), path.name) == plain
    moved = codes_by_line(b"\n/* c */\n" + data + b"\n// end\n", path.name)
    assert moved == [(line + 2, code) for line, code in plain]


_COMMENT_PIECES = st.sampled_from(
    [
        "//", "/*", "*/", '"', "'", "\\", "\n", 'R"(', ')"', " x ", "dtlslint: ignore[DTL201]",
        "NOLINTBEGIN(DTL201)", "NOLINTEND(DTL201)",
    ]
)  # fmt: skip


#: Local names that are words of the model as well: values and facts begin with them.
MODEL_WORDS = (b"in", b"at", b"sym", b"cmp", b"expr", b"test", b"text", b"out")


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_variable_may_have_any_name(path):
    data = path.read_bytes()
    names = re.findall(rb"[\w*] [*&]?([a-z]\w*)(?= ?[;,)=])", data)
    common = [name for name, _ in Counter(names).most_common(3)]
    for n, name in enumerate(common):
        for word in (b"in", MODEL_WORDS[(n + len(data)) % len(MODEL_WORDS)]):
            analyse(re.sub(rb"\b%s\b" % name, word, data), path.name)


@QUICK
@given(st.lists(_COMMENT_PIECES, max_size=60))
def test_reading_suppressions_never_fails(pieces):
    Suppressions(Source("a.c", "".join(pieces).encode())).leftovers(None)


@QUICK
@given(st.binary(max_size=300))
def test_lines_and_columns_lead_back(data):
    source = Source("a.c", data)
    for offset in range(len(data) + 1):
        line, column = source.line_col(offset)
        assert source.starts[line - 1] + column - 1 == offset
