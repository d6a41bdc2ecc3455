"""Reading and judging a settings file: every key by its kind, unknown ones with a suggestion.

A settings file holds data only: nothing it says is run, and the files it names are read as TOML.
"""

from __future__ import annotations

import os
import tomllib

from dtlslint import regular
from dtlslint.contracts.loading import check_rows, line_of
from dtlslint.contracts.tables import TABLES
from dtlslint.diagnostics import SEVERITIES
from dtlslint.selectors import expand, suggestion
from dtlslint.settings import DEFAULTS, Settings, SettingsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

#: ``extends`` chains end here; deeper ones are mistakes.
MAX_EXTENDS = 8

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SIZE_UNITS = {"": 1, "b": 1, "kib": 1024, "k": 1024, "mib": 1024**2, "m": 1024**2}

#: Keys that a contracts table or file may hold beside the contracts themselves.
_CONTRACT_KEYS = ("prefixes", "aliases", "assertions", "always-on-checks", "loggers")


class ContractsError(SettingsError):
    """Contracts that break the schema: a line a complaint, each with its place."""


def has_table(path: str) -> bool:
    """Whether this pyproject.toml has ``[tool.dtlslint]``; an unreadable one has none."""
    try:
        data = tomllib.loads(regular.read(path).decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return False
    tool = data.get("tool")
    return isinstance(tool, dict) and "dtlslint" in tool


def read(path: str) -> Settings:
    """The settings of one file and of those it extends. Raises ``SettingsError``."""
    values, files, origins = _read_chain(path, ())
    _check_versions(values, path)
    _check_aliases(values, path)
    return Settings(values, os.path.dirname(os.path.abspath(path)), files, origins)


def _check_versions(values: dict[str, object], path: str) -> None:
    """No version lies between a lowest one and a highest one that is lower."""
    lowest = str(values.get("lowest-openssl", ""))
    highest = str(values.get("highest-openssl", DEFAULTS["highest-openssl"]))
    if lowest and _numbers(lowest) > _numbers(highest):
        raise SettingsError(
            f"{_shown(path)}: lowest-openssl {lowest} is above highest-openssl {highest}"
        )


def _numbers(version: str) -> list[int]:
    numbers = [int(part) for part in version.rstrip(_LETTERS).split(".")]
    return [*numbers, 0, 0][:3]


def _read_chain(
    path: str, above: tuple[str, ...]
) -> tuple[dict[str, object], tuple[str, ...], dict[str, str]]:
    path = os.path.abspath(path)
    if path in above or len(above) >= MAX_EXTENDS:
        raise SettingsError(f"{above[0]}: 'extends' runs in a circle at {path}")
    table = _load(path, only_files=bool(above))  # --config <(..) is a pipe
    if os.path.basename(path) == "pyproject.toml":
        tool = table.get("tool")
        table = tool.get("dtlslint", {}) if isinstance(tool, dict) else {}
    own = validate(table, path)
    values: dict[str, object] = {}
    files: tuple[str, ...] = ()
    origins: dict[str, str] = {}
    for name in own.pop("extends", ()):  # type: ignore[attr-defined]
        if _is_builtin(name, path):
            values = _merge(values, {"tables": (name,)})
            origins["tables"] = path
            continue
        base = os.path.join(os.path.dirname(path), name)
        more, below, came_from = _read_chain(base, (*above, path))
        values = _merge(values, more)
        files += below
        origins.update(came_from)
    origins.update(dict.fromkeys(own, path))
    return _merge(values, own), (*files, path), origins


def _is_builtin(name: str, path: str) -> bool:
    """Whether ``extends`` names a builtin table. Raises ``SettingsError`` for what is neither a
    table nor, by its looks or by being there, a file beside ``path``.
    """
    if name in TABLES:
        return True
    looks_like_a_path = "/" in name or os.sep in name or "." in name
    if not looks_like_a_path and not os.path.exists(os.path.join(os.path.dirname(path), name)):
        hint = suggestion(name, list(TABLES)) or f" (there are {', '.join(TABLES)})"
        raise SettingsError(f"{_shown(path)}: extends: no builtin table or file '{name}'{hint}")
    return False


def _merge(base: dict[str, object], top: dict[str, object]) -> dict[str, object]:
    """Tables join key by key, opt-in contract tables add up, everything else is replaced."""
    merged = dict(base)
    for key, value in top.items():
        below = merged.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            value = {**below, **value}
        elif key == "tables" and below:
            value = tuple(dict.fromkeys((*below, *value)))  # type: ignore[misc]
        merged[key] = value
    return merged


def _load(path: str, only_files: bool = True) -> dict[str, object]:
    try:
        return tomllib.loads(regular.read(path, only_files=only_files).decode("utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{_shown(path)}: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{_shown(path)}: not valid TOML: {error}") from None


def validate(table: object, path: str) -> dict[str, object]:
    """The settings of a parsed table, each in its canonical form. Raises ``SettingsError``.

    ``path`` is named in messages, and relative file names in the table are relative to it.
    """
    if not isinstance(table, dict):
        raise SettingsError(f"{_shown(path)}: [tool.dtlslint] must be a table")
    values: dict[str, object] = {}
    for key, value in table.items():
        name = key.replace("_", "-")
        kind = KINDS.get(name)
        if kind is None:
            hint = suggestion(name, sorted(KINDS))
            if name == "tool" and isinstance(value, dict) and "dtlslint" in value:
                hint = ": outside of pyproject.toml the settings stand at the top, with no table"
            raise SettingsError(f"{_shown(path)}: unknown setting '{key}'{hint}")
        try:
            values[name] = kind(value, path)
        except ContractsError:
            raise
        except (TypeError, SettingsError) as error:
            raise SettingsError(f"{_shown(path)}: {key}: {error}") from None
    contracts = values.get("contracts")
    if isinstance(contracts, dict):
        _lift(contracts, values)
        _check_contracts(contracts, path)
    return values


def _check_contracts(rows: dict[str, object], path: str) -> None:
    """Raises ``ContractsError`` for rows of the file ``path`` that break the schema."""
    if check_rows(rows, path):  # type: ignore[arg-type]
        text = _text(path)
        raise ContractsError("\n".join(check_rows(rows, _shown(path), text)))  # type: ignore[arg-type]


def _check_aliases(values: dict[str, object], path: str) -> None:
    """Raises ``ContractsError`` for a row that stands for a function nobody knows."""
    rows = values.get("contracts", {})
    assert isinstance(rows, dict)
    wanted = {name: row["alias_of"] for name, row in rows.items() if "alias_of" in row}
    if not wanted:
        return
    from dtlslint.contracts import Contracts, names
    from dtlslint.contracts.tables import names as more

    tables: tuple[str, ...] = values.get("tables", ())  # type: ignore[assignment]
    known = Contracts(tables=tables)
    problems = []
    for name, target in wanted.items():
        if target in rows or known.get(target) is not None:
            continue
        hint = suggestion(target, [*rows, *names(), *more(tables)])
        line = line_of(_text(path), name, "alias_of")
        place = f"{_shown(path)}:{line}" if line else _shown(path)
        problems.append(f"{place}: {name}: alias_of: no contract for '{target}'{hint}")
    if problems:
        raise ContractsError("\n".join(problems))


def _text(path: str) -> str:
    """What the file holds; nothing for settings that came from elsewhere."""
    try:
        return regular.read(path).decode("utf-8", "replace")
    except OSError:
        return ""


def _shown(path: str) -> str:
    """``path`` from here, if it lies below."""
    return path.removeprefix(os.path.join(os.getcwd(), ""))


def _lift(contracts: dict[str, object], values: dict[str, object]) -> None:
    """Move the settings that stand among the contracts to where they belong."""
    for key in _CONTRACT_KEYS:
        lifted = contracts.pop(key, None)
        if isinstance(lifted, tuple):
            values[key] = (*values.get(key, ()), *lifted)  # type: ignore[misc]
        elif isinstance(lifted, dict):
            values[key] = {**lifted, **values.get(key, {})}  # type: ignore[dict-item]


def _strings(value: object, path: str) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError("must be a list of strings")
    return tuple(value)


def _selectors(value: object, path: str) -> tuple[str, ...]:
    names = _strings(value, path)
    expand(names)
    return names


def _severity(value: object, path: str) -> str:
    if value not in SEVERITIES:
        raise TypeError(f"must be one of {', '.join(reversed(SEVERITIES))}")
    return str(value)


def _is_number(text: str) -> bool:
    """Whether ``int`` takes it, and nobody's time: digits of ASCII, not too many."""
    return text.isascii() and text.isdigit() and len(text) <= 15


def _version(value: object, path: str) -> str:
    text = str(value)
    digits = text.rstrip(_LETTERS)
    parts = digits.split(".")
    fits = 1 <= len(parts) <= 3 and len(text) - len(digits) <= 2 and all(map(_is_number, parts))
    if isinstance(value, bool) or not fits:
        raise TypeError('must be an OpenSSL version such as "1.1.1" or "3.0"')
    return text


def _size(value: object, path: str) -> int:
    text = str(value).strip().lower()
    digits = text.rstrip("bkim ")
    unit = _SIZE_UNITS.get(text[len(digits) :].strip())
    if isinstance(value, bool) or unit is None or not _is_number(digits):
        raise TypeError('must be a number of bytes, or a size such as "4 MiB"')
    return int(digits) * unit


def _table(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError("must be a table")
    return value


def _string_table(value: object, path: str) -> dict[str, str]:
    table = _table(value)
    for key, item in table.items():
        if not isinstance(item, str):
            raise TypeError(f"'{key}' must be a string")
    return {key: str(item) for key, item in table.items()}


def _path_selectors(value: object, path: str) -> dict[str, tuple[str, ...]]:
    return {pattern: _selectors(names, path) for pattern, names in _table(value).items()}


def _path_severities(value: object, path: str) -> dict[str, dict[str, str]]:
    result = {}
    for pattern, given in _table(value).items():
        table = {"all": given} if isinstance(given, str) else _table(given)
        expand(tuple(table))
        result[pattern] = {name: _severity(severity, path) for name, severity in table.items()}
    return result


def _contracts(value: object, path: str) -> dict[str, object]:
    """Contracts by function name, those of the files that are named included."""
    if isinstance(value, (str, list)):
        value = {"files": value}
    table = dict(_table(value))
    merged: dict[str, object] = {}
    for key in ("file", "files"):
        for name in _strings(table.pop(key, []), path):
            file = os.path.normpath(os.path.join(os.path.dirname(path), name))
            try:
                found = _contract_table(_load(file), name)
            except TypeError as error:
                raise ContractsError(f"{_shown(file)}: {error}") from None
            _check_contracts({k: v for k, v in found.items() if k not in _CONTRACT_KEYS}, file)
            merged.update(found)
    merged.update(_contract_table(table, path))
    return merged


def _contract_table(table: dict[str, object], path: str) -> dict[str, object]:
    result: dict[str, object] = {}
    for key, value in table.items():
        name = key.replace("_", "-")
        if name in _CONTRACT_KEYS:
            result[name] = KINDS[name](value, path)
        elif isinstance(value, dict):
            result[key] = value
        else:
            hint = suggestion(name, ["file", "files", *_CONTRACT_KEYS])
            raise TypeError(f"'{key}' must be a table that describes the function{hint}")
    return result


#: What each key must be; the keys are those of ``settings.DEFAULTS``, and ``extends`` for "tables".
KINDS: dict[str, Callable[[object, str], object]] = {
    "extends": _strings,
    "select": _selectors,
    "ignore": _selectors,
    "fail-on": _severity,
    "exclude": _strings,
    "prefixes": _strings,
    "aliases": _string_table,
    "assertions": _strings,
    "always-on-checks": _strings,
    "loggers": _strings,
    "guards": _strings,
    "lowest-openssl": _version,
    "highest-openssl": _version,
    "max-file-size": _size,
    "per-path-ignores": _path_selectors,
    "per-path-severities": _path_severities,
    "contracts": _contracts,
}

assert KINDS.keys() - {"extends"} == DEFAULTS.keys() - {"tables"}
