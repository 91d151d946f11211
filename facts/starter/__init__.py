"""The facts that a new store starts with: ``facts.jsonl``, in the interchange format."""

from importlib.resources import files


def starter_content() -> bytes:
    """The installed file of starter facts."""
    return files(__name__).joinpath("facts.jsonl").read_bytes()
