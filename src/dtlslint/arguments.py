"""The command line of a check, read by hand: ``argparse`` would cost a rejected file's budget."""

from __future__ import annotations

from dtlslint.settings import SettingsError

FORMATS = ("text", "json", "sarif", "github", "gitlab")
_FAIL_ON = ("error", "warning", "note")
_COLOURS = ("auto", "always", "never")

#: Options that take a value, by the attribute they fill; those of ``_LISTS`` may be repeated.
_VALUES = {
    "--select": "select",
    "--ignore": "ignore",
    "--output-format": "output_format",
    "--baseline": "baseline",
    "--fail-on": "fail_on",
    "--config": "config",
    "--jobs": "jobs",
    "-j": "jobs",
    "--stdin-filename": "stdin_filename",
}
_LISTS = frozenset(("select", "ignore"))
#: Options whose value may be left out, with what they then mean; a value comes after ``=`` only.
_OPTIONAL = {"--changed-lines": ("changed_lines", ""), "--color": ("color", "always")}
_FLAGS = {
    "--update-baseline": "update_baseline",
    "--fix": "fix",
    "--diff": "diff",
    "--no-config": "no_config",
    "--no-cache": "no_cache",
    "--statistics": "statistics",
    "-q": "quiet",
    "--quiet": "quiet",
    "-v": "verbose",
    "--verbose": "verbose",
    "-h": "help",
    "--help": "help",
    "--version": "version",
}
_CHOICES = {"output_format": FORMATS, "fail_on": _FAIL_ON, "color": _COLOURS}


class Arguments:
    """What was asked. ``changed_lines`` is None when not asked for, "" for staged changes."""

    __slots__ = (
        "baseline",
        "changed_lines",
        "color",
        "config",
        "diff",
        "fail_on",
        "fix",
        "help",
        "ignore",
        "jobs",
        "no_cache",
        "no_config",
        "output_format",
        "paths",
        "quiet",
        "select",
        "statistics",
        "stdin_filename",
        "update_baseline",
        "verbose",
        "version",
    )  # fmt: skip

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.select: list[str] = []
        self.ignore: list[str] = []
        self.output_format = "text"
        self.baseline = self.fail_on = self.config = self.stdin_filename = ""
        self.jobs = 0
        self.changed_lines: str | None = None
        self.color = "auto"
        self.update_baseline = self.fix = self.diff = self.no_config = self.no_cache = False
        self.statistics = self.quiet = self.verbose = self.help = self.version = False


def parse(argv: list[str]) -> Arguments:
    """Read arguments. Raises ``SettingsError`` on what cannot be meant."""
    arguments = Arguments()
    rest = iter(argv)
    for word in rest:
        if word == "--":
            arguments.paths += rest
        elif word == "-" or not word.startswith("-"):
            arguments.paths.append(word)
        else:
            _option(arguments, word, rest)
    _judge(arguments)
    return arguments


def _option(arguments: Arguments, word: str, rest: Iterator[str]) -> None:
    name, equals, value = word.partition("=")
    if word in _FLAGS:
        setattr(arguments, _FLAGS[word], True)
    elif name in _OPTIONAL:
        attribute, implied = _OPTIONAL[name]
        _set(arguments, name, attribute, value if equals else implied)
    elif name in _VALUES:
        if not equals:
            value = next(rest, "")
        if not value:
            raise SettingsError(f"{name} needs a value")
        _set(arguments, name, _VALUES[name], value)
    elif equals and name in _FLAGS:
        raise SettingsError(f"{name} takes no value")
    else:
        from dtlslint.selectors import suggestion

        known = [*_VALUES, *_OPTIONAL, *_FLAGS]
        raise SettingsError(f"unknown option {name}{suggestion(name, known)}")


def _set(arguments: Arguments, name: str, attribute: str, value: str) -> None:
    if attribute in _LISTS:
        listed = [item.strip() for item in value.split(",") if item.strip()]
        getattr(arguments, attribute).extend(listed)
        return
    choices = _CHOICES.get(attribute)
    if choices and value not in choices:
        raise SettingsError(f"{name}: '{value}' is none of {', '.join(choices)}")
    if attribute == "jobs":
        if not value.isdecimal() or not 0 <= int(value) <= 512:
            raise SettingsError(f"{name}: '{value}' is no number of processes")
        arguments.jobs = int(value)
        return
    setattr(arguments, attribute, value)


def _judge(arguments: Arguments) -> None:
    if arguments.config and arguments.no_config:
        raise SettingsError("--config and --no-config exclude each other")
    if arguments.update_baseline and not arguments.baseline:
        raise SettingsError("--update-baseline needs --baseline FILE")
    if arguments.update_baseline and arguments.changed_lines is not None:
        raise SettingsError("--update-baseline is for whole files, not for --changed-lines")
    if "-" in arguments.paths:
        if len(arguments.paths) > 1:
            raise SettingsError("'-' (standard input) stands alone")
        if arguments.fix:
            raise SettingsError("--fix cannot change standard input; --diff shows what it would")
    elif arguments.stdin_filename:
        raise SettingsError("--stdin-filename goes with '-'")


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
