"""Proves ownership and result values of contracts against the installed OpenSSL.

    python tools/prove_contracts.py             prove all again; exit 1 if a proof fails
    python tools/prove_contracts.py --write     and write data/proven.txt
    python tools/prove_contracts.py NAME ..     only these functions, in detail
    python tools/prove_contracts.py --list      which facts have a proof, without running them

From each entry of proofs/*.toml (how to call a function) and the function's contract it makes
small C programs: one that keeps the contract, which must come out clean under an allocator that
sees every block, and ones that break it, which must leak, free twice or crash; and value programs,
whose result must lie in the contract's set. Needs gcc and libssl-dev. proofs/README.md tells more.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

from compile_contracts import DATA, ROOT
from dtlslint.contracts import lookup
from proof_programs import Program, programs_of
from prove_nulls import libraries, parameters

PROOFS = ROOT / "tools/proofs"
PROVEN = DATA / "proven.txt"
#: Have no parameters, but are a constant in disguise, use plain malloc, or find nothing.
NOT_AUTOMATIC = frozenset(
    ("ASN1_NULL_new", "OPENSSL_INIT_new", "ENGINE_get_first", "ENGINE_get_last")
)
TIMEOUT = 20  # seconds for one program; all take milliseconds


def read_entries(folder: Path = PROOFS) -> dict[str, dict[str, Any]]:
    """How to call each function. ValueError if an entry stands twice."""
    entries: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("*.toml")):
        for name, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if name in entries:
                raise ValueError(f"{path.name}: {name} stands in another file already")
            entries[name] = entry
    return entries


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


def build(programs: list[Program], folder: Path) -> Path:
    """Compiles the harness and ``programs`` into one executable. CalledProcessError on errors."""
    source = ['#include "harness.h"\n']
    for number, program in enumerate(programs):
        source.append(f"/* {program.name}: {program.fact} */\n")
        source.append(f"static void proof_{number}(void)\n{{\n{program.body}}}\n")
    table = ", ".join(f"proof_{number}" for number in range(len(programs)))
    source.append(f"const proof_fn proofs[] = {{ {table} }};\n")
    source.append(f"const int proof_count = {len(programs)};\n")
    generated = folder / "proofs.c"
    generated.write_text("".join(source), encoding="utf-8")
    binary = folder / "prove"
    files = [str(generated), str(PROOFS / "harness.c")]
    flags = ["-O0", "-w", f"-I{PROOFS}", "-o", str(binary)]
    subprocess.run(["gcc", *flags, *files, "-lssl", "-lcrypto"], check=True)
    return binary


def run(binary: Path, number: int) -> str:
    """What program ``number`` was seen to do: a line of the harness, or ``signal N``."""
    try:
        done = subprocess.run(
            [str(binary), str(number)], capture_output=True, timeout=TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired:
        return "timeout"
    if done.returncode < 0:
        return f"signal {-done.returncode}"
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    return lines[-1] if lines and done.returncode == 0 else f"exit {done.returncode}"


def prove(programs: list[Program]) -> tuple[dict[str, list[str]], list[str]]:
    """(function -> facts proven, what failed). A function with a failed proof is not proven."""
    proven: dict[str, list[str]] = defaultdict(list)
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        binary = build(programs, Path(folder))
        for number, program in enumerate(programs):
            seen = run(binary, number)
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
    if wanted:
        entries = {name: entries[name] for name in wanted}
    programs = all_programs(entries)
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
