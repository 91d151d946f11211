"""What a model of meaning is to this package: texts in, unit vectors out."""

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
    """A model behind one face, so that another can take its place.

    ``name`` tells its vectors on disk from those of other models and versions.
    """

    @property
    def name(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A row of length 1 a text, whose products are cosines. To be called in a thread."""
        ...


class ExtraMissingError(Refusal):
    """The packages of an extra are not installed; the sentence says how to install them."""


def version_of(package: str) -> str | None:
    """The installed version of ``package``, which is not imported; None where there is none."""
    try:
        return distribution(package).version
    except PackageNotFoundError:
        return None


def located(package: str, path: str) -> Path:
    """A file of an installed package, which is not imported. Raises PackageNotFoundError."""
    return Path(str(distribution(package).locate_file(path)))
