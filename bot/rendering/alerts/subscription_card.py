"""The cards of subscriptions: what, where and when alerts are sent, and how to change it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

import discord
from discord import ui

from bot.rendering import custom_ids
from bot.rendering.alerts.alert_words import digest_line, filter_words, wanted_words
from bot.rendering.custom_ids import Place
from bot.rendering.facts import option
from bot.rendering.layout import (
    Button,
    Row,
    buttons_of,
    layout_of,
    options_of,
    page_buttons,
    select_of,
)
from facts.alerts.filters import WithStance, conditions
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
from facts.markdown import counted, escape, excerpt
from facts.model import Fact, Stance
from facts.usecases.alerts.previewing import PREVIEW_DAYS, Preview
from facts.usecases.paging import page_of

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
    muted = {topic: topic for topic in sorted(subscription.muted)}
    custom_id = partial(custom_ids.subscription, subscription.id)
    choose = partial(custom_ids.choose, subscription.id)
    first = buttons_of(custom_id, {"Pause for a week": "pause"})
    if subscription.stopped or subscription.paused_until:
        first = buttons_of(custom_id, {"Resume": "resume"}, "success")
    changing = {"Change": "change", "Send a test": "test", "Last 30 days": "preview"}
    return layout_of(
        texts,
        [
            *first,
            *buttons_of(custom_id, changing),
            *buttons_of(custom_id, {"Delete": "delete"}, "danger"),
        ],
        select_of(choose("unmute"), "Unmute a topic", options_of(muted)),
        select_of(choose("unfollow"), "Unfollow a claim", list(map(option, followed))),
    )


def unknown_topics_layout(subscription: Subscription) -> ui.LayoutView:
    """Asks for confirmation of alerts on a topic that no claim has yet."""
    named = [f"“{excerpt(topic, _TOPIC)}”" for topic in subscription.unknown[:_TOPICS_SHOWN]]
    topics = f"the topic {named[0]}" if len(named) == 1 else f"any of the topics {', '.join(named)}"
    custom_id = partial(custom_ids.subscription, subscription.id)
    text = (
        f"### No claim has {topics} yet. Subscribe all the same?\n"
        f"You’d get alerts for {spec_words(subscription)} {_where(subscription)}, "
        f"{when_words(subscription)}."
    )
    return layout_of(
        text,
        buttons_of(custom_id, {"Subscribe": "resume"}, "success")
        + buttons_of(custom_id, {"Change topics…": "filters", "Cancel": "delete"}),
    )


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


def list_layout(subscriptions: Sequence[Subscription], page: int) -> ui.LayoutView:
    """The list of a person's subscriptions, with a select to open one. ``page`` counts from 0."""
    if not subscriptions:
        return layout_of(_NO_ALERTS)
    shown = page_of(subscriptions, page, LISTED_A_PAGE)
    numbered = dict(enumerate(shown.items, start=shown.number * LISTED_A_PAGE + 1))
    several = f" · page {shown.number + 1} of {shown.pages}" if shown.pages > 1 else ""
    lines = [_listed(number, one) for number, one in numbered.items()]
    named = {one.id: f"{number}. {_plain_words(one)}" for number, one in numbered.items()}
    placeholder = "Open one to pause, change, test or delete"
    return layout_of(
        [f"### Your alerts{several}", "\n".join(lines)],
        page_buttons(shown, custom_ids.list_page),
        select_of(custom_ids.list_open(), placeholder, options_of(named)),
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
        return f"{counted(len(subscription.follows), 'claim')} you follow"
    return wanted_words(subscription.wanted)


def preview_layout(
    preview: Preview, spec: SubscriptionSpec, *, back_to: str | None = None
) -> ui.LayoutView:
    """The alerts a spec would have sent, newest first; ``back_to`` is its subscription's id."""
    back = []
    if back_to is not None:
        back.append(Button("◀ Back", custom_ids.subscription(back_to, "show")))
    earlier = len(preview.events) - _EVENTS_SHOWN
    return layout_of(
        [
            f"### Alerts for {spec_words(spec)}\n{preview_words(preview)}",
            *(
                f"{discord.utils.format_dt(event.at, 'd')} {digest_line(event)}"
                for event in reversed(preview.events[-_EVENTS_SHOWN:])
            ),
            *([f"-# and {earlier:,} earlier"] if earlier > 0 else []),
        ],
        back,
    )


def preview_words(preview: Preview) -> str:
    """A preview in a sentence: ``You’d have received 3 alerts in the last 30 days.``"""
    past = f"in the last {PREVIEW_DAYS} days"
    if not preview.events:
        return f"You’d have received no alerts {past}."
    alerts = counted(preview.messages, "alert")
    if len(preview.events) == preview.messages:
        return f"You’d have received {alerts} {past}."
    claims = len({event.fact.id for event in preview.events})
    return f"You’d have received {alerts} about {claims:,} claims {past}."


ANY_STANCE = "any"
_STANCES = {
    ANY_STANCE: "Any response, or none",
    Stance.DENIES.value: "Only claims that someone denies",
    Stance.CONFIRMS.value: "Only claims that someone confirms",
    Stance.DISPUTES.value: "Only claims that someone disputes",
    Stance.DECLINES.value: "Only claims that someone declined to comment on",
}
_WHENS = {"at once": "At once", "hourly": "Every full hour", "daily": "Daily"} | {
    f"weekly:{number}": f"On {day}s" for number, day in enumerate(DAYS)
}


def change_layout(subscription: Subscription) -> ui.LayoutView:
    """The settings of a subscription that can be changed, by selects or modals."""
    when, wanted = subscription.when, subscription.wanted
    news = {str(one): words.capitalize() for one, words in news_of(subscription).items()}
    now = f"{when.kind}:{when.day}" if isinstance(when, Weekly) else when.kind
    heading = f"### Change alerts for {spec_words(subscription)}"
    news_options = options_of(news, subscription.what_for)
    choose = partial(custom_ids.choose, subscription.id)
    rows: list[Row] = [
        select_of(choose("news"), "Which news", news_options, several=True),
        select_of(choose("when"), "When", options_of(_WHENS, [now])),
    ]
    acts = {"Times…": "times"}
    if wanted is not None:
        chosen = [str(one.stance) for one in conditions(wanted) if isinstance(one, WithStance)]
        options = options_of(_STANCES, chosen or [ANY_STANCE])
        rows.append(select_of(choose("stance"), "Which response", options))
        acts = {"Topics and words…": "filters", **acts}
    custom_id = partial(custom_ids.subscription, subscription.id)
    buttons = buttons_of(custom_id, acts) + buttons_of(custom_id, {"Done": "show"}, "primary")
    return layout_of(f"{heading}\n**When:** {when_words(subscription)}", *rows, buttons)
