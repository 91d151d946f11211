"""What matching knows of words before any fact is stored, as text files that say what they hold."""

from importlib.resources import files


def lines(name: str) -> list[str]:
    """The lines of the file of that name, headings (``#``) included, blank ones left out."""
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip()]


def listed(name: str) -> dict[str, list[list[str]]]:
    """Of a file of lines "kind: words": the words of each line, by kind."""
    found: dict[str, list[list[str]]] = {}
    for line in lines(name):
        kind, _, words = line.partition(":")
        if not line.startswith("#"):
            found.setdefault(kind, []).append(words.split())
    return found
