"""Findings that a project has decided to live with for now, in a file that is kept with the code.

The file holds fingerprints, so it survives edits above, moves within the file and re-indentation.
It changes only when asked (``--update-baseline``).
"""

from __future__ import annotations

import json
import os

from dtlslint import regular
from dtlslint.report import Report, stable_path
from dtlslint.settings import SettingsError

VERSION = 1

#: Bytes; a finding takes some 300.
MAX_BASELINE = 256 << 20


class Baseline:
    """The entries of one file by fingerprint, and which of them were met in this run."""

    __slots__ = ("entries", "met")

    def __init__(self, entries: dict[str, dict[str, str]] | None = None) -> None:
        self.entries = entries or {}
        self.met: set[str] = set()

    def knows(self, report: Report) -> bool:
        """Whether this report is in the baseline; takes note that it still is there."""
        fingerprint = report.fingerprint
        if fingerprint not in self.entries:
            return False
        self.met.add(fingerprint)
        return True

    def stale(self, checked: set[str], codes: frozenset[str] | None) -> list[dict[str, str]]:
        """Entries that no finding matches any more.

        Only files that were ``checked`` (stable paths), or are gone, and ``codes`` that were
        looked for (None: all) can tell.
        """
        return [
            entry
            for fingerprint, entry in self.entries.items()
            if fingerprint not in self.met
            and (codes is None or entry["code"] in codes)
            and (entry["path"] in checked or not os.path.exists(_from_root(entry["path"])))
        ]

    def updated(
        self, reports: list[Report], checked: set[str], codes: frozenset[str] | None
    ) -> Baseline:
        """This baseline with what the run has just found in place of what it can judge."""
        for report in reports:
            self.knows(report)
        gone = {entry["fingerprint"] for entry in self.stale(checked, codes)}
        kept = {key: entry for key, entry in self.entries.items() if key not in gone}
        kept.update((report.fingerprint, _entry(report)) for report in reports)
        return Baseline(kept)


def _from_root(path: str) -> str:
    """Where a stable path lies, seen from the working directory."""
    here = stable_path(os.path.join(os.getcwd(), "x"))
    ups = here.count("/")
    return os.path.join(*[".."] * ups, path) if ups else path


def _entry(report: Report) -> dict[str, str]:
    function = report.identity[0] if report.identity else ""
    path = stable_path(report.path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return {
        "path": path,
        "code": report.code,
        "function": function,
        "message": report.message,
        "fingerprint": report.fingerprint,
    }


def load(path: str) -> Baseline:
    """Read a baseline. Raises ``SettingsError`` on a file that is none."""
    try:
        data = json.loads(regular.read(path, MAX_BASELINE, only_files=False).decode("utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise SettingsError(f"{path}: not a baseline: no valid JSON") from None
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise SettingsError(f"{path}: not a baseline of version {VERSION}")
    entries = data.get("findings")
    if not isinstance(entries, list) or not all(map(_is_entry, entries)):
        raise SettingsError(f"{path}: not a baseline: 'findings' holds something else")
    return Baseline({entry["fingerprint"]: entry for entry in entries})


def _is_entry(entry: object) -> bool:
    if not isinstance(entry, dict):
        return False
    return all(isinstance(entry.get(key), str) for key in ("fingerprint", "path", "code"))


def save(baseline: Baseline, path: str) -> None:
    """Write a baseline: sorted, one finding a line, so that merges stay readable."""
    entries = sorted(
        baseline.entries.values(), key=lambda e: (e["path"], e["code"], e["fingerprint"])
    )
    lines = ",\n".join("  " + json.dumps(entry) for entry in entries)
    text = f'{{\n"version": {VERSION},\n"findings": [\n{lines}\n]\n}}\n'
    scratch = f"{path}.{os.getpid()}.tmp"
    with open(scratch, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(scratch, path)
