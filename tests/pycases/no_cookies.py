# ruff: noqa
"""DTL604 with pyOpenSSL."""

import socket

from OpenSSL import SSL


def server(sock: socket.socket) -> SSL.Connection:
    ctx = SSL.Context(SSL.DTLS_SERVER_METHOD)  # expect: DTL604
    return SSL.Connection(ctx, sock)


def client(sock: socket.socket) -> SSL.Connection:
    ctx = SSL.Context(SSL.DTLS_CLIENT_METHOD)  # silent: a client
    return SSL.Connection(ctx, sock)


def stream(sock: socket.socket) -> SSL.Connection:
    ctx = SSL.Context(SSL.TLS_SERVER_METHOD)  # silent: TLS
    return SSL.Connection(ctx, sock)
