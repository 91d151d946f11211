"""The benchmarks and the pictures keep up with the code: nothing else of the tests runs them."""

import importlib
from pathlib import Path

import pytest

_TESTS = Path(__file__).parents[1]
_PROGRAMS = sorted(
    f"tests.{folder}.{file.stem}"
    for folder in ("benchmarks", "pictures")
    for file in (_TESTS / folder).glob("*.py")
)


@pytest.mark.parametrize("program", _PROGRAMS)
def test_every_program_beside_the_tests_finds_what_it_imports(program: str) -> None:
    """A name that was changed in the product is changed there, too."""
    assert importlib.import_module(program)
