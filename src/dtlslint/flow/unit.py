"""One file: its tree, its functions, its macros and constants, and what its helpers do.

``Unit`` answers what lowering and the walk ask about the file as a whole. Everything beyond the
list of functions is found out when asked for.
"""

from __future__ import annotations

from ..patterns import ARGUMENTS, IDENTIFIER, lazy
from ..source import code_only, occurrences
from ..syntax.parse import CPP, dialect, language, parse
from ..syntax.repair import parse_repaired
from .constants import Constants, evaluate
from .events import Block, Exit, Function
from .lower import Lowerer, TooLarge
from .macros import Macros
from .owners import head_of, is_owner, owner_names
from .ownership_words import takes_over
from .sites import Finder
from .texts import Texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node, Tree

    from ..contracts import Contract, Contracts
    from .directives import Directives
    from .events import Call
    from .lower import Expression, Statement
    from .macros import Definition
    from .sites import Site
    from .sizes import Sizes
    from .summaries import Summary

_ONE_BIT = lazy(rb"\b(?:unsigned|int|unsigned int|uint8_t|uint32_t)\s+(\w+)\s*:\s*1\s*;")
_BOOLEAN = lazy(rb"\b(?:bool|_Bool)\s+(?:volatile\s+)?(\w+)\s*[;={,]")

_TLS_MEMBER = lazy(
    rb"\b(?:SSL(?:_CTX|_SESSION)?|BIO|X509(?:_STORE)?|EVP_\w+|RSA|DH|EC_KEY)\s*\*\s*(\w+)\s*[;=,{]"
)

_tables: dict[str, tuple[list[Statement | None], list[Expression | None]]] = {}


def _handlers(name: str) -> tuple[list[Statement | None], list[Expression | None]]:
    """Dispatch tables by kind id, made once a grammar."""
    if name not in _tables:
        from .lower_expressions import EXPRESSIONS
        from .lower_statements import STATEMENTS

        grammar = language(name)
        kinds = [grammar.node_kind_for_id(i) or "" for i in range(grammar.node_kind_count)]
        _tables[name] = [STATEMENTS.get(k) for k in kinds], [EXPRESSIONS.get(k) for k in kinds]
    return _tables[name]


def _leave_out(function: Function, why: str) -> None:
    """Half a function proves nothing: it is walked as if it were empty, and says why."""
    block = Block()
    block.end = Exit(0, function.body, "noreturn", None)
    function.blocks, function.calls, function.roots = [block], [], [0]
    function.notices.append(why)


class Unit:
    """A parsed file. ``macros`` holds the file's and the user's macros."""

    def __init__(
        self,
        path: str,
        data: bytes,
        assertions: frozenset[str] = frozenset(),
        always_on: frozenset[str] = frozenset(),
        contracts: Contracts | None = None,
    ) -> None:
        self.path = path
        self._contracts = contracts
        self.dialect = dialect(path, data)
        self.is_cpp = self.dialect == CPP
        self.original = data
        tree, self.data = parse_repaired(data, self.dialect)
        self.tree: Tree = tree
        self._statements, self._expressions = _handlers(self.dialect)
        self.macros = Macros(data, assertions, always_on)
        self._constants = Constants(self.data, self.macros.constants)
        self._texts = Texts(self.data, self.macros.constants)
        finder = Finder(self.data, self.is_cpp)
        self.sites = list(finder.functions(tree.root_node))
        #: Declarations outside of functions whose initial values call something.
        self.initialisers = finder.initialisers
        self._member_texts: dict[str, list[bytes]] = {}
        self._bool_members: frozenset[str] | None = None
        self._tls_members: frozenset[str] | None = None
        self._owner_names: frozenset[str] | None = None
        self._callbacks: dict[str, str] | None = None
        self._words: frozenset[bytes] | None = None
        self._code: bytes | None = None
        self._code_words: frozenset[str] | None = None
        self._sizes: Sizes | None = None
        self._directives: Directives | None = None
        self.function_names = frozenset(site.name for site in self.sites)
        self._by_name: dict[str, list[Site]] = {}
        for site in self.sites:
            self._by_name.setdefault(site.name, []).append(site)
        #: Nodes looked at for what lambdas capture.
        self.looked = 0
        self._lowered: dict[int, list[Function]] = {}
        self._pending: list[tuple[Node, Lowerer]] = []
        self._summaries: dict[str, Summary | None] = {}
        self._predicates: dict[str, Definition | None] = {}

    # -- what lowering asks

    def statement_handler(self, node: Node) -> Statement | None:
        kind = node.kind_id
        if kind >= len(self._statements):
            from .lower_statements import damaged

            return damaged
        return self._statements[kind]

    def expression_handler(self, node: Node) -> Expression | None:
        kind = node.kind_id
        return self._expressions[kind] if kind < len(self._expressions) else None

    def constant(self, name: str) -> int | None:
        return self._constants.get(name)

    def least_constant(self, name: str) -> int | None:
        """The smallest value that ``name`` has in any configuration."""
        others = self.macros.alternatives.get(name, ())
        values = [evaluate(body.decode("utf-8", "replace"), self.constant) for body in others]
        return min((v for v in (self.constant(name), *values) if v is not None), default=None)

    def text(self, name: str) -> bytes | None:
        """The string that a macro or constant of the file stands for, or None."""
        return self._texts.get(name)

    def text_of(self, source: bytes) -> bytes | None:
        """The string that a macro's body stands for, or None."""
        return self._texts.join(source)

    def text_table(self, name: str) -> list[bytes]:
        """The strings of an array of the file."""
        return self._texts.table(name)

    def member_texts(self, place: str) -> list[bytes]:
        """The strings that the file writes into members of that name."""
        if place not in self._member_texts:
            from .member_texts import member_texts

            self._member_texts[place] = member_texts(self, place)
        return self._member_texts[place]

    def parse_snippet(self, source: bytes) -> Tree:
        return parse(source, self.dialect)

    def add_lambda(self, low: Lowerer, node: Node) -> str:
        """Lower a lambda as a function of its own, later; returns its name."""
        name = f"lambda@{node.start_byte}"
        if low.fixed is None:
            self._pending.append((node, low))
        return name

    @property
    def bool_members(self) -> frozenset[str]:
        """Names that the file declares as ``bool``: members and file-level variables."""
        if self._bool_members is None:
            found = _BOOLEAN.findall(self.data) if b"ool" in self.data else []
            found += _ONE_BIT.findall(self.data)
            self._bool_members = frozenset(name.decode() for name in found)
        return self._bool_members

    @property
    def tls_members(self) -> frozenset[str]:
        """Names that the file declares with a pointer to a type of OpenSSL."""
        if self._tls_members is None:
            found = _TLS_MEMBER.findall(self.data)
            self._tls_members = frozenset(name.decode() for name in found)
        return self._tls_members

    def is_owner(self, type_: str) -> bool:
        """Is the type a smart pointer, by its name or by what the file says that it stands for?"""
        if is_owner(type_):
            return True
        if self._owner_names is None:
            aliased = self.is_cpp and (b"using" in self.data or b"typedef" in self.data)
            self._owner_names = owner_names(self.data) if aliased else frozenset()
        return bool(self._owner_names) and head_of(type_) in self._owner_names

    @property
    def callbacks(self) -> dict[str, str]:
        """Functions of the file that are installed as TLS callbacks: name -> role."""
        if self._callbacks is None:
            from .callbacks import installed

            self._callbacks = {}
            self._callbacks = installed(self)
        return self._callbacks

    @property
    def sizes(self) -> Sizes:
        """Sizes of what the file declares."""
        if self._sizes is None:
            from .sizes import Sizes

            self._sizes = Sizes(self)
        return self._sizes

    def directives(self, listed: frozenset[str] = frozenset()) -> Directives:
        """The file's ``#if`` groups; ``listed``: guard names of the project."""
        if self._directives is None:
            from .directives import Directives

            self._directives = Directives(self.original, self._is_code, listed)
        return self._directives

    def _is_code(self, offset: int) -> bool:
        node = self.tree.root_node.descendant_for_byte_range(offset, offset + 1)
        return node is None or node.type not in ("comment", "raw_string_content")

    def contract(self, name: str) -> Contract | None:
        """The contract of a function that the file does not define itself."""
        if self._contracts is None or name in self.function_names:
            return None
        return self._contracts.get(name)

    def takes(self, call: Call, n: int = 1) -> bool:
        """Does the name of an unknown function say that it takes its argument ``n`` (0-based)?"""
        return takes_over(call.callee, n == 0 and len(call.args) > 1, n > 0)

    # -- functions

    @property
    def words(self) -> frozenset[bytes]:
        """Every identifier of the file (those in comments and strings included)."""
        if self._words is None:
            self._words = frozenset(IDENTIFIER.findall(self.data))
        return self._words

    @property
    def code(self) -> bytes:
        """The file without comments and literals; positions are others."""
        if self._code is None:
            self._code = code_only(self.data)
        return self._code

    @property
    def code_words(self) -> frozenset[str]:
        """Every identifier of the file outside of comments and literals."""
        if self._code_words is None:
            self._code_words = frozenset(word.decode() for word in IDENTIFIER.findall(self.code))
        return self._code_words

    def is_only_called(self, name: str) -> bool:
        """Does every mention of a function of the file stand before a parenthesis?"""
        ends = occurrences(self.code, name.encode())
        return all(ARGUMENTS.match(self.code, end) is not None for end in ends)

    def words_of(self, site: Site) -> set[bytes]:
        """Every identifier between a function's first and last byte."""
        return set(IDENTIFIER.findall(self.data, site.node.start_byte, site.node.end_byte))

    def lower(self, site: Site) -> list[Function]:
        """The function and its lambdas as events. Lowered once."""
        key = site.node.start_byte
        if key in self._lowered:
            return self._lowered[key]
        function = self._lower_node(site.node, site.name, site.qualified, site.owner, None)
        functions = self._lowered[key] = [function]
        while self._pending:
            node, outer = self._pending.pop()
            inner = self._lower_node(node, f"lambda@{node.start_byte}", "lambda", site.owner, outer)
            inner.in_lambda = True
            inner.outer = outer.function
            functions.append(inner)
        return functions

    def _lower_node(
        self, node: Node, name: str, qualified: str, owner: str, outer: Lowerer | None
    ) -> Function:
        from .lower_functions import lower_into, signature

        body = node.child_by_field_name("body") or node
        function = Function(
            name, qualified, (node.start_byte, node.end_byte), (body.start_byte, body.end_byte), ""
        )
        function.owner = owner
        low = Lowerer(self, function, self.data)
        signature(low, node, outer)
        try:
            lower_into(low, body)
        except TooLarge:
            _leave_out(function, "too many events: not analysed")
        except RecursionError:
            _leave_out(function, "nested too deeply: not analysed")
        return function

    def function(self, name: str) -> Function | None:
        """The lowered function of that name, if the file has exactly one."""
        sites = self._by_name.get(name, [])
        if len(sites) != 1:
            return None
        pending, self._pending = self._pending, []
        result = self.lower(sites[0])[0]
        self._pending = pending
        return None if result.notices else result

    def predicate(self, name: str) -> Definition | None:
        """The file's function ``name`` as a macro, if all that it does is to compare."""
        if name not in self.function_names:
            return None
        if name not in self._predicates:
            from .predicates import read

            sites = self._by_name[name]
            self._predicates[name] = read(sites[0], self) if len(sites) == 1 else None
        return self._predicates[name]

    def lambda_function(self, name: str) -> Function | None:
        """The lambda that an operand names, lowered with the function around it."""
        if not name.startswith("lambda@"):
            return None
        return next((f for fs in self._lowered.values() for f in fs if f.name == name), None)

    def summary(self, name: str) -> Summary | None:
        """What the file's function ``name`` does with its parameters and result, or None."""
        if name not in self.function_names:
            return None
        if name not in self._summaries:
            from .summaries import summarise

            self._summaries[name] = None  # a recursive function is unknown to itself
            function = self.function(name)
            if function is not None:
                self._summaries[name] = summarise(function, self)
        return self._summaries[name]
