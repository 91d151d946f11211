"""What a person sees of a message: its texts and controls, whatever boxes they stand in."""

from collections.abc import Iterator
from typing import Any

import simcord


def parts(message: simcord.ResponseMessage | None) -> Iterator[dict[str, Any]]:
    """Every component of a message, nested ones too, from top to bottom."""
    assert message is not None, "there is no message"
    waiting = list(message.components)
    while waiting:
        component = waiting.pop(0)
        waiting = component.get("components", []) + waiting
        yield component


def text(result: simcord.InteractionResult) -> str:
    """All the text of a reply."""
    assert result.response is not None, "nothing was answered"
    return words(result.response)


def words(message: simcord.ResponseMessage) -> str:
    """All the text of a message."""
    shown = [part["content"] for part in parts(message) if part["type"] == 10]
    return "\n".join([message.content, *shown]).strip()


def buttons(result: simcord.InteractionResult) -> list[str]:
    """The labels of the buttons that can be pressed."""
    return [
        part["label"]
        for part in parts(result.response)
        if part["type"] == 2 and not part.get("disabled")
    ]


def options(result: simcord.InteractionResult) -> list[dict[str, Any]]:
    """The options of the select, or none."""
    return [
        option for part in parts(result.response) if part["type"] == 3 for option in part["options"]
    ]
