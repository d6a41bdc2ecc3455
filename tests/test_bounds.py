"""A function with more paths than are followed: what needs no path must still be found."""

import time

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


def test_a_block_behind_all_bounds_is_reached():
    asks = "".join(f"    if (wants(r, {n})) flag{n} = 1;\n" for n in range(160))
    uses = "".join(f"    if (flag{n} && wants(r, {n})) again = 1;\n" for n in range(160))
    flags = ", ".join(f"flag{n} = 0" for n in range(160))
    text = f"""#include <openssl/ssl.h>
int wants(void *r, int n);
int access_hook(void *r, SSL *ssl)
{{
    int again = 0;
    int {flags};
{asks}{uses}    if (again) {{
        if (!SSL_do_handshake(ssl))
            return 403;
    }}
    return 0;
}}
"""
    data = text.encode()
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
