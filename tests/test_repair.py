"""Repair of what macros do to a file: which functions are seen, and that nothing moves."""

import pytest

from dtlslint.syntax.repair import parse_repaired

NEXT = b"""
static int next(const char *box, int fd)
{
	char buf[100];
	int n;
	if ((n = read( fd, buf, sizeof(buf) - 1 )) <= 0) return 0;
	return puts(box);
}
"""
BODY = b"""
{
	va_list va;
	char buf[1024];

	va_start( va, msg );
	if ((unsigned)vsnprintf( buf, sizeof(buf), msg, va ) >= sizeof(buf))
		buf[0] = 0;
	va_end( va );
	perror( buf );
}
"""


def functions(tree):
    names = []
    for node in tree.root_node.children:
        if node.type == "function_definition":
            declarator = node.child_by_field_name("declarator")
            while declarator is not None and declarator.type != "identifier":
                declarator = declarator.child_by_field_name("declarator")
            names.append(declarator.text.decode() if declarator is not None else "")
    return names


@pytest.mark.parametrize(
    "head",
    [
        b"static void ATTR_PRINTFLIKE(1, 2)\nsaid( const char *msg, ... )",
        b"static void ATTR_PRINTFLIKE(1, 2) said( const char *msg, ... )",
        b"static const char * G_GNUC_PRINTF (1, 2)\nsaid( const char *msg, ... )",
        b"Q_CORE_EXPORT\nvoid said( const char *msg, ... )",
    ],
)
def test_a_macro_between_type_and_name(head):
    data = b"#include <stdio.h>\n" + head + BODY + NEXT
    tree, repaired = parse_repaired(data, "c")
    assert functions(tree) == ["said", "next"]
    assert len(repaired) == len(data)
