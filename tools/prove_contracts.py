"""Proves ownership and result values of contracts against the installed OpenSSL.

    python tools/prove_contracts.py             prove all again; exit 1 if a proof fails
    python tools/prove_contracts.py --write     and write data/proven.txt
    python tools/prove_contracts.py NAME ..     only these functions, in detail
    python tools/prove_contracts.py --list      which facts have a proof, without running them

From each entry of proofs/*.toml (how to call a function; probed.toml is the work of
probe_contracts.py) and the function's contract it makes small C programs: one that keeps the
contract, which must come out clean under an allocator that sees every block, and ones that break
it, which must leak, free twice or crash; and value programs, whose result must lie in the
contract's set. Needs gcc and libssl-dev. proofs/README.md tells more.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from compile_contracts import DATA, ROOT
from dtlslint.contracts import lookup
from proof_programs import Program, programs_of
from prove_nulls import libraries, parameters

PROOFS = ROOT / "tools/proofs"
PROBED = PROOFS / "probed.toml"
PROVEN = DATA / "proven.txt"
#: Have no parameters, but are a constant in disguise, use plain malloc, or find nothing.
NOT_AUTOMATIC = frozenset(
    ("ASN1_NULL_new", "OPENSSL_INIT_new", "ENGINE_get_first", "ENGINE_get_last")
)


def read_entries(folder: Path = PROOFS) -> dict[str, dict[str, Any]]:
    """How people say to call each function. ValueError if an entry stands twice."""
    entries: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("*.toml")):
        if path == PROBED:
            continue
        for name, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if name in entries:
                raise ValueError(f"{path.name}: {name} stands in another file already")
            entries[name] = entry
    return entries


def probed_entries() -> dict[str, dict[str, Any]]:
    """The calls that probe_contracts.py found, beside those of ``read_entries``."""
    return tomllib.loads(PROBED.read_text(encoding="utf-8"))


def automatic_entries(known: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Entries for the functions without parameters that hand out an object, owned or static."""
    loaded = libraries()
    entries = {}
    for name, words in sorted(parameters().items()):
        contract = lookup(name)
        if name in NOT_AUTOMATIC:
            continue
        if name in known or words != ["void"] or contract is None or contract.kind != "function":
            continue
        if not any(hasattr(library, name) for library in loaded):
            continue
        if contract.acquire:
            entries[name] = {"type": "void *", "call": f"{name}()", "shared": True}
        elif contract.returns_alias == "static" and not contract.failure and contract.success:
            entries[name] = {"good": [f"{name}()"]}
    return entries


def all_programs(entries: dict[str, dict[str, Any]]) -> list[Program]:
    """The programs of all entries, in order. ValueError for a function with no contract."""
    programs = []
    for name, entry in entries.items():
        contract = lookup(name)
        if contract is None:
            raise ValueError(f"{name}: no contract")
        made = programs_of(contract, entry)
        if not made:
            raise ValueError(f"{name}: the entry proves nothing of its contract")
        programs += made
    return programs


def build(programs: Sequence[Program], folder: Path, *options: str) -> Path:
    """Compiles the harness and ``programs`` into one executable. CalledProcessError on errors."""
    binary = folder / "prove"
    files = [str(write_source(programs, folder)), str(PROOFS / "harness.c")]
    flags = ["-O0", "-w", *options, f"-I{PROOFS}", "-o", str(binary)]
    subprocess.run(["gcc", *flags, *files, "-lssl", "-lcrypto"], check=True)
    return binary


def write_source(programs: Sequence[Program], folder: Path) -> Path:
    """The C file with a function for each of ``programs``."""
    source = ['#include "harness.h"\n']
    for number, program in enumerate(programs):
        source.append(f"/* {program.name}: {program.fact} */\n")
        source.append(f"static void proof_{number}(void)\n{{\n{program.body}}}\n")
    table = ", ".join(f"proof_{number}" for number in range(len(programs)))
    source.append(f"const proof_fn proofs[] = {{ {table} }};\n")
    source.append(f"const int proof_count = {len(programs)};\n")
    generated = folder / "proofs.c"
    generated.write_text("".join(source), encoding="utf-8")
    return generated


def verdicts(binary: Path, count: int) -> list[str]:
    """What each of the ``count`` programs was seen to do: a line of the harness."""
    done = subprocess.run([str(binary)], capture_output=True, check=True)
    seen = ["nothing"] * count
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        number, _, verdict = line.partition(" ")
        if number.isdecimal():
            seen[int(number)] = verdict
    return seen


def prove(programs: list[Program]) -> tuple[dict[str, list[str]], list[str]]:
    """(function -> facts proven, what failed). A function with a failed proof is not proven."""
    proven: dict[str, list[str]] = defaultdict(list)
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        binary = build(programs, Path(folder))
        for program, seen in zip(programs, verdicts(binary, len(programs)), strict=True):
            if not program.accepts(seen):
                failures.append(f"{program.name}: {program.fact}: {seen}\n{program.body}")
                continue
            for name in (program.name, *program.also):
                if program.fact not in proven[name]:
                    proven[name].append(program.fact)
    failed = {failure.split(":")[0] for failure in failures}
    return {name: facts for name, facts in proven.items() if name not in failed}, failures


def main(argv: list[str]) -> int:
    entries = read_entries()
    entries |= automatic_entries(entries)
    wanted = [name for name in argv if not name.startswith("-")]
    programs = [
        program
        for source in (entries, probed_entries())
        for program in all_programs(
            {name: entry for name, entry in source.items() if not wanted or name in wanted}
        )
    ]
    if "--list" in argv:
        for program in programs:
            print(f"{program.name}: {program.fact}")
        return 0
    proven, failures = prove(programs)
    for failure in failures:
        print(failure, file=sys.stderr)
    if wanted:
        for name, facts in proven.items():
            print(f"{name}: {', '.join(facts)}")
    if "--write" in argv:
        lines = [f"{name}: {', '.join(sorted(facts))}\n" for name, facts in sorted(proven.items())]
        PROVEN.write_text("".join(lines), encoding="utf-8")
    print(f"{len(programs)} programs, {len(failures)} failed; {len(proven)} functions proven")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
