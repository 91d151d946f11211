"""Where in a fact something stands, as a moderator would say it."""

import re

_PART = re.compile(r"([a-z_]+)(?:\[(\d+)\])?")
_ONE_OF_MANY = {
    "responses": "response",
    "sources": "source",
    "quotes": "how it words",
    "topics": "topic",
    "other_wordings": "other wording",
    "corrections": "correction",
}
_LEFT_OUT = {"text", "of"}


def place(path: str) -> str:
    """``responses[1].quote`` as ``response 2, quote``; empty for the fact as a whole."""
    parts: list[str] = []
    for name, index in _PART.findall(path):
        if name in _LEFT_OUT and parts:
            continue
        said = _ONE_OF_MANY.get(name, name).replace("_", " ")
        parts.append(f"{said} {int(index) + 1}" if index else said)
    return ", ".join(parts)
