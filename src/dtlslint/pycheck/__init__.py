"""The catalogue's classes of issue on Python code, over the standard ``ast``."""
