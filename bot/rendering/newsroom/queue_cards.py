"""The queue of a desk: its list, the card of a request, and news for the log channel."""

from collections.abc import Sequence
from functools import partial

import discord
from discord import ui

from bot.rendering import custom_ids
from bot.rendering.layout import (
    OPTION_TEXT,
    Button,
    buttons_of,
    layout_of,
    page_buttons,
    select_of,
)
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


def queue_layout(page: Page[Queued], kind: RequestKind | None, *, takes: bool) -> ui.LayoutView:
    """A page of a desk's open requests, those with the most people waiting first.

    ``takes``: the desk takes requests from readers.
    """
    chosen = "all" if kind is None else kind.value
    labels = {
        "all": "All",
        RequestKind.QUESTION.value: "Questions",
        RequestKind.ERROR.value: "Errors",
    }
    kinds = [
        Button(label, custom_ids.queue(which, 0), disabled=which == chosen)
        for which, label in labels.items()
    ]
    if not page.items:
        text = "### Requests\nNobody is waiting."
        if not takes:
            text = (
                "### Requests\nReaders can’t send this desk requests yet. To let them, type "
                "`/desk setup` and press *Readers’ requests…*"
            )
        return layout_of(text, kinds)
    of = f" · page {page.number + 1} of {page.pages}" if page.pages > 1 else ""
    heading = f"### Requests\n{page.total:,} open{of}"
    options = [
        discord.SelectOption(
            label=cut(f"{one.request.number}. {one.request.text}", OPTION_TEXT),
            description=cut(_about(one), OPTION_TEXT),
            value=str(one.request.number),
        )
        for one in page.items
    ]
    return layout_of(
        [heading, "\n".join(map(_line, page.items))],
        kinds,
        select_of(custom_ids.queue_open(), "Open one", options),
        page_buttons(page, lambda to: custom_ids.queue(chosen, to)),
    )


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
    answering = {"Answer with a new fact": "draft"}, {"Answer with a claim…": "pick"}
    closing = {"Decline…": "decline", "Merge with…": "same"}
    if error:
        answering = {"Open the claim": "fact"}, {"Reply…": "reply"}
        closing = {"Decline…": "decline"}
    custom_id = partial(custom_ids.request, request.number)
    first, others = answering
    return layout_of(
        texts,
        buttons_of(custom_id, first, "primary")
        + buttons_of(custom_id, {**others, "Release" if mine else "Take": "take"}),
        [
            *buttons_of(custom_id, closing),
            *buttons_of(custom_id, {"Block this asker": "block"}, "danger"),
            Button("◀ Back", custom_ids.queue("all", 0)),
        ],
    )


def news_layout(queued: Queued) -> ui.LayoutView:
    """A new request, for the log channel."""
    error = queued.request.kind is RequestKind.ERROR
    lead = f"Error reported in claim #{queued.request.fact_id}" if error else "New request"
    text = f"**{lead}:** “{excerpt(queued.request.text, _QUESTION)}”\n-# /desk requests"
    return layout_of(text)


def digest_layout(requests: Sequence[Queued]) -> ui.LayoutView:
    """The new requests of a day, for the log channel."""
    lines = [_line(one) for one in requests[:LISTED_A_PAGE]]
    more = len(requests) - LISTED_A_PAGE
    if more > 0:
        lines.append(f"-# and {more:,} more: /desk requests")
    heading = f"### {len(requests):,} new requests"
    return layout_of([heading, "\n".join(lines)])
