"""The JSON schema of dtlslint.toml and [tool.dtlslint], made from the reader's own table."""

from __future__ import annotations

import json

from dtlslint import settings_file
from dtlslint.checks.registry import HOOKS
from dtlslint.diagnostics import SEVERITIES
from dtlslint.selectors import all_codes
from dtlslint.settings import DEFAULTS

_STRINGS: dict[str, object] = {"type": "array", "items": {"type": "string"}}
_SEVERITY: dict[str, object] = {"enum": list(reversed(SEVERITIES))}
_SELECTOR: dict[str, object] = {
    "anyOf": [
        {"enum": ["all", *(hook.name for hook in HOOKS), *sorted(all_codes())]},
        {"type": "string", "pattern": "^DTL[0-9]{0,2}[.xX]{0,2}$"},
    ]
}
_SELECTORS: dict[str, object] = {"type": "array", "items": _SELECTOR}

_CONTRACT: dict[str, object] = {
    "type": "object",
    "description": "what is known of a function: see CONTRIBUTING.md",
}

#: The schema of each kind of value, by the function that reads it.
_KINDS: dict[object, dict[str, object]] = {
    settings_file._strings: _STRINGS,
    settings_file._selectors: _SELECTORS,
    settings_file._severity: _SEVERITY,
    settings_file._version: {
        "anyOf": [
            {"type": "string", "pattern": "^[0-9]+([.][0-9]+){0,2}[a-z]{0,2}$"},
            {"type": "number"},
        ]
    },
    settings_file._size: {
        "anyOf": [
            {"type": "integer", "minimum": 0},
            {"type": "string", "pattern": "^[0-9]+ *([kKmM]([iI][bB])?|[bB])?$"},
        ]
    },
    settings_file._string_table: {"type": "object", "additionalProperties": {"type": "string"}},
    settings_file._path_selectors: {"type": "object", "additionalProperties": _SELECTORS},
    settings_file._path_severities: {
        "type": "object",
        "additionalProperties": {
            "anyOf": [
                _SEVERITY,
                {
                    "type": "object",
                    "propertyNames": _SELECTOR,
                    "additionalProperties": _SEVERITY,
                },
            ]
        },
    },
    settings_file._contracts: {
        "anyOf": [
            {"type": "string"},
            _STRINGS,
            {
                "type": "object",
                "properties": {
                    "file": {"type": "string"},
                    "files": _STRINGS,
                    "prefixes": _STRINGS,
                    "aliases": {"type": "object"},
                    "assertions": _STRINGS,
                    "always_on_checks": _STRINGS,
                    "loggers": _STRINGS,
                },
                "additionalProperties": _CONTRACT,
            },
        ]
    },
}

_WORDS = {
    "select": "hooks, codes or starts of codes to run; empty: all",
    "ignore": "hooks, codes or starts of codes to leave out",
    "fail-on": "the mildest severity that makes a run fail",
    "exclude": "patterns of paths that are not checked",
    "extends": "settings files below this one; or tables: gnutls, mbedtls, wolfssl, libc",
    "prefixes": "my_ makes my_RAND_bytes count as RAND_bytes",
    "aliases": "own function -> the function that it wraps",
    "assertions": "macros that a release build compiles out",
    "always-on-checks": "macros that test in every build",
    "loggers": "functions and macros that report a failure",
    "guards": "macros whose #if counts as a test of the OpenSSL version",
    "lowest-openssl": "the lowest supported version",
    "highest-openssl": "the highest supported version",
    "max-file-size": "larger files are skipped",
    "per-path-ignores": "path pattern -> what to leave out there",
    "per-path-severities": "path pattern -> severity, or code -> severity, there",
    "contracts": "what is known of the project's own functions, here or in files",
}


def schema() -> str:
    """The document."""
    properties: dict[str, dict[str, object]] = {}
    for key, kind in settings_file.KINDS.items():
        properties[key] = {"description": _WORDS[key], **_KINDS[kind]}
        default = DEFAULTS.get(key)
        if default:
            properties[key]["default"] = default
    document = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "dtlslint.toml, and [tool.dtlslint] of pyproject.toml",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    return json.dumps(document, indent=2) + "\n"
