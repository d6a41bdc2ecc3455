# ruff: noqa
"""DTL604 with python-mbedtls."""

from mbedtls import tls


def server(cert, key) -> tls.ServerContext:
    conf = tls.DTLSConfiguration(certificate_chain=cert, private_key=key)
    return tls.ServerContext(conf)  # expect: DTL604


def stream(cert, key) -> tls.ServerContext:
    return tls.ServerContext(tls.TLSConfiguration(certificate_chain=cert))  # silent: TLS
