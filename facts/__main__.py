"""The fact store in the terminal: ``python -m facts``."""

import sys

from facts.terminal.app import run


def main() -> int:
    """Do what the command line says; return the exit code (docs/terminal.md)."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
