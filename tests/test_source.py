"""Lines and columns whatever the line ends; bytes whatever the encoding."""

import pytest

from dtlslint.source import Source, decode, occurrences, text_bytes


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["LF", "CRLF", "CR"])
def test_lines_and_columns(end):
    source = Source("a.c", end.join([b"int a;", b"", b"  b();", b"last"]))
    offset = source.data.index(b"b()")
    assert source.line_col(offset) == (3, 3)
    assert source.line_text(3) == "  b();"
    assert source.line_text(2) == ""
    assert source.line_count() == 4
    assert source.line_col(len(source.data)) == (4, 5)


def test_mixed_line_ends():
    source = Source("a.c", b"a\r\nb\rc\nd")
    assert [source.line_text(n) for n in range(6)] == ["", "a", "b", "c", "d", ""]
    assert [source.line_of(n) for n in range(8)] == [1, 1, 1, 2, 2, 3, 3, 4]


def test_columns_count_bytes():
    source = Source("a.c", "/* ü */ x".encode())
    assert source.line_col(source.data.index(b"x")) == (1, 10)


@pytest.mark.parametrize("offset", [-5, 99])
def test_offsets_are_clamped(offset):
    assert Source("a.c", b"ab").line_col(offset) in ((1, 1), (1, 3))


def test_empty():
    source = Source("a.c", b"")
    assert source.line_col(0) == (1, 1)
    assert source.line_count() == 1


def test_latin_1_is_shown():
    assert decode(b"gr\xfc\xdfe") == "grüße"
    assert decode("grüße".encode()) == "grüße"


def test_bom_is_blanked_at_the_same_length():
    assert text_bytes(b"\xef\xbb\xbfint") == (b"   int", "")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_transcoded(encoding):
    raw = "\ufeffint ü;".encode(encoding)
    assert text_bytes(raw) == ("int ü;".encode(), "")


def test_utf_16_cut_short():
    data, reason = text_bytes("\ufeffint".encode("utf-16-le")[:-1])
    assert data.startswith(b"in") and not reason


def test_a_nul_makes_no_binary():
    assert text_bytes(b"int a;\0 int b;" + b" " * 50) == (b"int a;\0 int b;" + b" " * 50, "")


@pytest.mark.parametrize("raw", [b"\x7fELF\0\1\2", bytes(range(9)) * 20, b"MZ\x90\0\3"])
def test_binary(raw):
    assert text_bytes(raw) == (b"", "binary file")


def test_whole_words_are_found_and_none_ends():
    assert list(occurrences(b"f xf f_ f(f)", b"f")) == [1, 9, 11]
    assert list(occurrences(b"anything", b"")) == []
