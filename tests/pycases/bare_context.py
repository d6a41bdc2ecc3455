# ruff: noqa
"""DTL603 for contexts that nobody has told to verify."""

import asyncio
import http.client
import ssl
import urllib.request
from http.client import HTTPSConnection


def https(host: str) -> HTTPSConnection:
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_SSLv23)  # expect: DTL603
        return HTTPSConnection(host, context=context)
    except AttributeError:
        return HTTPSConnection(host)


def direct(host: str) -> HTTPSConnection:
    return http.client.HTTPSConnection(host, context=ssl.SSLContext())  # expect: DTL603


def wrapped(sock, host: str) -> ssl.SSLSocket:
    context = ssl.SSLContext(protocol=ssl.PROTOCOL_TLS)  # expect: DTL603
    context.load_verify_locations("ca.pem")
    return context.wrap_socket(sock, server_hostname=host)


async def opened(host: str):
    context = ssl.SSLContext()  # expect: DTL603
    context.load_default_certs()
    return await asyncio.open_connection(host, 443, ssl=context)


def told(sock, host: str) -> ssl.SSLSocket:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS)  # silent: told to
    context.verify_mode = ssl.CERT_REQUIRED
    context.check_hostname = True
    return context.wrap_socket(sock, server_hostname=host)


def client(url: str):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # silent: verifies
    return urllib.request.urlopen(url, context=context)


def default(url: str):
    context = ssl.create_default_context()  # silent: verifies
    return urllib.request.urlopen(url, context=context)


def given(url: str, protocol: int):
    context = ssl.SSLContext(protocol)  # silent: which protocol it is decides
    return urllib.request.urlopen(url, context=context)


def handed_on(host: str, prepare) -> HTTPSConnection:
    context = ssl.SSLContext()  # silent: prepare may see to it
    prepare(context)
    return HTTPSConnection(host, context=context)


def made() -> ssl.SSLContext:
    context = ssl.SSLContext()  # silent: the caller may see to it
    context.load_default_certs()
    return context


def chosen(host: str, insecure: bool) -> HTTPSConnection:
    if insecure:
        context = ssl.SSLContext()  # silent: a setting asks for it
        return HTTPSConnection(host, context=context)
    return HTTPSConnection(host)


def serve(sock) -> ssl.SSLSocket:
    context = ssl.SSLContext()  # silent: a server's
    context.load_cert_chain("cert.pem")
    return context.wrap_socket(sock, server_side=True)


async def listen(handler):
    context = ssl.SSLContext()  # silent: a server's
    context.load_cert_chain("cert.pem")
    return await asyncio.start_server(handler, port=443, ssl=context)
