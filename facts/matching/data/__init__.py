"""What matching knows of words before any fact is stored, as text files that say what they hold."""

from importlib.resources import files


def lines(name: str) -> list[str]:
    """The lines of the file of that name, headings (``#``) included, blank ones left out."""
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip()]
