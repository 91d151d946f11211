"""Whatever a person's text reaches works in proportion to its length."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot
import facts
from facts.model import clean_text
from tests.hostile.functions import CLEANED, RAW
from tests.hostile.growth import LONG, MOST_GROWTH, SHORT, calls, grows_too_fast
from tests.hostile.texts import KINDS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", [*RAW, *CLEANED])
def test_a_text_function_is_linear(name: str, kind: str) -> None:
    """Neither the functions called nor the processor's work grow faster than the text."""
    if name in RAW:
        work, make = RAW[name], KINDS[kind]
    else:
        work = CLEANED[name]

        def make(length: int) -> str:
            return clean_text(KINDS[kind](length))

    short, long = make(SHORT), make(LONG)
    work(short)  # what is loaded once is no growth
    assert calls(lambda: work(long)) <= MOST_GROWTH * (calls(lambda: work(short)) + 20)
    assert not grows_too_fast(work, make)


@pytest.mark.parametrize("length", [1000, 5000, 20_000])
@pytest.mark.parametrize("kind", KINDS)
def test_cleaning_twice_changes_no_hostile_text(kind: str, length: int) -> None:
    """A flood is cleaned in one go, whatever it is made of."""
    once = clean_text(KINDS[kind](length))
    assert clean_text(once) == once


def _modules() -> Iterator[str]:
    for package in (facts, bot):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                yield found.name


def _patterns() -> Iterator[tuple[str, re.Pattern[str], bool]]:
    """Every expression for texts: its name, itself, and whether it is looked for anywhere."""
    for module in _modules():
        loaded = importlib.import_module(module)
        source = Path(str(loaded.__file__)).read_text("utf-8")
        for name, value in vars(loaded).items():
            uses = set(re.findall(rf"\b{name}(?:\[.+?\])?\.(\w+)\(", source))
            for number, pattern in enumerate(_within(value)):
                anywhere = not uses or bool(uses - {"fullmatch", "match", "get"})
                yield f"{module}.{name} {number}", pattern, anywhere


def _within(value: object) -> Iterator[re.Pattern[str]]:
    """The expressions that ``value`` is or holds."""
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, dict):
        yield from _within(tuple(value.values()))
    elif isinstance(value, tuple):
        for part in value:
            yield from _within(part)


_PATTERNS = {name: (pattern, anywhere) for name, pattern, anywhere in _patterns()}


@pytest.mark.parametrize("name", _PATTERNS)
def test_no_expression_backtracks_without_end(name: str) -> None:
    """On floods of everything that it looks for, an expression is linear as well."""
    pattern, anywhere = _PATTERNS[name]
    literals = {part for part in re.findall(r"[A-Za-z]{2,}|[^\w\s]", pattern.pattern) if part}
    pieces = {*literals, " ", "\n", "1", "a", "A", ".", "/", '"', "(", ")", "-", ",", "@a", "é"}

    def work(text: str) -> object:
        return [*pattern.finditer(text)] if anywhere else pattern.fullmatch(text)

    for piece in sorted(pieces):
        for beginning in ("", " - ", *sorted(literals)):

            def flood(length: int, piece: str = piece, beginning: str = beginning) -> str:
                return (beginning + piece * length)[:length] + "\0"

            assert not grows_too_fast(work, flood), f"{beginning!r} and many {piece!r}"


def test_expressions_stand_where_they_are_tried() -> None:
    """One that is written where it is used would not be found by the test above."""
    inline = [
        f"{path.name}:{node.lineno}"
        for path in (Path(str(importlib.import_module(name).__file__)) for name in _modules())
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr not in ("compile", "escape")
        and not isinstance(node.args[0], ast.Name | ast.Attribute)  # the template of a custom id
    ]
    assert not inline
