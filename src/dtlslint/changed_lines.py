"""Which lines of the working tree a commit is about to change, from ``git diff -U0``.

With no revision: what is staged, as a pre-commit run needs it (or what pre-commit's ``--from-ref``
and ``--to-ref`` name), carried over to the working tree where that differs from the index.
With one: all that differs from it, files that git does not know yet included.
"""

from __future__ import annotations

import os
import re
import subprocess

from dtlslint.patterns import lazy
from dtlslint.report import Report
from dtlslint.settings import SettingsError

# No setting of the user or repository may change the form of the output, or run something.
_DIFF = (
    "git", "-c", "core.quotePath=true", "-c", "core.fsmonitor=false", "diff", "-U0",
    "--no-color", "--no-ext-diff", "--no-textconv", "--find-renames", "--src-prefix=a/",
    "--dst-prefix=b/", "--no-relative", "--ignore-submodules", "-O/dev/null",
)  # fmt: skip

_HUNK = lazy(rb"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")

#: A hunk: first old line, number of old lines, first new line, number of new lines.
Hunk = tuple[int, int, int, int]

#: The hunks of a file; None where git takes it for binary (UTF-16, or by attribute) and shows none.
Hunks = list[Hunk] | None


class ChangedLines:
    """Lines by file (real path); a file whose value is None counts in full."""

    __slots__ = ("_lines",)

    def __init__(self, lines: dict[str, frozenset[int] | None]) -> None:
        self._lines = lines

    def touches(self, report: Report) -> bool:
        """Whether the report's own line or that of one of its notes changed."""
        path = os.path.realpath(report.path)
        if path not in self._lines:
            return False
        lines = self._lines[path]
        return (
            lines is None
            or report.line in lines
            or any(note.line in lines for note in report.notes)
        )

    def has(self, path: str) -> bool:
        """Whether anything of this file changed."""
        return os.path.realpath(path) in self._lines


def changed_lines(revision: str = "") -> ChangedLines:
    """What changed (see the module). Raises ``SettingsError`` outside of git or on a bad name."""
    root = os.fsdecode(_git("git", "rev-parse", "--show-toplevel").rstrip(b"\n"))
    if revision:
        if revision.startswith("-"):
            raise SettingsError(f"--changed-lines: '{revision}' is no revision")
        hunks = parse_diff(_git(*_DIFF, revision, "--"))
        lines = {path: _new_lines(of) for path, of in hunks.items()}
        untracked = _git("git", "-C", root, "ls-files", "--others", "--exclude-standard", "-z")
        new = [os.fsdecode(path) for path in untracked.split(b"\0") if path]
        return _rooted(root, {**lines, **dict.fromkeys(new)})
    start, end = os.environ.get("PRE_COMMIT_FROM_REF"), os.environ.get("PRE_COMMIT_TO_REF")
    if start and end and not (start + end).startswith("-"):
        hunks = parse_diff(_git(*_DIFF, f"{start}...{end}", "--"))
        return _rooted(root, {path: _new_lines(of) for path, of in hunks.items()})
    staged = parse_diff(_git(*_DIFF, "--cached", "--"))
    unstaged = parse_diff(_git(*_DIFF, "--"))
    return _rooted(
        root,
        {path: carried(_new_lines(of), unstaged.get(path, [])) for path, of in staged.items()},
    )


def _rooted(root: str, lines: dict[str, frozenset[int] | None]) -> ChangedLines:
    return ChangedLines(
        {os.path.realpath(os.path.join(root, path)): changed for path, changed in lines.items()}
    )


def _git(*command: str) -> bytes:
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError as error:
        raise SettingsError(f"--changed-lines: git cannot be run: {error.strerror}") from None
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise SettingsError(f"--changed-lines: {told[0] if told else 'git failed'}")
    return done.stdout


def parse_diff(diff: bytes) -> dict[str, Hunks]:
    """Hunks by path (from the repository's root) of a ``git diff -U0``; deleted files are left out.

    A renamed file without a change appears with no hunks.
    """
    files: dict[str, Hunks] = {}
    hunks: Hunks = None
    skip = 0
    for line in diff.split(b"\n"):
        if skip:
            # Inside a hunk any line may look like a header; their number is known.
            skip -= not line.startswith(b"\\")
        elif line.startswith((b"+++ ", b"rename to ")):
            name = line[4:] if line.startswith(b"+++ ") else b"b/" + line[10:]
            path = _unquote(name)
            hunks = None if path == "/dev/null" else files.setdefault(path[2:], [])
        elif line.startswith(b"Binary files ") and line.endswith(b" differ"):
            files[_binary(line[13:-7]) or next(reversed(files), "")] = None
        elif match := _HUNK.match(line):
            old, old_count, new, new_count = (int(n) if n else 1 for n in match.groups())
            skip = old_count + new_count
            if hunks is not None:
                hunks.append((old, old_count, new, new_count))
    return files


def _binary(names: bytes) -> str:
    """The new name in ``OLD and NEW``; "" where they differ: then it was told as "rename to"."""
    if names.startswith(b"/dev/null and "):
        return _unquote(names[14:])[2:]
    half = (len(names) - 5) // 2
    old, new = names[:half], names[half + 5 :]
    quoted = old.startswith(b'"')
    if old[1 + quoted :] != new[1 + quoted :]:
        return "/dev/null" if names.endswith(b" and /dev/null") else ""
    return _unquote(new)[2:]


def _unquote(name: bytes) -> str:
    """A path as git prints it: quoted like a C string when it holds something unusual."""
    if name.startswith(b'b/"'):
        name = b'"b/' + name[3:]
    if not name.startswith(b'"'):
        return os.fsdecode(name.rstrip(b"\t\r"))
    body = name[1 : name.rindex(b'"')]
    escapes = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"a": b"\a", b"b": b"\b", b"f": b"\f"}

    def plain(match: re.Match[bytes]) -> bytes:
        code = match[1]
        if code[:1].isdigit():
            return bytes([int(code, 8) & 255])
        return escapes.get(code, b"\v" if code == b"v" else code)

    return os.fsdecode(re.sub(rb"\\([0-7]{3}|.)", plain, body))


def _new_lines(hunks: Hunks) -> frozenset[int] | None:
    if hunks is None:
        return None
    return frozenset(line for _, _, new, count in hunks for line in range(new, new + count))


def carried(lines: frozenset[int] | None, hunks: Hunks) -> frozenset[int] | None:
    """Line numbers of the index as the working tree has them; lines changed since are left out."""
    if lines is None or hunks is None:
        return None
    if not hunks or not lines:
        return lines
    result = set()
    rest = sorted(lines)
    shift = at = 0
    for old, old_count, _, new_count in [*sorted(hunks), (1 << 62, 0, 0, 0)]:
        # A hunk of pure additions names the line that it comes after.
        first = old if old_count else old + 1
        while at < len(rest) and rest[at] < first + old_count:
            if rest[at] < first:
                result.add(rest[at] + shift)
            at += 1
        shift += new_count - old_count
    return frozenset(result)
