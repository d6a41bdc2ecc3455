"""What expressions of a module mean: the library's name, the type, the literal value."""

from __future__ import annotations

import ast

from .bindings import FUNCTIONS, Bindings
from .facts import RETURNS, TRIGGERS
from .literals import LITERALS, UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .bindings import Binding, Function

#: How many names, operators and calls are looked through for one value. Of the settings and secrets
#: in
#: the projects the checks were tried on, none took more than 5.
FUEL = 10
_TEST_LIBRARIES = frozenset(("pytest", "unittest", "nose", "hypothesis"))


class Module(Bindings):
    """A parsed file, and the questions that every check asks of it."""

    def __init__(self, tree: ast.Module, is_test: bool = False) -> None:
        super().__init__(tree)
        #: Answers by expression and remaining fuel: without them, variables that are made of each
        #: other
        #: cost the product of their bindings.
        self._names: dict[tuple[ast.AST, int], str] = {}
        self._owners: dict[ast.Name, ast.ClassDef | None] = {}
        self._types: dict[tuple[ast.AST, int], str] = {}
        self._literals: dict[tuple[ast.AST, int], object] = {}
        #: Does the file stand in a folder of tests?
        self.is_test = is_test
        self.calls = [node for node in self.nodes if isinstance(node, ast.Call)]
        libraries = {
            canonical(name).partition(".")[0] for node in self.nodes for name in imported(node)
        }
        #: Does it import more of interest than generators of numbers?
        self.is_secure = bool(libraries & TRIGGERS - {"random"})
        #: Does it use a library for tests, so that its assertions are the tests?
        self.tests = any(
            name.partition(".")[0] in _TEST_LIBRARIES or name.startswith("twisted.trial")
            for node in self.nodes
            for name in imported(node)
        )

    # -- names

    def qualified(self, node: ast.AST, fuel: int = FUEL) -> str:
        """The dotted name that a library knows the expression by, or ""."""
        known = self._names.get((node, fuel))
        if known is None:
            known = self._names[node, fuel] = self._qualified(node, fuel)
        return known

    def _qualified(self, node: ast.AST, fuel: int) -> str:
        attributes: list[str] = []
        while isinstance(node, ast.Attribute):
            attributes.append(node.attr)
            node = node.value
        base = ""
        if isinstance(node, ast.Name):
            base = self._qualified_name(node, fuel)
        elif isinstance(node, ast.Call) and fuel:
            base = self._imported_by_call(node, fuel)
        return canonical(".".join([base, *reversed(attributes)])) if base else ""

    def _qualified_name(self, node: ast.Name, fuel: int) -> str:
        bindings = self.reaching(node)
        for binding in bindings:
            if binding.imported:
                return binding.imported
            value = binding.value
            if (
                fuel
                and isinstance(value, (ast.Name, ast.Attribute, ast.Call))
                and not binding.is_default
            ):
                found = self.qualified(value, fuel - 1)
                if found and not isinstance(value, ast.Call):
                    return found
                if found and self._imported_by_call(value, fuel - 1):
                    return found
        if bindings:
            return ""
        return (
            f"{self.stars[0]}.{node.id}"
            if self.stars and not _is_builtin(node.id)
            else f"builtins.{node.id}"
        )

    def _imported_by_call(self, node: ast.AST, fuel: int) -> str:
        """``getattr(ssl, "X")`` and ``__import__("ssl")``."""
        if not isinstance(node, ast.Call) or not node.args:
            return ""
        callee = (
            self.qualified(node.func, fuel - 1)
            if isinstance(node.func, (ast.Name, ast.Attribute))
            else ""
        )
        if callee == "builtins.getattr" and len(node.args) >= 2:
            base, name = self.qualified(node.args[0], fuel - 1), self.literal(node.args[1])
            return f"{base}.{name}" if base and isinstance(name, str) else ""
        if callee in ("builtins.__import__", "importlib.import_module"):
            name = self.literal(node.args[0])
            return name if isinstance(name, str) else ""
        return ""

    def callee(self, call: ast.Call) -> str:
        """``library.Type.method`` or ``library.function``, or "" when the library is not known."""
        found = self.qualified(call.func)
        if found and not found.startswith("."):
            return found
        if isinstance(call.func, ast.Attribute):
            owner = self.type_of(call.func.value)
            return f"{owner}.{call.func.attr}" if owner else ""
        return ""

    def type_of(self, node: ast.AST | None, fuel: int = FUEL) -> str:
        """The library's type of an expression, or ""."""
        if node is None or not fuel:
            return ""
        known = self._types.get((node, fuel))
        if known is None:
            self._types[node, fuel] = ""
            known = self._types[node, fuel] = self._type_of(node, fuel)
        return known

    def _type_of(self, node: ast.AST, fuel: int) -> str:
        if isinstance(node, ast.Await):
            return self.type_of(node.value, fuel - 1)
        if isinstance(node, ast.Call):
            return self._returned_type(node, fuel)
        if isinstance(node, ast.IfExp):
            return self.type_of(node.body, fuel - 1) or self.type_of(node.orelse, fuel - 1)
        for binding in self.bindings_of(node):
            found = self._annotated(binding.annotation) or self.type_of(binding.value, fuel - 1)
            if found:
                return found
        return ""

    def _returned_type(self, call: ast.Call, fuel: int) -> str:
        function = self.qualified(call.func)
        if (not function or function.startswith(".")) and isinstance(call.func, ast.Attribute):
            owner = self.type_of(call.func.value, fuel - 1)
            function = f"{owner}.{call.func.attr}" if owner else ""
        if function:
            return RETURNS.get(short(function), function)
        definition = self.definition(call.func)
        if isinstance(definition, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for value in self.returns(definition):
                found = self.type_of(value, fuel - 2 if fuel > 2 else 0)
                if found:
                    return found
        return ""

    def _annotated(self, annotation: ast.expr | None) -> str:
        """``X``, ``"X"``, ``X | None`` and ``Optional[X]``."""
        if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
            try:
                parsed = ast.parse(annotation.value, mode="eval").body
            except (SyntaxError, ValueError):
                return ""
            self.parents[parsed] = self.tree
            for node in ast.walk(parsed):
                self.parents.update((child, node) for child in ast.iter_child_nodes(node))
            annotation = parsed
        if isinstance(annotation, ast.BinOp):
            annotation = annotation.left
        if isinstance(annotation, ast.Subscript) and self.qualified(annotation.value).endswith(
            "Optional"
        ):
            annotation = annotation.slice
        found = self.qualified(annotation) if annotation is not None else ""
        return found if found.partition(".")[0] in TRIGGERS else ""

    # -- values

    def bindings_of(self, node: ast.AST) -> list[Binding]:
        """What gives a name, or an attribute of the class, its value."""
        if isinstance(node, ast.Name):
            return self.reaching(node)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner = self._owner(node.value)
            found = self.attributes.get(owner, {}).get(node.attr, []) if owner is not None else []
            local = [
                binding for binding in found if self.function(binding.site) is self.function(node)
            ]
            return self._reaching(local, node) if local else found
        return []

    def _owner(self, name: ast.Name) -> ast.ClassDef | None:
        """The class of this file that a name stands for, or is an object of."""
        if name not in self._owners:
            self._owners[name] = None  # while it is being looked for: variables made of each other
            self._owners[name] = self._find_owner(name)
        return self._owners[name]

    def _find_owner(self, name: ast.Name) -> ast.ClassDef | None:
        if name.id in ("self", "cls"):
            return self.class_of(name)
        for binding in self.reaching(name):
            if isinstance(binding.definition, ast.ClassDef):
                return binding.definition
            if isinstance(binding.value, ast.Call):
                definition = self.definition(binding.value.func)
                if isinstance(definition, ast.ClassDef):
                    return definition
        return None

    def values(self, node: ast.expr | None, fuel: int = FUEL) -> list[ast.expr | None]:
        ""
        """The expressions that may stand behind one; None for what is unknown."""
        ""
        found: list[ast.expr | None] = []
        pending = [(node, fuel)]
        seen: set[ast.AST] = set()
        while pending:
            node, left = pending.pop()
            if node is None or not left:
                found.append(None)
                continue
            if node in seen:
                continue
            seen.add(node)
            if isinstance(node, ast.IfExp):
                pending += [(node.orelse, left - 1), (node.body, left - 1)]
            elif isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
                pending += [(value, left - 1) for value in reversed(node.values)]
            elif isinstance(node, (ast.Name, ast.Attribute)) and (
                bindings := self.bindings_of(node)
            ):
                for binding in bindings:
                    if binding.imported or binding.definition is not None:
                        found.append(node)
                        continue
                    pending.append((binding.value, left - 1))
                    if binding.is_default and binding.value is not None:
                        found.append(None)
            else:
                found.append(node)
        return found

    def literal(self, node: ast.AST | None, fuel: int = FUEL) -> object:
        ""
        """The value that is written in the file, or ``UNKNOWN``; of parameters always that."""
        ""
        if node is None or not fuel:
            return UNKNOWN
        if isinstance(node, ast.Constant):
            return node.value
        if (node, fuel) not in self._literals:
            self._literals[node, fuel] = self._literal(node, fuel)
        return self._literals[node, fuel]

    def _literal(self, node: ast.AST, fuel: int) -> object:
        handler = LITERALS.get(type(node))
        if handler is not None:
            return handler(self, node, fuel - 1)
        if isinstance(node, (ast.Name, ast.Attribute)):
            values = [
                UNKNOWN
                if binding.value is None or binding.is_default
                else self.literal(binding.value, fuel - 1)
                for binding in self.bindings_of(node)
            ]
            if values and not any(value is UNKNOWN for value in values):
                return next((value for value in values if value not in (None, "", b"")), values[0])
        return UNKNOWN

    # -- functions

    def definition(self, node: ast.AST, fuel: int = FUEL) -> ast.AST | None:
        """The function, lambda or class of this file that an expression names."""
        while fuel:
            fuel -= 1
            if isinstance(node, FUNCTIONS):
                return node
            if isinstance(node, ast.Call) and short(self.qualified(node.func)) in (
                "functools.partial", "builtins.staticmethod"
            ) and node.args:  # fmt: skip
                node = node.args[0]
                continue
            found = self.bindings_of(node)
            if not found:
                return None
            if found[0].definition is not None:
                return found[0].definition
            if found[0].value is None or found[0].is_default:
                return None
            node = found[0].value
        return None

    def returns(self, function: Function | ast.AST) -> list[ast.expr | None]:
        """What the function itself returns, in order; None for a bare ``return``."""
        ""
        if isinstance(function, ast.Lambda):
            return [function.body]
        return [node.value for node in self.own_nodes(function) if isinstance(node, ast.Return)]

    def own_nodes(self, function: ast.AST) -> Iterator[ast.AST]:
        """The nodes of a function's body without those of functions and classes inside it."""
        body = getattr(function, "body", [])
        stack = list(reversed(body)) if isinstance(body, list) else [body]
        while stack:
            node = stack.pop()
            yield node
            if not isinstance(node, (*FUNCTIONS, ast.ClassDef)):
                stack.extend(reversed(list(ast.iter_child_nodes(node))))

    def in_test(self, node: ast.AST) -> bool:
        """Is the node part of a test, by the names of its function, class or libraries?"""
        if self.tests:
            return True
        function, owner = self.named_function(node), self.class_of(node)
        if function is not None and function.name.startswith(("test", "_test")):
            return True
        return owner is not None and owner.name.startswith("Test")

    def within(self, node: ast.AST) -> ast.AST:
        """The named function around the node, or the module."""
        return self.named_function(node) or self.tree


def _is_builtin(name: str) -> bool:
    return name in (
        "bytes",
        "bytearray",
        "getattr",
        "__import__",
        "str",
        "int",
        "len",
        "staticmethod",
        "hasattr",
    )


def imported(node: ast.AST) -> list[str]:
    """The modules that a statement imports, and what it takes from them."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def canonical(name: str) -> str:
    """One spelling for what is reachable by several: ``eventlet.green.ssl`` is ``ssl``."""
    for prefix in ("eventlet.green.", "gevent.", "pip._vendor."):
        if name.startswith(prefix):
            return name[len(prefix) :]
    return name


def short(name: str) -> str:
    """Library and last name: ``cryptography.hazmat.hashes.SHA1`` -> ``cryptography.SHA1``.

    Of a method the type stays: ``OpenSSL.SSL.Context.f`` -> ``OpenSSL.Context.f``.
    """
    parts = name.split(".")
    if len(parts) < 3:
        return name
    keep = 2 if parts[-2][:1].isupper() and parts[-2] != "SSL" else 1
    if parts[-2] == "hmac" and parts[-1].islower():
        keep = 2
    return ".".join([parts[0], *parts[-keep:]])


def text_of(node: ast.AST) -> str:
    """The source of a node; "" where it is too deep for the standard library."""
    try:
        return ast.unparse(node)
    except RecursionError:
        return ""


def argument(call: ast.Call, position: int, *names: str) -> ast.expr | None:
    """The argument at a position (from 0; negative: by name only) or of one of the names."""
    if 0 <= position < len(call.args) and not any(
        isinstance(arg, ast.Starred) for arg in call.args[: position + 1]
    ):
        return call.args[position]
    return next((keyword.value for keyword in call.keywords if keyword.arg in names), None)
