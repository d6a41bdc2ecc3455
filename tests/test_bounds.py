"""A function with more paths than are followed: what needs no path must still be found."""

import time

import pytest

from dtlslint.checks.registry import HOOKS
from dtlslint.checks.run import analyse
from dtlslint.options import Options


def options(count):
    """Switches of a command line, each of which sets a flag that is read further down."""
    cases = "".join(f"        case {n + 300}: flag{n} = 1; break;\n" for n in range(count))
    uses = "".join(f"    if (flag{n} && tcp) log_it({n});\n" for n in range(count))
    return cases, uses


def large(count):
    cases, uses = options(count)
    flags = "".join(f"int flag{n};\n" for n in range(count))
    return f"""#include <openssl/ssl.h>
int next_option(int argc, char **argv);
void log_it(int n);
{flags}int tcp;

int main(int argc, char **argv)
{{
    SSL_CTX *ctx;
    int option;

    while ((option = next_option(argc, argv)) != -1) {{
        switch (option) {{
        case 't': tcp = 1; break;
        case 'u': tcp = 0; break;
{cases}        }}
    }}
{uses}    if (tcp > 0) {{
        ctx = SSL_CTX_new(TLSv1_client_method());
        SSL_CTX_set_cipher_list(ctx, "ALL");
    }} else {{
        ctx = SSL_CTX_new(DTLSv1_client_method());
        SSL_CTX_set_cipher_list(ctx, "eNULL");
    }}
    return ctx == NULL;
}}
"""


def lines_of(findings, data, code):
    lines = data.split(b"\n")
    return {
        lines[data[: finding.span[0]].count(b"\n")].strip().decode()
        for finding in findings
        if finding.rule.code == code
    }


def test_both_sides_of_a_late_branch_are_walked():
    data = large(60).encode()
    findings, notices = analyse("large.c", data, HOOKS, Options())
    assert any("more paths" in notice for notice in notices), "the bound was not reached"
    assert lines_of(findings, data, "DTL601") == {
        "ctx = SSL_CTX_new(TLSv1_client_method());",
        "ctx = SSL_CTX_new(DTLSv1_client_method());",
    }
    assert len(lines_of(findings, data, "DTL602")) == 2
    assert len(lines_of(findings, data, "DTL201")) == 2


def test_a_length_handed_from_call_to_call_does_not_grow():
    calls = "    ldns_step(in, &n, &n); memcpy(out, in, n);\n" * 60
    text = (
        "#include <string.h>\nvoid ldns_step(char *, unsigned *, unsigned *);\n"
        "void f(char *in)\n{\n    char out[64];\n    unsigned n = sizeof(out);\n" + calls + "}\n"
    )
    began = time.process_time()
    analyse("steps.c", text.encode(), HOOKS, Options())
    assert time.process_time() - began < 5


def late(body, count):
    """A function whose last block, ``body``, is reached with more states than are told apart."""
    asks = "".join(f"    if (wants(r, {n})) flag{n} = 1;\n" for n in range(count))
    uses = "".join(f"    if (flag{n} && wants(r, {n})) again = 1;\n" for n in range(count))
    flags = ", ".join(f"flag{n} = 0" for n in range(count))
    return f"""#include <openssl/ssl.h>
int wants(void *r, int n);
int access_hook(void *r, SSL *ssl)
{{
    int again = 0;
    int {flags};
{asks}{uses}    if (again) {{
{body}    }}
    return 0;
}}
"""


def test_a_block_behind_all_bounds_is_reached():
    data = late("        if (!SSL_do_handshake(ssl))\n            return 403;\n", 160).encode()
    findings, notices = analyse("hook.c", data, HOOKS, Options())
    assert any("cut off" in notice for notice in notices), "the bound was not reached"
    assert lines_of(findings, data, "DTL202") == {"if (!SSL_do_handshake(ssl))"}


LIST = b"""#include <openssl/ssl.h>
#include <sys/time.h>
struct peer { SSL *ssl; struct peer *next; int lost; };
void tick(struct peer *list)
{
    for (struct peer *p = list; p != NULL; p = p->next) {
        struct timeval left;
        if (DTLSv1_get_timeout(p->ssl, &left) == 0)
            continue;
        if (left.tv_sec == 0 && left.tv_usec == 0)
            if (DTLSv1_handle_timeout(p->ssl) < 0)
                p->lost = 1;
    }
}
"""


def test_the_objects_of_a_list_are_one_as_good_as_the_next():
    assert analyse("list.c", LIST, HOOKS, Options()) == ([], [])


@pytest.mark.parametrize(
    ("release", "lost"),
    [
        ("", {"return 1;", "return 2;"}),
        ("        EVP_MD_CTX_free(c);\n", {"return 1;"}),
        ("        if (flag7)\n            EVP_MD_CTX_free(c);\n", {"return 1;"}),
    ],
)
def test_what_nothing_releases_on_the_way_is_lost(release, lost):
    body = f"""        EVP_MD_CTX *c = EVP_MD_CTX_new();
        if (!c)
            return -1;
        if (!EVP_DigestInit_ex(c, EVP_sha256(), NULL))
            return 1;
{release}        return 2;
"""
    data = late(body, 20).encode()
    findings, _ = analyse("hook.c", data, HOOKS, Options())
    assert lines_of(findings, data, "DTL301") == lost
