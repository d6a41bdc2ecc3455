"""Where a file's code stands: its function definitions, and initial values outside of them."""

from __future__ import annotations

from ..patterns import IDENTIFIER
from .configurations import ANY, NEVER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from tree_sitter import Node

    from .configurations import Configuration

#: Kinds whose children may hold function definitions.
_CONTAINERS = frozenset((
    "translation_unit", "namespace_definition", "declaration_list", "linkage_specification",
    "template_declaration", "class_specifier", "struct_specifier", "union_specifier",
    "field_declaration_list", "preproc_if", "preproc_ifdef", "preproc_else", "preproc_elif",
    "preproc_elifdef", "ERROR", "declaration", "friend_declaration", "type_definition",
    "export_declaration", "field_declaration",
))  # fmt: skip
_ALTERNATIVES = frozenset(("preproc_else", "preproc_elif", "preproc_elifdef"))


class Site:
    """A function definition of the file, not lowered yet."""

    __slots__ = ("node", "name", "qualified", "owner", "configuration", "body")

    def __init__(
        self, node: Node, name: str, qualified: str, owner: str, configuration: Configuration
    ) -> None:
        self.node = node
        self.name = name
        self.qualified = qualified
        self.owner = owner
        self.configuration = configuration
        self.body = node.child_by_field_name("body")


class Finder:
    """Walks the tree down to the functions. ``initialisers``: what it met on the way."""

    def __init__(self, data: bytes, is_cpp: bool) -> None:
        self.data = data
        self.is_cpp = is_cpp
        self.initialisers: list[Site] = []

    def functions(self, top: Node) -> Iterable[Site]:
        """Every function definition with a body, outside of other functions."""
        # the configuration of a node's children, and that outside of the node's own #if
        stack: list[tuple[Node, str, Configuration, Configuration]] = [(top, "", ANY, ANY)]
        while stack:
            node, owner, configuration, outside = stack.pop()
            inner = []
            if configuration is NEVER:
                continue
            before: Node | None = None
            for child in node.named_children:
                kind = child.type
                if kind == "function_definition":
                    site = self._site(child, owner, configuration)
                    if site is not None:
                        yield site
                elif kind == "compound_statement":
                    name = "" if before is None else self._macro_head(before)
                    yield Site(child, name or "macro", name or "macro", owner, configuration)
                elif kind == "declaration" and self.is_cpp:
                    yield from self._named_lambdas(child, owner, configuration)
                    self._initialiser(child, owner, configuration)
                elif kind == "field_declaration" and self.is_cpp:
                    inner.append((child, owner, configuration, configuration))
                    self._initialiser(child, owner, configuration)
                elif kind in _ALTERNATIVES:
                    narrowed = self._condition(child, outside)
                    inner.append((child, owner, narrowed, outside))
                elif kind in _CONTAINERS:
                    narrowed = self._condition(child, configuration)
                    inner.append((child, self._owner(child, owner), narrowed, configuration))
                before = child
            stack.extend(reversed(inner))

    def _macro_head(self, node: Node) -> str:
        """The name in ``MOCK_IMPL(void, name, (int a))`` before a body: its first small name."""
        head = self._text(node).partition("{")[0]
        words = IDENTIFIER.findall(head.encode())
        named = [word.decode() for word in words[1:] if not word.isupper() and len(word) > 4]
        return named[0] if named else ""

    def _named_lambdas(
        self, node: Node, owner: str, configuration: Configuration
    ) -> Iterable[Site]:
        """``auto f = [](..) { .. };`` outside of functions."""
        for declarator in node.children_by_field_name("declarator"):
            value = declarator.child_by_field_name("value")
            name = declarator.child_by_field_name("declarator")
            if value is not None and name is not None and value.type == "lambda_expression":
                yield Site(value, self._text(name), self._text(name), owner, configuration)

    def _initialiser(self, node: Node, owner: str, configuration: Configuration) -> None:
        """Note ``X509 *p = f();`` and ``Owner p(f());``: in C++ initial values may call."""
        type_ = node.child_by_field_name("type")
        if type_ is not None and type_.child_by_field_name("body") is not None:
            return  # a class or struct: what it holds is met on its own
        text = self._text(node)
        if text.count("(") > ("=" not in text and "{" not in text):
            self.initialisers.append(Site(node, "", "", owner, configuration))

    def _text(self, node: Node) -> str:
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def _owner(self, node: Node, owner: str) -> str:
        if node.type in ("class_specifier", "struct_specifier"):
            name = node.child_by_field_name("name")
            return owner if name is None else self._text(name)
        return owner

    def _condition(self, node: Node, configuration: Configuration) -> Configuration:
        if not node.type.startswith("preproc_"):
            return configuration
        from .guards import enclosing

        return enclosing(node, configuration, self._text)

    def _site(self, node: Node, owner: str, configuration: Configuration) -> Site | None:
        body = node.child_by_field_name("body")
        if body is None or body.type not in ("compound_statement", "try_statement"):
            return None
        declarator = node.child_by_field_name("declarator")
        if declarator is not None and declarator.type in ("operator_cast", "qualified_identifier"):
            return self._conversion(node, declarator, owner, configuration)
        while declarator is not None and declarator.type != "function_declarator":
            inner = declarator.child_by_field_name("declarator")
            if inner is None and declarator.type in ("reference_declarator",):
                inner = declarator.named_children[-1] if declarator.named_children else None
            declarator = inner
        if declarator is None:  # the head is a macro
            name = self._macro_head(node) or "macro"
            return Site(node, name, name, owner, configuration)
        name_node = declarator.child_by_field_name("declarator")
        if name_node is None:
            return None
        qualified = "".join(self._text(name_node).split())
        scope, _, name = qualified.rpartition("::")
        return Site(node, name, qualified, scope.rpartition("::")[2] or owner, configuration)

    def _conversion(
        self, node: Node, declarator: Node, owner: str, configuration: Configuration
    ) -> Site | None:
        """``operator bool() const { .. }``, in the class or outside of it."""
        scope = ""
        while declarator.type == "qualified_identifier":
            name, outer = declarator.child_by_field_name("name"), declarator.named_children[0]
            scope = self._text(outer)
            if name is None:
                return None
            declarator = name
        if declarator.type != "operator_cast":
            return None
        return Site(node, "operator", "operator", scope or owner, configuration)
