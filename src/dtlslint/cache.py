"""Findings of files that were analysed before, so that an unchanged file costs next to nothing.

A result is kept under a digest of all that it depends on: the program itself, the file's bytes
and kind, the hooks and their options. Nothing is ever out of date, only left behind; old entries
are swept out now and then. Whatever goes wrong here means "not in the cache": a cache never fails
a run.
"""

from __future__ import annotations

import os

from dtlslint import __version__
from dtlslint.diagnostics import Finding, Fix, Note, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from dtlslint.checks.registry import Hook
    from dtlslint.options import Options

# entries kept, of some 2 KB each; a sweep drops the oldest half
MAX_ENTRIES = 4000

_program = b""


def folder() -> str:
    """Where results are kept: ``DTLSLINT_CACHE``, or the user's cache folder (XDG)."""
    own = os.environ.get("DTLSLINT_CACHE")
    if own:
        return own
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "dtlslint")


def _sources(top: str) -> Iterator[str]:
    """Name, size and time of every source of the program."""
    with os.scandir(top) as entries:
        for entry in sorted(entries, key=lambda e: e.name):
            if entry.is_dir() and entry.name != "__pycache__":
                yield from _sources(entry.path)
            elif entry.name.endswith(".py"):
                status = entry.stat()
                yield f"{entry.name} {status.st_size} {status.st_mtime_ns}"


def _digest(parts: Iterable[bytes]) -> str:
    from _blake2 import blake2b  # hashlib takes longer to import than this takes to run

    digest = blake2b(digest_size=20)
    for part in parts:
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return str(digest.hexdigest())


def key(path: str, data: bytes, hooks: tuple[Hook, ...], options: Options) -> str:
    """The name under which the result for these bytes is kept, or "" when there is no cache."""
    global _program
    try:
        if not _program:
            top = os.path.dirname(os.path.abspath(__file__))
            _program = "\n".join((__version__, *_sources(top))).encode()
        said = [repr(getattr(options, name)) for name in options.__slots__]
        names = ",".join(hook.name for hook in hooks)
        suffix = os.path.splitext(path)[1]
        return _digest((_program, suffix.encode(), names.encode(), "\0".join(said).encode(), data))
    except (ImportError, OSError, UnicodeError):
        return ""


def load(name: str) -> tuple[list[Finding], list[str]] | None:
    """The findings and notices kept under ``name``, or None."""
    if not name:
        return None
    try:
        with open(os.path.join(folder(), name), "rb", buffering=0) as file:
            content = file.readall()
        import marshal

        body = content[40:]
        if content[:40].decode("ascii") != _digest((body,)):
            return None
        findings, notices = marshal.loads(body)
        return [_finding(fields) for fields in findings], notices
    except (OSError, ValueError, TypeError, EOFError, UnicodeError):
        return None


def store(name: str, findings: list[Finding], notices: list[str]) -> None:
    """Keep a result, if there is somewhere to keep it."""
    if not name:
        return
    import marshal

    top = folder()
    path = os.path.join(top, name)
    try:
        body = marshal.dumps(([_fields(finding) for finding in findings], notices))
        os.makedirs(top, exist_ok=True)
        with open(f"{path}.{os.getpid()}", "wb", buffering=0) as file:
            file.write(_digest((body,)).encode() + body)
        os.replace(f"{path}.{os.getpid()}", path)
        if name.startswith("00"):
            _sweep(top)
    except (OSError, ValueError):
        return


def _fields(finding: Finding) -> tuple[Any, ...]:
    rule = finding.rule
    return (
        (rule.code, rule.slug, rule.hook, rule.severity, rule.message, rule.cwe),
        finding.severity,
        tuple(finding.span),
        finding.message,
        tuple((tuple(note.span), note.message) for note in finding.notes),
        finding.configuration,
        tuple((tuple(fix.span), fix.text) for fix in finding.fixes),
    )


def _finding(fields: tuple[Any, ...]) -> Finding:
    rule, severity, span, message, notes, configuration, fixes = fields
    return Finding(
        Rule(*rule), severity, span, message, tuple(Note(*note) for note in notes), configuration,
        tuple(Fix(*fix) for fix in fixes),
    )  # fmt: skip


def _sweep(top: str) -> None:
    """Drop the older half when there are too many entries."""
    with os.scandir(top) as entries:
        found = sorted((entry.stat().st_mtime_ns, entry.path) for entry in entries)
    if len(found) > MAX_ENTRIES:
        for _, path in found[: len(found) // 2]:
            os.unlink(path)
