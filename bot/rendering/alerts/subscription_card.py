"""The cards of subscriptions: what, where and when alerts are sent, with controls."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import discord
from discord import ui

from bot.rendering import custom_ids
from bot.rendering.alerts.alert_words import digest_line, filter_words, wanted_words
from bot.rendering.custom_ids import Place
from bot.rendering.facts import option
from bot.rendering.layout import (
    PLAIN,
    SELECT_OPTIONS,
    layout_of,
    page_buttons,
    select_of,
)
from facts.alerts.subscription import (
    AtOnce,
    Daily,
    Hourly,
    Subscription,
    SubscriptionSpec,
    Weekly,
    WhatFor,
    When,
    next_time,
)
from facts.markdown import escape, excerpt
from facts.model import Fact
from facts.usecases.alerts.previewing import Preview

LISTED_A_PAGE = 15
_REASON = 400
_LISTED = 120
_MUTED_SHOWN = 10
_EVENTS_SHOWN = 8
_TOPIC = 60
_TOPICS_SHOWN = 5
_NO_ALERTS = (
    "### You have no alerts yet\n"
    "Use `/alerts subscribe`, or press *Follow* under an answer to hear when that claim changes."
)
NEWS = {
    WhatFor.NEW: "new claims",
    WhatFor.CORRECTED: "corrections",
    WhatFor.RETRACTED: "retractions",
    WhatFor.DENIED: "new denials",
}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Button = ui.Button[ui.LayoutView]


def subscription_layout(
    subscription: Subscription,
    now: datetime,
    *,
    followed: Sequence[Fact] = (),
    note: str = "",
) -> ui.LayoutView:
    """The card of one subscription. ``followed`` are the facts of one that follows facts; ``note``
    (Markdown, at most 500 units) is shown above it.
    """
    texts = [note] if note else []
    texts += ["\n".join(_told(subscription, now))]
    if state := _state(subscription):
        texts.append(state)
    layout = layout_of(texts, colour=PLAIN, buttons=_acts(subscription))
    if subscription.muted:
        layout.add_item(ui.ActionRow(_unmuting(subscription)))
    if followed:
        layout.add_item(ui.ActionRow(_unfollowing(subscription, followed)))
    return layout


def unknown_topics_layout(subscription: Subscription) -> ui.LayoutView:
    """Asks for confirmation of alerts on a topic that no claim has yet."""
    named = [f"“{excerpt(topic, _TOPIC)}”" for topic in subscription.unknown[:_TOPICS_SHOWN]]
    topics = f"the topic {named[0]}" if len(named) == 1 else f"any of the topics {', '.join(named)}"
    text = (
        f"### No claim has {topics} yet. Subscribe all the same?\n"
        f"You’d get alerts for {spec_words(subscription)} {_where(subscription)}, "
        f"{when_words(subscription)}."
    )
    button = _button_of(subscription)
    buttons = [
        button("Subscribe", "resume", discord.ButtonStyle.success),
        button("Change topics…", "filters"),
        button("Cancel", "delete"),
    ]
    return layout_of([text], colour=PLAIN, buttons=buttons)


def news_of(spec: SubscriptionSpec) -> Mapping[WhatFor, str]:
    """The kinds of news that a spec can include, with labels; followed claims cannot be new."""
    if spec.wanted is not None:
        return NEWS
    return {one: words for one, words in NEWS.items() if one is not WhatFor.NEW}


def spec_words(spec: SubscriptionSpec) -> str:
    """What a spec is about: ``topic harbour``, or without a filter, the followed claims."""
    return "claims you follow" if spec.wanted is None else filter_words(spec.wanted)


def when_words(spec: SubscriptionSpec) -> str:
    """The schedule, such as ``daily at 08:00 (Europe/Oslo), quiet from 22:00 to 07:00``."""
    timed = not isinstance(spec.when, AtOnce | Hourly) or spec.quiet
    quiet = f", quiet from {spec.quiet.start:%H:%M} to {spec.quiet.end:%H:%M}" if spec.quiet else ""
    zone = f" ({spec.zone})" if timed else ""
    return f"{_rhythm(spec.when)}{quiet}{zone}"


def _rhythm(when: When) -> str:
    match when:
        case AtOnce():
            return "at once"
        case Hourly():
            return "every full hour, in one message"
        case Daily():
            return f"daily at {when.at:%H:%M}, in one message"
        case Weekly():
            return f"on {DAYS[when.day]}s at {when.at:%H:%M}, in one message"


def _told(subscription: Subscription, now: datetime) -> list[str]:
    news = news_of(subscription)
    what = ", ".join(words for one, words in news.items() if one in subscription.what_for)
    mention = f", mentioning <@&{subscription.mention}>" if subscription.mention else ""
    lines = [
        f"### Alerts for {spec_words(subscription)}",
        f"**What:** {what}",
        f"**Where:** {_where(subscription)}{mention}",
        f"**When:** {when_words(subscription)}",
    ]
    if not isinstance(subscription.when, AtOnce):
        following = next_time(subscription.when, subscription.zone, subscription.quiet, now)
        lines[-1] += f"; next {discord.utils.format_dt(following, 'f')}"
    if subscription.muted:
        named = ", ".join(escape(topic) for topic in sorted(subscription.muted)[:_MUTED_SHOWN])
        more = len(subscription.muted) - _MUTED_SHOWN
        lines.append(f"**Muted:** {named}" + (f" and {more} more" if more > 0 else ""))
    return lines


def _where(subscription: Subscription) -> str:
    return Place.parse(subscription.where).words


def _state(subscription: Subscription) -> str:
    if subscription.stopped:
        since = discord.utils.format_dt(subscription.stopped.at, "D")
        return f"**Stopped** on {since}. {excerpt(subscription.stopped.reason, _REASON)}"
    if subscription.paused_until:
        until = discord.utils.format_dt(subscription.paused_until, "f")
        return (
            f"**Paused** until {until}. You’ll get everything from the pause then, in one message."
        )
    return ""


def _button_of(subscription: Subscription) -> Callable[..., Button]:
    def button(
        label: str, act: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary
    ) -> Button:
        return ui.Button(
            label=label, style=style, custom_id=custom_ids.subscription(subscription.id, act)
        )

    return button


def _acts(subscription: Subscription) -> list[Button]:
    button = _button_of(subscription)
    still = subscription.stopped or subscription.paused_until
    first = (
        button("Resume", "resume", discord.ButtonStyle.success)
        if still
        else button("Pause for a week", "pause")
    )
    return [
        first,
        button("Change", "change"),
        button("Send a test", "test"),
        button("Last 30 days", "preview"),
        button("Delete", "delete", discord.ButtonStyle.danger),
    ]


def _unmuting(subscription: Subscription) -> ui.Select[ui.LayoutView]:
    labels = {topic: topic for topic in sorted(subscription.muted)}
    return select_of(custom_ids.choose(subscription.id, "unmute"), "Unmute a topic", labels)


def _unfollowing(subscription: Subscription, followed: Sequence[Fact]) -> ui.Select[ui.LayoutView]:
    return ui.Select(
        custom_id=custom_ids.choose(subscription.id, "unfollow"),
        placeholder="Unfollow a claim",
        options=[option(fact) for fact in followed[:SELECT_OPTIONS]],
    )


def list_layout(subscriptions: Sequence[Subscription], page: int) -> ui.LayoutView:
    """The list of a person's subscriptions, with a select to open one. ``page`` counts from 0."""
    if not subscriptions:
        return layout_of([_NO_ALERTS], colour=PLAIN)
    pages = (len(subscriptions) + LISTED_A_PAGE - 1) // LISTED_A_PAGE
    page = min(page, pages - 1)
    first = page * LISTED_A_PAGE
    shown = subscriptions[first : first + LISTED_A_PAGE]
    lines = [_listed(number, one) for number, one in enumerate(shown, start=first + 1)]
    heading = "### Your alerts" + (f" · page {page + 1} of {pages}" if pages > 1 else "")
    named = {
        one.id: f"{number}. {_plain_words(one)}"
        for number, one in enumerate(shown, start=first + 1)
    }
    placeholder = "Open one to pause, change, test or delete"
    select = select_of(custom_ids.list_open(), placeholder, named)
    return layout_of(
        [heading, "\n".join(lines)],
        colour=PLAIN,
        buttons=page_buttons(pages, page, custom_ids.list_page),
        select=select,
    )


def _listed(number: int, subscription: Subscription) -> str:
    state = ""
    if subscription.unknown:
        state = " · **not confirmed**"
    elif subscription.stopped:
        state = " · **stopped**"
    elif subscription.paused_until:
        state = " · **paused**"
    about = excerpt(_plain_words(subscription), _LISTED)
    return f"{number}\\. {about} · {_where(subscription)} · {_rhythm(subscription.when)}{state}"


def _plain_words(subscription: Subscription) -> str:
    if subscription.wanted is None:
        count = len(subscription.follows)
        return f"{count} claim{'' if count == 1 else 's'} you follow"
    return wanted_words(subscription.wanted)


def preview_layout(
    preview: Preview, spec: SubscriptionSpec, *, back_to: str | None = None
) -> ui.LayoutView:
    """The alerts a spec would have sent, newest first; ``back_to`` is its subscription's id."""
    buttons: list[Button] = []
    if back_to is not None:
        buttons.append(
            ui.Button(label="◀ Back", custom_id=custom_ids.subscription(back_to, "show"))
        )
    return layout_of(
        [
            f"### Alerts for {spec_words(spec)}\n{preview_words(preview)}",
            *(
                f"{discord.utils.format_dt(event.at, 'd')} {digest_line(event)}"
                for event in reversed(preview.events[-_EVENTS_SHOWN:])
            ),
            *_older(preview),
        ],
        colour=PLAIN,
        buttons=buttons,
    )


def preview_words(preview: Preview) -> str:
    """A preview in a sentence: ``You’d have received 3 alerts in the last 30 days.``"""
    past = f"in the last {preview.days} days"
    if not preview.events:
        return f"You’d have received no alerts {past}."
    alerts = "1 alert" if preview.messages == 1 else f"{preview.messages:,} alerts"
    if len(preview.events) == preview.messages:
        return f"You’d have received {alerts} {past}."
    claims = len({event.fact.id for event in preview.events})
    return f"You’d have received {alerts} about {claims:,} claims {past}."


def _older(preview: Preview) -> list[str]:
    left = len(preview.events) - _EVENTS_SHOWN
    return [f"-# and {left:,} earlier"] if left > 0 else []
