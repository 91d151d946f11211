"""The interface of embedding models: texts in, unit vectors out."""

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from facts.model import Refusal

Vectors = npt.NDArray[np.float32]
Vector = npt.NDArray[np.float32]


class Encoder(Protocol):
    """An embedding model.

    ``name`` identifies model and version of vectors on disk.
    """

    @property
    def name(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text (a row each); their dot products are cosines. Call it in a
        thread.
        """
        ...


class ExtraMissingError(Refusal):
    """The packages of an extra are not installed; the sentence says how to install them."""


def version_of(package: str) -> str | None:
    """The installed version of ``package``, without importing it; None if it is not installed."""
    try:
        return distribution(package).version
    except PackageNotFoundError:
        return None


def located(package: str, path: str) -> Path:
    """A file of an installed package, without importing it. Raises PackageNotFoundError."""
    return Path(str(distribution(package).locate_file(path)))
