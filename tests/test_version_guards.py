"""Versions as sets, conditions of directives, and the options of the openssl-version hook."""

from __future__ import annotations

import pytest

from dtlslint.checks.registry import HOOKS
from dtlslint.checks.run import analyse
from dtlslint.flow import version_sets as sets
from dtlslint.flow.directives import Directives
from dtlslint.flow.guard_conditions import parse
from dtlslint.options import Options

HOOK = tuple(hook for hook in HOOKS if hook.name == "openssl-version")
THREE = sets.since("3.0")
OLD = sets.before("1.1.0")


def directives(text: str, guards: tuple[str, ...] = ()) -> Directives:
    return Directives(text.encode(), lambda offset: True, frozenset(guards))


def reach(condition: str, *, usual: bool = False, guards: tuple[str, ...] = ()) -> sets.Ranges:
    """The OpenSSL versions that may pass ``#if condition``."""
    found = directives(f"#if {condition}\nx\n#endif\n", guards)
    return sets.intersect(found.reached(found.groups[0].branches[0], usual)[1], sets.OPENSSL)


def codes(source: str, **options: object) -> list[tuple[int, str]]:
    data = source.encode()
    found, _ = analyse("case.c", data, HOOK, Options(**options))  # type: ignore[arg-type]
    return [(data[: f.span[0]].count(b"\n") + 1, f.rule.code) for f in found]


@pytest.mark.parametrize("a", [sets.NONE, THREE, OLD, sets.LIBRE, sets.ALL])
@pytest.mark.parametrize("b", [sets.NONE, THREE, OLD, sets.OTHER, sets.ALL])
def test_laws_of_sets(a: sets.Ranges, b: sets.Ranges) -> None:
    assert sets.union(a, b) == sets.union(b, a)
    assert sorted(sets.intersect(a, b)) == sorted(sets.intersect(b, a))
    assert sets.complement(sets.complement(a)) == sets.union(a, sets.NONE)
    both = sets.complement(sets.union(sets.complement(a), sets.complement(b)))
    assert both == sets.intersect(a, b)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("OPENSSL_VERSION_NUMBER >= 0x30000000L", THREE),
        ("0x30000000L <= OPENSSL_VERSION_NUMBER", THREE),
        ("!(OPENSSL_VERSION_NUMBER < 0x30000000L)", THREE),
        ("OPENSSL_VERSION_MAJOR >= 3", THREE),
        ("defined(OPENSSL_VERSION_MAJOR)", THREE),
        ("OPENSSL_VERSION_PREREQ(3, 0)", THREE),
        ("QT_CONFIG(opensslv30)", THREE),
        ("(OPENSSL_VERSION_NUMBER >> 28) >= 3", THREE),
        ("MY_OPENSSL_VERSION_NUMBER >= 0x30000000L", THREE),
        ("!defined(LIBRESSL_VERSION_NUMBER) && OPENSSL_VERSION_NUMBER < 0x10100000L", OLD),
        ("defined(LIBRESSL_VERSION_NUMBER) || OPENSSL_VERSION_NUMBER < 0x10100000L", OLD),
        ("defined(OPENSSL_IS_BORINGSSL)", sets.NONE),
        ("defined(SOMETHING) || OPENSSL_VERSION_NUMBER < 0x10100000L", sets.OPENSSL),
        ("LIBRESSL_VERSION_NUMBER < 0x2070000fL", sets.OPENSSL),
        ("__has_include(<openssl/core.h>)", sets.OPENSSL),
        ("0", sets.NONE),
    ],
)
def test_reach_of_conditions(condition: str, expected: sets.Ranges) -> None:
    assert reach(condition) == expected


def test_usual_builds_keep_deprecated_names_out() -> None:
    assert reach("!defined(OPENSSL_NO_DEPRECATED_3_0)", usual=True) == sets.NONE
    assert reach("!defined(OPENSSL_NO_DEPRECATED_3_0)") == sets.OPENSSL
    assert reach("OPENSSL_API_COMPAT >= 30000", usual=True) == THREE


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("HAVE_OPENSSL_3", THREE),
        ("HAVE_OPENSSL_30", THREE),
        ("USE_OPENSSL_PRE_1_1", OLD),
        ("NEW_TLS", sets.OPENSSL),
        ("OLD_TLS", sets.NONE),
    ],
)
def test_listed_guards(name: str, expected: sets.Ranges) -> None:
    assert reach(f"defined({name})", guards=(name,)) == expected
    assert reach(name, guards=(name,)) == expected


def test_conditions_that_are_none() -> None:
    assert parse("A $ B")[0] == "text"
    assert parse("(A")[0] == "text"
    assert parse("1 <= A") == ("cmp", ">=", ("name", "A"), ("int", 1, "1"))


@pytest.mark.parametrize("number", [0x1010100F, 0x1000207F, 0x0090800F, 0x100FFFFF, 0x30200000])
def test_released(number: int) -> None:
    assert sets.names_series(number)


@pytest.mark.parametrize("number", [0x1100000F, 0x10200000, 0x10102000, 0x01000000, 0x30002000])
def test_never_released(number: int) -> None:
    assert not sets.names_series(number)


KEYED = """#include <openssl/evp.h>
int f(EVP_PKEY *a, EVP_PKEY *b)
{
#ifdef NEW_CRYPTO
    return EVP_PKEY_eq(a, b);
#else
    return EVP_PKEY_cmp(a, b);
#endif
}
"""


def test_guards_of_the_project() -> None:
    assert codes(KEYED) == [(7, "DTL501")]
    assert codes(KEYED, guards=("NEW_CRYPTO",)) == []


def test_highest_version() -> None:
    assert codes(KEYED, highest_openssl="1.1.1") == []


def test_unbalanced_directives_are_harmless() -> None:
    assert codes("#endif\n#else\n#if OPENSSL_VERSION_NUMBER <\n#elif\nint SSL_x;\n") == []


def test_macros_of_the_file() -> None:
    text = """
#define AT_LEAST(a, b) (OPENSSL_VERSION_NUMBER >= (((a) << 28) | ((b) << 20)))
#define NEWER(n) (OPENSSL_VERSION_NUMBER >= (n) && !defined(LIBRESSL_VERSION_NUMBER))
#if AT_LEAST(3, 0)
#endif
#if NEWER(0x30000000L)
#endif
#if 0x10000000L + 0x20000000L <= OPENSSL_VERSION_NUMBER
#endif
"""
    found = directives(text)
    for group in found.groups:
        reached = found.reached(group.branches[0])[1]
        assert sets.intersect(reached, sets.OPENSSL) == THREE


def test_nothing_is_said_of_code_that_is_switched_off() -> None:
    assert codes("#if 0\n#if OPENSSL_VERSION_NUMBER >= 0x1010000L\n#endif\n#endif\n") == []


def test_a_substitute_for_a_macro_of_the_library() -> None:
    text = """
#ifndef OPENSSL_VERSION_PREREQ
#define OPENSSL_VERSION_PREREQ(major, minor) (0)
#endif
#if OPENSSL_VERSION_PREREQ(3, 0)
int SSL_x;
#endif
"""
    assert codes(text) == []
    found = directives(text)
    assert sets.intersect(found.reached(found.groups[1].branches[0])[1], sets.OPENSSL) == THREE
