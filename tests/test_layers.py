"""Imports only point downwards (rule R1), read from the sources themselves."""

import ast
import pathlib

import pytest

from conftest import ROOT

PACKAGE = ROOT / "src" / "dtlslint"

#: From the bottom up. A module may import from its own layer and from those above it in this list.
LAYERS = (
    ("diagnostics", "options", "patterns", "regular", "thread_limit"),
    ("contracts",),
    ("source",),
    ("syntax",),
    ("flow",),
    ("checks",),
    ("settings",),
    ("selectors",),
    ("settings_file", "suppress", "report", "walk"),
    ("catalogue", "baseline", "changed_lines", "fixing", "cache"),
    ("engine",),
    ("pool", "spawned"),
    ("output",),
    ("arguments",),
    ("presenter", "fix_command", "commands"),
    ("cli",),
    ("lsp", "flake8", "pycheck", "fleet", "__main__"),
)

#: Late imports of the hot path that name something above on purpose, each with its reason.
ALLOWED = {
    ("settings", "selectors"): "selectors reads the registry, which an unconfigured run need not",
    ("settings", "settings_file"): "TOML is only read where a settings file exists",
    ("engine", "pool"): "the pool is the engine run many times over",
    ("engine", "spawned"): "the same where a process cannot fork",
}

LEVEL = {name: number for number, names in enumerate(LAYERS) for name in names}


def imports(path: pathlib.Path):
    """``(line, name of the layer's module)`` for each import from this package."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = (node.module or "").split(".") if node.module else []
            if node.level:
                above = ["dtlslint", *parts][: len(parts) + 1 - node.level]
                base = [*above, *base]
            names = [".".join(base)]
            if base == ["dtlslint"]:
                names = [f"dtlslint.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            if name.startswith("dtlslint.") and name.split(".")[1] in LEVEL:
                yield node.lineno, name.split(".")[1]


MODULES = sorted(PACKAGE.rglob("*.py"))


def layer_of(path):
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_downwards(path):
    own = layer_of(path)
    if own == "__init__":
        return
    assert own in LEVEL, f"{own} has no layer: add it to LAYERS"
    wrong = [
        f"{path.name}:{line} imports {name}"
        for line, name in imports(path)
        if LEVEL[name] > LEVEL[own] and (own, name) not in ALLOWED
    ]
    assert not wrong


def test_only_syntax_and_lowering_know_the_grammar():
    for path in MODULES:
        relative = path.relative_to(PACKAGE)
        text = path.read_text()
        if relative.parts[0] != "syntax":
            for node in ast.walk(_without_types(ast.parse(text))):
                assert not _imports_grammar(node), f"{relative} imports tree_sitter"
        if relative.parts[0] == "checks":
            for word in ("tree_sitter", "successors", ".parent", "recurs"):
                assert word not in text, f"{relative} speaks of {word}"


def _without_types(tree):
    """The tree less what only a type checker reads."""
    tree.body = [
        node
        for node in tree.body
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    ]
    return tree


def _imports_grammar(node):
    if isinstance(node, ast.Import):
        return any(alias.name.startswith("tree_sitter") for alias in node.names)
    return isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tree_sitter")


def test_the_engine_prints_nothing():
    for name in ("engine", "pool", "walk", "report", "suppress", "settings", "settings_file"):
        tree = ast.parse((PACKAGE / f"{name}.py").read_bytes())
        calls = {node.func.id for node in ast.walk(tree) if _is_named_call(node)}
        assert "print" not in calls, name


def _is_named_call(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
