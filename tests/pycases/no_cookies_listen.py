# ruff: noqa
"""DTL604 at each DTLSv1_listen."""

import os

from OpenSSL import SSL

COOKIE = os.urandom(32)  # expect: DTL401


def listen(sock) -> SSL.Connection:
    ctx = SSL.Context(SSL.DTLS_SERVER_METHOD)  # silent: the listen below is the place
    ctx.set_cookie_generate_callback(lambda conn: COOKIE)
    conn = SSL.Connection(ctx, sock)
    conn.DTLSv1_listen()  # expect: DTL604
    return conn
