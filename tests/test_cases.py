"""Every case of tests/cases/<hook>/: exactly the expected codes on exactly the expected lines."""

import pytest

from casefile import BY_NAME, CASE_FILES, available_hooks, expected, findings, written


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_case(path):
    hook = written(path.parent.name)
    text = path.read_text()
    source, found = findings(hook, path.name, text)
    reported = {(source.line_of(f.span[0]), f.rule.code) for f in found}
    lines = text.splitlines()
    wanted = expected(text)
    assert {code for _, code in wanted} <= set(hook.codes)
    missing = [f"{n}: {code}: {lines[n - 1].strip()}" for n, code in sorted(wanted - reported)]
    wrong = [f"{n}: {code}: {lines[n - 1].strip()}" for n, code in sorted(reported - wanted)]
    assert not missing and not wrong, "\n".join(["missing:", *missing, "not expected:", *wrong])
    for finding in found:
        start, end = finding.span
        assert 0 <= start < end <= len(source.data), finding


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_hooks_do_not_disturb_each_other(path):
    """All hooks walk the same paths and leave their marks on them."""
    text = path.read_text()
    hook = written(path.parent.name)
    others = tuple(other for other in available_hooks() if other is not hook)
    alone = {(f.span, f.rule.code) for f in findings(hook, path.name, text)[1]}
    beside = {(f.span, f.rule.code) for f in findings(hook, path.name, text, others)[1]}
    assert alone == beside


@pytest.mark.parametrize("name", BY_NAME)
def test_every_rule_has_cases_that_fire_and_some_that_do_not(name):
    texts = [path.read_text() for path in CASE_FILES if path.parent.name == name]
    fired = {code for text in texts for _, code in expected(text)}
    assert fired == set(BY_NAME[name].codes)
    assert any("silent:" in text for text in texts)
