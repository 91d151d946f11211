"""Documents as text: what the standard ``json`` module would write and read, mostly by orjson."""

import json
from collections.abc import Mapping
from typing import Any

import orjson

_OPTIONS = (
    orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_SUBCLASS
)
# Before a text that orjson refuses or takes for something else: whole numbers of more than 64 bits,
# what is no number, half of a surrogate pair. To every reader of JSON it is white space.
_ODD = " "


def encode(document: Mapping[str, Any]) -> str:
    """The JSON text of a document. Raises TypeError for what JSON has no word for."""
    try:
        text = orjson.dumps(document, option=_OPTIONS)
    except TypeError:
        return _ODD + json.dumps(document, separators=(",", ":"))
    if b"null" in text and _by_json(document) != text:
        return _ODD + json.dumps(document, separators=(",", ":"))  # orjson writes NaN as null
    return text.decode()


def decode(text: str) -> dict[str, Any]:
    """The document that ``encode`` wrote."""
    document: dict[str, Any] = json.loads(text) if text.startswith(_ODD) else orjson.loads(text)
    return document


def _by_json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
