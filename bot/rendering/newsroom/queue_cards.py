"""The queue of a desk: its list, the card of a request, and news for the log channel."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.rendering import custom_ids
from bot.rendering.layout import BUTTON_LABEL, OPTION_TEXT, PLAIN, layout_of, page_buttons
from bot.rendering.newsroom.reader_cards import waiting_words
from facts.markdown import cut, excerpt
from facts.usecases.newsroom.request import RequestKind
from facts.usecases.newsroom.request_queue import Queued
from facts.usecases.paging import Page

LISTED_A_PAGE = 10
_QUESTION = 300
_LISTED = 140
_WORDINGS_SHOWN = 5
_NAME = 60
_TOLD_AT_ONCE = 3
Button = ui.Button[ui.LayoutView]


def queue_layout(page: Page[Queued], kind: RequestKind | None, *, takes: bool) -> ui.LayoutView:
    """A page of a desk's open requests, those with the most people waiting first.

    ``takes``: the desk takes requests from readers.
    """
    kinds = [
        _kind_button("All", None, kind),
        _kind_button("Questions", RequestKind.QUESTION, kind),
        _kind_button("Errors", RequestKind.ERROR, kind),
    ]
    if not page.items:
        text = "### Requests\nNobody is waiting."
        if not takes:
            text = (
                "### Requests\nReaders can’t send this desk requests yet. To let them, type "
                "`/desk setup` and press *Readers’ requests…*"
            )
        return layout_of([text], colour=PLAIN, buttons=kinds)
    of = f" · page {page.number + 1} of {page.pages}" if page.pages > 1 else ""
    heading = f"### Requests\n{page.total:,} open{of}"
    select = ui.Select[ui.LayoutView](
        custom_id=custom_ids.queue_open(),
        placeholder="Open one",
        options=[
            discord.SelectOption(
                label=cut(f"{one.request.number}. {one.request.text}", OPTION_TEXT),
                description=cut(_about(one), OPTION_TEXT),
                value=str(one.request.number),
            )
            for one in page.items
        ],
    )
    layout = layout_of(
        [heading, "\n".join(map(_line, page.items))], colour=PLAIN, buttons=kinds, select=select
    )
    paging = page_buttons(page.pages, page.number, lambda to: custom_ids.queue(_letters(kind), to))
    if paging:
        layout.add_item(ui.ActionRow(*paging))
    return layout


def _kind_button(label: str, kind: RequestKind | None, chosen: RequestKind | None) -> Button:
    # Discord requires unique custom ids, also for the disabled button.
    return ui.Button(
        label=label, custom_id=custom_ids.queue(f"{_letters(kind)}", 0), disabled=kind is chosen
    )


def _letters(kind: RequestKind | None) -> str:
    return "all" if kind is None else kind.value


def _line(queued: Queued) -> str:
    request = queued.request
    age = discord.utils.format_dt(request.opened_at, "R")
    taken = f" · {excerpt(queued.taken.name, _NAME)} is on it" if queued.taken else ""
    return (
        f"{request.number}\\. {excerpt(request.text, _LISTED)}\n-# {_about(queued)} · {age}{taken}"
    )


def _about(queued: Queued) -> str:
    if queued.request.kind is RequestKind.ERROR:
        return f"error in claim #{queued.request.fact_id}"
    return waiting_words(queued.waiting)


def request_layout(queued: Queued, *, me: str, note: str = "") -> ui.LayoutView:
    """The card of a request with its controls. ``me`` is the moderator's user id."""
    request = queued.request
    error = request.kind is RequestKind.ERROR
    lines = [
        f"### {'Error reported' if error else 'Request'} {request.number}",
        f"“{excerpt(request.text, _QUESTION)}”",
        *(f"-# also: “{excerpt(one, _LISTED)}”" for one in request.wordings[:_WORDINGS_SHOWN]),
    ]
    facts = [_about(queued), f"since {discord.utils.format_dt(request.opened_at, 'D')}"]
    if request.link:
        facts.append(f"[the message]({request.link})")
    if queued.taken:
        facts.append(f"{excerpt(queued.taken.name, _NAME)} is on it")
    texts = ["\n".join(lines), " · ".join(facts)]
    if note:
        texts.insert(0, f"**{note}**")
    mine = queued.taken is not None and queued.taken.by == me
    take = _act(queued, "Release" if mine else "Take", "take")
    first = [*(_on_an_error(queued) if error else _on_a_question(queued)), take]
    layout = layout_of(texts, colour=PLAIN, buttons=first)
    second = [_act(queued, "Decline…", "decline")]
    if not error:
        second.append(_act(queued, "Merge with…", "same"))
    second.append(_act(queued, "Block this asker", "block", discord.ButtonStyle.danger))
    back: Button = ui.Button(label="◀ Back", custom_id=custom_ids.queue("all", 0))
    layout.add_item(ui.ActionRow(*second, back))
    return layout


def _on_a_question(queued: Queued) -> Sequence[Button]:
    return [
        _act(queued, "Answer with a new fact", "draft", discord.ButtonStyle.primary),
        _act(queued, "Answer with a claim…", "pick"),
    ]


def _on_an_error(queued: Queued) -> Sequence[Button]:
    return [
        _act(queued, "Open the claim", "fact", discord.ButtonStyle.primary),
        _act(queued, "Reply…", "reply"),
    ]


def _act(
    queued: Queued,
    label: str,
    act: str,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
) -> Button:
    return ui.Button(
        label=label, style=style, custom_id=custom_ids.request(queued.request.number, act)
    )


def news_layout(queued: Queued) -> ui.LayoutView:
    """A new request, for the log channel."""
    error = queued.request.kind is RequestKind.ERROR
    lead = f"Error reported in claim #{queued.request.fact_id}" if error else "New request"
    text = f"**{lead}:** “{excerpt(queued.request.text, _QUESTION)}”\n-# /desk requests"
    return layout_of([text], colour=PLAIN)


def digest_layout(requests: Sequence[Queued]) -> ui.LayoutView:
    """The new requests of a day, for the log channel."""
    lines = [_line(one) for one in requests[:LISTED_A_PAGE]]
    more = len(requests) - LISTED_A_PAGE
    if more > 0:
        lines.append(f"-# and {more:,} more: /desk requests")
    heading = f"### {len(requests):,} new requests"
    return layout_of([heading, "\n".join(lines)], colour=PLAIN)


def add_tell_buttons(layout: ui.LayoutView, fact_id: int, waiting: Sequence[Queued]) -> None:
    """Add buttons under a published fact that close the requests it answers."""
    buttons: list[Button] = [
        ui.Button(
            label=cut(f"Tell everyone who asked “{one.request.text}”", BUTTON_LABEL),
            style=discord.ButtonStyle.success,
            custom_id=custom_ids.request(one.request.number, "tell", fact_id),
        )
        for one in waiting[:_TOLD_AT_ONCE]
    ]
    if buttons:
        layout.add_item(ui.ActionRow(*buttons))
