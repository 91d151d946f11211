"""Modals, and the registry that receives submitted ones.

An open modal is not kept in memory. Its custom id says what it is for, so it can be submitted hours
later and after a restart.
"""

import logging
import re
import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, ClassVar

import discord
from discord import ui

from bot.interactions.context import client_of
from bot.interactions.discord_errors import REQUEST_FAILED
from bot.interactions.replies import report, say, send
from bot.rendering.handed_back import handed_back
from bot.rendering.layout import MODAL_TEXT, options_of
from facts.markdown import head
from facts.model import Refusal

_log = logging.getLogger(__name__)
_KEY_BYTES = 6
_ID = r"(?P<name>[a-z]{1,14}):(?P<target>[\w-]{1,40}):(?P<n>\d{0,15}):(?P<key>[\w-]{1,24})"
_MODAL_ID = re.compile(_ID)
_SUBMITTED = re.compile(f"nn1:form:{_ID}")


class FieldKind(Enum):
    """The input type of a field without choices."""

    LINE = auto()
    TEXT = auto()
    FILE = auto()


@dataclass(frozen=True, slots=True)
class Field:
    """One input. ``choices``, pairs of value and label, make it a select of one or ``several``;
    ``longest``, in UTF-16 units, is for LINE and TEXT.
    """

    key: str
    label: str
    hint: str = ""
    example: str = ""
    kind: FieldKind = FieldKind.LINE
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    several: bool = False
    longest: int = MODAL_TEXT


def sentence_field(
    key: str, label: str, hint: str = "", example: str = "", *, required: bool = True
) -> tuple[Field, ...]:
    """The fields of a modal that asks for one text."""
    return (Field(key, label, hint, example, kind=FieldKind.TEXT, required=required),)


class Modal(ABC):
    """One to five ``fields`` under a ``title`` of at most 45 characters.

    ``name`` identifies the modal in the custom id; ``target`` and ``n`` (0: none) what it changes,
    for example a draft's id and the number of a source. ``values`` prefills it, by field; several
    choices are a line each. ``key`` is unique to each opening, to detect a repeated submission.
    ``asks`` marks modals that send a question or request, which a desk can block a person from.
    """

    asks: ClassVar[bool] = False
    name: ClassVar[str]
    title: ClassVar[str]
    fields: tuple[Field, ...]

    def __init__(
        self,
        target: str = "new",
        n: int = 0,
        *,
        values: Mapping[str, str] | None = None,
        key: str = "",
    ) -> None:
        self.target = target
        self.n = n
        self.values = values or {}
        self.key = key or secrets.token_hex(_KEY_BYTES)

    @property
    def id(self) -> str:
        """The text from which ``Modals.modal_of`` rebuilds the modal, at most 83 characters."""
        return f"{self.name}:{self.target}:{self.n or ''}:{self.key}"

    @abstractmethod
    async def submit(self, interaction: discord.Interaction[Any], typed: Mapping[str, str]) -> None:
        """Run the modal's use-case and reply. ``typed`` is the input by field. Raises Refusal."""

    def labelled(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """The non-empty input as pairs of label and text."""
        return [(field.label, typed[field.key]) for field in self.fields if typed.get(field.key)]

    def discord_modal(self) -> ui.Modal:
        """The modal as discord.py sends it."""
        shown = ui.Modal(title=self.title, custom_id=f"nn1:form:{self.id}")
        for field in self.fields:
            asked = _input(field, self.values.get(field.key, ""))
            label = ui.Label(text=field.label, description=field.hint or None, component=asked)
            shown.add_item(label)
        return shown


class Modals:
    """The registry of all modals by name; receives submitted ones."""

    def __init__(self, modals: Iterable[type[Modal]]) -> None:
        self._modals = {modal.name: modal for modal in modals}

    def modal_of(self, modal_id: str) -> Modal:
        """Rebuild a modal from its ``id``. Raises Refusal if there is no such modal any more."""
        return _current(self._known(modal_id))

    def _known(self, modal_id: str) -> Modal | None:
        known = _MODAL_ID.fullmatch(modal_id)
        if known is None or known["name"] not in self._modals:
            return None
        modal = self._modals[known["name"]]
        return modal(known["target"], int(known["n"] or 0), key=known["key"])

    async def receive(self, interaction: discord.Interaction[Any]) -> None:
        """Handle a submitted modal; those that are not ours are ignored.

        Whatever it is refused for, the person gets back what they typed.
        """
        gate = client_of(interaction).gate
        data: Mapping[str, Any] = interaction.data or {}
        submitted = _SUBMITTED.fullmatch(str(data.get("custom_id")))
        if submitted is None or not gate.in_time(interaction):
            return
        modal_id, typed = submitted[0].removeprefix("nn1:form:"), _typed(data)
        modal = self._known(modal_id)
        try:
            try:
                await gate.expect_allowed(interaction, asks=modal is not None and modal.asks)
                await _current(modal).submit(interaction, typed)
            except Refusal as refusal:
                given = (
                    modal.labelled(typed)
                    if modal
                    else [("What you typed", text) for text in typed.values()]
                )
                await hand_back(interaction, refusal.sentence, given, modal)
        except Exception as error:  # noqa: BLE001 - discord.py would log it without a reply
            await report(interaction, error)


def _current(modal: Modal | None) -> Modal:
    """The modal, or a Refusal if there is none: it was sent by an older version of the bot."""
    if modal is None:
        raise Refusal("This form is from an older version. Open it again.")
    return modal


async def hand_back(
    interaction: discord.Interaction[Any],
    sentence: str,
    typed: Sequence[tuple[str, str]],
    modal: Modal | None = None,
) -> None:
    """Reply with ``sentence`` and return the input ``typed``, pairs of label and text.

    With ``modal``, a button reopens it. A failed send is repeated once, with a new layout because
    a layout can be sent only once; after that, only the sentence is sent.
    """
    for last in (False, True):
        layout, files = handed_back(sentence, typed, modal.id if modal else None)
        try:
            await send(interaction, layout, files=files)
        except REQUEST_FAILED:
            _log.warning("Could not give back what was typed", exc_info=last)
        else:
            return
    await say(interaction, sentence)


def _input(field: Field, value: str) -> ui.Item[ui.Modal]:
    if field.kind is FieldKind.FILE:
        return ui.FileUpload(
            custom_id=field.key, required=field.required, min_values=0, max_values=1
        )
    if field.choices:
        return _select(field, set(value.split("\n")))
    long = field.kind is FieldKind.TEXT
    return ui.TextInput(
        custom_id=field.key,
        style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        placeholder=field.example or None,
        default=head(value, field.longest) or None,
        required=field.required,
        max_length=field.longest,
    )


def _select(field: Field, chosen: set[str]) -> ui.Select[Any]:
    return ui.Select(
        custom_id=field.key,
        required=field.required,
        min_values=1 if field.required else 0,
        max_values=len(field.choices) if field.several else 1,
        options=options_of(dict(field.choices), chosen),
    )


def _typed(data: Mapping[str, Any]) -> dict[str, str]:
    """The input by field key, several choices a line each, from an interaction's ``data``."""
    values: dict[str, str] = {}
    for label in data.get("components", ()):
        given = label.get("component", {})
        if "values" in given:
            values[given["custom_id"]] = "\n".join(given["values"])
        elif given.get("value") is not None:
            values[given["custom_id"]] = given["value"]
    return values
