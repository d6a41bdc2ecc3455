# ruff: noqa
"""DTL703 with sockets of ssl that do not block."""

import ssl


def connect(sock: ssl.SSLSocket) -> bool:
    sock.setblocking(False)
    try:
        sock.do_handshake()
    except ssl.SSLError:  # expect: DTL703
        sock.close()
        return False
    return True
