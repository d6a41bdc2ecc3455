# ruff: noqa
"""Assertions where nothing but random numbers is imported."""

import random


def pick(key: tuple, token: str, verified: bool) -> int:
    assert len(key) == 3  # silent: no library for secrets here
    assert len(token) and verified  # silent: likewise
    return random.randint(0, 9)
