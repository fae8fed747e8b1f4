"""``afina``, also as ``python -m afina``."""

import sys

from afina.cli import app
from afina.parts import explained
from afina.usage import corrected


def main() -> None:
    """Run the command line."""
    with explained(), corrected():
        sys.exit(app(prog_name="afina", standalone_mode=False))


if __name__ == "__main__":
    sys.exit(main())
