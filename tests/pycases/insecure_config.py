# ruff: noqa
"""DTL601, DTL602, DTL603, DTL606 and DTL607."""

import os
import ssl
import ssl as tls
from ssl import CERT_NONE, TLSVersion
from ssl import SSLContext as Context

from mbedtls.tls import DTLSConfiguration, DTLSVersion, ServerContext, TLSConfiguration
from OpenSSL import SSL
from OpenSSL.crypto import X509StoreFlags

VERSION = ssl.PROTOCOL_TLSv1_1
CIPHERS = "ALL:!eNULL"
METHODS = {"TLSv1": SSL.TLSv1_METHOD, "TLS": SSL.TLS_METHOD}  # silent: a table


def versions() -> None:
    ssl.SSLContext(ssl.PROTOCOL_TLSv1)  # expect: DTL601
    tls.SSLContext(protocol=tls.PROTOCOL_SSLv3)  # expect: DTL601
    Context(VERSION)  # expect: DTL601
    SSL.Context(SSL.TLSv1_METHOD)  # expect: DTL601
    SSL.Context(getattr(SSL, "SSLv3_METHOD"))  # expect: DTL601
    ctx = SSL.Context(SSL.SSLv23_METHOD)  # silent: negotiates
    ctx.set_min_proto_version(SSL.TLS1_VERSION)  # expect: DTL601
    ctx.set_min_proto_version(0x0301)  # expect: DTL601
    ctx.set_min_proto_version(SSL.TLS1_2_VERSION)  # silent: 1.2
    ctx.set_min_proto_version(0)  # silent: the library's lowest
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1  # expect: DTL601
    context.maximum_version = TLSVersion.TLSv1_1  # expect: DTL601
    context.minimum_version = TLSVersion.TLSv1_2  # silent: 1.2
    if context.minimum_version == TLSVersion.TLSv1:  # silent: only asks
        context.minimum_version = TLSVersion.MINIMUM_SUPPORTED  # silent: the library's lowest
    DTLSConfiguration(lowest_supported_version=DTLSVersion.DTLSv1_0)  # expect: DTL601
    connect("example.org", ssl_version=ssl.PROTOCOL_TLSv1)  # expect: DTL601


class Factory:
    method = SSL.TLSv1_METHOD  # expect: DTL601


class Client:
    protocol = ssl.PROTOCOL_TLSv1

    def context(self) -> ssl.SSLContext:
        return ssl.SSLContext(self.protocol)  # expect: DTL601


def connect(host: str, ssl_version: int, ciphers: str = "DEFAULT@SECLEVEL=0") -> ssl.SSLContext:
    ctx = ssl.create_default_context()
    ctx.set_ciphers(ciphers)  # expect: DTL602
    return ctx


def cipher_lists(ctx: ssl.SSLContext, connection: SSL.Context, extra: str) -> None:
    ctx.set_ciphers("ALL")  # expect: DTL602
    ctx.set_ciphers(CIPHERS)  # expect: DTL602
    ctx.set_ciphers(":".join(["ECDHE+AESGCM", "RC4-SHA"]))  # expect: DTL602
    ctx.set_ciphers(f"{extra}:@SECLEVEL=0")  # expect: DTL602
    ctx.set_ciphers("HIGH:" + "aNULL")  # expect: DTL602
    connection.set_cipher_list(b"HIGH:eNULL")  # expect: DTL602
    ctx.set_ciphers("HIGH:!aNULL:!MD5")  # silent: strong
    ctx.set_ciphers("ALL:!aNULL:!eNULL")  # silent: what is weak is removed
    ctx.set_ciphers(extra)  # silent: not written here
    TLSConfiguration(ciphers=("TLS-RSA-WITH-RC4-128-SHA",))  # expect: DTL602
    TLSConfiguration(ciphers=("TLS-ECDHE-RSA-WITH-AES-128-GCM-SHA256",))  # silent: strong


def client() -> ssl.SSLContext:
    ctx = ssl.create_default_context()
    ctx.check_hostname = False  # expect: DTL603
    ctx.verify_mode = ssl.CERT_NONE  # expect: DTL603
    return ctx


def numbers(ctx: ssl.SSLContext) -> None:
    mode = CERT_NONE
    ctx.verify_mode = mode  # expect: DTL603
    ctx.verify_mode = 0  # expect: DTL603


def chosen(verify: bool, options, ca: str) -> ssl.SSLContext:
    ctx = ssl.create_default_context()
    if not verify:
        ctx.check_hostname = False  # silent: a setting chooses
        ctx.verify_mode = ssl.CERT_NONE  # silent: a setting chooses
    ctx.verify_mode = ssl.CERT_REQUIRED if options.verify else ssl.CERT_NONE  # silent
    if ca:
        ctx.load_verify_locations(ca)
    else:
        ctx.verify_mode = ssl.CERT_NONE  # expect: DTL603
    if os.environ.get("INSECURE"):
        ctx.check_hostname = False  # silent: a setting chooses
    if hasattr(ssl, "HAS_SNI"):
        ctx.check_hostname = False  # expect: DTL603
    return ctx


def early(verify: bool) -> ssl.SSLContext:
    ctx = ssl.create_default_context()
    if verify:
        return ctx
    ctx.check_hostname = False  # silent: a setting chooses
    return ctx


def repaired() -> ssl.SSLContext:
    ctx = ssl.create_default_context()
    ctx.verify_mode = ssl.CERT_NONE  # silent: set right below
    ctx.verify_mode = ssl.CERT_REQUIRED
    return ctx


def server() -> ssl.SSLContext:
    ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ctx.check_hostname = False  # silent: a server asks for no name
    ctx.verify_mode = ssl.CERT_NONE  # silent: clients need no certificate
    return ctx


def serve(sock, ctx: ssl.SSLContext):
    ctx.verify_mode = ssl.CERT_NONE  # silent: the server's side
    return ctx.wrap_socket(sock, server_side=True)


def factories(pool, sslopt) -> None:
    ssl._create_unverified_context()  # expect: DTL603
    ssl._create_default_https_context = ssl._create_unverified_context  # expect: DTL603
    unverified = ssl._create_unverified_context  # silent: another name, its use counts
    ssl._create_default_https_context = unverified  # expect: DTL603
    pool("example.org", cert_reqs="CERT_NONE")  # expect: DTL603
    pool("example.org", cert_reqs=ssl.CERT_NONE)  # expect: DTL603
    sslopt.update({"cert_reqs": ssl.CERT_NONE})  # expect: DTL603
    if hasattr(ssl, "_create_unverified_context"):  # silent: only asks
        pool("example.org", cert_reqs=ssl.CERT_REQUIRED)
    TLSConfiguration(validate_certificates=False)  # expect: DTL603
    ServerContext(TLSConfiguration(validate_certificates=False))  # silent: the server's side


def accept_all(conn, cert, errnum, depth, ok):
    print(cert)
    return True  # expect: DTL603


def hand_on(conn, cert, errnum, depth, ok):
    return ok  # silent: the library's verdict


def refuse(conn, cert, errnum, depth, ok):
    if not ok:
        return False
    return True  # silent: one path refuses


class Verifier:
    def verify(self, *arguments):
        return 1  # expect: DTL603

    def install(self, ctx: SSL.Context) -> None:
        ctx.set_verify(SSL.VERIFY_PEER, self.verify)


def callbacks(ctx: SSL.Context, verify: bool) -> None:
    ctx.set_verify(SSL.VERIFY_PEER, lambda *_: True)  # expect: DTL603
    ctx.set_verify(SSL.VERIFY_PEER, accept_all)
    ctx.set_verify(SSL.VERIFY_PEER, hand_on)
    ctx.set_verify(SSL.VERIFY_PEER, callback=refuse)
    ctx.set_verify(SSL.VERIFY_PEER if verify else SSL.VERIFY_NONE, hand_on)  # silent: chosen
    other = SSL.Context(SSL.TLS_METHOD)
    other.set_verify(SSL.VERIFY_NONE, hand_on)  # expect: DTL603
    serving = SSL.Context(SSL.TLS_SERVER_METHOD)
    serving.set_verify(SSL.VERIFY_NONE, hand_on)  # silent: the server's side


def options(ctx: ssl.SSLContext, connection: SSL.Context, store) -> None:
    ctx.options |= ssl.OP_LEGACY_SERVER_CONNECT  # expect: DTL607
    ctx.options |= 0x4  # expect: DTL607
    ctx.options &= ~ssl.OP_NO_SSLv3  # expect: DTL607
    ctx.options -= ssl.OP_NO_SSLv3  # expect: DTL607
    ctx.options = ctx.options & ~ssl.OP_NO_SSLv3  # expect: DTL607
    ctx.options |= ssl.OP_NO_SSLv3 | ssl.OP_NO_RENEGOTIATION  # silent: protects
    ctx.options &= ~ssl.OP_LEGACY_SERVER_CONNECT  # silent: cleared
    connection.set_options(SSL.OP_ALL | 0x40000)  # expect: DTL607
    store.set_flags(X509StoreFlags.IGNORE_CRITICAL)  # expect: DTL607
    store.set_flags(X509StoreFlags.CRL_CHECK)  # silent: checks more
    DTLSConfiguration(anti_replay=False)  # expect: DTL607


def other_ways(ctx: ssl.SSLContext) -> None:
    setattr(ctx, "check_hostname", False)  # expect: DTL603
    ctx.check_hostname, ctx.verify_mode = False, ssl.CERT_NONE  # expect: DTL603
    ctx.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)  # expect: DTL607


class Settings:
    def __init__(self) -> None:
        self.check_hostname = False  # silent: a setting of this class, no context
        self.verify_mode = ssl.CERT_NONE  # silent: likewise

    def arguments(self) -> dict:
        return {"cert_reqs": self.verify_mode}  # silent: others set it
