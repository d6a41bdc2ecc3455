"""The pages of hooks/: their flagged fences are flagged so, their fixed ones are silent."""

import re

import pytest

from casefile import BY_NAME, findings, written
from conftest import ROOT
from dtlslint.catalogue import section

_FENCE = re.compile(r"^```(\w+) (flagged|fixed)(.*?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def fences():
    for name in BY_NAME:
        path = ROOT / "hooks" / f"{name}.md"
        text = path.read_text() if path.exists() else ""
        for match in _FENCE.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            language, kind, codes, code = match.groups()
            wanted = set(re.findall(r"DTL\d{3}", codes)) if kind == "flagged" else set()
            yield pytest.param(name, language, kind, wanted, code, id=f"{name}:{line}-{kind}")


@pytest.mark.parametrize(("name", "language", "kind", "wanted", "code"), list(fences()))
def test_fence(name, language, kind, wanted, code):
    assert language in ("c", "cpp", "python")
    assert (kind == "flagged") == bool(wanted)
    if language == "python":
        plugin = pytest.importorskip("dtlslint.flake8")
        assert {f.code for f in plugin.check_source(code)} & set(BY_NAME[name].codes) == wanted
        return
    source, found = findings(written(name), f"page.{language}", code)
    shown = [f"{source.line_of(f.span[0])}: {f.rule.code} {f.message}" for f in found]
    assert {f.rule.code for f in found} == wanted, "\n".join(shown)


@pytest.mark.parametrize("name", BY_NAME)
def test_every_rule_has_a_section_with_both_fences(name):
    path = ROOT / "hooks" / f"{name}.md"
    text = path.read_text() if path.exists() else ""
    for code in BY_NAME[name].codes:
        part = section(text, code)
        assert f" flagged {code}" in part, f"{code}: no flagged fence"
        assert re.search(r"^```\w+ fixed", part, re.MULTILINE), f"{code}: no fixed fence"


def test_section():
    first = "## DTL201 x\none\n```c\n# no heading\n```\n### sub\ntwo\n"
    text = f"# a\n\nDTL2\n\n{first}## DTL202\nthree\n"
    assert section(text, "DTL201") == first
    assert section(text, "DTL202") == "## DTL202\nthree\n"
    assert section(text, "DTL203") == ""
