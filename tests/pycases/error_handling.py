# ruff: noqa
"""DTL701 and DTL703."""

import contextlib
import logging
import select
import ssl

from cryptography.exceptions import InvalidSignature
from OpenSSL import SSL
from OpenSSL.SSL import Error as TLSError

log = logging.getLogger(__name__)
FAILURES = (SSL.Error, OSError)


def silent(conn: SSL.Connection, ctx: SSL.Context, key, data: bytes) -> None:
    try:
        ctx.use_certificate_file("cert.pem")
    except SSL.Error:  # expect: DTL701
        pass
    try:
        ctx.load_verify_locations("ca.pem")
    except FAILURES:  # expect: DTL701
        pass
    try:
        key.verify(data)
    except InvalidSignature:  # expect: DTL701
        pass
    with contextlib.suppress(ssl.SSLError):  # expect: DTL701
        ctx.use_privatekey_file("key.pem")
    try:
        ctx.use_privatekey_file("key.pem")
    except SSL.Error as error:  # silent: reported
        log.warning("no key: %s", error)
    try:
        conn.shutdown()
    except SSL.Error:  # silent: the end of the connection's life
        pass


def classified(conn: SSL.Connection) -> bytes:
    while True:
        try:
            return conn.recv(4096)
        except SSL.WantReadError:  # silent: told apart
            select.select([conn], [], [])
        except SSL.Error:  # silent: what is left are failures
            return b""


def unclassified(conn: SSL.Connection) -> bytes:
    try:
        return conn.recv(4096)
    except SSL.Error:  # expect: DTL703
        conn.close()
        return b""


def unclassified_handshake(conn: SSL.Connection) -> None:
    try:
        conn.do_handshake()
    except (TLSError, OSError) as error:  # expect: DTL703
        raise ConnectionError from error


def looked_at(conn: SSL.Connection) -> bool:
    try:
        conn.do_handshake()
    except SSL.Error as error:  # silent: looks at what it is
        if isinstance(error, SSL.WantReadError):
            return False
        raise
    return True


def handed_on(conn: SSL.Connection) -> None:
    try:
        conn.do_handshake()
    except SSL.Error:  # silent: the caller gets it as it is
        log.debug("handshake")
        raise


def inner(conn: SSL.Connection) -> None:
    try:
        try:
            conn.do_handshake()
        except SSL.WantReadError:
            return
    except SSL.Error:  # silent: told apart inside
        conn.close()


def blocking(sock: ssl.SSLSocket) -> bytes:
    try:
        return sock.recv(100)
    except ssl.SSLError as error:  # silent: a blocking socket waits by itself
        raise ConnectionError from error


def from_file(ctx: SSL.Context, path: str) -> None:
    try:
        with open(path, "rb") as key_file:
            key_file.read()
        ctx.use_privatekey_file(path)
    except SSL.Error as error:  # silent: reads a file
        raise ValueError from error


def raised_by_name(conn: SSL.Connection) -> None:
    try:
        conn.do_handshake()
    except SSL.Error as error:  # silent: the caller gets it as it is
        raise error


def raised_as_another(conn: SSL.Connection, closed: Exception) -> None:
    try:
        conn.do_handshake()
    except SSL.Error as error:  # expect: DTL703
        raise closed


def nothing_yet(conn: SSL.Connection, received: list) -> None:
    try:
        data = conn.recv(1500)
    except SSL.ZeroReturnError:
        data = None
    except SSL.Error:  # silent: nothing has come, and nothing is concluded from that
        data = b""
    if data is None:
        raise ConnectionError
    elif data and received is not None:
        received.append(data)


def taken_for_the_end(conn: SSL.Connection, received: list) -> None:
    try:
        data = conn.recv(1500)
    except SSL.Error:  # expect: DTL703
        data = b""
    if not data:
        conn.close()
    received.append(data)


def looked_at_by_another(conn: SSL.Connection, reason_of) -> None:
    try:
        conn.do_handshake()
    except SSL.Error as error:  # silent: looks at what it is
        reason = reason_of(error)
        if reason in ("want read", "want write"):
            return
        raise ConnectionError from error


def only_logged(conn: SSL.Connection) -> None:
    try:
        conn.do_handshake()
    except SSL.Error as error:  # expect: DTL703
        text = str(error)
        log.error("handshake: %s", text)
        raise ConnectionError from error
