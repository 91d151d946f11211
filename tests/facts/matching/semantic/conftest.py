"""A model of meaning that is small enough to see through."""

from collections.abc import Sequence

import numpy as np
import pytest

from facts.matching.semantic.encoders import Vectors

_TOPICS = ("bridge viaduct span", "note letter message", "shark fish")


class Topics:
    """An ``Encoder``: which of three topics a text is about, and a little of how it is written."""

    name = "topics"
    dimensions = 11

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = [
            [
                *(float(any(w in text.lower() for w in topic.split())) for topic in _TOPICS),
                *(0.01 * (text.count(letter) % 5) for letter in "aeioudnt"),
            ]
            for text in texts
        ]
        vectors = np.array(rows, np.float32)
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


@pytest.fixture
def topics() -> Topics:
    return Topics()
