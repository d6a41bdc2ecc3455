"""Arguments to files: folders as git sees them, links not followed, no file twice."""

from __future__ import annotations

import os

from dtlslint import regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathspec import GitIgnoreSpec

EXTENSIONS = frozenset(
    (
        ".c", ".h", ".cc", ".cpp", ".cxx", ".c++", ".C", ".hpp", ".hh", ".hxx", ".h++", ".H",
        ".inl", ".ipp", ".tpp", ".tcc", ".cppm", ".ixx",
    )
)  # fmt: skip

_NOT_OURS = frozenset((".git", ".hg", ".svn"))


def expand(arguments: list[str]) -> tuple[list[str], list[str]]:
    """``(files, empty folders)`` for the command line's paths.

    A file that is named is taken whatever its extension; inside a folder only C and C++ files
    are. A path that does not exist is kept: reading it says what is wrong.
    """
    if len(arguments) == 1 and not os.path.isdir(arguments[0]):
        return arguments, []
    files: list[str] = []
    empty = []
    for argument in arguments:
        if not os.path.isdir(argument):
            files.append(argument)
            continue
        before = len(files)
        files += walk(argument)
        if len(files) == before:
            empty.append(argument)
    return _once(files), empty


def _once(files: list[str]) -> list[str]:
    seen = set()
    kept = []
    for path in files:
        real = os.path.realpath(path)
        if real not in seen:
            seen.add(real)
            kept.append(path)
    return kept


def walk(folder: str) -> Iterator[str]:
    """The C and C++ files below a folder that no .gitignore leaves out, sorted by folder.

    Symbolic links are skipped: what they point to in the tree is met by its own name, and what
    lies outside is not asked for (so there are no loops either).
    """
    base = os.path.abspath(folder)
    stack = [(folder, base, _specs_above(base))]
    while stack:
        shown, path, specs = stack.pop()
        specs = _with_own(path, specs)
        folders = []
        for entry in _entries(path):
            is_folder = entry.is_dir(follow_symlinks=False)
            wanted = is_folder or os.path.splitext(entry.name)[1] in EXTENSIONS
            if not wanted or not (is_folder or entry.is_file(follow_symlinks=False)):
                continue
            if entry.name in _NOT_OURS or _ignored(entry.path, is_folder, specs):
                continue
            name = entry.name if shown == "." else os.path.join(shown, entry.name)
            if is_folder:
                folders.append((name, entry.path, specs))
            else:
                yield name
        stack += reversed(folders)


if TYPE_CHECKING:
    #: Ignore files from the outermost in: the folder each speaks of, and its rules.
    Specs = tuple[tuple[str, GitIgnoreSpec], ...]


def _entries(path: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(path) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []


def _ignored(path: str, is_folder: bool, specs: Specs) -> bool:
    for folder, spec in reversed(specs):
        relative = os.path.relpath(path, folder).replace(os.sep, "/")
        verdict = spec.check_file(relative + "/" if is_folder else relative).include
        if verdict is not None:
            return verdict
    return False


def _with_own(folder: str, specs: Specs) -> Specs:
    return _with(os.path.join(folder, ".gitignore"), folder, specs)


def _with(file: str, folder: str, specs: Specs) -> Specs:
    try:
        text = regular.read(file).decode("utf-8-sig", "replace")
    except OSError:
        return specs
    import pathspec

    try:
        return (*specs, (folder, pathspec.GitIgnoreSpec.from_lines(text.splitlines())))
    except ValueError:
        return specs


def _specs_above(folder: str) -> Specs:
    """What the repository around ``folder`` says of it, from the root down to its parent."""
    chain = []
    at = folder
    while True:
        if os.path.exists(os.path.join(at, ".git")):
            break
        parent = os.path.dirname(at)
        if parent == at:
            return ()
        chain.append(parent)
        at = parent
    specs: Specs = ()
    specs = _with(os.path.join(at, ".git", "info", "exclude"), at, specs)
    for each in reversed(chain):
        specs = _with_own(each, specs)
    return specs
