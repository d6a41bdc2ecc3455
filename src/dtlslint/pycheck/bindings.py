"""Who binds which name in a Python module, and where: scopes, blocks, parents, attributes."""

from __future__ import annotations

import ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    #: The list of statements that a statement stands in: (its owner, the owner's field).
    Block: TypeAlias = tuple[ast.AST, str]

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
LOOPS = (ast.For, ast.AsyncFor, ast.While)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_SCOPES = (ast.Module, ast.ClassDef, *FUNCTIONS, *_COMPREHENSIONS)


class Binding:
    """One thing that gives a name its value.

    ``value`` is the expression, None when that cannot be told; ``imported`` a dotted name; ``site``
    statement (or parameter, or comprehension) that binds.
    """

    __slots__ = ("annotation", "definition", "imported", "is_default", "site", "value")

    def __init__(self, site: ast.AST, value: ast.expr | None = None) -> None:
        self.site = site
        self.value = value
        self.imported = ""
        self.annotation: ast.expr | None = None
        self.definition: ast.AST | None = None
        self.is_default = False


class Scope:
    """The names that a module, class, function or comprehension binds."""

    __slots__ = ("names", "node", "outer")

    def __init__(self, node: ast.AST, outer: Scope | None) -> None:
        self.node = node
        self.outer = outer
        self.names: dict[str, list[Binding]] = {}


class Bindings:
    """Built once for a module, with an explicit stack."""

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self.parents: dict[ast.AST, ast.AST] = {}
        self.blocks: dict[ast.AST, Block] = {}
        self.scopes: dict[ast.AST, Scope] = {tree: Scope(tree, None)}
        #: Class -> attribute -> what its body and its methods' ``self.x = ..`` give it.
        self.attributes: dict[ast.ClassDef, dict[str, list[Binding]]] = {}
        #: Modules whose names were imported by ``*``.
        self.stars: list[str] = []
        self.nodes: list[ast.AST] = []
        self._walk()
        for node in self.nodes:
            self._bind(node)

    def _walk(self) -> None:
        stack: list[ast.AST] = [self.tree]
        while stack:
            node = stack.pop()
            self.nodes.append(node)
            children = []
            for name, value in ast.iter_fields(node):
                if isinstance(value, ast.AST):
                    children.append(value)
                elif isinstance(value, list):
                    parts = [part for part in value if isinstance(part, ast.AST)]
                    children += parts
                    self.blocks.update(
                        (part, (node, name)) for part in parts if isinstance(part, ast.stmt)
                    )
            for child in children:
                if not isinstance(child, (ast.expr_context, ast.operator, ast.cmpop)):
                    self.parents[child] = node
            stack.extend(reversed([child for child in children if child in self.parents]))
            if isinstance(node, _SCOPES) and node is not self.tree:
                self.scopes[node] = Scope(node, self.scope_of(node))

    def scope_of(self, node: ast.AST) -> Scope:
        """The scope that the node stands in; defaults and decorators stand outside."""
        child = node
        while child in self.parents:
            parent = self.parents[child]
            if parent in self.scopes and not _outside(parent, child):
                return self.scopes[parent]
            child = parent
        return self.scopes[self.tree]

    def statement(self, node: ast.AST) -> ast.AST:
        """The statement that the node is a part of."""
        while not isinstance(node, ast.stmt) and node in self.parents:
            node = self.parents[node]
        return node

    def function(self, node: ast.AST) -> Function | None:
        """The innermost function around the node."""
        while node in self.parents:
            node = self.parents[node]
            if isinstance(node, FUNCTIONS):
                return node
        return None

    def named_function(self, node: ast.AST) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """The innermost function with a name around the node."""
        found = self.function(node)
        while isinstance(found, ast.Lambda):
            found = self.function(found)
        return found

    def class_of(self, node: ast.AST) -> ast.ClassDef | None:
        """The innermost class around the node."""
        while node in self.parents:
            node = self.parents[node]
            if isinstance(node, ast.ClassDef):
                return node
        return None

    def ancestors(self, node: ast.AST) -> list[ast.AST]:
        """From the parent up to the innermost function's node, or the module's."""
        found = []
        while node in self.parents and not isinstance(node, FUNCTIONS):
            node = self.parents[node]
            found.append(node)
        return found

    # -- binding

    def _bind(self, node: ast.AST) -> None:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self._target(node, target, node.value)
        elif isinstance(node, ast.AnnAssign):
            self._target(node, node.target, node.value, node.annotation)
        elif isinstance(node, ast.AugAssign):
            self._augmented(node)
        elif isinstance(node, ast.NamedExpr):
            self._target(node, node.target, node.value)
        elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
            self._target(node, node.target, None)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            for item in node.items:
                if item.optional_vars is not None:
                    self._target(node, item.optional_vars, item.context_expr)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            self._imports(node)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            binding = Binding(node)
            binding.definition = node
            self._add(node, node.name, binding)
        if isinstance(node, FUNCTIONS):
            self._parameters(node)

    def _target(
        self,
        site: ast.AST,
        target: ast.expr,
        value: ast.expr | None,
        annotation: ast.expr | None = None,
    ) -> None:
        pairs = [(target, value)]
        while pairs:
            target, value = pairs.pop()
            if isinstance(target, (ast.Tuple, ast.List)):
                parts: list[ast.expr | None] = [None] * len(target.elts)
                if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(parts):
                    parts = list(value.elts)
                pairs += zip(target.elts, parts, strict=True)
            elif isinstance(target, ast.Starred):
                pairs.append((target.value, None))
            elif isinstance(target, (ast.Name, ast.Attribute)):
                binding = Binding(site, value)
                binding.annotation = annotation
                self._store(site, target, binding)

    def _store(self, site: ast.AST, target: ast.Name | ast.Attribute, binding: Binding) -> None:
        if isinstance(target, ast.Name):
            self._add(target, target.id, binding)
        elif isinstance(target.value, ast.Name) and target.value.id in ("self", "cls"):
            owner = self.class_of(target)
            if owner is not None:
                known = self.attributes.setdefault(owner, {})
                known.setdefault(target.attr, []).append(binding)

    def _augmented(self, node: ast.AugAssign) -> None:
        """``x += y`` gives x the value ``x + y``."""
        if isinstance(node.target, (ast.Name, ast.Attribute)):
            left: ast.expr
            if isinstance(node.target, ast.Name):
                left = ast.Name(node.target.id, ast.Load())
            else:
                left = ast.Attribute(node.target.value, node.target.attr, ast.Load())
            value = ast.BinOp(left, node.op, node.value)
            for made in (left, value):
                ast.copy_location(made, node.target)
                self.parents[made] = node
            self._store(node, node.target, Binding(node, value))

    def _imports(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            binding = Binding(node)
            if isinstance(node, ast.Import):
                binding.imported = alias.name if alias.asname else alias.name.partition(".")[0]
            else:
                module = "." * node.level + (node.module or "")
                if alias.name == "*":
                    self.stars.append(module)
                    continue
                dot = "." if node.module else ""
                binding.imported = f"{module}{dot}{alias.name}"
            self._add(node, alias.asname or binding.imported.rpartition(".")[2], binding)

    def _parameters(self, node: Function) -> None:
        spec = node.args
        positional = [*spec.posonlyargs, *spec.args]
        values: list[ast.expr | None] = [None] * (len(positional) - len(spec.defaults))
        values += spec.defaults
        positional += spec.kwonlyargs
        values += spec.kw_defaults
        for argument in (spec.vararg, spec.kwarg):
            if argument is not None:
                positional.append(argument)
                values.append(None)
        for argument, value in zip(positional, values, strict=True):
            binding = Binding(argument, value)
            binding.annotation = argument.annotation
            binding.is_default = True
            self.scopes[node].names.setdefault(argument.arg, []).append(binding)

    def _add(self, at: ast.AST, name: str, binding: Binding) -> None:
        scope = self.scope_of(at)
        while isinstance(scope.node, _COMPREHENSIONS) and isinstance(binding.site, ast.NamedExpr):
            assert scope.outer is not None
            scope = scope.outer
        if isinstance(scope.node, FUNCTIONS):
            scope = self._declared(scope, name)
        scope.names.setdefault(name, []).append(binding)
        if isinstance(scope.node, ast.ClassDef):
            self.attributes.setdefault(scope.node, {}).setdefault(name, []).append(binding)

    def _declared(self, scope: Scope, name: str) -> Scope:
        """The module's scope if the function says ``global name``."""
        body = (
            scope.node.body
            if isinstance(scope.node, (ast.FunctionDef, ast.AsyncFunctionDef))
            else []
        )
        for statement in body:
            if isinstance(statement, ast.Global) and name in statement.names:
                return self.scopes[self.tree]
        return scope

    # -- looking up

    def reaching(self, name: ast.Name) -> list[Binding]:
        """The bindings that may give this use its value; the latest first, if that can be told."""
        ""
        own = self.scope_of(name)
        scope: Scope | None = own
        while scope is not None:
            if name.id in scope.names and (
                scope is own or not isinstance(scope.node, ast.ClassDef)
            ):
                break
            scope = scope.outer
        if scope is None:
            return []
        found = scope.names[name.id]
        inner = own
        while inner is not scope and isinstance(inner.node, _COMPREHENSIONS) and inner.outer:
            inner = inner.outer
        return found if inner is not scope else self._reaching(found, name)

    def _reaching(self, found: list[Binding], use: ast.AST) -> list[Binding]:
        """Those before the use, back to one that stands in every path to it."""
        statement = self.statement(use)
        around = {
            self.blocks[node]
            for node in (statement, *self._outer(statement))
            if node in self.blocks
        }
        here = _position(statement)
        kept = []
        for binding in sorted(found, key=lambda binding: _position(binding.site), reverse=True):
            if isinstance(binding.site, ast.stmt) and _position(binding.site) >= here:
                continue
            kept.append(binding)
            block = self.blocks.get(binding.site)
            if block in around and not isinstance(binding.site, LOOPS):
                break
        return kept or found

    def _outer(self, node: ast.AST) -> list[ast.AST]:
        found = []
        while node in self.parents:
            node = self.parents[node]
            found.append(node)
        return found


def _position(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def _outside(parent: ast.AST, child: ast.AST) -> bool:
    """Does the child of a definition belong to the scope around it?"""
    if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return child in parent.decorator_list or child is parent.returns or child is parent.args
    if isinstance(parent, ast.Lambda):
        return child is parent.args
    if isinstance(parent, ast.ClassDef):
        return (
            child in parent.decorator_list
            or child in parent.bases
            or isinstance(child, ast.keyword)
        )
    return False
