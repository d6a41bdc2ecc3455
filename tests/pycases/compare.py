# ruff: noqa
"""DTL605."""

import base64
import hashlib
import hmac
from getpass import getpass
from struct import pack
from zlib import crc32

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC

DEFAULT_PASSWORD = "changeme"


class Session:
    def __init__(self, token: str, cookie: bytes) -> None:
        self.token = token
        self.cookie = cookie

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Session) and self.cookie == other.cookie  # silent: equality

    def answers(self, other: "Session") -> bool:
        return self.cookie == other.cookie  # silent: two objects of one kind

    def accepts(self, request) -> bool:
        if request.headers["X-Auth-Token"] == self.token:  # expect: DTL605
            return True
        return request.cookie != self.cookie  # expect: DTL605


def compare(key: bytes, data: bytes, received: bytes, digest: str, sent: bytes) -> bool:
    if hmac.new(key, data, "sha256").digest() == received:  # expect: DTL605
        return True
    expected = hmac.new(key, data, "sha256").hexdigest()
    if expected != digest:  # expect: DTL605
        return False
    h = HMAC(key, hashes.SHA256())
    h.update(data)
    if h.finalize() != sent[-32:]:  # expect: DTL605
        return False
    if hashlib.sha256(data).hexdigest() == digest:  # expect: DTL605
        return True
    return hmac.compare_digest(received, sent)  # silent: constant time


def names(mac: bytes, computed_mac: bytes, password: str, password2: str, user) -> bool:
    if mac == computed_mac:  # expect: DTL605
        return True
    if password == user.password:  # expect: DTL605
        return True
    if password == password2:  # silent: both were typed in
        return False
    if password == getpass("Again: "):  # silent: both were typed in
        return False
    if password == DEFAULT_PASSWORD:  # silent: a constant that anybody can read
        return False
    if len(mac) != len(computed_mac):  # silent: lengths
        return False
    if password == "" or mac == b"":  # silent: emptiness
        return False
    return user.digest_name == user.mac_type  # silent: names


def public(cert, fingerprint: str, token, token_type: str, verification_tag: int, expected_tag: int):
    if cert.digest("sha256") == fingerprint:  # silent: sent in the clear
        return True
    if verification_tag == expected_tag:  # silent: no MAC
        return True
    return token.type == token_type  # silent: a parser's


def test_mac(mac: bytes, computed_mac: bytes) -> None:
    if mac != computed_mac:  # silent: in a test
        raise AssertionError


def signed(hashed: bytes, message_digest: bytes) -> bool:
    return hashed == message_digest  # silent: goes with the message


GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def websocket(nonce: bytes, received: bytes) -> bool:
    accept = base64.b64encode(hashlib.sha1(nonce + GUID).digest())
    return accept == received  # silent: says that the server speaks WebSocket


def stored(password: bytes, received: bytes) -> bool:
    made = base64.b64encode(hashlib.sha1(password).digest())
    return made == received  # expect: DTL605


def in_the_clear(paged_set, control: dict, bindings, received: bytes) -> bool:
    if paged_set.cookie == control["cookie"]:  # silent: where a search goes on
        return True
    return received == bindings.digest()  # silent: both ends know it


def session_cookie(session, control: dict) -> bool:
    return session.cookie == control["cookie"]  # expect: DTL605


def checksum(data: bytes, mic: bytes, received: bytes) -> bool:
    expected_icv = pack("<I", crc32(data + mic))
    if expected_icv != received:  # silent: anybody can compute it
        return False
    computed_icv = hmac.digest(received, data, "sha1")[:8]
    return computed_icv != received  # expect: DTL605


def known_host(salt: bytes, host: str, stored: bytes) -> bool:
    hashed = hmac.new(salt, host.encode(), "sha1").digest()
    return hashed == stored  # silent: whoever reads the file has the salt too


def known_peer(session_key: bytes, host: str, received: bytes) -> bool:
    hashed = hmac.new(session_key, host.encode(), "sha1").digest()
    return hashed == received  # expect: DTL605
