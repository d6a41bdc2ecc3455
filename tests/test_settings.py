"""Settings files: which one holds, what it may say, and how it is told that it is wrong."""

import json
import os
import tomllib

import jsonschema
import pytest

from conftest import ROOT
from dtlslint.selectors import codes_of, matches
from dtlslint.settings import DEFAULTS, Finder, Settings, SettingsError
from dtlslint.settings_file import KINDS, read


@pytest.fixture
def put(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()

    def write(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return str(path)

    return write


class TestWhichFile:
    def test_none(self, put):
        settings = Finder().for_folder("")
        assert settings.values == DEFAULTS and not settings.files

    def test_nearest(self, put):
        put("dtlslint.toml", 'lowest-openssl = "1.0"')
        near = put("a/dtlslint.toml", 'lowest-openssl = "1.1"')
        put("a/b/x.c", "")
        settings = Finder().for_file("a/b/x.c")
        assert settings.files == (near,) and settings.text("lowest-openssl") == "1.1"
        assert Finder().for_file("x.c").text("lowest-openssl") == "1.0"

    def test_pyproject(self, put):
        put("pyproject.toml", '[tool.dtlslint]\nfail-on = "note"')
        assert Finder().for_folder("").text("fail-on") == "note"

    def test_pyproject_without_a_table_is_passed_by(self, put):
        put("pyproject.toml", '[tool.dtlslint]\nfail-on = "note"')
        put("a/pyproject.toml", '[project]\ndependencies = ["dtlslint"]')
        assert Finder().for_folder("a").text("fail-on") == "note"

    def test_own_file_goes_before_pyproject(self, put):
        put("pyproject.toml", '[tool.dtlslint]\nfail-on = "note"')
        put("dtlslint.toml", 'fail-on = "error"')
        assert Finder().for_folder("").text("fail-on") == "error"

    def test_the_search_ends_at_the_repository(self, put):
        put("dtlslint.toml", 'fail-on = "error"')
        put("sub/.git/HEAD", "")
        assert Finder().for_folder("sub").text("fail-on") == "warning"

    def test_named_or_none(self, put):
        put("dtlslint.toml", 'fail-on = "error"')
        other = put("other.toml", 'fail-on = "note"')
        assert Finder(file=other).for_folder("").text("fail-on") == "note"
        assert Finder(nothing=True).for_folder("").text("fail-on") == "warning"

    def test_each_file_is_read_once(self, put, monkeypatch):
        from dtlslint import settings as module

        put("dtlslint.toml", "")
        reads = []
        original = module._read
        monkeypatch.setattr(module, "_read", lambda path: reads.append(path) or original(path))
        finder = Finder()
        for path in ("a.c", "b.c", "sub/c.c", "sub/d.c"):
            finder.for_file(path)
        assert len(reads) == 1


class TestContent:
    def test_every_key(self, put):
        put("mine.toml", '["my_read"]\nreturns="count"\nsuccess=["1.."]\nfailure=["..0"]\n')
        path = put(
            "dtlslint.toml",
            """
            select = ["unchecked-result", "DTL3.."]
            ignore = ["DTL204"]
            fail-on = "error"
            exclude = ["third_party"]
            prefixes = ["my_"]
            aliases = { my_rand = "RAND_bytes" }
            assertions = ["MY_ASSERT"]
            always-on-checks = ["MY_CHECK"]
            loggers = ["my_log"]
            guards = ["HAVE_NEW"]
            lowest-openssl = "1.1.1"
            highest-openssl = "3.0"
            max-file-size = "4 MiB"
            per-path-ignores = { "tests" = ["DTL4"] }
            per-path-severities = { "tools" = "note", "lib" = { DTL201 = "error" } }
            contracts = "mine.toml"
            """,
        )
        settings = read(path)
        assert settings.values.keys() == DEFAULTS.keys()
        assert DEFAULTS.keys() - {"tables"} == KINDS.keys() - {"extends"}
        assert settings.number("max-file-size") == 4 << 20
        assert set(settings.table("contracts")) == {"my_read"}
        codes = settings.codes()
        assert {"DTL201", "DTL306", "DTL001"} <= codes
        assert not {"DTL204", "DTL101"} & codes
        assert settings.severities_for("tools/x.c")["DTL803"] == "note"
        assert settings.severities_for("lib/x.c") == {"DTL201": "error"}
        assert set(settings.origins.values()) == {path}

    def test_underscores_are_hyphens(self, put):
        assert read(put("d.toml", 'always_on_checks = ["X"]')).strings("always-on-checks") == ("X",)

    def test_contracts_in_place_with_their_companions(self, put):
        settings = read(
            put(
                "d.toml",
                """
                prefixes = ["a_"]
                [contracts]
                prefixes = ["b_"]
                always_on_checks = ["C"]
                [contracts.my_open]
                returns = "pointer"
                success = ["nonnull"]
                """,
            )
        )
        assert settings.strings("prefixes") == ("a_", "b_")
        assert settings.strings("always-on-checks") == ("C",)
        assert set(settings.table("contracts")) == {"my_open"}

    def test_extends(self, put):
        put("base.toml", 'fail-on = "error"\nprefixes = ["a_"]\naliases = { x = "RAND_bytes" }')
        own = 'extends = "../base.toml"\nprefixes = ["b_"]\naliases = { y = "z" }'
        path = put("sub/d.toml", own)
        settings = read(path)
        assert settings.text("fail-on") == "error"
        assert settings.strings("prefixes") == ("b_",)
        assert settings.table("aliases") == {"x": "RAND_bytes", "y": "z"}
        assert os.path.basename(settings.origins["fail-on"]) == "base.toml"

    WRONG = {
        'fail_onn = "error"': "unknown setting 'fail_onn' (did you mean 'fail-on'?)",
        'fail-on = "fatal"': "fail-on: must be one of error, warning, note",
        'select = ["nonsense"]': "select: unknown hook or code 'nonsense'",
        'select = ["unchecked-resul"]': "did you mean 'unchecked-result'?",
        "prefixes = [1]": "prefixes: must be a list of strings",
        'aliases = ["x"]': "aliases: must be a table",
        "aliases = { x = 1 }": "aliases: 'x' must be a string",
        'lowest-openssl = "newest"': "lowest-openssl: must be an OpenSSL version",
        'highest-openssl = "1that"': "highest-openssl: must be an OpenSSL version",
        "max-file-size = true": "max-file-size: must be a number of bytes",
        'max-file-size = "2 parsecs"': "max-file-size: must be a number of bytes",
        'per-path-ignores = { "a" = ["DTL999"] }': "unknown hook or code 'DTL999'",
        'per-path-severities = { "a" = "fatal" }': "must be one of error",
        'contracts = "none.toml"': "none.toml: No such file",
        "contracts = { my_f = 1 }": "'my_f' must be a table",
        "[contracts.my_f]\nreturn = 'int'": "my_f",
        'extends = "d.toml"': "runs in a circle",
        "this is no TOML": "not valid TOML",
    }

    @pytest.mark.parametrize(("text", "told"), WRONG.items(), ids=WRONG)
    def test_wrong(self, put, text, told):
        with pytest.raises(SettingsError) as caught:
            read(put("d.toml", text))
        assert told in str(caught.value)
        assert "d.toml" in str(caught.value)

    def test_not_a_table(self, put):
        with pytest.raises(SettingsError, match="must be a table"):
            read(put("pyproject.toml", "tool.dtlslint = 1"))

    def test_bytes_that_are_no_text(self, put, tmp_path):
        (tmp_path / "d.toml").write_bytes(b"\xff\xfe")
        with pytest.raises(SettingsError, match="not valid TOML"):
            read(str(tmp_path / "d.toml"))


class TestCommandLine:
    def test_select_replaces_and_ignore_adds(self):
        settings = Settings({"select": ("DTL2",), "ignore": ("DTL201",)})
        changed = settings.overridden({"select": ("DTL3",), "ignore": ("DTL301",)})
        assert changed.strings("select") == ("DTL3",)
        assert changed.strings("ignore") == ("DTL201", "DTL301")
        assert changed.origins == {"select": "command line", "ignore": "command line"}

    def test_defaults_are_not_touched(self):
        Settings().overridden({"ignore": ("DTL301",)})
        assert DEFAULTS["ignore"] == ()


def beyond(text):
    """Whether only reading the files that are named, or TOML itself, can tell that it is wrong."""
    return any(part in text for part in (".toml", "no TOML", "return = 'int'", "my_f = 1"))


class TestSchema:
    """The JSON schema that editors read says the same as the reader."""

    @pytest.fixture
    def accepts(self):
        schema = json.loads((ROOT / "src/dtlslint/settings.schema.json").read_text())
        jsonschema.Draft7Validator.check_schema(schema)
        validator = jsonschema.Draft7Validator(schema)
        return lambda text: validator.is_valid(tomllib.loads(text))

    def test_keys(self):
        schema = json.loads((ROOT / "src/dtlslint/settings.schema.json").read_text())
        assert set(schema["properties"]) == set(KINDS)

    def test_what_the_reader_takes(self, accepts, put):
        text = """
            select = ["unchecked-result", "DTL3.."]
            fail-on = "error"
            aliases = { my_rand = "RAND_bytes" }
            lowest-openssl = "1.1.1"
            max-file-size = "4 MiB"
            per-path-ignores = { "tests" = ["DTL4"] }
            per-path-severities = { "tools" = "note", "lib" = { DTL201 = "error" } }
            [contracts.my_open]
            returns = "pointer"
        """
        read(put("d.toml", text))
        assert accepts(text)

    @pytest.mark.parametrize("text", [text for text in TestContent.WRONG if not beyond(text)])
    def test_what_the_reader_refuses(self, accepts, text):
        assert not accepts(text)


class TestNames:
    @pytest.mark.parametrize(
        "name", ["DTL2", "DTL2..", "DTL2xx", "dtl2XX", "unchecked-result", "dtlslint-DTL2"]
    )
    def test_a_family(self, name):
        assert codes_of(name) == {f"DTL20{n}" for n in range(1, 6)}

    @pytest.mark.parametrize("name", ["DTL201", "dtl201", "dtlslint-dtl201"])
    def test_one(self, name):
        assert codes_of(name) == {"DTL201"}

    @pytest.mark.parametrize("name", ["", "DTL999", "D", "cert-err33-c", "*", "dtlslint"])
    def test_none(self, name):
        assert not codes_of(name)

    @pytest.mark.parametrize("name", ["all", "DTL", "dtlslint-*"])
    def test_all(self, name):
        assert {"DTL001", "DTL101", "DTL805"} <= codes_of(name)


@pytest.mark.parametrize(
    ("path", "pattern", "expected"),
    [
        ("a/tests/b.c", "tests", True),
        ("a/tests/b.c", "tests/", True),
        ("tests/b.c", "tests/*", True),
        ("a/tests/b.c", "tests/*", False),
        ("a/tests/b.c", "**/tests/*", True),
        ("tests/b.c", "**/tests/*", True),
        ("a/b.h", "*.h", True),
        ("a/b.c", "*.h", False),
        ("a/b/c.c", "a/b", True),
        ("a/b/c.c", "./a/b/", True),
        ("ab/c.c", "a", False),
    ],
)
def test_patterns(path, pattern, expected):
    assert matches(path, pattern) is expected


class TestHostileFiles:
    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("exclude = " + "[" * 5000 + "]" * 5000, "not valid TOML"),
            ("max-file-size = " + "1" * 5000, "not valid TOML"),
            ('lowest-openssl = "3.0"\nhighest-openssl = "1.1.1w"', "3.0 is above highest-openssl"),
            ('lowest-openssl = "3.2"', "3.2 is above highest-openssl 3.0"),
            ("[tool.dtlslint]\nselect = []", "the settings stand at the top"),
            ("[tool.other]\n", "unknown setting 'tool'"),
        ],
        ids=lambda text: text[:30],
    )
    def test_told(self, put, text, told):
        with pytest.raises(SettingsError, match=told):
            read(put("dtlslint.toml", text))

    def test_a_pyproject_that_nobody_can_read_is_passed_by(self, put):
        put("pyproject.toml", "dtlslint = " + "[" * 5000)
        assert Finder().for_folder("").files == ()

    def test_marks_and_line_ends_of_windows(self, put):
        text = '\ufeffselect = ["DTL201"]\r\nfail-on = "note"\r\n'
        assert read(put("dtlslint.toml", text)).text("fail-on") == "note"
        put("a/pyproject.toml", '\ufeff[tool.dtlslint]\r\nfail-on = "error"\r\n')
        assert Finder().for_folder("a").text("fail-on") == "error"

    def test_versions_that_meet(self, put):
        settings = read(
            put("dtlslint.toml", 'lowest-openssl = "1.1.1g"\nhighest-openssl = "1.1.1"')
        )
        assert settings.text("lowest-openssl") == "1.1.1g"

    def test_what_a_file_says_cannot_steer_a_terminal(self, put, capsys):
        from dtlslint.cli import main

        put("dtlslint.toml", '"\\u001b[2J" = 1')
        assert main(["."]) == 2
        assert "unknown setting '\\x1b[2J'" in capsys.readouterr().err
