# ruff: noqa
"""DTL604 with a binding that has names of its own for the callbacks, one of them missing."""

import dtls
from dtls.openssl import DTLSv1_listen, SSL_CTX_set_cookie_generate_cb


class Listener:
    def __init__(self, ctx) -> None:
        SSL_CTX_set_cookie_generate_cb(ctx, self.generate)

    def listen(self, ssl):
        return DTLSv1_listen(ssl)  # expect: DTL604
