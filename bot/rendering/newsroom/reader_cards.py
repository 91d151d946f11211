"""Readers' cards besides answers: requests and their outcome, *More…*, votes, stored data; and what
a sent answer is edited to after its fact was changed.
"""

from collections.abc import Sequence

import discord
from discord import ui

from bot.rendering import custom_ids
from bot.rendering.alerts.alert_words import deniers
from bot.rendering.asking.answer_card import ask_button, asked_line
from bot.rendering.facts import fact_sections, footer, is_long, short_sections
from bot.rendering.layout import (
    Button,
    colour_of,
    layout_of,
    options_of,
    page_of_sections,
    select_of,
)
from facts.alerts.events import event_of
from facts.markdown import excerpt
from facts.model import Correction, Fact
from facts.usecases.newsroom.answer_marks import Why
from facts.usecases.newsroom.asker_mailbox import RequestTold
from facts.usecases.newsroom.privacy import Kept
from facts.usecases.newsroom.request import Request, RequestKind, Result
from facts.usecases.newsroom.requesting import Handed
from facts.usecases.newsroom.shown_answers import AnswerCorrected
from facts.wording.fact_words import corrected as correction_words
from facts.wording.fact_words import retracted

_QUESTION = 300
_SENTENCE = 1_000
_DAYS = "30 days"
_CLAIM = 200
FILE_NAME = "what-is-stored-about-me.json"
_BLOCK = "A desk has blocked you. Your ID stays stored for that, even after *Forget me*."
_CHANGES = (
    "-# For moderators: your name stays on published changes, because a newsroom must know who "
    "changed what. To have it erased, ask whoever runs the bot."
)
_NOTHING = "No alerts, requests, votes, stored answers or drafts."


def handed_layout(handed: Handed, *, direct: bool) -> ui.LayoutView:
    """Confirms a request. ``direct``: the person can be reached by direct message."""
    others = handed.waiting - 1
    joined = f"\n{waiting_words(others).capitalize()} for the same answer." if others > 0 else ""
    return _handed("The newsroom has your question", handed.request, joined, direct=direct)


def reported_layout(request: Request, *, direct: bool) -> ui.LayoutView:
    """Confirms the report of an error; ``direct`` as above."""
    return _handed("The newsroom has your report", request, "", direct=direct)


def _handed(heading: str, request: Request, more: str, *, direct: bool) -> ui.LayoutView:
    how = (
        "in a direct message"
        if direct
        else "the next time you use one of my commands, because I can’t send you direct messages"
    )
    kept = (
        f"-# Stored: these words, and your ID until you get an answer; {_DAYS} at most. "
        f"{'' if direct else 'An answer waits for you for 90 days at most. '}"
        "See or withdraw what you asked with `/requests`."
    )
    text = f"### {heading}\n“{excerpt(request.text, _QUESTION)}”{more}\nI’ll let you know {how}."
    return layout_of([text, kept], [Button("Withdraw", custom_ids.withdraw(request.number))])


def waiting_words(count: int) -> str:
    """``12 people are waiting``"""
    if not count:
        return "nobody is waiting"
    return "1 person is waiting" if count == 1 else f"{count:,} people are waiting"


def mine_layout(requests: Sequence[Request], note: str = "") -> ui.LayoutView:
    """A person's open requests, with a select to withdraw one."""
    top = f"**{note}**\n" if note else ""
    if not requests:
        return layout_of(f"{top}You’re not waiting for anything from the newsroom.")
    lines = [
        f"{number}\\. {excerpt(_named(one), _QUESTION)} · asked "
        f"{discord.utils.format_dt(one.opened_at, 'D')}"
        for number, one in enumerate(requests, start=1)
    ]
    named = {str(one.number): _named(one) for one in requests}
    select = select_of(custom_ids.withdraw(), "Withdraw one", options_of(named))
    heading = f"{top}### What you asked the newsroom"
    return layout_of([heading, "\n".join(lines)], select)


def _named(request: Request) -> str:
    if request.kind is RequestKind.ERROR:
        return f"Error in claim #{request.fact_id}: {request.text}"
    return request.text


def told_layout(told: RequestTold, mark: int) -> ui.LayoutView:
    """The outcome of a request, for who asked. ``mark`` is the component id to find it again."""
    outcome, fact = told.outcome, told.fact
    error = told.request.kind is RequestKind.ERROR
    asked = "You reported an error" if error else "You asked"
    asked = f"-# {asked}: “{excerpt(told.request.text, _QUESTION)}”"
    if fact is not None:
        lead = "The claim you reported has changed" if error else "The newsroom has an answer"
        return marked(card(fact, f"### {lead}\n{asked}"), mark)
    sentence = excerpt(outcome.sentence, _SENTENCE) if outcome.sentence else ""
    match outcome.result:
        case Result.EXPIRED:
            lead = "### No answer this time"
            sentence = f"Nobody at the newsroom could answer within {_DAYS}. Thank you for asking."
        case Result.DECLINED:
            lead = "### The newsroom won’t look into this"
        case _:
            lead = "### The newsroom replied"
            which = "you reported" if error else "that answered your question"
            sentence = sentence or f"The claim {which} has since been removed."
    return marked(layout_of([f"{lead}\n{asked}", sentence]), mark)


def card(fact: Fact, top: str, *, told: bool = False) -> ui.LayoutView:
    """The first page of a fact below the text ``top``, without controls.

    A long fact is shown without its quotes, as in ``fact_layout``. ``told`` leaves out the latest
    correction, because ``top`` states it.
    """
    shown = fact.model_copy(update={"corrections": fact.corrections[:-1]}) if told else fact
    sections = fact_sections(shown)
    short = is_long(sections)
    page = page_of_sections(short_sections(shown) if short else sections, 0)
    more = f"\n-# The rest: `/claim #{fact.id}`" if short or page.pages > 1 else ""
    return layout_of([top, *page.items, footer(fact, page) + more], colour=colour_of(fact))


def marked(layout: ui.LayoutView, mark: int) -> ui.LayoutView:
    """Set the id of the first component to ``mark``, to find the message again."""
    layout.children[0].id = mark
    return layout


def more_layout(fact: Fact, decided: str, *, reports: bool, asked: str = "") -> ui.LayoutView:
    """The card of *More…*. ``decided`` says how the answer was chosen; ``reports``: the desk takes
    reports of errors. ``asked`` is shown so that later controls can read it: it is not stored.
    """
    lines = (f"### Claim #{fact.id}", excerpt(fact.claim.text, _CLAIM), asked_line(asked))
    text = "\n".join(line for line in lines if line)
    actions = [
        Button("Cite", custom_ids.cite(fact.id)),
        Button("History", custom_ids.versions(fact.id, 0)),
        Button("Show all", custom_ids.fact_page("fact", fact.id, 0)),
    ]
    if reports:
        actions.append(Button("Report an error…", custom_ids.report(fact.id)))
    feedback = [
        Button("Helpful", custom_ids.vote(fact.id, decided, "yes")),
        Button("Not what I asked", custom_ids.vote(fact.id, decided, "no")),
    ]
    return layout_of(text, actions, feedback)


def voted_layout(*, helpful: bool, ask: str | None, asked: str = "") -> ui.LayoutView:
    """Thanks for a vote. ``ask``: the id of *Ask the newsroom*, if a desk takes requests."""
    if helpful:
        return layout_of("Thank you. Good to know it helped.")
    text = (
        "Thank you. That helps us find the right claim next time.\n"
        "Ask again in other words, or look through `/browse`."
    )
    if ask is not None:
        text += "\nThe newsroom can look into what you asked:"
        text += f"\n{asked_line(asked)}" if asked else ""
    return layout_of(text, ask_button(ask))


def privacy_layout(kept: Kept) -> ui.LayoutView:
    """The numbers of stored items, by kind; the attached file has the data itself."""
    counted = {
        "alerts": len(kept.alerts),
        "alerts you set up in channels, which stay without your id": len(kept.channel_alerts),
        "open requests to a newsroom": len(kept.requests),
        "readers’ requests you took": len(kept.requests_taken),
        "votes on answers, for 30 days": len(kept.votes),
        "answers in your direct messages, for 90 days": len(kept.answers_in_direct_messages),
        "drafts of facts": len(kept.drafts),
    }
    lines = [f"- {what.capitalize()}: {count:,}" for what, count in counted.items() if count]
    texts = ["### What I store about you", "\n".join(lines) or _NOTHING]
    if kept.blocked_by:
        texts.append(_BLOCK)
    texts.append(_CHANGES)
    forget = [Button("Forget me", custom_ids.forget(), "danger")] if kept.count else []
    return layout_of(texts, forget)


def forgotten_layout(*, blocked: bool) -> ui.LayoutView:
    """Confirms that the person's data was deleted, except a block if ``blocked``."""
    text = (
        "**Forgotten.** I’ve deleted your alerts, requests, votes and drafts, and the record of "
        "answers in your direct messages."
    )
    return layout_of(f"{text}\n{_BLOCK}" if blocked else text)


_LINE = 400


def corrected_layout(told: AnswerCorrected) -> ui.LayoutView:
    """The fact's current card, headed by the correction; only a notice if retracted or removed."""
    fact, line = told.fact, correction_line(told)
    if fact is None:
        return layout_of(line)
    if fact.retraction is not None:
        claim = excerpt(fact.claim.text, _CLAIM)
        return layout_of([line, f"Claim #{fact.id}: {claim}"])
    return card(fact, line, told=told.mark.why is Why.CORRECTED)


def follow_up_layout(told: AnswerCorrected, mark: int) -> ui.LayoutView:
    """The message that tells the person who asked what became of their answer, and its claim."""
    lines = ["An answer you were given has changed."]
    if told.fact is not None and (given := told.change.after) is not None:
        lines.append(f"Claim #{given.id}: {excerpt(given.claim.text, _CLAIM)}")
    text = "\n".join([*lines, correction_line(told)])
    return marked(layout_of(text), mark)


def correction_line(told: AnswerCorrected) -> str:
    """What happened to the fact since the message was sent, in one line of Markdown."""
    fact = told.fact
    match told.mark.why:
        case Why.RETRACTED if fact and fact.retraction:
            line = f"🚫 **{excerpt(retracted(fact.retraction), _LINE)}**"
        case Why.RETRACTED | Why.RESTORED:
            line = "✏️ **This claim was restored.**"
        case Why.REMOVED | Why.REDACTED if fact is None:
            reason = told.change.reason
            because = f" {excerpt(reason, _LINE)}" if reason else ""
            line = f"🚫 **This claim was removed.**{because}"
        case Why.REDACTED:
            line = "✏️ **Parts of this claim were removed.**"
        case Why.MERGED if fact is not None:
            line = f"✏️ **Claim #{fact.id} covers claim #{told.shown.fact_id} now.**"
        case Why.DENIED:
            line = _denied(told)
        case _:
            line = _corrected(fact)
    return line


def _corrected(fact: Fact | None) -> str:
    corrections: tuple[Correction, ...] = fact.corrections if fact else ()
    if not corrections:
        return "✏️ **This claim was corrected.**"
    return f"✏️ **{excerpt(correction_words(corrections[-1]), _LINE)}**"


def _denied(told: AnswerCorrected) -> str:
    event = event_of([told.change])
    by = deniers(event, _CLAIM) if event else ""
    return f"✏️ **New denial{f' by {by}' if by else ''}.**"
