"""Syntax to a small language-neutral function model, and the walk over its paths."""
