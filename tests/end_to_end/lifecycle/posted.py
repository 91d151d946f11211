"""An answer as it reached Discord: its words, and what can be pressed or chosen below them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.end_to_end.lifecycle.payloads import Payload

_BUTTON, _SELECT = 2, 3


@dataclass(frozen=True, slots=True)
class Posted:
    """An answer that reached an interaction's callback, and the status it was received with.

    ``message`` is the message that it became: for a changed card, the one that was pressed.
    """

    interaction_id: str
    body: Payload
    status: int
    message: Payload

    @property
    def text(self) -> str:
        """All the words that a reader sees of it."""
        return "\n".join(_words(self.body["data"]))

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


def _words(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        if isinstance(value.get("content"), str):
            yield value["content"]
        for inner in value.get("components", []):
            yield from _words(inner)
