"""Same-length rewriting of what the grammars cannot read.

Macros that hide syntax are overwritten with spaces (or with an identifier of the same length), so
that every position stays true. A rewrite is tried on the damaged items only, and kept only where
it leaves fewer errors than before.
"""

from __future__ import annotations

from .parse import count_errors, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tree_sitter import Tree

    from ..diagnostics import Span

# bytes of one damaged item; above, the item is generated or the whole file is damaged
MAX_REGION = 400_000


def _bad_regions(tree: Tree) -> Iterator[Span]:
    """Top-level items (inside namespaces and linkage blocks too) that contain an error."""
    stack = [tree.root_node]
    while stack:
        node = stack.pop()
        for child in node.children:
            if not child.has_error and not child.is_missing:
                continue
            if child.type in (
                "namespace_definition", "linkage_specification", "declaration_list", "preproc_if",
                "preproc_ifdef", "preproc_else", "preproc_elif",
            ):  # fmt: skip
                stack.append(child)
            else:
                yield child.start_byte, child.end_byte


def parse_repaired(data: bytes, dialect: str) -> tuple[Tree, bytes]:
    """Parse, rewriting where that leaves fewer errors; returns the tree and the bytes it is of."""
    if b"STACK_OF" in data or b"LHASH_OF" in data:  # reads as a call times something, without error
        from .rewrites import stacks

        data = stacks(data)
    if b"emit " in data or b"Q_EMIT " in data:  # reads as a declaration
        from .rewrites import signals

        data = signals(data)
    tree = parse(data, dialect)
    if not tree.root_node.has_error:
        return tree, data
    from . import branches, rewrites

    errors = count_errors(tree.root_node)
    if errors > MAX_ERRORS:  # not code, whatever else it may be
        return tree, data
    for whole in (branches.tables, branches.split_bodies):  # what they break begins elsewhere
        attempt, candidate = _attempt(data, tree, dialect, whole, [(0, len(data))])
        if attempt is not None and count_errors(attempt.root_node) < errors:
            tree, data, errors = attempt, candidate, count_errors(attempt.root_node)
    for rewrite in (
        rewrites.labels, branches.hanging, rewrites.macros, rewrites.arguments, rewrites.casts,
        rewrites.conditions, rewrites.bare_calls, branches.branches_in_expressions,
        branches.first_branches,
    ):  # fmt: skip
        attempt, candidate = _attempt(data, tree, dialect, rewrite, sorted(_bad_regions(tree)))
        if attempt is None:
            continue
        left = count_errors(attempt.root_node)
        if left < errors:
            tree, data, errors = attempt, candidate, left
        if not errors:
            return tree, data
    tree, data = _whole_file(data, tree, errors, dialect)
    if not tree.root_node.has_error:
        return tree, data
    around = _neighbourhoods(tree, data)
    attempt, candidate = _attempt(data, tree, dialect, branches.first_branches, around)
    if attempt is not None and count_errors(attempt.root_node) < count_errors(tree.root_node):
        return attempt, candidate
    return tree, data


# errors of a file that is repaired; of 1,105 files of the corpus the worst has 1,111
MAX_ERRORS = 3_000
# errors whose surroundings are looked at one by one; a file with more is not code
MAX_NEIGHBOURHOODS = 60


def _neighbourhoods(tree: Tree, data: bytes) -> list[Span]:
    """For each error, the text between the closing braces in column 0 on both sides of it."""
    regions: list[Span] = []
    stack = [tree.root_node]
    while stack and len(regions) < MAX_NEIGHBOURHOODS:
        node = stack.pop()
        inside = [child for child in node.children if child.has_error or child.is_missing]
        if (node.is_error or node.is_missing) and not inside:
            start = data.rfind(b"\n}", 0, node.start_byte) + 1
            end = data.find(b"\n}", node.start_byte)
            end = len(data) if end < 0 else (data.find(b"\n", end + 1) + 1 or len(data))
            if (start, end) not in regions:
                regions.append((start, end))
        stack.extend(inside)
    return sorted(regions)


def _whole_file(data: bytes, tree: Tree, errors: int, dialect: str) -> tuple[Tree, bytes]:
    """Damage can hide what caused it: try the rewrites on everything at once."""
    from . import rewrites

    candidate = rewrites.arguments(rewrites.macros(data))
    candidate = rewrites.conditions(rewrites.casts(candidate))
    if candidate == data or len(candidate) != len(data) or len(data) > MAX_REGION:
        return tree, data
    attempt = parse(candidate, dialect)
    return (attempt, candidate) if count_errors(attempt.root_node) < errors else (tree, data)


def _attempt(
    data: bytes,
    tree: Tree,
    dialect: str,
    rewrite: Callable[[bytes], bytes],
    regions: list[Span],
) -> tuple[Tree | None, bytes]:
    """The tree of ``data`` with ``rewrite`` applied to its regions, if that changes any."""
    old = tree.copy()
    pieces: list[bytes] = []
    last = 0
    for start, end in regions:
        if end - start > MAX_REGION or start < last:
            continue
        start = max(last, data.rfind(b"\n", 0, start) + 1)
        item = data[start:end]
        mended = rewrite(item)
        if mended != item and len(mended) == len(item):
            pieces += (data[last:start], mended)
            last = end
            old.edit(start, end, end, (0, 0), (0, 0), (0, 0))
    if not pieces:
        return None, data
    candidate = b"".join((*pieces, data[last:]))
    return parse(candidate, dialect, old), candidate
