# ruff: noqa
"""DTL103 and DTL105."""

import hmac
import ssl

from OpenSSL import SSL


class Transport:
    def __init__(self, ctx: SSL.Context, sock) -> None:
        self.conn = SSL.Connection(ctx, sock)
        self.state = "new"
        self.verified = False

    def start(self) -> None:
        assert self.conn.do_handshake() is None  # expect: DTL103
        assert self.state == "new"  # expect: DTL105
        assert self.verified  # expect: DTL105
        self.conn.send(b"hello")

    def peer(self):
        assert self.conn.get_peer_certificate() is not None  # expect: DTL105
        return self.conn.get_peer_certificate().digest("sha256")

    def read(self) -> bytes:
        assert (data := self.conn.recv(100))  # expect: DTL103
        return data

    def handshake(self):
        self.conn.do_handshake()
        return True

    def run(self) -> None:
        assert self.handshake()  # expect: DTL103

    def checked(self) -> None:
        if not self.verified:
            raise ssl.SSLError("not verified")
        assert self.verified  # silent: tested at run time above

    def narrowed(self, session: object) -> None:
        assert self.conn is not None  # silent: for the type checker
        assert isinstance(session, SSL.Session)  # silent: for the type checker
        assert False, "unreachable"  # silent: says where the code cannot come  # noqa: B011

    def drained(self, pending: dict, address: tuple) -> None:
        assert pending.pop(address)  # expect: DTL103


async def receive(reader, ctx):
    assert await reader.read(1) == b"x"  # expect: DTL103
    assert ctx.load_verify_locations("ca.pem") is None  # expect: DTL103


def seal(key: bytes, nonce: bytes, count: int, mac: bytes, message: bytes) -> bytes:
    assert len(key) == 32  # expect: DTL105
    assert count >= 0  # silent: no security state
    assert hmac.compare_digest(mac, hmac.new(key, message, "sha256").digest())  # expect: DTL105
    return hmac.new(key, nonce, "sha256").digest()


def test_handshake(conn):
    assert conn.do_handshake() is None  # silent: in a test the assertion is the test


class TestState:
    def check(self, conn):
        assert conn.get_peer_certificate() is not None  # silent: in a test
