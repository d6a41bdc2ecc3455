"""Sizes and secrets written into the code: DTL401 to DTL405."""

from __future__ import annotations

from ..diagnostics import milder
from . import literal_secrets, random_secrets, secret_sizes
from .rules import MAGIC

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .module import Module
    from .rules import Finding


def check(module: Module) -> Iterator[Finding]:
    """All five rules; in a folder of tests each is milder by one step."""
    for finding in _findings(module):
        if module.is_test and finding.code != MAGIC.code:
            finding = finding._replace(severity=milder(finding.severity))
        yield finding


def _findings(module: Module) -> Iterator[Finding]:
    partial = dict(random_secrets.partial(module))
    yield from partial.values()
    yield from secret_sizes.check(module, set(partial))
    yield from literal_secrets.check(module)
    yield from random_secrets.check(module)
