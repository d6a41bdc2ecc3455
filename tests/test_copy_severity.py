"""DTL801 is a note where what decides lies outside of the function."""

import pytest

from dtlslint.checks.registry import HOOKS
from dtlslint.checks.run import analyse
from dtlslint.options import Options

HEAD = """
#include <stddef.h>
#include <string.h>
struct pair { unsigned char *data; size_t len; };
struct room { unsigned char *buf; unsigned char key[32]; };
unsigned char *of_others(void);
"""

NOTES = {
    "a member beside its data": "void f(struct room *r, struct pair *p)"
    " { r->buf = 0; memcpy(r->key, p->data, p->len); }",
    "all handed in": "int f(char *to, const char *from, size_t n)"
    " { if (!to) return 0; memcpy(to, from, n); return 1; }",
    "a pointer member": "void f(struct room *r, const char *p, size_t n)"
    " { r->key[0] = 0; memcpy(r->buf, p, n); }",
    "memory of others": "void f(const char *p, size_t n)"
    " { unsigned char *to = of_others(); memcpy(to, p, n); to[0] = 1; }",
    "asked for the size first": "void f(struct pair *p, char *out, size_t *size)"
    " { *size = strlen((char *)p->data) + p->len; if (out) memcpy(out, p->data, *size); }",
}
WARNINGS = {
    "a member that was just set": "void f(struct room *r, struct pair *p, const unsigned char *in)"
    " { p->len = in[0] << 8 | in[1]; memcpy(r->key, p->data, p->len); }",
    "a fixed member": "void f(struct room *r, const char *p, size_t n)"
    " { r->buf = 0; memcpy(r->key, p, n); }",
    "a cursor into an array of the function": "int f(const char *p, size_t n)"
    " { char a[64], *to = a; *to++ = 1; memcpy(to, p, n); to += n; return a[0]; }",
    "something else is told": "void f(struct pair *p, char *out, int *kind, const char *in)"
    " { size_t n = in[0] << 8; *kind = in[1]; if (out) memcpy(out, in + 2, n); p->len = 0; }",
    "memory of another size": "void f(struct room *r, const char *p, size_t n, size_t m)"
    " { r->buf = __builtin_malloc(m); r->key[0] = 0; memcpy(r->key, p, n); }",
}


def severities(body: str, options: Options) -> list[str]:
    hooks = tuple(hook for hook in HOOKS if hook.name == "unbounded-copy")
    findings, _ = analyse("a.c", (HEAD + body + "\n").encode(), hooks, options)
    return [finding.severity for finding in findings]


@pytest.mark.parametrize("body", NOTES.values(), ids=list(NOTES))
def test_note(body: str) -> None:
    assert severities(body, Options()) == ["note"]


@pytest.mark.parametrize("body", WARNINGS.values(), ids=list(WARNINGS))
def test_warning(body: str) -> None:
    assert severities(body, Options()) == ["warning"]


def test_note_in_test_folders() -> None:
    options = Options()
    options.is_test_path = True
    assert severities(WARNINGS["a fixed member"], options) == ["note"]
