"""``python -m dtlslint``: the same as the console script."""

from dtlslint.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
