"""``afina``, also as ``python -m afina``."""

import sys

from afina.cli import app
from afina.parts import explained


def main() -> None:
    """Run the command line."""
    with explained():
        app(prog_name="afina")


if __name__ == "__main__":
    sys.exit(main())
