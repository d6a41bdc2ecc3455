"""The small parts of the walk alone: cells of tests, configurations, the join's laws, literals."""

from __future__ import annotations

import itertools
from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtlslint.contracts.cells import ABOVE, ALL, BELOW, MINUS_ONE, ONE, ZERO
from dtlslint.flow.conditions import OPPOSITE, of_integer, sides
from dtlslint.flow.configurations import ANY, OPENSSL, Configuration
from dtlslint.flow.constants import evaluate
from dtlslint.flow.literals import integer, string_bytes
from dtlslint.flow.state import State, join


@pytest.mark.parametrize(
    ("operator", "k", "true"),
    [
        ("<", 0, BELOW | MINUS_ONE),
        ("<=", 0, BELOW | MINUS_ONE | ZERO),
        ("==", -1, MINUS_ONE),
        ("!=", 1, ALL & ~ONE),
        (">", 1, ABOVE),
        (">=", 2, ABOVE),
        ("<", -1, BELOW),
    ],
)
def test_sides_near_zero_are_exact(operator: str, k: int, true: int) -> None:
    assert sides(operator, k) == (true, ALL & ~true)


@given(st.sampled_from(sorted(OPPOSITE)), st.integers(-9, 9), st.integers(-9, 9))
def test_a_value_lies_on_the_side_that_c_says(operator: str, value: int, k: int) -> None:
    truth = {
        "==": value == k, "!=": value != k, "<": value < k, "<=": value <= k, ">": value > k,
        ">=": value >= k,
    }[operator]  # fmt: skip
    true, false = sides(operator, k)
    assert of_integer(value) & (true if truth else false)


def at_least(number: int) -> tuple[object, ...]:
    return ("bin", ">=", ("macro", OPENSSL), ("int", number, ""))


def test_versions_narrow_and_contradict() -> None:
    new = ANY.assume(at_least(0x10100000), True)
    assert new is not None
    assert new.interval(OPENSSL)[0] == 0x10100000
    assert new.assume(at_least(0x10000000), False) is None
    assert new.assume(at_least(0x30000000), False) is not None


def test_equal_conditions_agree_and_the_fifth_is_forgotten() -> None:
    configuration = ANY
    for name in "abcd":
        narrowed = configuration.assume(("macro", name), True)
        assert narrowed is not None
        configuration = narrowed
    assert configuration.assume(("macro", "a"), False) is None
    assert configuration.assume(("macro", "e"), True) is configuration


def test_common_keeps_what_both_assume() -> None:
    a = ANY.assume(("macro", "A"), True)
    assert a is not None
    b = a.assume(("macro", "B"), True)
    assert b is not None
    assert a.common(b) == a
    assert b.common(a) == a
    assert a.describe() == "A"


BUILDS = [
    (dict(zip("ABC", truths, strict=True)), version)
    for truths in itertools.product((False, True), repeat=3)
    for version in range(4)
]
FACTS = st.lists(
    st.tuples(st.sampled_from("ABC"), st.booleans()), max_size=3, unique_by=itemgetter(0)
)
RANGES = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(sorted)
CONFIGURATIONS = st.builds(
    lambda facts, ends: Configuration(tuple(facts), ((OPENSSL, *ends),)), FACTS, RANGES
)


def builds(configuration: Configuration) -> list[tuple[dict[str, bool], int]]:
    """Those of ``BUILDS`` that the configuration is true of."""
    low, high = configuration.interval(OPENSSL)
    facts = configuration.assumed
    return [b for b in BUILDS if low <= b[1] <= high and all(b[0][n] == v for n, v in facts)]


@given(CONFIGURATIONS, CONFIGURATIONS)
def test_what_two_configurations_have_in_common_is_true_of_both(
    a: Configuration, b: Configuration
) -> None:
    both = a.meet(b)
    assert (builds(both) if both else []) == [x for x in builds(a) if x in builds(b)]


@given(CONFIGURATIONS, st.lists(CONFIGURATIONS, max_size=5))
def test_a_configuration_without_others_is_a_part_of_it_that_is_in_none(
    whole: Configuration, others: list[Configuration]
) -> None:
    covered = [build for other in others for build in builds(other)]
    left = whole.without(others)
    if left is None:
        assert all(build in covered for build in builds(whole))
    else:
        assert builds(left)
        assert all(build in builds(whole) and build not in covered for build in builds(left))


def test_what_nobody_asks_any_more_is_of_no_interest() -> None:
    a = Configuration((("B", True), ("A", False)), ((OPENSSL, 1, 2),))
    b = Configuration((("A", False), ("B", True)), ((OPENSSL, 3, 4),))
    assert a.of_interest(frozenset("AB")) == b.of_interest(frozenset("AB"))
    assert a.of_interest(frozenset((OPENSSL,))) != b.of_interest(frozenset((OPENSSL,)))


VALUES = st.one_of(st.integers(-2, 2), st.tuples(st.just("sym"), st.integers(1, 3)))
STATES = st.builds(
    lambda env, cells, marks: State(env, cells, marks, ANY),
    st.dictionaries(st.sampled_from("xyz"), VALUES, max_size=3),
    st.dictionaries(st.tuples(st.just("sym"), st.integers(1, 3)), st.integers(1, 31), max_size=3),
    st.dictionaries(
        st.tuples(st.sampled_from(("own", "seen")), VALUES), st.integers(0, 2), max_size=3
    ),
)


@given(STATES)
def test_join_with_itself_changes_nothing(a: State) -> None:
    assert join(a, a, 1).key(ANY) == a.key(ANY)


@given(STATES, STATES)
def test_order_does_not_matter(a: State, b: State) -> None:
    assert join(a, b, 1).key(ANY) == join(b, a, 1).key(ANY)


@given(STATES, STATES)
def test_a_join_never_knows_more(a: State, b: State) -> None:
    joined = join(a, b, 1)
    assert joined.blurred
    assert set(joined.marks.items()) <= set(a.marks.items()) & set(b.marks.items())
    for value, mask in joined.cells.items():
        assert mask & a.cells[value] == a.cells[value]
        assert mask & b.cells[value] == b.cells[value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0x10L", 16),
        ("010", 8),
        ("1'000u", 1000),
        ("0b11", 3),
        ("-1", -1),
        ("1.5", None),
        ("", None),
    ],
)
def test_integer_literals(text: str, value: int | None) -> None:
    assert integer(text) == value


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        (b'"a\\n\\x41\\101\\""', b'a\nAA"'),
        (b'R"(a\\n)"', b"a\\n"),
        (b"'x'", b"x"),
        (b'u8"\\\\"', b"\\"),
    ],
)
def test_string_literals(literal: bytes, value: bytes) -> None:
    assert string_bytes(literal) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(1 << 4) | A", 19),
        ("-A + 2 * 4", 5),
        ("~0", -1),
        ("8 / 0", None),
        ("B", None),
        ("1 +", None),
    ],
)
def test_constant_expressions(text: str, value: int | None) -> None:
    assert evaluate(text, {"A": 3}.get) == value
