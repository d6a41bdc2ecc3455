# ruff: noqa
"""DTL704 is about datagrams."""

import select

from OpenSSL import SSL


def handshake(sock) -> SSL.Connection:
    conn = SSL.Connection(SSL.Context(SSL.TLS_METHOD), sock)
    while True:
        try:
            conn.do_handshake()  # silent: TCP sends again by itself
            return conn
        except SSL.WantReadError:
            select.select([sock], [], [])
