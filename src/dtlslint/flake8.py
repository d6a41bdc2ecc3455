"""The flake8 plugin: the catalogue's codes on Python files that speak TLS or handle secrets.

flake8 makes a ``Plugin`` for each file and prints what ``run`` yields; ``# noqa`` is flake8's own.
"""

from __future__ import annotations

import ast

from . import __version__
from .diagnostics import NOTE
from .engine import is_test_path
from .pycheck.run import analyse
from .report import stable_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from flake8.options.manager import OptionManager  # type: ignore[import-untyped]

    from .pycheck.rules import Finding


class Plugin:
    """``tree``, ``filename`` and ``lines`` are what flake8 gives to a plugin that asks for them."""

    name = "dtlslint"
    version = __version__
    #: Report notes (DTL401, DTL701, and what is milder in tests) too.
    notes = False

    def __init__(self, tree: ast.AST, filename: str = "(none)", lines: Sequence[str] = ()) -> None:
        self.tree = tree
        self.filename = filename
        self.lines = lines

    @classmethod
    def add_options(cls, manager: OptionManager) -> None:
        """Declare the plugin's options."""
        manager.add_option(
            "--dtl-notes",
            action="store_true",
            default=False,
            parse_from_config=True,
            help="dtlslint: report notes too (bare sizes of secrets, failures that end in silence)",
        )

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Take the options as flake8 has read them."""
        cls.notes = bool(options.dtl_notes)

    def run(self) -> Iterator[tuple[int, int, str, type[Plugin]]]:
        """Yield ``(line, column, text, type)`` of each finding."""
        assert isinstance(self.tree, ast.Module)
        for finding in analyse(self.tree, is_test_path(stable_path(self.filename))):
            if self.notes or finding.severity != NOTE:
                yield finding.line, finding.col, f"{finding.code} {finding.message}", type(self)


def check_source(source: str) -> list[Finding]:
    """The findings in a Python text, notes included; ``SyntaxError`` when it is none."""
    return analyse(ast.parse(source))
