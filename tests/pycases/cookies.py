# ruff: noqa
"""DTL604 with both callbacks."""

import hmac

from OpenSSL import SSL


def listen(sock, generate, secret: bytes) -> SSL.Connection:
    ctx = SSL.Context(SSL.DTLS_SERVER_METHOD)  # silent: both callbacks
    ctx.set_cookie_generate_callback(generate)
    ctx.set_cookie_verify_callback(lambda conn, c: hmac.compare_digest(c, generate(conn)))
    conn = SSL.Connection(ctx, sock)
    conn.DTLSv1_listen()  # silent: both callbacks
    return conn
