# ruff: noqa
"""DTL704 with a timer."""

import select

from OpenSSL import SSL


def handshake(sock) -> SSL.Connection:
    conn = SSL.Connection(SSL.Context(SSL.DTLS_METHOD), sock)
    while True:
        try:
            conn.do_handshake()  # silent: the timer is asked
            return conn
        except SSL.WantReadError:
            ready, _, _ = select.select([sock], [], [], conn.DTLSv1_get_timeout())
            if not ready:
                conn.DTLSv1_handle_timeout()
