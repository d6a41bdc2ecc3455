"""The commands beside ``check``: they explain, list and show; none of them is on the hot path."""

from __future__ import annotations

import json
import os
import sys

from dtlslint import __version__
from dtlslint.catalogue import all_rules, page, section
from dtlslint.checks.registry import HOOKS
from dtlslint.diagnostics import Rule
from dtlslint.output.plain import words as plain
from dtlslint.selectors import codes_of, suggestion
from dtlslint.settings import DEFAULTS, Finder, Settings, SettingsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from dtlslint.contracts import Contract

HELP = """\
dtlslint: a linter for C and C++ code that speaks TLS or DTLS through OpenSSL

usage: dtlslint [check] [PATH ...]     files or folders (default: .); - reads standard input
       dtlslint explain HOOK|DTLnnn    what a hook or rule reports, and why
       dtlslint rules [--json]         all hooks and rules
       dtlslint contracts [NAME] [--json]
                                       what is known of a function
       dtlslint config [--json]        the settings that hold here, and where they come from
       dtlslint lsp                    language server over stdio

  --select, --ignore HOOK|DTLnnn|DTLn..
                          run only / leave out these; repeatable, comma lists
  --output-format FORMAT  text (default), json, sarif, github, gitlab
  --changed-lines[=REV]   only findings on staged lines (on lines that differ from REV)
  --baseline FILE         only findings that FILE does not hold; --update-baseline writes it
  --fail-on SEVERITY      error, warning (default) or note
  --fix, --diff           apply safe fixes, or show them
  --config FILE, --no-config
  --stdin-filename NAME   what standard input is called
  --jobs N, --color[=auto|always|never], --statistics, -q, -v, --no-cache, --version

exit status: 0 nothing found, 1 findings, 2 wrong usage or settings, 3 a file was not analysed
"""


def print_help(version: bool) -> int:
    """``--help`` and ``--version``."""
    sys.stdout.write(f"dtlslint {__version__}\n" if version else HELP)
    return 0


def run_command(name: str, argv: list[str]) -> int:
    """Run one command; returns its exit code. Raises ``SettingsError`` on wrong usage."""
    if "-h" in argv or "--help" in argv:
        return print_help(version=False)
    return _COMMANDS[name](argv)


def _take(argv: list[str], names: int, flags: tuple[str, ...] = ()) -> tuple[list[str], set[str]]:
    """Split words from flags; at most so many words."""
    given = {word for word in argv if word.startswith("-")}
    words = [word for word in argv if not word.startswith("-")]
    for word in sorted(given - set(flags)):
        raise SettingsError(f"unknown option {word}{suggestion(word, list(flags))}")
    if len(words) > names:
        raise SettingsError(f"unexpected argument '{words[names]}'")
    return words, given


def _explain(argv: list[str]) -> int:
    words, _ = _take(argv, 1)
    if not words:
        raise SettingsError("explain what? Name a hook or a code; `dtlslint rules` lists them")
    name = words[0]
    code = name.upper()
    for hook in HOOKS:
        if name == hook.name or code in hook.codes:
            text = page(hook.name)
            if code in hook.codes:
                # What holds for all rules of the hook follows: its options and limits.
                parts = [section(text, word) for word in (code, "Options", "Limits")]
                text = "\n".join(filter(None, parts)) or text
            sys.stdout.write(text or f"{hook.name}: {hook.summary}\n")
            return 0
    for rule in all_rules():
        if name == rule.slug:
            return _explain([rule.code])
        if code == rule.code:
            sys.stdout.write(f"{rule.code} {rule.slug} ({rule.severity}): {rule.message}\n")
            return 0
    known = [hook.name for hook in HOOKS]
    for rule in all_rules():
        known += (rule.code, rule.slug)
    raise SettingsError(f"no hook, code or rule is named '{name}'{suggestion(name, known)}")


def _rules(argv: list[str]) -> int:
    _, flags = _take(argv, 0, ("--json",))
    rules = all_rules()
    if "--json" in flags:
        table = [
            {
                "code": rule.code,
                "rule": rule.slug,
                "hook": rule.hook,
                "severity": rule.severity,
                "message": rule.message,
                "cwe": rule.cwe or None,
            }
            for rule in rules
        ]
        print(json.dumps(table, indent=2))
        return 0
    by_hook: dict[str, list[Rule]] = {}
    for rule in rules:
        by_hook.setdefault(rule.hook, []).append(rule)
    summaries = {hook.name: hook.summary for hook in HOOKS}
    for hook, listed in by_hook.items():
        print(f"{hook}: {summaries.get(hook, 'about suppressions in the code')}")
        for rule in listed:
            print(f"  {rule.code}  {rule.severity:7}  {rule.slug}")
    return 0


def _contracts(argv: list[str]) -> int:
    from dtlslint.contracts import Contracts, names
    from dtlslint.contracts.tables import names as table_names

    words, flags = _take(argv, 1, ("--json",))
    settings = Finder().for_folder("")
    extra = settings.table("contracts")
    tables = settings.strings("tables")
    prefixes, aliases = settings.strings("prefixes"), settings.table("aliases")
    known = Contracts(extra, prefixes, aliases, tables)  # type: ignore[arg-type]
    listed = sorted({*names(), *extra, *table_names(tables)})
    if not words:
        if "--json" in flags:
            found = (known.get(name) for name in listed)
            print(json.dumps([facts(contract) for contract in found if contract], indent=2))
        else:
            print("\n".join(listed))
        return 0
    contract = known.get(words[0])
    if contract is None:
        hint = suggestion(words[0], listed)
        raise SettingsError(f"nothing is known of a function '{words[0]}'{hint}")
    table = facts(contract)
    if contract.name != words[0]:
        table |= {"name": words[0], "alias_of": contract.name}
    if "--json" in flags:
        print(json.dumps(table, indent=2))
        return 0
    for key, value in table.items():
        if value not in (None, "", [], False):
            text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            print(f"{key.replace('_', ' ')}: {text}")
    return 0


def facts(contract: Contract) -> dict[str, object]:
    """What is known of a function, in plain values.

    ``success`` and ``failure`` list values and ranges as contract files write them; arguments
    count from 1. ``may_take_ownership``: as the note of the row says, not by the call alone.
    """
    sometimes = [entry.arg for entry in contract.transfer if entry.when == "see_note"]
    return {
        "name": contract.name,
        "returns": contract.returns,
        "success": _values(contract.success_text),
        "failure": _values(contract.failure_text),
        "neutral": _values(",".join(contract.neutral_why)),
        "must_check": contract.must_check,
        "critical": contract.critical,
        "error_source": contract.error_source,
        "returns_owned": contract.is_owned(),
        "released_by": list(contract.acquire),
        "takes_ownership": [e.arg for e in contract.transfer if e.arg not in sometimes],
        "may_take_ownership": sometimes,
        "frees": [contract.released_arg()] if contract.is_release() else [],
        "since": contract.since or None,
        "deprecated_since": contract.deprecated or None,
        "removed_in": contract.removed or None,
        "replaced_by": contract.replaced_by or None,
        "alias_of": contract.alias_of or None,
        "tags": sorted(contract.tags),
        "source": contract.source,
    }


def _values(text: str) -> list[int | str]:
    values: list[int | str] = []
    for item in filter(None, text.split(",")):
        values.append(int(item) if item.lstrip("-").isdecimal() else item)
    return values


def _config(argv: list[str]) -> int:
    _, flags = _take(argv, 0, ("--json",))
    settings = Finder().for_folder("")
    settings.codes()
    if "--json" in flags:
        print(json.dumps({"files": settings.files, **_shown(settings)}, indent=2))
        return 0
    files = "\n".join(f"# {plain(file)}" for file in settings.files)
    print(files or "# no settings file: defaults hold")
    for key, value in _shown(settings).items():
        origin = settings.origins.get(key)
        where = f"  # {plain(os.path.relpath(origin))}" if origin else "  # default"
        print(f"{key} = {json.dumps(value)}{where}")
    return 0


def _shown(settings: Settings) -> dict[str, object]:
    return {key: settings.values[key] for key in DEFAULTS}


def _lsp(argv: list[str]) -> int:
    _take(argv, 0, ("--stdio",))
    try:
        from importlib import import_module

        serve = import_module("dtlslint.lsp").main
    except ImportError:
        raise SettingsError(
            "the language server needs an extra: pip install 'dtlslint[lsp]'"
        ) from None
    return int(serve() or 0)


def _help(argv: list[str]) -> int:
    words, _ = _take(argv, 1)
    return _explain(words) if words and codes_of(words[0]) else print_help(version=False)


_COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "explain": _explain,
    "rules": _rules,
    "contracts": _contracts,
    "config": _config,
    "lsp": _lsp,
    "help": _help,
}
