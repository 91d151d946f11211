"""The messages of alerts: a fact's card headed by what happened, or a digest by topic; and the
short replies to their controls.
"""

from collections.abc import Callable

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
from bot.rendering.facts import fact_sections, footer, option, page_link
from bot.rendering.layout import (
    BUTTON_LABEL,
    COLOURS,
    CUSTOM_ID,
    PLAIN,
    foot,
    layout_of,
    page_buttons,
    paginate,
    select_of,
)
from facts.alerts.alert import Alert
from facts.alerts.events import Event
from facts.alerts.subscription import Subscription
from facts.markdown import cut, escape, excerpt, size
from facts.model import Fact, visible_desks
from facts.wording.outlet_wordings import is_quoted

EVENTS_A_PAGE = 7
_TOPIC_BUTTONS = 2
_CLAIM = 200
_TEST = "This is a test. Nothing has changed. "
Button = ui.Button[ui.LayoutView]


def alert_layout(
    alert: Alert, *, direct: bool, mark: str, link: str | None = None
) -> ui.LayoutView:
    """The message of ``alert``. ``direct``: it goes to direct messages. ``mark``, at most 40
    letters and digits, is unique to this message; ``link`` is the URL of the fact's public page.
    """
    mention = f"<@&{alert.subscription.mention}> " if alert.subscription.mention else ""
    head = mention + (_TEST if alert.test else "")
    if alert.digest:
        layout = digest_page(alert, 0, head=head)
    else:
        layout = event_page(alert, 0, 0, head=head, direct=direct, link=link)
    _add_mute(layout, alert, mark)
    return layout


def reads_on(alert: Alert) -> bool:
    """Whether the message shows only a part of the alert, with controls for the rest."""
    return alert.digest or len(_pages(alert.events[0])) > 1


def event_page(
    alert: Alert,
    number: int,
    page: int,
    *,
    direct: bool,
    head: str = "",
    link: str | None = None,
) -> ui.LayoutView:
    """One page of one event of ``alert`` with its fact. ``number`` and ``page`` count from 0;
    ``page`` is clamped.
    """
    _, event = _in_order(alert)[number]
    fact = event.fact
    pages = _pages(event)
    page = min(page, len(pages) - 1)
    below = f"{footer(fact, page, len(pages))}\n-# {_because(alert.subscription, fact)}"
    buttons = _paging(
        alert, page, len(pages), lambda to: custom_ids.event_page(alert.delivery, number, to)
    )
    # In direct messages only shared desks are visible; for other facts the button would fail.
    if is_quoted(fact) and (not direct or fact.desk in visible_desks(None)):
        buttons.append(
            ui.Button(label="How outlets worded it", custom_id=custom_ids.wordings(fact.id))
        )
    if link:
        buttons.append(page_link(link))
    return layout_of(
        [*pages[page], below],
        colour=COLOURS[fact.standing],
        buttons=buttons,
        head=head + headline(event),
    )


def digest_page(alert: Alert, page: int, *, head: str = "") -> ui.LayoutView:
    """One page of a digest, by topic. ``page`` counts from 0 and is clamped."""
    events = _in_order(alert)
    pages = (len(events) + EVENTS_A_PAGE - 1) // EVENTS_A_PAGE
    page = min(page, pages - 1)
    first = page * EVENTS_A_PAGE
    shown = events[first : first + EVENTS_A_PAGE]
    counted = {group.topic: len(group.events) for group in alert.groups}
    texts = []
    for topic in dict.fromkeys(topic for topic, _ in shown):
        title = escape(topic) if topic else "Without a topic"
        lines = [digest_line(event) for of, event in shown if of == topic]
        texts.append("\n".join([f"**{title}** ({counted[topic]})", *lines]))
    return layout_of(
        [*texts, *foot(_because(alert.subscription), page=page, pages=pages)],
        colour=PLAIN,
        buttons=_paging(alert, page, pages, lambda to: custom_ids.digest_page(alert.delivery, to)),
        select=_opening(alert, [event for _, event in shown], first),
        head=head + digest_headline(alert.events),
    )


def _pages(event: Event) -> tuple[tuple[str, ...], ...]:
    return paginate(
        [*what_happened(event), *fact_sections(event.fact, claim_told=tells_whole_claim(event))]
    )


def _in_order(alert: Alert) -> list[tuple[str | None, Event]]:
    """The events in the order of the digest, each with the topic it is listed under."""
    return [(group.topic, event) for group in alert.groups for event in group.events]


def _opening(alert: Alert, events: list[Event], first: int) -> ui.Select[ui.LayoutView] | None:
    if alert.test:  # a test alert is not stored, so its controls could not open anything
        return None
    options = [option(event.fact) for event in events]
    for number, one in enumerate(options, start=first):
        one.value = str(number)
    return ui.Select(
        custom_id=custom_ids.digest_open(alert.delivery),
        placeholder="Open a claim",
        options=options,
    )


def _paging(alert: Alert, page: int, pages: int, custom_id: Callable[[int], str]) -> list[Button]:
    return [] if alert.test else page_buttons(pages, page, custom_id)


def _because(subscription: Subscription, fact: Fact | None = None) -> str:
    if subscription.wanted is None or (fact and fact.id in subscription.follows):
        return "You follow this claim." if fact else "You follow these claims."
    return f"Alert for {filter_words(subscription.wanted)}"


def _add_mute(layout: ui.LayoutView, alert: Alert, mark: str) -> None:
    """Add the one-click controls to mute a topic, pause or unsubscribe."""
    subscription = alert.subscription
    topics = list(dict.fromkeys(topic for event in alert.events for topic in event.fact.topics))
    buttons: list[Button] = []
    if subscription.wanted is None:
        if not alert.digest:
            fact_id = alert.events[0].fact.id
            buttons.append(ui.Button(label="Unfollow", custom_id=custom_ids.unfollow(fact_id)))
    elif len(topics) <= _TOPIC_BUTTONS and all(map(_fits, mutes := _mutes(subscription, topics))):
        buttons += [
            ui.Button(label=cut(f"Mute “{topic}”", BUTTON_LABEL), custom_id=custom_id)
            for topic, custom_id in zip(topics, mutes, strict=True)
        ]
    else:
        layout.add_item(ui.ActionRow(_mute_select(subscription.id, topics)))
    pausing = custom_ids.week(subscription.id, mark)
    buttons.append(ui.Button(label="Pause for a week", custom_id=pausing))
    # What one follows is a single subscription, so its end unfollows every claim.
    end = "Unfollow all" if subscription.wanted is None else "Unsubscribe"
    ending = custom_ids.subscription(subscription.id, "unsubscribe")
    buttons.append(ui.Button(label=end, custom_id=ending))
    layout.add_item(ui.ActionRow(*buttons))


def _mutes(subscription: Subscription, topics: list[str]) -> list[str]:
    return [custom_ids.mute(subscription.id, topic) for topic in topics]


def _fits(custom_id: str) -> bool:
    return size(custom_id) <= CUSTOM_ID


def _mute_select(subscription_id: str, topics: list[str]) -> ui.Select[ui.LayoutView]:
    labels = {topic: topic for topic in topics}
    return select_of(custom_ids.mute_one(subscription_id), "Mute a topic", labels)


def note_layout(text: str) -> ui.LayoutView:
    """A message of only ``text``, Markdown."""
    return layout_of([text], colour=PLAIN)


def followed_layout(fact: Fact, *, already: bool) -> ui.LayoutView:
    """Confirms that the person now follows ``fact``, or did ``already``."""
    claim = excerpt(fact.claim.text, _CLAIM)
    told = "You already follow this claim" if already else "You’re following this claim"
    text = (
        f"**{told}:** {claim}\nI’ll send you a direct message when it’s corrected or retracted, "
        "or gets a new response or source. `/alerts list` shows everything you follow."
    )
    stop = ui.Button[ui.LayoutView](label="Unfollow", custom_id=custom_ids.unfollow(fact.id))
    return layout_of([text], colour=PLAIN, buttons=[stop])
