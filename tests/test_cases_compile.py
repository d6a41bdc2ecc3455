"""Every case is real C or C++: gcc reads it against the headers of libssl and the stubs."""

import shutil
import subprocess
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
CASES = sorted(p for p in (TESTS / "cases").rglob("*") if p.suffix in {".c", ".cpp"})
COMPILERS = {".c": ["gcc"], ".cpp": ["g++", "-std=c++17"]}
HEADER = Path("/usr/include/openssl/ssl.h")

pytestmark = pytest.mark.skipif(
    not (shutil.which("gcc") and shutil.which("g++") and HEADER.exists()),
    reason="needs gcc, g++ and the headers of libssl",
)


@pytest.mark.parametrize("case", CASES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_case_compiles(case: Path) -> None:
    command = [*COMPILERS[case.suffix], "-fsyntax-only", "-w", "-I", str(TESTS / "stubs")]
    done = subprocess.run([*command, str(case)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
