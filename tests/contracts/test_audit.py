"""What tools/source_results.py reads out of C, and what tools/audit_contracts.py makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

import audit_contracts
from dtlslint.contracts.encoding import encode
from dtlslint.contracts.model import decode
from source_results import Sources

C = """
static int inner(int x)
{
    if (x > 1) /* return 7; */
        return -2;
    return x == 1;
}

int handed_on(int x)
{
    int ret = -1, other;

    if (x == 0)
        goto end;
    ret = inner(x);
 end:
    return ret;
}

int counted(const char *s)
{
    int n = 0;
    while (*s++)
        n++;
    return n;
}

int given(int len)
{
    if (len < 0)
        len = 0;
    return len;
}

char *found(int x)
{
    return x ? NULL : "x";
}

long SSL_ctrl(SSL *s, int cmd, long larg, void *parg)
{
    long l;

    switch (cmd) {
    case SSL_CTRL_ONE:
        return 1;
    case SSL_CTRL_SIZE:
        if (larg < 512)
            return 0;
        l = larg;
        break;
    default:
        return -1;
    }
    return 1;
}
"""
HEADER = """
#define SSL_one(s) \\
    SSL_ctrl(s, SSL_CTRL_ONE, 0, NULL)
#define SSL_size(s, n) SSL_ctrl((s),SSL_CTRL_SIZE,n,NULL)
#define SOME_CODE (-3)
"""


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    for folder, name, text in (("ssl", "a.c", C), ("include/openssl", "ssl.h", HEADER)):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / name).write_text(text, encoding="utf-8")
    (tmp_path / "crypto").mkdir()
    return Sources(tmp_path)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("handed_on", {-2, -1, 0, 1}),
        ("counted", {0, "+"}),
        ("given", {0, "?len"}),
        ("found", {"NULL", '?""'}),
        ("SSL_one", {1}),
        ("SSL_size", {0, 1}),
        ("nowhere", {"?nowhere"}),
    ],
)
def test_results(sources: Sources, name: str, values: set[object]) -> None:
    assert sources.results(name) == values


def test_a_value_in_no_set_is_a_suspect(sources: Sources) -> None:
    wrong = decode("handed_on", encode({"returns": "int", "success": [1], "failure": [0]}))
    right = decode("handed_on", encode({"returns": "int", "success": [1], "failure": ["..0"]}))
    assert list(audit_contracts.suspects(wrong, sources)) == [
        "returns -2, which lies in no set",
        "returns -1, which lies in no set",
    ]
    assert list(audit_contracts.suspects(right, sources)) == []


def test_negatives_that_never_come_are_a_suspect(sources: Sources) -> None:
    wide = decode("SSL_size", encode({"returns": "int", "success": [1], "failure": ["..0"]}))
    assert list(audit_contracts.suspects(wide, sources)) == [
        "fails with negative values, but returns only [0, 1]"
    ]


def test_pod_becomes_text() -> None:
    pod = "=over 4\n\n=item E<gt> 0\n\nB<sk_I<TYPE>_num>() worked.\n\n=back\n"
    assert audit_contracts.plain(pod) == "* > 0 sk_TYPE_num() worked."
