"""The 29 examples that define the schema: the data files say the same."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from compile_contracts import read_rows

EXAMPLES = tomllib.loads(Path(__file__).with_name("examples.toml").read_text(encoding="utf-8"))
ROWS = read_rows()[0]


#: What a row without the key says.
IMPLIED = {"nodiscard": "may", "error_source": "none", "success": ["nonnull"]}


def _filled(value: object) -> object:
    """``value`` with the defaults of ``out`` records filled in."""
    if isinstance(value, list):
        return [_filled(item) for item in value]
    if isinstance(value, dict) and "arg" in value:
        return {"valid_on": "success", "borrowed": False, **value}
    return value


def test_there_are_29() -> None:
    assert len(EXAMPLES) == 29


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_data_agree_with_the_example(name: str) -> None:
    row = ROWS[name]
    for key, value in EXAMPLES[name].items():
        told = row.get(key, IMPLIED.get(key))
        if key == "tags":
            assert set(value) <= set(told)
        else:
            assert _filled(told) == _filled(value), key
