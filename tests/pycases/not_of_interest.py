# ruff: noqa
"""No library of interest is imported: nothing is looked at."""

import os


def configure(ctx, ssl, hmac) -> bytes:
    ctx.check_hostname = False  # silent: nothing imported
    ctx.verify_mode = ssl.CERT_NONE
    hmac.compare_digest(b"a", b"b")
    secret = os.urandom(8)
    return secret
