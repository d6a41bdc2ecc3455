"""Write what follows from the registry: manifest, README's table, rule list, settings schema.

``python tools/generate.py`` writes, ``--check`` only says what is out of date (exit code 1).
"""

from __future__ import annotations

import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "src"))

from dtlslint.catalogue import all_rules  # noqa: E402
from dtlslint.checks.registry import HOOKS  # noqa: E402
from dtlslint.engine import check_file  # noqa: E402
from dtlslint.output import text  # noqa: E402
from dtlslint.settings import Settings  # noqa: E402
from dtlslint.walk import EXTENSIONS  # noqa: E402
from settings_schema import schema  # noqa: E402

#: What README shows on its first screen, of the examples' reports.
SHOWN = (
    ("examples/dtls_server.c", "DTL201", "RAND_bytes"),
    ("examples/dtls_server.c", "DTL202", "DTLSv1_listen"),
    ("examples/peer_check.cpp", "DTL301", "SSL_get_peer_certificate"),
)

_COMBINED = "all checks for C and C++ code that uses OpenSSL, in one process"


def manifest() -> str:
    """``.pre-commit-hooks.yaml``: ``dtlslint`` for all checks in one process, then one a hook.

    ``require_serial``: one process reads all files of a commit, and starts more where they pay.
    """
    endings = "|".join(sorted(re.escape(extension[1:]) for extension in EXTENSIONS))
    blocks = ["# Written by tools/generate.py from the registry.\n"]
    hooks = [("dtlslint", "dtlslint", _COMBINED)]
    hooks += [(h.name, f"dtlslint --select {h.name}", h.summary) for h in HOOKS]
    for name, entry, summary in hooks:
        title = name if name == "dtlslint" else f"dtlslint {name}"
        blocks.append(
            f"- id: {name}\n"
            f"  name: {title}\n"
            f"  description: {_quoted(summary)}\n"
            f"  entry: {entry}\n"
            f"  language: python\n"
            f"  types: [file]\n"
            f"  files: \\.({endings})$\n"
            f"  require_serial: true\n"
        )
    return "".join(blocks)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def hook_table() -> str:
    """README's table: a hook a line with its page, codes and summary."""
    lines = ["| hook | codes | what it reports |", "|---|---|---|"]
    for hook in HOOKS:
        codes = f"{hook.codes[0]}-{hook.codes[-1][3:]}"
        lines.append(f"| [`{hook.name}`](hooks/{hook.name}.md) | {codes} | {hook.summary} |")
    return "\n".join(lines) + "\n"


def rule_list() -> str:
    """``hooks/index.md``: every rule with its severity and its part of a page."""
    lines = [
        "# Rules",
        "",
        "`dtlslint explain CODE` prints the same pages.",
        "",
        "| code | rule | severity | hook | CWE |",
        "|---|---|---|---|---|",
    ]
    for rule in all_rules():
        hook = f"[{rule.hook}]({rule.hook}.md)" if rule.hook != "dtlslint" else "suppressions"
        cwe = f"CWE-{rule.cwe}" if rule.cwe else ""
        lines.append(f"| {rule.code} | {rule.slug} | {rule.severity} | {hook} | {cwe} |")
    return "\n".join(lines) + "\n"


def diagnostics() -> str:
    """README's first screen: what dtlslint prints for some lines of the examples."""
    parts = []
    for path, code, word in SHOWN:
        reports = check_file(path, Settings()).reports
        wanted = (r for r in reports if r.code == code and word in r.message)
        parts.append(text.render(next(wanted)))
    return "```text\n" + "".join(parts) + "```\n"


def spliced(document: str, name: str, part: str) -> str:
    """``document`` with new content between the markers of ``name``; ``ValueError`` without any."""
    begin, end = f"<!-- generated: {name} -->", f"<!-- end: {name} -->"
    before, found, rest = document.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"no '{begin}' and '{end}'")
    return f"{before}{begin}\n{part}{end}{after}"


def outputs() -> dict[str, str]:
    """Path from the root -> the content it should have."""
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
        readme = spliced(file.read(), "hooks", hook_table())
    readme = spliced(readme, "diagnostics", diagnostics())
    return {
        ".pre-commit-hooks.yaml": manifest(),
        "README.md": readme,
        "hooks/index.md": rule_list(),
        "src/dtlslint/settings.schema.json": schema(),
    }


def main(argv: list[str]) -> int:
    """Write or, with ``--check``, compare."""
    os.chdir(ROOT)
    stale = 0
    for name, content in outputs().items():
        path = os.path.join(ROOT, name)
        try:
            with open(path, encoding="utf-8") as file:
                same = file.read() == content
        except OSError:
            same = False
        if same:
            continue
        if "--check" in argv:
            print(f"{name}: out of date, run python tools/generate.py", file=sys.stderr)
            stale = 1
        else:
            with open(path, "w", encoding="utf-8") as file:
                file.write(content)
            print(f"wrote {name}")
    return stale


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
