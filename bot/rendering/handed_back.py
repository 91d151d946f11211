"""Returns refused input: the reason, and everything that was typed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import discord
from discord import ui

from bot.rendering import custom_ids
from bot.rendering.layout import Button, items_of, layout_of
from facts.markdown import code_block, cut, escape, in_code_block, size

_SHOWN_IN_ALL = 2600
_SENTENCE = 900
FILE_NAME = "what-you-typed.txt"


def handed_back(
    sentence: str, typed: Sequence[tuple[str, str]], modal_id: str | None
) -> tuple[ui.LayoutView, dict[str, bytes]]:
    """A message of ``sentence`` and ``typed``, pairs of label and text; with a button to reopen a
    modal; and the attached file, by name, if the input does not fit into the message.
    """
    texts = [f"### Not saved\n{escape(cut_lines(sentence))}"]
    shown: list[str] = []
    for label, value in typed:
        block = f"**{label}**\n{code_block(value)}"
        if sum(map(size, shown)) + size(block) <= _SHOWN_IN_ALL:
            shown.append(block)
    if shown:
        texts += ["-# Here’s what you typed:", *shown]
    files = {}
    if len(shown) < len(typed):
        whole = "\n\n".join(f"{label}\n{value}" for label, value in typed)
        files[FILE_NAME] = whole.encode()
        texts.append("-# Everything you typed is in the attached file.")
    again = [Button("Reopen the form", custom_ids.again(modal_id), "primary")] if modal_id else []
    return layout_of(texts, again, colour=discord.Colour.orange(), files=files), files


def texts_of(message: discord.Message | None) -> Iterator[str]:
    """The texts of a message's layout."""
    return (item.content for item in items_of(message) if isinstance(item, ui.TextDisplay))


def typed_before(texts: Iterable[str], labels: Mapping[str, str]) -> dict[str, str]:
    """Parse the returned input from the ``texts`` of such a message, by field key.

    ``labels`` maps the fields' labels to their keys.
    """
    keys = {f"**{label}**": key for label, key in labels.items()}
    values: dict[str, str] = {}
    for text in texts:
        heading, _, block = text.partition("\n")
        if heading in keys and (typed := in_code_block(block)) is not None:
            values[keys[heading]] = typed
    return values


def cut_lines(sentence: str) -> str:
    """The sentences of a refusal, a line each, shortened to fit."""
    lines: list[str] = []
    for line in sentence.split("\n"):
        if sum(size(escape(shown)) + 1 for shown in lines) > _SENTENCE // 2:
            return "\n".join([*lines, "…"])
        lines.append(cut(line, _SENTENCE // 3))
    return "\n".join(lines)
