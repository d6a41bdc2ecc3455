"""The installed grammars speak an ABI that the installed tree-sitter loads (see pyproject)."""

import pytest
import tree_sitter
import tree_sitter_c
import tree_sitter_cpp


@pytest.mark.parametrize("grammar", [tree_sitter_c, tree_sitter_cpp], ids=["c", "cpp"])
def test_it_loads_and_parses(grammar):
    language = tree_sitter.Language(grammar.language())
    assert (
        tree_sitter.MIN_COMPATIBLE_LANGUAGE_VERSION
        <= language.abi_version
        <= tree_sitter.LANGUAGE_VERSION
    )
    tree = tree_sitter.Parser(language).parse(b"int f(void) { return g(1); }")
    assert not tree.root_node.has_error
    assert tree.root_node.children[0].type == "function_definition"


def test_the_node_kinds_that_the_prefilter_of_functions_needs():
    for grammar in (tree_sitter_c, tree_sitter_cpp):
        language = tree_sitter.Language(grammar.language())
        for kind in ("function_definition", "call_expression", "preproc_if", "compound_statement"):
            assert language.id_for_node_kind(kind, True), kind
