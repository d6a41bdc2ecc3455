# ruff: noqa
"""DTL606."""

from OpenSSL import SSL

lib = SSL._lib


def is_verified(ssl) -> bool:
    return lib.SSL_get_verify_result(ssl) == lib.X509_V_OK  # expect: DTL606


def is_verified_later(ssl) -> bool:
    result = lib.SSL_get_verify_result(ssl)
    return result == 0  # expect: DTL606


def is_verified_peer(ssl) -> bool:
    if lib.SSL_get_peer_certificate(ssl) is None:
        return False
    return lib.SSL_get_verify_result(ssl) == lib.X509_V_OK  # silent: there is a certificate


def shown(ssl) -> str:
    return str(lib.SSL_get_verify_result(ssl))  # silent: only shown
