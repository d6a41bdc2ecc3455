"""``dtlslint lsp``: a language server over stdio. The only part that needs the extra ``lsp``."""

from __future__ import annotations

from dtlslint.lsp.server import main

__all__ = ["main"]
