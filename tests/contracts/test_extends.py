"""The opt-in tables: their laws, the settings that name them, and what they let the checks say."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import compile_contracts
from dtlslint.cli import main
from dtlslint.contracts import Contracts, lookup
from dtlslint.contracts.tables import TABLES, rows, wants
from dtlslint.engine import check_bytes, survives
from dtlslint.settings import Settings, SettingsError
from dtlslint.settings_file import read

#: Least numbers of functions.
SIZES = {"gnutls": 80, "mbedtls": 80, "wolfssl": 80, "libc": 40}

#: Releases that no row of the table itself describes: the C library's.
OUTSIDE = {"free", "fclose"}

GNUTLS = """\
#include <gnutls/gnutls.h>
int open_session(gnutls_session_t *result, unsigned char *cookie, unsigned size)
{
    gnutls_session_t session;
    gnutls_rnd(GNUTLS_RND_NONCE, cookie, size);
    if (gnutls_init(&session, GNUTLS_CLIENT) < 0)
        return -1;
    if (gnutls_set_default_priority(session) < 0)
        return -1;
    *result = session;
    return 0;
}
int check_host(gnutls_x509_crt_t certificate, const char *host)
{
    if (gnutls_x509_crt_check_hostname(certificate, host) < 0)
        return -1;
    return 0;
}
"""

MBEDTLS = """\
int fill(mbedtls_ctr_drbg_context *drbg, unsigned char *out, unsigned size)
{
    mbedtls_ctr_drbg_random(drbg, out, size);
    if (mbedtls_pk_verify(&key, MD, hash, 0, sig, len) == 1)
        return -1;
    return 0;
}
"""

WOLFSSL = """\
int set_up(WOLFSSL_CTX *ctx, const char *file)
{
    WOLFSSL *ssl = wolfSSL_new(ctx);
    if (ssl == NULL)
        return -1;
    if (wolfSSL_CTX_load_verify_locations(ctx, file, NULL) < 0)
        return -1;
    wolfSSL_free(ssl);
    return 0;
}
"""

LIBC = """\
int copy(const char *name, char *line)
{
    FILE *file = fopen(name, "r");
    char *copy = strdup(name);
    copy[0] = 0;
    fgets(line, 10, file);
    free(copy);
    return 0;
}
"""

FOUND = {
    "gnutls": (GNUTLS, {(5, "DTL201"), (9, "DTL301"), (15, "DTL202")}),
    "mbedtls": (MBEDTLS, {(3, "DTL201"), (4, "DTL202")}),
    "wolfssl": (WOLFSSL, {(6, "DTL202"), (7, "DTL301")}),
    "libc": (LIBC, {(5, "DTL203"), (6, "DTL201"), (8, "DTL301")}),
}


def found(text: str, *tables: str) -> set[tuple[int, str]]:
    """Lines and codes of what is found in a file, notes aside."""
    result = check_bytes("a.c", text.encode(), Settings({"tables": tables}))
    assert not result.failure
    return {(r.line, r.code) for r in result.reports if r.severity != "note"}


@pytest.mark.parametrize("table", FOUND)
def test_what_a_table_finds(table: str) -> None:
    text, expected = FOUND[table]
    assert expected <= found(text, table)


@pytest.mark.parametrize("table", FOUND)
def test_without_the_table_there_is_nothing(table: str) -> None:
    assert found(FOUND[table][0]) == set()


class TestSettings:
    @pytest.fixture
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        (tmp_path / ".git").mkdir()
        (tmp_path / "a.c").write_text(GNUTLS)
        monkeypatch.chdir(tmp_path)
        return tmp_path

    def test_by_the_command_line(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--no-cache", "a.c"]) == 0
        (folder / "dtlslint.toml").write_text('extends = ["gnutls", "libc"]\n')
        assert main(["--no-cache", "a.c"]) == 1
        out = capsys.readouterr().out
        assert "a.c:5:5: error: the result of gnutls_rnd is ignored" in out
        assert "gnutls_deinit releases it" in out

    def test_an_unknown_table(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (folder / "dtlslint.toml").write_text('extends = ["gnutl"]\n')
        assert main(["a.c"]) == 2
        told = capsys.readouterr().err
        assert "no builtin table or file 'gnutl' (did you mean 'gnutls'?)" in told

    def test_one_that_resembles_nothing(self, folder: Path) -> None:
        (folder / "d.toml").write_text('extends = "schannel"\n')
        with pytest.raises(SettingsError, match="there are gnutls, libc, mbedtls, wolfssl"):
            read("d.toml")

    def test_beside_files_that_name_others(self, folder: Path) -> None:
        (folder / "base.toml").write_text('extends = ["wolfssl"]\nprefixes = ["a_"]\n')
        (folder / "d.toml").write_text('extends = ["libc", "base.toml", "libc"]\n')
        settings = read("d.toml")
        assert settings.strings("tables") == ("libc", "wolfssl")
        assert settings.strings("prefixes") == ("a_",)

    def test_a_file_of_a_plain_name_is_still_a_file(self, folder: Path) -> None:
        (folder / "common").write_text('prefixes = ["a_"]\n')
        (folder / "d.toml").write_text('extends = ["common"]\n')
        assert read("d.toml").strings("prefixes") == ("a_",)

    def test_contracts_lists_them(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (folder / "dtlslint.toml").write_text('extends = ["wolfssl"]\n')
        assert main(["contracts", "wc_RNG_GenerateBlock"]) == 0
        assert "success: 0" in capsys.readouterr().out

    def test_own_contracts_may_stand_for_a_row_of_a_table(self) -> None:
        own = {"my_random": {"alias_of": "gnutls_rnd"}}
        contract = Contracts(own, tables=("gnutls",)).get("my_random")
        assert contract is not None and contract.critical


class TestErrorsOfOwnContracts:
    """They name file, line, function and key."""

    ROW = 'returns = "int"\nsucces = [0]\n'

    def told(self, folder: Path) -> str:
        with pytest.raises(SettingsError) as caught:
            read(str(folder / "d.toml"))
        return str(caught.value)

    def test_in_the_settings(self, tmp_path: Path) -> None:
        (tmp_path / "d.toml").write_text(f"\n[contracts.my_random]\n{self.ROW}")
        expected = "d.toml:4: my_random: succes: unknown key; did you mean 'success'?"
        assert self.told(tmp_path).endswith(expected)

    def test_in_a_file_of_their_own(self, tmp_path: Path) -> None:
        (tmp_path / "d.toml").write_text('contracts = "mine.toml"\n')
        (tmp_path / "mine.toml").write_text(f'prefixes = ["a_"]\n[my_random]\n{self.ROW}')
        assert "mine.toml:4: my_random: succes: unknown key" in self.told(tmp_path)

    def test_a_table_named_by_extends_is_no_file(self, tmp_path: Path) -> None:
        (tmp_path / "d.toml").write_text('extends = ["./gnutls"]\n')
        assert "No such file" in self.told(tmp_path)


class TestPrefilter:
    def test_files_pass_when_their_table_is_on(self, tmp_path: Path) -> None:
        path = tmp_path / "a.c"
        path.write_text("int f(void) { return mbedtls_ssl_x(); }")
        assert survives(str(path), Settings({"tables": ("mbedtls",)}))
        assert not survives(str(path), Settings({"tables": ("gnutls",)}))
        assert not survives(str(path), Settings())

    def test_libc_by_the_names_of_its_functions(self) -> None:
        assert wants(b"p = strdup(q);", ("libc",))
        assert not wants(b"int f(int x) { return x; }", ("libc",))


class TestData:
    @pytest.mark.parametrize("table", TABLES)
    def test_not_drifted(self, table: str) -> None:
        path = compile_contracts.OPT_IN / f"{table}.toml"
        text = compile_contracts.compile_opt_in(path)
        assert path.with_suffix(".py").read_text(encoding="utf-8") == text

    def test_tables_and_files_are_the_same(self) -> None:
        assert {path.stem for path in compile_contracts.OPT_IN.glob("*.toml")} == set(TABLES)

    @pytest.mark.parametrize("table", SIZES)
    def test_size(self, table: str) -> None:
        assert len(rows(table)) >= SIZES[table]

    @pytest.mark.parametrize("table", TABLES)
    def test_every_row_decodes_and_releases_are_known(self, table: str) -> None:
        known = Contracts(tables=(table,))
        for name in rows(table):
            contract = known.get(name)
            assert contract is not None and contract.returns, name
            assert not contract.success & contract.failure, name
            released = (*contract.acquire, *(out.release for out in contract.owned_out()))
            for release in released:
                freeing = known.get(release)
                assert release in OUTSIDE or (freeing is not None and freeing.is_release()), name

    def test_no_row_hides_one_of_openssl(self) -> None:
        assert not [name for table in TABLES for name in rows(table) if lookup(name)]

    @pytest.mark.parametrize(
        ("table", "success"), [("gnutls", "0"), ("mbedtls", "0"), ("wolfssl", "1")]
    )
    def test_the_convention_of_each_library(self, table: str, success: str) -> None:
        """Most of a library's status functions share one success value."""
        with (compile_contracts.OPT_IN / f"{table}.toml").open("rb") as file:
            data = tomllib.load(file)
        sets = [
            row["success"] for name, row in data.items()
            if row["returns"] == "int" and "success" in row and not name.startswith("wc_")
        ]  # fmt: skip
        assert sum(values == [int(success)] for values in sets) > len(sets) * 0.8

    def test_a_run_without_tables_imports_none(self, tmp_path: Path) -> None:
        (tmp_path / ".git").mkdir()
        (tmp_path / "a.c").write_text("int f(SSL *s) { return SSL_accept(s); }\n")
        program = (
            "import sys\nfrom dtlslint.cli import main\nmain(['--no-cache', '-q', 'a.c'])\n"
            "print(*[n for n in sys.modules if n.startswith('dtlslint.contracts.tables')])"
        )
        source = str(Path(compile_contracts.ROOT) / "src")
        done = subprocess.run(
            [sys.executable, "-c", f"import sys; sys.path.insert(0, {source!r})\n{program}"],
            capture_output=True, text=True, cwd=tmp_path,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "dtlslint.contracts.tables" not in done.stdout
