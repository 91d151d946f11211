"""Word segmentation of Chinese and Japanese.

With the extra ``languages``: Chinese by a dictionary (``rjieba``) after conversion from traditional
to simplified characters (``opencc``); Japanese by phrases (``budoux``) without particles and
endings, with the kanji segmented by the same dictionary. Katakana become hiragana. Without the
extra a text becomes overlapping bigrams of characters.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from typing import NamedTuple

from facts.matching.data import lines
from facts.matching.text.languages import function_words

_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fc]")
_EAST_ASIAN = re.compile("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_RUN = re.compile("[\u3041-\u309f]+|[\u30a1-\u30ff]+|[^\u3041-\u30ff]+")
_HIRAGANA_FROM, _HIRAGANA_TO, _KATAKANA_AHEAD = 0x30A1, 0x30F6, 0x60
_TO_HIRAGANA = {code: code - _KATAKANA_AHEAD for code in range(_HIRAGANA_FROM, _HIRAGANA_TO + 1)}
# Negations are kept although they are function words.
_NEGATIONS = frozenset("不没沒未非无無")
_NEGATED = re.compile("ない|なかっ|ません|なく|ずに")
_NOT = "ない"
_PACKAGES = ("rjieba", "budoux", "opencc", "text2num")
_LONGEST = 2000


class _Tools(NamedTuple):
    """The loaded libraries of the extra."""

    simplified: Callable[[str], str]
    words: Callable[[str], list[str]]
    phrases: Callable[[str], list[str]]


def segmented(run: str) -> list[str]:
    """The words of ``run``, which has only characters and kana; function words are left out."""
    tools = _tools()
    if tools is None:
        return [run[at : at + 2] for at in range(max(1, len(run) - 1))]
    run = _framing().sub("", run[:_LONGEST]) or run[:_LONGEST]
    found = list(_japanese(run, tools) if _KANA.search(run) else _chinese(run, tools))
    return found or [run]


def load() -> None:
    """Load the segmentation libraries, which holds the GIL for some tenths of a second."""
    segmented("准备する")


def is_east_asian(word: str) -> bool:
    """Whether a word begins with a Chinese character or with kana."""
    return _EAST_ASIAN.match(word) is not None


def version() -> str:
    """The version of the segmentation; changes when the extra is installed or upgraded."""
    try:
        return " ".join(f"{package} {distribution(package).version}" for package in _PACKAGES)
    except PackageNotFoundError:
        return "pairs"


def _chinese(run: str, tools: _Tools) -> Iterator[str]:
    small = function_words("zh") - _NEGATIONS
    for word in tools.words(tools.simplified(run)):
        if word not in small:
            yield word


def _japanese(run: str, tools: _Tools) -> Iterator[str]:
    for phrase in tools.phrases(run):
        before = ""
        for part in _RUN.findall(phrase):
            if not _KANA.search(part):
                yield from _chinese(part, tools)
            elif part[0] >= "\u30a1":
                yield part.translate(_TO_HIRAGANA)
            else:
                if _NEGATED.search(part):
                    yield _NOT
                # Kana after characters are endings and particles; alone they are words.
                if not before and (word := _without_particles(part)):
                    yield word
            before = part


def _without_particles(word: str) -> str:
    """A hiragana word without the particles at its end; empty for a particle."""
    small = function_words("ja")
    while ending := next((n for n in range(min(len(word), 4), 0, -1) if word[-n:] in small), 0):
        word = word[:-ending]
    return word


@cache
def _framing() -> re.Pattern[str]:
    phrases = lines("framing_east_asian.txt")
    return re.compile("|".join(map(re.escape, sorted(phrases, key=len, reverse=True))))


@cache
def _tools() -> _Tools | None:
    try:
        # An optional extra, loaded with the first text that needs it.
        import budoux  # noqa: PLC0415
        import opencc  # noqa: PLC0415
        import rjieba  # noqa: PLC0415
    except ModuleNotFoundError:
        return None
    model = distribution("budoux").locate_file("budoux/models/ja.json")
    with open(str(model), encoding="utf-8") as file:  # noqa: PTH123 - a path of importlib's own
        phrases = budoux.Parser(json.load(file)).parse
    # Japanese simplified characters differ from the Chinese ones.
    of_japan, of_china = (opencc.OpenCC(name).convert for name in ("jp2t", "t2s"))
    return _Tools(lambda run: of_china(of_japan(run)), rjieba.cut, phrases)
