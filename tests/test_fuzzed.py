"""Inputs on which the fuzzer once broke something, cut down to what did it."""

import sys

import pytest

from conftest import ROOT

sys.path.append(str(ROOT / "bench"))

import fuzz_targets

#: (target of bench/fuzz_targets.py, input): what it broke.
INPUTS = {
    ("c", b"{(in[++]);if(memcpy);//"): "an operand that the parser put in was a nameless place",
    ("c", b"{FD_SET(fd,&),DTLSv1_get_timeout(ssl?:);"): "so was its address",
}


@pytest.mark.parametrize(("target", "data"), INPUTS, ids=INPUTS.values())
def test_input(target, data, monkeypatch):
    monkeypatch.setenv("DTLSLINT_DEBUG", "1")  # the target sets it: undone at the end
    fuzz_targets.TARGETS[target](data)
