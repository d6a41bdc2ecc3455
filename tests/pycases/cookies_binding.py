# ruff: noqa
"""DTL604 with a binding that has names of its own for the callbacks."""

import dtls
from dtls.openssl import DTLSv1_listen, SSL_CTX_set_cookie_cb


class Listener:
    def __init__(self, ctx) -> None:
        SSL_CTX_set_cookie_cb(ctx, self.generate, self.verify)

    def listen(self, ssl):
        return DTLSv1_listen(ssl)  # silent: both callbacks are set, by one call
