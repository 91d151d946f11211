"""What readers see of their requests: that one was handed over, the list, how one was answered."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.rendering.facts import fact_sections, footer, is_long, short_sections
from bot.rendering.layout import COLOURS, OPTION_TEXT, PLAIN, layout_of, paginate
from bot.rendering.newsroom import newsroom_ids
from facts.markdown import cut, excerpt
from facts.model import Fact
from facts.newsroom.request import Request, RequestKind, Result
from facts.usecases.newsroom.asker_lane import RequestTold
from facts.usecases.newsroom.requesting import Handed

_QUESTION = 300
_SENTENCE = 1_000
_DAYS = "30 days"


def handed_layout(handed: Handed, *, direct: bool) -> ui.LayoutView:
    """That a question is with the newsroom now. ``direct``: direct messages reach the person."""
    others = handed.waiting - 1
    joined = f"\n{waiting_words(others).capitalize()} for the same." if others > 0 else ""
    return _handed("The newsroom has your question", handed.request, joined, direct=direct)


def reported_layout(request: Request, *, direct: bool) -> ui.LayoutView:
    """That the report of an error is with the newsroom now."""
    return _handed("The newsroom has your report", request, "", direct=direct)


def _handed(heading: str, request: Request, more: str, *, direct: bool) -> ui.LayoutView:
    how = "in a direct message" if direct else "at your next command, as your DMs are closed to me"
    kept = (
        f"-# Stored: these words, and your id until you get an answer; {_DAYS} at most. "
        "`/requests` shows and withdraws what you asked."
    )
    text = f"### {heading}\n“{excerpt(request.text, _QUESTION)}”{more}\nI’ll tell you {how}."
    withdraw = ui.Button[ui.LayoutView](
        label="Withdraw", custom_id=newsroom_ids.withdraw(request.number)
    )
    return layout_of([text, kept], colour=PLAIN, buttons=[withdraw])


def waiting_words(count: int) -> str:
    """``12 people wait``"""
    if not count:
        return "nobody waits"
    return "1 person waits" if count == 1 else f"{count:,} people wait"


def mine_layout(requests: Sequence[Request], note: str = "") -> ui.LayoutView:
    """A person's open requests, to withdraw one."""
    top = f"**{note}**\n" if note else ""
    if not requests:
        return layout_of([f"{top}You’re not waiting for anything from the newsroom."], colour=PLAIN)
    lines = [
        f"{number}\\. {excerpt(_named(one), _QUESTION)} · asked "
        f"{discord.utils.format_dt(one.opened_at, 'D')}"
        for number, one in enumerate(requests, start=1)
    ]
    select = ui.Select[ui.LayoutView](
        custom_id=newsroom_ids.withdraw(),
        placeholder="Withdraw one",
        options=[
            discord.SelectOption(label=cut(_named(one), OPTION_TEXT), value=str(one.number))
            for one in requests
        ],
    )
    heading = f"{top}### What you asked the newsroom"
    return layout_of([heading, "\n".join(lines)], colour=PLAIN, select=select)


def _named(request: Request) -> str:
    if request.kind is RequestKind.ERROR:
        return f"Error in claim #{request.fact_id}: {request.text}"
    return request.text


def told_layout(told: RequestTold, mark: int) -> ui.LayoutView:
    """What an asker is told. ``mark`` is a component's id, by which the message is found again."""
    outcome, fact = told.outcome, told.fact
    asked = f"-# You asked: “{excerpt(told.request.text, _QUESTION)}”"
    if told.request.kind is RequestKind.ERROR:
        asked = f"-# You reported an error: “{excerpt(told.request.text, _QUESTION)}”"
    if fact is not None:
        lead = "### The newsroom has an answer"
        if told.request.kind is RequestKind.ERROR:
            lead = "### The newsroom acted on your report"
        return card(fact, f"{lead}\n{asked}", mark=mark)
    sentence = excerpt(outcome.sentence, _SENTENCE) if outcome.sentence else ""
    match outcome.result:
        case Result.EXPIRED:
            lead = "### No answer this time"
            sentence = f"Nobody at the newsroom could answer within {_DAYS}. Thank you for asking."
        case Result.DECLINED:
            lead = "### Not for this newsroom"
        case _:
            lead = "### The newsroom replied"
            sentence = sentence or "The claim that answered was taken off the record since."
    return marked(layout_of([f"{lead}\n{asked}", sentence], colour=PLAIN), mark)


def card(fact: Fact, top: str, *, told: bool = False, mark: int | None = None) -> ui.LayoutView:
    """The first page of a fact under ``top``, without what only its asker could press.

    A long one is shown without its quotes, as ``fact_layout`` does. ``told``: the last correction
    stands in ``top`` already.
    """
    shown = fact.model_copy(update={"corrections": fact.corrections[:-1]}) if told else fact
    sections = fact_sections(shown)
    short = is_long(sections)
    pages = paginate(short_sections(shown) if short else sections)
    more = f"\n-# The rest: `/claim #{fact.id}`" if short or len(pages) > 1 else ""
    layout = layout_of(
        [top, *pages[0], footer(fact, 0, len(pages)) + more],
        colour=discord.Colour.dark_grey() if fact.retraction else COLOURS[fact.standing],
    )
    return layout if mark is None else marked(layout, mark)


def marked(layout: ui.LayoutView, mark: int) -> ui.LayoutView:
    """Give the first part of a message an id by which it is known."""
    layout.children[0].id = mark
    return layout
