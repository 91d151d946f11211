"""The command line: ``python -m facts``."""

import sys

from facts.terminal.app import run


def main() -> int:
    """Run the command line; returns the exit code (docs/terminal.md)."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
