"""Inputs on which the fuzzer once broke something, cut down to what did it."""

import sys

import pytest

from conftest import ROOT

sys.path.append(str(ROOT / "bench"))

import fuzz
import fuzz_targets

#: (target of bench/fuzz_targets.py, input): what it broke.
INPUTS = {
    ("c", b"{(in[++]);if(memcpy);//"): "an operand that the parser put in was a nameless place",
    ("cpp", b"static context(DTLSv1_client_method())"): "a nameless initialiser was looked for",
    ("cpp", b"using Handle=;Handle<>cert(SSL_CTX_get0_certificate())"): "an alias of nothing",
    ("c", b"{FD_SET(fd,&),DTLSv1_get_timeout(ssl?:);"): "so was its address",
}


@pytest.mark.parametrize(("target", "data"), INPUTS, ids=INPUTS.values())
def test_input(target, data, monkeypatch):
    monkeypatch.setenv("DTLSLINT_DEBUG", "1")  # the target sets it: undone at the end
    fuzz_targets.TARGETS[target](data)


def test_seeds_are_there_and_the_mutator_keeps_to_its_limit():
    for target in fuzz.SHARES:
        found = fuzz.seeds(target)
        assert found and all(0 < len(seed) <= fuzz.MAX_INPUT for seed in found)
    mutator = fuzz.Mutator(fuzz.seeds("c")[:5])
    made = {mutator.mutate(b"int f(void) { return 0; }\n", 100, seed) for seed in range(50)}
    assert len(made) > 25 and max(map(len, made)) <= 100
    assert mutator.mutate(b"", 100, 1) == mutator.mutate(b"", 100, 1)


def test_a_failure_is_kept_once_and_its_smallest_input_stays(tmp_path):
    for data in (b"longer", b"short", b"longest of all"):
        fuzz.keep(tmp_path, "c", "crash", "IndexError a.py:1", data)
    fuzz.keep(tmp_path, "c", "crash", "IndexError b.py:2", b"other")
    kept = [path for path in (tmp_path / "found").iterdir() if path.suffix != ".txt"]
    assert sorted(path.read_bytes() for path in kept) == [b"other", b"short"]


def test_replay_names_what_an_input_does(tmp_path, capsys):
    (tmp_path / "fine").write_bytes(b"int f(void);")
    (tmp_path / "broken").write_bytes(b"x")
    assert fuzz.replay("c", [tmp_path / "fine"]) == 0
    assert fuzz.replay("no-such-target", [tmp_path / "broken"]) == 1
    assert capsys.readouterr().out.splitlines()[0].endswith("fine: fine")


def test_seeds_of_settings_and_contracts_are_taken(monkeypatch):
    monkeypatch.setenv("DTLSLINT_DEBUG", "1")
    from dtlslint.settings_file import read

    for data in fuzz.seeds("settings"):
        assert read(fuzz_targets._file("dtlslint.toml", data)).origins
    for data in fuzz.seeds("contracts"):
        fuzz_targets._file("contracts.toml", data)
        settings = fuzz_targets._file("s.toml", b'contracts = "contracts.toml"\n')
        assert read(settings).table("contracts")
