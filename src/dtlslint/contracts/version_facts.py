"""Since when a name exists, is deprecated, is gone, and what to call instead.

Facts of contract rows win; ``version_table`` (all of libssl and libcrypto) fills the rest.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dtlslint.contracts.model import Contract


class VersionFacts:
    """Releases as text ('' = nothing to say). ``rename``: only the name changed.

    A name with ``since == ''`` is in every release that matters (1.0.1 and later).
    ``rename`` without ``deprecated`` is an old name that the manual does not call deprecated.
    """

    __slots__ = ("deprecated", "name", "removed", "rename", "replaced_by", "since")

    def __init__(
        self, name: str, since: str, deprecated: str, removed: str, replaced_by: str, rename: bool
    ) -> None:
        self.name = name
        self.since = since
        self.deprecated = deprecated
        self.removed = removed
        self.replaced_by = replaced_by
        self.rename = rename

    def __repr__(self) -> str:
        return f"VersionFacts({self.name}, {self.since!r}, {self.deprecated!r}, {self.removed!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, VersionFacts):
            return NotImplemented
        return all(getattr(self, slot) == getattr(other, slot) for slot in self.__slots__)

    __hash__ = None  # type: ignore[assignment]


#: name -> index of its group; name -> what replaces it, as in the table.
_groups: dict[str, int] = {}
_replaced: dict[str, str] = {}


def facts(name: str) -> VersionFacts | None:
    """What is known of ``name`` (without a project's prefix), or None when there is nothing."""
    from dtlslint.contracts import lookup

    return merge(name, lookup(name), of_table(name))


def merge(name: str, row: Contract | None, table: VersionFacts | None) -> VersionFacts | None:
    """The facts of a contract row, completed by those of the table."""
    if row is None or not (row.since or row.deprecated or row.removed or row.replaced_by):
        return table
    if table is None:
        return VersionFacts(name, row.since, row.deprecated, row.removed, row.replaced_by, False)
    replaced_by = row.replaced_by or table.replaced_by
    return VersionFacts(
        name,
        row.since or table.since,
        row.deprecated or table.deprecated,
        row.removed or table.removed,
        replaced_by,
        table.rename and replaced_by == table.replaced_by,
    )


def of_table(name: str) -> VersionFacts | None:
    """The facts of the generated table alone."""
    from dtlslint.contracts import version_table

    if not _groups:
        _index(version_table.GROUPS, version_table.REPLACED)
    group = _groups.get(name)
    if group is None:
        return None
    since, deprecated, removed, _ = version_table.GROUPS[group]
    new = _replaced.get(name, "")
    return VersionFacts(name, since, deprecated, removed, new.lstrip("="), new[:1] == "=")


def _index(groups: tuple[tuple[str, str, str, str], ...], replaced: str) -> None:
    for group, (_, _, _, names) in enumerate(groups):
        _groups.update(dict.fromkeys(names.split(), group))
    words = replaced.split()
    _replaced.update(zip(words[::2], words[1::2], strict=True))
