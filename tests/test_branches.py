"""Rewriting of directives, seen alone: what it keeps and what it blanks."""

from dtlslint.syntax import branches

ALTERNATIVES = b"""int f(int x)
{
#ifdef A
    if (x) {
#else
    if (!x) {
#endif
        return 1;
    }
    return 0;
}
"""


def test_the_first_of_two_statements_is_kept():
    kept = branches.first_branches(ALTERNATIVES)
    assert len(kept) == len(ALTERNATIVES)
    assert b"if (x) {" in kept
    assert b"if (!x)" not in kept
    assert b"#" not in kept


def test_a_branch_of_whole_functions_is_not_blanked():
    names = b"#ifdef NAMES\nint names(void)\n{\n    return 1;\n}\n#else\n"
    file = names + ALTERNATIVES + b"#endif\n"
    kept = branches.first_branches(file)
    assert kept.startswith(b"#ifdef NAMES\nint names")
    assert kept.endswith(b"    return 0;\n}\n#endif\n")
    assert b"if (!x)" not in kept


def test_a_table_keeps_the_entries_of_all_branches():
    table = b"""static option all[] = {
    { "a", 1 }, /* see above; it was 2 */
#ifdef B
# if B == 3
#  warning B is 3
# endif
    { "b", B },
#else
    { "b", 0 },
#endif
};
#ifdef C
int c;
#endif
"""
    kept = branches.tables(table)
    assert len(kept) == len(table)
    assert b'{ "b", B }' in kept
    assert b'{ "b", 0 }' in kept
    assert kept.count(b"#") == 2
    assert kept.endswith(b"#ifdef C\nint c;\n#endif\n")


def test_what_only_looks_like_a_table_is_left_alone():
    code = b"int f(void)\n{\n    a[0] = b;\n#ifdef C\n    c();\n#endif\n};\n"
    assert branches.tables(code) == code
