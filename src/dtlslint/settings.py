"""What holds for a file: the settings' values, and the search for the file that states them.

The nearest ``dtlslint.toml``, or ``pyproject.toml`` with a ``[tool.dtlslint]`` table, from the
file's folder up to the repository's root wins. Reading one is ``settings_file``'s work, so that a
run without a settings file imports neither TOML nor the checks of its keys.
"""

from __future__ import annotations

import os

#: Bytes; a larger file is skipped with a line on stderr.
DEFAULT_MAX_FILE_SIZE = 2 * 1024 * 1024

#: Settings keys and their values where no file says otherwise.
DEFAULTS: dict[str, object] = {
    "select": (),
    "ignore": (),
    "fail-on": "warning",
    "exclude": (),
    "prefixes": (),
    "aliases": {},
    "assertions": (),
    "always-on-checks": (),
    "loggers": (),
    "guards": (),
    "lowest-openssl": "",
    "highest-openssl": "3.0",
    "max-file-size": DEFAULT_MAX_FILE_SIZE,
    "per-path-ignores": {},
    "per-path-severities": {},
    "contracts": {},
    "tables": (),  # no key of its own: the builtin tables among what `extends` names
}


class SettingsError(ValueError):
    """Settings or arguments that cannot be meant; the text is one line for the user."""


class Settings:
    """Values by key, where they came from, and the codes they leave enabled.

    ``folder`` is what path patterns are relative to ("" = the working directory).
    ``origins`` maps a key to the file that set it, ``files`` lists all files read.
    """

    __slots__ = ("_codes", "files", "folder", "origins", "values")

    def __init__(
        self,
        values: dict[str, object] | None = None,
        folder: str = "",
        files: tuple[str, ...] = (),
        origins: dict[str, str] | None = None,
    ) -> None:
        self.values = {**DEFAULTS, **values} if values else DEFAULTS
        self.folder = folder
        self.files = files
        self.origins = origins or {}
        self._codes: frozenset[str] | None = None

    def strings(self, key: str) -> tuple[str, ...]:
        """A key that holds a list of strings."""
        value = self.values[key]
        assert isinstance(value, tuple)
        return value

    def table(self, key: str) -> dict[str, object]:
        """A key that holds a table."""
        value = self.values[key]
        assert isinstance(value, dict)
        return value

    def text(self, key: str) -> str:
        """A key that holds one string."""
        return str(self.values[key])

    def number(self, key: str) -> int:
        """A key that holds a whole number."""
        value = self.values[key]
        assert isinstance(value, int)
        return value

    def overridden(self, changes: dict[str, object]) -> Settings:
        """These settings with the command line's say on top; ``ignore`` adds, the rest replaces."""
        if not changes:
            return self
        values = {**self.values, **changes}
        if "ignore" in changes:
            values["ignore"] = (*self.strings("ignore"), *changes["ignore"])  # type: ignore[misc]
        origins = {**self.origins, **dict.fromkeys(changes, "command line")}
        return Settings(values, self.folder, self.files, origins)

    def codes(self) -> frozenset[str] | None:
        """The codes to report, or None for all of them. Raises ``SettingsError``."""
        select, ignore = self.strings("select"), self.strings("ignore")
        if not select and not ignore:
            return None
        if self._codes is None:
            from dtlslint.selectors import OWN_CODES, expand

            selected = expand(select) | OWN_CODES if select else expand()
            self._codes = selected - expand(ignore)
        return self._codes

    def codes_for(self, path: str) -> frozenset[str] | None:
        """The codes to report in this file, or None for all of them."""
        codes = self.codes()
        ignores = self.table("per-path-ignores")
        if not ignores:
            return codes
        from dtlslint.selectors import expand, matches

        relative = self.relative(path)
        for pattern, names in ignores.items():
            if matches(relative, pattern):
                codes = (expand() if codes is None else codes) - expand(names)  # type: ignore[arg-type]
        return codes

    def severities_for(self, path: str) -> dict[str, str]:
        """Severities by code that this file's path sets; the last pattern that matches wins."""
        tables = self.table("per-path-severities")
        if not tables:
            return {}
        from dtlslint.selectors import expand, matches

        relative = self.relative(path)
        result: dict[str, str] = {}
        for pattern, table in tables.items():
            if matches(relative, pattern):
                for name, severity in table.items():  # type: ignore[attr-defined]
                    result.update(dict.fromkeys(expand((name,)), severity))
        return result

    def relative(self, path: str) -> str:
        """``path`` as the patterns see it: from ``folder``, with forward slashes."""
        try:
            relative = os.path.relpath(path, self.folder or ".")
        except ValueError:  # another drive
            relative = path
        return relative.replace(os.sep, "/")

    def excluded(self, path: str) -> bool:
        """Whether ``exclude`` names this file."""
        patterns = self.strings("exclude")
        if not patterns:
            return False
        from dtlslint.selectors import matches

        return any(matches(self.relative(path), pattern) for pattern in patterns)


class Finder:
    """Settings by folder, each read once. Pass ``file`` or ``nothing`` to look for none."""

    __slots__ = ("_changes", "_fixed", "_known")

    def __init__(
        self, changes: dict[str, object] | None = None, file: str = "", nothing: bool = False
    ) -> None:
        self._changes = changes or {}
        self._known: dict[str, Settings] = {}
        self._fixed: Settings | None = None
        if file:
            self._fixed = _read(file).overridden(self._changes)
        elif nothing:
            self._fixed = Settings().overridden(self._changes)

    def for_file(self, path: str) -> Settings:
        """What holds for this file. Raises ``SettingsError`` when its settings file is wrong."""
        return self._fixed or self.for_folder(os.path.dirname(path))

    def for_folder(self, folder: str) -> Settings:
        """What holds for files of this folder."""
        if self._fixed is not None:
            return self._fixed
        settings = self._known.get(folder)
        if settings is None:
            found = find(os.path.abspath(folder or "."))
            settings = self._known.get(found)
            if settings is None:
                settings = (_read(found) if found else Settings()).overridden(self._changes)
                self._known[found] = settings
            self._known[folder] = settings
        return settings


def _read(path: str) -> Settings:
    from dtlslint.settings_file import read

    return read(path)


def find(folder: str) -> str:
    """The settings file that holds for an absolute folder, or "".

    Stops at the repository's root (the folder that holds ``.git``).
    """
    while True:
        own = os.path.join(folder, "dtlslint.toml")
        if os.path.isfile(own):
            return own
        project = os.path.join(folder, "pyproject.toml")
        if os.path.isfile(project) and _mentions_us(project):
            return project
        parent = os.path.dirname(folder)
        if parent == folder or os.path.exists(os.path.join(folder, ".git")):
            return ""
        folder = parent


def _mentions_us(path: str) -> bool:
    try:
        with open(path, "rb", buffering=0) as file:
            return b"dtlslint" in file.read() and _has_table(path)
    except OSError:
        return False


def _has_table(path: str) -> bool:
    from dtlslint.settings_file import has_table

    return has_table(path)
