"""An answer as it reached Discord: its words, and what can be pressed or chosen below them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.end_to_end.lifecycle.payloads import Payload

_BUTTON, _SELECT = 2, 3
_EPHEMERAL = 1 << 6


@dataclass(frozen=True, slots=True)
class Posted:
    """An answer that reached an interaction's callback, and the status it was received with.

    ``message`` is the message that it became: for a changed card, the one that was pressed.
    """

    interaction_id: str
    body: Payload
    status: int
    message: Payload
    opened_under: Payload | None = None
    """The message whose button or select it answers."""

    @property
    def private(self) -> bool:
        """Whether one person alone sees it."""
        return bool(self.message["flags"] & _EPHEMERAL)

    @property
    def text(self) -> str:
        """All the words that a reader sees of it."""
        return "\n".join(words_of(self.body["data"]))

    def button(self, label: str) -> Payload | None:
        """The button of that label that can be pressed, if there is one."""
        return next(
            (
                part
                for part in _parts(self.message)
                if part["type"] == _BUTTON and part["label"] == label and not part.get("disabled")
            ),
            None,
        )

    @property
    def selects(self) -> list[Payload]:
        """What can be chosen from."""
        return [part for part in _parts(self.message) if part["type"] == _SELECT]


def _parts(value: Any) -> Iterator[Payload]:
    for inner in value.get("components", []):
        yield inner
        yield from _parts(inner)


def words_of(value: Any) -> Iterable[str]:
    """The texts of a message and of all that is in it."""
    if isinstance(value, dict):
        if value.get("content"):
            yield value["content"]
        for inner in value.get("components", []):
            yield from words_of(inner)
