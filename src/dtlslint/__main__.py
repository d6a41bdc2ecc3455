"""``python -m dtlslint``: the same as the console script."""

import os
import sys

# ``-m`` puts the working directory before everything else: in a folder that is anybody's, its
# ``json.py`` must not run. What dtlslint needs lies elsewhere, and dtlslint is found by now.
try:
    here = os.getcwd()
except FileNotFoundError:
    here = ""
if sys.path and sys.path[0] in ("", here) and not sys.flags.safe_path:
    del sys.path[0]

from dtlslint.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
