"""The SQL of this folder, read from its files: statements by name, and the migrations in order."""

import re
from functools import cache
from importlib import resources
from typing import LiteralString

_NAME = re.compile(r"^-- (\w+)\n", re.MULTILINE)
_FILES = resources.files(__package__)


@cache
def statement(name: str) -> LiteralString:
    """The statement of that name in ``statements.sql``."""
    return _statements()[name]


def migrations() -> list[tuple[int, LiteralString]]:
    """The migrations in their order, each with its number."""
    files = sorted(file.name for file in (_FILES / "migrations").iterdir() if file.is_file())
    return [(int(name.partition("_")[0]), _read("migrations", name)) for name in files]


@cache
def _statements() -> dict[str, LiteralString]:
    parts = _NAME.split(_read("statements.sql"))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _read(*path: str) -> LiteralString:
    return _FILES.joinpath(*path).read_text(encoding="utf-8")
