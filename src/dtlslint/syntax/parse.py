"""Bytes to trees: which grammar, and the parsers (one each, made once).

tree-sitter and the grammars are loaded through their ``_binding`` extension: what the packages'
own ``__init__`` pulls in (``typing``, ``importlib.resources``) costs more than the grammar itself.
"""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

    from tree_sitter import Language, Node, Parser, Tree

C, CPP = "c", "cpp"

_CPP_SUFFIXES = frozenset(
    ("cpp", "cc", "cxx", "c++", "C", "hpp", "hh", "hxx", "h++", "H", "inl", "ipp", "tpp", "cppm")
)
#: What only C++ spells, for ``.h`` files. ``class`` alone would hit comments and C identifiers.
_CPP_MARKS = (
    b"namespace ", b"template<", b"template <", b"public:", b"private:", b"protected:", b"::",
    b"virtual ", b"using ", b"nullptr", b"constexpr ", b"Q_OBJECT",
)  # fmt: skip

#: Bytes from which a parse can be stopped by a time limit. Some shapes cost the grammars quadratic
#: time (30,000 attributes in a row: minutes); a file that is smaller ends soon whatever it holds.
INTERRUPTIBLE = 20_000

#: Bytes that the parser asks for at a time.
_CHUNK = 1 << 16

_parsers: dict[str, Parser] = {}
_languages: dict[str, Language] = {}


def dialect(path: str, data: bytes) -> str:
    """``C`` or ``CPP`` for a file, by its suffix; a header by its content."""
    suffix = path.rpartition(".")[2]
    if suffix in _CPP_SUFFIXES:
        return CPP
    if suffix == "h" and b'extern "C"' not in data and any(mark in data for mark in _CPP_MARKS):
        return CPP
    return C


def _binding(package: str) -> ModuleType:
    """The grammar package's extension module, without running the package's ``__init__``."""
    name = package + "._binding"
    loaded = sys.modules.get(name)
    if loaded is not None:
        return loaded
    import os
    from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader
    from importlib.util import module_from_spec

    for entry in sys.path:
        for suffix in EXTENSION_SUFFIXES:
            path = os.path.join(entry, package, "_binding" + suffix)
            if os.path.isfile(path):
                loader = ExtensionFileLoader(name, path)
                module = module_from_spec(ModuleSpec(name, loader, origin=path))
                loader.exec_module(module)
                sys.modules[name] = module
                return module
    from importlib import import_module

    return import_module(name)


def language(name: str) -> Language:
    """The tree-sitter language ``C`` or ``CPP``."""
    if name not in _languages:
        _languages[name] = _binding("tree_sitter").Language(
            _binding("tree_sitter_" + name).language()
        )
    return _languages[name]


def _go_on(offset: int, has_error: bool) -> bool:
    """Asked by the parser now and then: a time limit that rings can raise here."""
    return False


def parse(data: bytes, name: str, old: Tree | None = None) -> Tree:
    """Parse ``data`` with grammar ``name``. tree-sitter never fails: errors are nodes.

    ``old``: a tree of almost the same bytes, told of the edits by ``Tree.edit``; what did not
    change is taken over from it.
    """
    if name not in _parsers:
        _parsers[name] = _binding("tree_sitter").Parser(language(name))
    parser = _parsers[name]
    if len(data) < INTERRUPTIBLE:
        return parser.parse(data) if old is None else parser.parse(data, old)

    def chunk(offset: int, point: object) -> bytes:
        return data[offset : offset + _CHUNK]

    try:
        if old is None:
            return parser.parse(chunk, progress_callback=_go_on)
        return parser.parse(chunk, old, progress_callback=_go_on)
    except BaseException:
        del _parsers[name]  # it would go on where it was stopped
        raise


def count_errors(root: Node) -> int:
    """How many ERROR and MISSING nodes stand under ``root`` (0 is quick: one flag)."""
    if not root.has_error:
        return 0
    total = 0
    stack = [root]
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            total += 1
        for child in node.children:
            if child.has_error or child.is_missing:
                stack.append(child)
    return total
