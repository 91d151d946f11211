"""Forms (Discord calls them modals): what they ask for, how they look, under what id they return.

Nothing of an opened form is kept in memory: what it is for stands in its custom id, so that it can
be submitted hours later and after a restart.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Self

import discord
from discord import ui

from bot.rendering.desk import desk_ids
from bot.rendering.limits import FORM_TEXT, OPTION_TEXT
from facts.markdown import cut

_KEY_BYTES = 6


class Kind(Enum):
    """What one input of a form takes."""

    LINE = auto()
    TEXT = auto()
    ONE_OF = auto()
    SOME_OF = auto()
    FILE = auto()


@dataclass(frozen=True, slots=True)
class Field:
    """One input. ``choices`` are values with their labels, for the kinds that choose."""

    key: str
    label: str
    hint: str = ""
    example: str = ""
    kind: Kind = Kind.LINE
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One to five fields under a title of at most 45 characters."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class FormId:
    """What a form is for: ``name`` says which form, ``target`` and ``n`` what it changes.

    ``key`` is different for each opening, so that the same form submitted twice is known.
    """

    name: str
    target: str = "new"
    n: int | None = None
    key: str = field(default_factory=lambda: secrets.token_hex(_KEY_BYTES))

    def __str__(self) -> str:
        return f"{self.name}:{self.target}:{'' if self.n is None else self.n}:{self.key}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what ``str`` gives; ``text`` fits the pattern in ``desk_ids``."""
        name, target, number, key = text.split(":")
        return cls(name, target, int(number) if number else None, key)


def modal(form: Form, form_id: FormId, values: Mapping[str, str]) -> ui.Modal:
    """The form as Discord shows it, filled in with ``values`` (several choices a line each)."""
    shown = ui.Modal(title=form.title, custom_id=desk_ids.form(str(form_id)))
    for asked in form.fields:
        shown.add_item(
            ui.Label(
                text=asked.label,
                description=asked.hint or None,
                component=_input(asked, values.get(asked.key, "")),
            )
        )
    return shown


def _input(asked: Field, value: str) -> ui.Item[ui.Modal]:
    if asked.kind is Kind.FILE:
        return ui.FileUpload(
            custom_id=asked.key, required=asked.required, min_values=0, max_values=1
        )
    if asked.kind in (Kind.ONE_OF, Kind.SOME_OF):
        return _select(asked, set(value.split("\n")))
    long = asked.kind is Kind.TEXT
    return ui.TextInput(
        custom_id=asked.key,
        style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        placeholder=asked.example or None,
        default=_as_much_as_fits(value) or None,
        required=asked.required,
        max_length=FORM_TEXT,
    )


def _as_much_as_fits(value: str) -> str:
    return value.encode("utf-16-le", "surrogatepass")[: 2 * FORM_TEXT].decode("utf-16-le", "ignore")


def _select(asked: Field, chosen: set[str]) -> ui.Select[Any]:
    several = asked.kind is Kind.SOME_OF
    return ui.Select(
        custom_id=asked.key,
        required=asked.required,
        min_values=1 if asked.required else 0,
        max_values=len(asked.choices) if several else 1,
        options=[
            discord.SelectOption(
                label=cut(label, OPTION_TEXT), value=value, default=value in chosen
            )
            for value, label in asked.choices
        ],
    )


def typed_in(data: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, by field; several choices a line each. ``data`` is an interaction's."""
    values: dict[str, str] = {}
    for label in data.get("components", ()):
        given = label.get("component", {})
        if "values" in given:
            values[given["custom_id"]] = "\n".join(given["values"])
        elif given.get("value") is not None:
            values[given["custom_id"]] = given["value"]
    return values
