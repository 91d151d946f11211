"""The messages of alerts: a fact's card headed by what happened, or a digest by topic; and the
short replies to their controls.
"""

from collections.abc import Callable, Sequence
from typing import Any

from discord import ui

from bot.rendering import custom_ids
from bot.rendering.alerts.alert_words import (
    digest_headline,
    digest_line,
    filter_words,
    headline,
    tells_whole_claim,
    what_happened,
)
from bot.rendering.facts import fact_sections, footer, option
from bot.rendering.layout import (
    BUTTON_LABEL,
    COLOURS,
    CUSTOM_ID,
    Button,
    Row,
    Section,
    foot,
    layout_of,
    options_of,
    page_buttons,
    page_of_sections,
    select_of,
)
from facts.alerts.alert import Alert
from facts.alerts.events import Event
from facts.alerts.subscription import Subscription
from facts.markdown import cut, escape, excerpt, size
from facts.model import Fact, visible_desks
from facts.usecases.paging import Page, page_of

EVENTS_A_PAGE = 7
_TOPIC_BUTTONS = 2
_CLAIM = 200
_TEST = "This is a test. Nothing has changed. "


def alert_layout(
    alert: Alert, *, direct: bool, mark: str, link: str | None = None
) -> tuple[ui.LayoutView, bool]:
    """The message of ``alert``, and whether it shows only a part, with controls for the rest.

    ``direct``: it goes to direct messages. ``mark``, at most 40 letters and digits, is unique to
    this message; ``link`` is the URL of the fact's public page.
    """
    mention = f"<@&{alert.subscription.mention}> " if alert.subscription.mention else ""
    head = mention + (_TEST if alert.test else "")
    ending = _ending(alert, mark)
    if alert.digest:
        return digest_page(alert, 0, head=head, ending=ending), True
    [event] = alert.events
    shown = page_of_sections(_sections(event), 0)
    layout = _event_layout(
        alert, (0, event), shown, direct=direct, head=head, link=link, ending=ending
    )
    return layout, shown.pages > 1


def event_page(alert: Alert, number: int, page: int, *, direct: bool) -> ui.LayoutView:
    """One page of one event of ``alert`` with its fact. ``number`` and ``page`` count from 0;
    ``page`` is clamped.
    """
    _, event = _in_order(alert)[number]
    shown = page_of_sections(_sections(event), page)
    return _event_layout(alert, (number, event), shown, direct=direct)


def _event_layout(
    alert: Alert,
    numbered: tuple[int, Event],
    shown: Page[str],
    *,
    direct: bool,
    head: str = "",
    link: str | None = None,
    ending: Sequence[Row] = (),
) -> ui.LayoutView:
    number, event = numbered
    fact = event.fact
    buttons = _paging(alert, shown, lambda to: custom_ids.event_page(alert.delivery, number, to))
    # In direct messages only shared desks are visible; for other facts the button would fail.
    if fact.is_quoted and (not direct or fact.desk in visible_desks(None)):
        buttons.append(Button("How outlets worded it", custom_ids.wordings(fact.id)))
    if link:
        buttons.append(Button("Open page", url=link))
    return layout_of(
        [*shown.items, f"{footer(fact, shown)}\n-# {_because(alert.subscription, fact)}"],
        buttons,
        *ending,
        colour=COLOURS[fact.standing],
        head=head + headline(event),
    )


def digest_page(
    alert: Alert, page: int, *, head: str = "", ending: Sequence[Row] = ()
) -> ui.LayoutView:
    """One page of a digest, by topic. ``page`` counts from 0 and is clamped."""
    shown = page_of(_in_order(alert), page, EVENTS_A_PAGE)
    counted = {group.topic: len(group.events) for group in alert.groups}
    texts = []
    for topic in dict.fromkeys(topic for topic, _ in shown.items):
        title = escape(topic) if topic else "Without a topic"
        lines = [digest_line(event) for of, event in shown.items if of == topic]
        texts.append("\n".join([f"**{title}** ({counted[topic]})", *lines]))
    options = [option(event.fact) for _, event in shown.items]
    for number, one in enumerate(options, start=shown.number * EVENTS_A_PAGE):
        one.value = str(number)
    # A test alert is not stored, so its controls could not open anything.
    opening = select_of(custom_ids.digest_open(alert.delivery), "Open a claim", options)
    return layout_of(
        [*texts, *foot(_because(alert.subscription), page=shown)],
        _paging(alert, shown, lambda to: custom_ids.digest_page(alert.delivery, to)),
        None if alert.test else opening,
        *ending,
        head=head + digest_headline(alert.events),
    )


def _sections(event: Event) -> list[Section]:
    claim_told = tells_whole_claim(event)
    return [*what_happened(event), *fact_sections(event.fact, claim_told=claim_told)]


def _in_order(alert: Alert) -> list[tuple[str | None, Event]]:
    """The events in the order of the digest, each with the topic it is listed under."""
    return [(group.topic, event) for group in alert.groups for event in group.events]


def _paging(alert: Alert, page: Page[Any], custom_id: Callable[[int], str]) -> list[Button]:
    return [] if alert.test else page_buttons(page, custom_id)


def _because(subscription: Subscription, fact: Fact | None = None) -> str:
    if subscription.wanted is None or (fact and fact.id in subscription.follows):
        return "You follow this claim." if fact else "You follow these claims."
    return f"Alert for {filter_words(subscription.wanted)}"


def _ending(alert: Alert, mark: str) -> list[Row]:
    """The one-click controls to mute a topic, pause or unsubscribe."""
    subscription = alert.subscription
    topics = list(dict.fromkeys(topic for event in alert.events for topic in event.fact.topics))
    mutes = {topic: custom_ids.mute(subscription.id, topic) for topic in topics}
    select, buttons = None, []
    if subscription.wanted is None:
        if not alert.digest:
            buttons.append(Button("Unfollow", custom_ids.unfollow(alert.events[0].fact.id)))
    elif len(topics) <= _TOPIC_BUTTONS and all(size(one) <= CUSTOM_ID for one in mutes.values()):
        buttons += [Button(cut(f"Mute “{topic}”", BUTTON_LABEL), mutes[topic]) for topic in topics]
    else:
        options = options_of({topic: topic for topic in topics})
        select = select_of(custom_ids.mute(subscription.id), "Mute a topic", options)
    buttons.append(Button("Pause for a week", custom_ids.week(subscription.id, mark)))
    # What one follows is a single subscription, so its end unfollows every claim.
    end = "Unfollow all" if subscription.wanted is None else "Unsubscribe"
    buttons.append(Button(end, custom_ids.subscription(subscription.id, "unsubscribe")))
    return [select, buttons]


def followed_layout(fact: Fact, *, already: bool) -> ui.LayoutView:
    """Confirms that the person now follows ``fact``, or did ``already``."""
    claim = excerpt(fact.claim.text, _CLAIM)
    told = "You already follow this claim" if already else "You’re following this claim"
    text = (
        f"**{told}:** {claim}\nI’ll send you a direct message when it’s corrected or retracted, "
        "or gets a new response or source. `/alerts list` shows everything you follow."
    )
    return layout_of(text, [Button("Unfollow", custom_ids.unfollow(fact.id))])
