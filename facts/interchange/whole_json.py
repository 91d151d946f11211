"""Files that are one JSON value, as other programs write them."""

import codecs
from typing import Any

from facts.interchange.lines import UnfitJsonError, UnreadableFile, json_value

# Such a file is read in one go, so it may not be as long as one that is read line by line.
WHOLE_LIMIT = 10 * 1024 * 1024


def whole_json(content: bytes) -> Any:
    """The value that ``content`` is. Raises UnreadableFile with a sentence."""
    if len(content) > WHOLE_LIMIT:
        raise UnreadableFile(
            f"The file has {len(content):,} bytes, and {WHOLE_LIMIT:,} is the limit for a file "
            "in this form. Split it, or use JSON Lines."
        )
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnreadableFile("The file is in UTF-16. Save it as UTF-8 and try again.")
    try:
        return json_value(content.removeprefix(codecs.BOM_UTF8))
    except UnfitJsonError as error:
        raise UnreadableFile(f"The file cannot be read: {error}.") from error


def texts(value: Any) -> list[str]:
    """The texts in ``value``, which may be one, a list of them, or something else (then none)."""
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str) and text.strip()]


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects in ``value``, which may be one, a list of them, or something else."""
    values = value if isinstance(value, list) else [value]
    return [entry for entry in values if isinstance(entry, dict)]


def first_text(record: dict[str, Any], *names: str) -> str | None:
    """The first text that ``record`` has under one of ``names``."""
    return next((text for name in names for text in texts(record.get(name))), None)


def day(text: str | None) -> str | None:
    """The date of a moment: ``2020-04-18`` of ``2020-04-18T12:00:00Z``."""
    return None if text is None else text.strip().partition("T")[0]


def without_none(record: dict[str, Any]) -> dict[str, Any]:
    """``record`` without the fields that are not known."""
    return {name: value for name, value in record.items() if value is not None}
