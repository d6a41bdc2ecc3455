# ruff: noqa
"""DTL704."""

import select

from OpenSSL import SSL


def handshake(sock) -> SSL.Connection:
    ctx = SSL.Context(SSL.DTLS_METHOD)
    conn = SSL.Connection(ctx, sock)
    conn.set_connect_state()
    while True:
        try:
            conn.do_handshake()  # expect: DTL704
            return conn
        except SSL.WantReadError:
            select.select([sock], [], [])


def again(conn: SSL.Connection) -> None:
    try:
        conn.do_handshake()  # silent: one finding a file
    except SSL.WantReadError:
        pass
