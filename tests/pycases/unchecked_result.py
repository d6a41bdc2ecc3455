# ruff: noqa
"""DTL201."""

import hmac
import secrets
from hmac import compare_digest as same

from cryptography import x509
from cryptography.hazmat.primitives import constant_time
from mbedtls import pk
from OpenSSL import SSL


def verify(mac: bytes, expected: bytes) -> None:
    hmac.compare_digest(mac, expected)  # expect: DTL201
    secrets.compare_digest(mac, expected)  # expect: DTL201
    same(mac, expected)  # expect: DTL201
    constant_time.bytes_eq(mac, expected)  # expect: DTL201
    not hmac.compare_digest(mac, expected)  # expect: DTL201
    _ = hmac.compare_digest(mac, expected)  # expect: DTL201


def stored(mac: bytes, expected: bytes) -> int:
    ok = hmac.compare_digest(mac, expected)  # expect: DTL201
    return 1


def request(data: bytes) -> x509.CertificateSigningRequest:
    csr = x509.load_pem_x509_csr(data)
    csr.is_signature_valid  # expect: DTL201
    return csr


def signature(key: bytes, message: bytes, signed: bytes) -> None:
    rsa = pk.RSA.from_DER(key)
    rsa.verify(message, signed, "sha256")  # expect: DTL201


class Authenticator:
    def _matches(self, mac: bytes, expected: bytes) -> bool:
        return hmac.compare_digest(mac, expected)

    def check(self, mac: bytes, expected: bytes) -> None:
        self._matches(mac, expected)  # expect: DTL201

    def strict(self, mac: bytes, expected: bytes) -> None:
        if not self._matches(mac, expected):  # silent: tested
            raise ValueError("bad MAC")


def used(mac: bytes, expected: bytes, log) -> bool:
    hmac.compare_digest(mac, expected) or log("bad MAC")  # silent: the operator tests it
    ok = hmac.compare_digest(mac, expected)  # silent: read below
    return ok


def raising(public_key, signed: bytes, data: bytes, conn: SSL.Connection) -> None:
    public_key.verify(signed, data)  # silent: cryptography raises InvalidSignature
    conn.DTLSv1_handle_timeout()  # silent: pyOpenSSL raises when it fails
    conn.shutdown()  # silent: the end of the connection's life
    hmac.new(signed, data, "sha256")  # silent: no verdict
