"""What a project says about its code that the checks need to know."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Options:
    """The settings that checks need; the defaults are those of an unconfigured project."""

    __slots__ = (
        "prefixes", "aliases", "assertions", "always_on_checks", "loggers", "contracts",
        "lowest_openssl", "highest_openssl", "guards", "is_test_path", "tables",
    )  # fmt: skip

    def __init__(
        self,
        prefixes: tuple[str, ...] = (),
        aliases: dict[str, str] | None = None,
        assertions: tuple[str, ...] = (),
        always_on_checks: tuple[str, ...] = (),
        loggers: tuple[str, ...] = (),
        contracts: dict[str, dict[str, Any]] | None = None,
        lowest_openssl: str = "",
        highest_openssl: str = "3.0",
        guards: tuple[str, ...] = (),
        is_test_path: bool = False,
        tables: tuple[str, ...] = (),
    ) -> None:
        self.prefixes = prefixes
        self.aliases = aliases or {}
        self.assertions = assertions
        self.always_on_checks = always_on_checks
        self.loggers = loggers
        self.contracts = contracts or {}
        self.lowest_openssl = lowest_openssl
        self.highest_openssl = highest_openssl
        self.guards = guards
        self.is_test_path = is_test_path
        self.tables = tables
