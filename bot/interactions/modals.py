"""Modals: the forms that Discord opens over a conversation. One class is one form.

Nothing of an opened form is kept in memory: what it is for stands in its custom id, so that it can
be submitted hours later and after a restart.
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
from discord.ext import commands

from bot.interactions.client_access import client_of
from bot.interactions.error_reports import AnswersUnderWay, report_defect, say
from bot.interactions.replies import UNREACHABLE, send
from bot.rendering.desk.handed_back import FILE_NAME, handed_back
from bot.rendering.layout import FORM_TEXT, OPTION_TEXT
from facts.markdown import cut
from facts.model import Refusal

_log = logging.getLogger(__name__)
_KEY_BYTES = 6
_ID = r"(?P<name>[a-z]{1,14}):(?P<target>[\w-]{1,40}):(?P<n>\d{0,15}):(?P<key>[\w-]{1,24})"
_FORM_ID = re.compile(_ID)
_SUBMITTED = re.compile(f"nn1:form:{_ID}")


class Kind(Enum):
    """What one input of a form takes."""

    LINE = auto()
    TEXT = auto()
    ONE_OF = auto()
    SOME_OF = auto()
    FILE = auto()


@dataclass(frozen=True, slots=True)
class Field:
    """One input. ``choices`` are values with their labels, for the kinds that choose.

    ``longest`` is in UTF-16 units, for the kinds that are typed.
    """

    key: str
    label: str
    hint: str = ""
    example: str = ""
    kind: Kind = Kind.LINE
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    longest: int = FORM_TEXT


def sentence_field(key: str, label: str, hint: str = "", example: str = "") -> tuple[Field, ...]:
    """The fields of a form that asks for one text, which it cannot do without."""
    return (Field(key, label, hint, example, kind=Kind.TEXT, required=True),)


class Form(ABC):
    """One to five ``fields`` under a ``title`` of at most 45 characters.

    ``name`` says in the custom id which form it is, ``target`` and ``n`` (0: none) what it changes.
    ``values`` fill it in beforehand, by field, several choices a line each. ``key`` is different
    for each opening, so that the same form submitted twice is known. ``asks`` for one by which a
    reader asks something, which a desk can block a person from.
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
        """What ``form_of`` makes the form of again, at most 83 characters."""
        return f"{self.name}:{self.target}:{self.n or ''}:{self.key}"

    @abstractmethod
    async def submit(self, interaction: discord.Interaction[Any], typed: Mapping[str, str]) -> None:
        """Do what the form is for, and answer. ``typed`` is what was filled in, by field."""

    def labelled(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """What was typed, under the labels that were shown."""
        return [(field.label, typed[field.key]) for field in self.fields if typed.get(field.key)]

    def modal(self) -> ui.Modal:
        """The form as Discord shows it."""
        shown = ui.Modal(title=self.title, custom_id=f"nn1:form:{self.id}")
        for field in self.fields:
            asked = _input(field, self.values.get(field.key, ""))
            label = ui.Label(text=field.label, description=field.hint or None, component=asked)
            shown.add_item(label)
        return shown


class Forms(commands.Cog):
    """Every form of the bot by its name; takes in those that are submitted."""

    def __init__(self, forms: Iterable[type[Form]], under_way: AnswersUnderWay) -> None:
        self._forms = {form.name: form for form in forms}
        self._under_way = under_way

    def form_of(self, form_id: str) -> Form:
        """The form with the ``id`` that an opening of it had. Raises Refusal."""
        known = _FORM_ID.fullmatch(form_id)
        if known is None or known["name"] not in self._forms:
            raise Refusal("This form is from an older version. Open it again.")
        form = self._forms[known["name"]]
        return form(known["target"], int(known["n"] or 0), key=known["key"])

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Discord sends every interaction here; those that are forms of ours are taken in."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        data: Mapping[str, Any] = interaction.data or {}
        if not _SUBMITTED.fullmatch(str(data.get("custom_id"))):
            return
        if client_of(interaction).gate.late.is_late(interaction.created_at):
            return
        try:
            async with self._under_way.answering(interaction):
                form = self.form_of(data["custom_id"].removeprefix("nn1:form:"))
                if form.asks:
                    await client_of(interaction).gate.expect_not_blocked(interaction)
                typed = _typed(data)
                try:
                    await form.submit(interaction, typed)
                except Refusal as refusal:
                    await hand_back(interaction, refusal.sentence, form.labelled(typed), form)
        except Exception as error:  # noqa: BLE001 - discord.py would only log it: nobody hears
            await report_defect(interaction, error)


async def hand_back(
    interaction: discord.Interaction[Any],
    sentence: str,
    typed: Sequence[tuple[str, str]],
    form: Form | None = None,
) -> None:
    """Say what was wrong and give ``typed``, labels with texts, back; ``form`` opens again.

    Sent once more where Discord does not take it at first. A layout is used up by a try.
    """
    for last in (False, True):
        back = handed_back(sentence, typed, form.id if form else None)
        files = {FILE_NAME: back.file.encode()} if back.file is not None else {}
        try:
            await send(interaction, back.layout, files=files)
        except UNREACHABLE:
            _log.warning("Could not give back what was typed", exc_info=last)
        else:
            return
    await say(interaction, sentence)


def _input(field: Field, value: str) -> ui.Item[ui.Modal]:
    if field.kind is Kind.FILE:
        return ui.FileUpload(
            custom_id=field.key, required=field.required, min_values=0, max_values=1
        )
    if field.kind in (Kind.ONE_OF, Kind.SOME_OF):
        return _select(field, set(value.split("\n")))
    long = field.kind is Kind.TEXT
    return ui.TextInput(
        custom_id=field.key,
        style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        placeholder=field.example or None,
        default=_as_much_as_fits(value, field.longest) or None,
        required=field.required,
        max_length=field.longest,
    )


def _as_much_as_fits(value: str, longest: int) -> str:
    return value.encode("utf-16-le", "surrogatepass")[: 2 * longest].decode("utf-16-le", "ignore")


def _select(field: Field, chosen: set[str]) -> ui.Select[Any]:
    several = field.kind is Kind.SOME_OF
    return ui.Select(
        custom_id=field.key,
        required=field.required,
        min_values=1 if field.required else 0,
        max_values=len(field.choices) if several else 1,
        options=[
            discord.SelectOption(
                label=cut(label, OPTION_TEXT), value=value, default=value in chosen
            )
            for value, label in field.choices
        ],
    )


def _typed(data: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, by field; several choices a line each. ``data`` is an interaction's."""
    values: dict[str, str] = {}
    for label in data.get("components", ()):
        given = label.get("component", {})
        if "values" in given:
            values[given["custom_id"]] = "\n".join(given["values"])
        elif given.get("value") is not None:
            values[given["custom_id"]] = given["value"]
    return values
