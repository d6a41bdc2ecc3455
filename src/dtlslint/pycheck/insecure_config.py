"""TLS and DTLS set up to be weak: DTL601 to DTL607."""

from __future__ import annotations

from . import config_compare, config_cookies, config_strength, config_verification

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .module import Module
    from .rules import Finding


def check(module: Module) -> Iterator[Finding]:
    """All seven rules."""
    for part in (config_strength, config_verification, config_cookies, config_compare):
        yield from part.check(module)
