"""The card to change a subscription, by selects or forms."""

import discord
from discord import ui

from bot.rendering import custom_ids
from bot.rendering.alerts.subscription_card import DAYS, Button, news_of, spec_words, when_words
from bot.rendering.layout import PLAIN, layout_of, select_of
from facts.alerts.filters import Filter, WithStance, conditions
from facts.alerts.subscription import Subscription, Weekly
from facts.model import Stance

ANY_STANCE = "any"
STANCES = {
    Stance.DENIES: "Only claims that someone denies",
    Stance.CONFIRMS: "Only claims that someone confirms",
    Stance.DISPUTES: "Only claims that someone disputes",
    Stance.DECLINES: "Only claims that someone declined to comment on",
}


def change_layout(subscription: Subscription) -> ui.LayoutView:
    """The settings of a subscription that can be changed, by selects or forms."""
    heading = f"### Change alerts for {spec_words(subscription)}"
    layout = layout_of([f"{heading}\n**When:** {when_words(subscription)}"], colour=PLAIN)
    selects = [_news_select(subscription), _when_select(subscription)]
    buttons: list[Button] = []
    if subscription.wanted is not None:
        selects.append(_stance_select(subscription.id, subscription.wanted))
        filters = custom_ids.subscription(subscription.id, "filters")
        buttons.append(ui.Button(label="Topics and words…", custom_id=filters))
    for select in selects:
        layout.add_item(ui.ActionRow(select))
    buttons.append(
        ui.Button(label="Times…", custom_id=custom_ids.subscription(subscription.id, "times"))
    )
    done = ui.Button[ui.LayoutView](
        label="Done",
        style=discord.ButtonStyle.primary,
        custom_id=custom_ids.subscription(subscription.id, "show"),
    )
    layout.add_item(ui.ActionRow(*buttons, done))
    return layout


def _news_select(subscription: Subscription) -> ui.Select[ui.LayoutView]:
    custom_id = custom_ids.choose(subscription.id, "news")
    labels = {str(news): words.capitalize() for news, words in news_of(subscription).items()}
    return select_of(custom_id, "Which news", labels, subscription.what_for, several=True)


def _when_select(subscription: Subscription) -> ui.Select[ui.LayoutView]:
    when = subscription.when
    now = f"{when.kind}:{when.day}" if isinstance(when, Weekly) else when.kind
    labels = {"at once": "At once", "hourly": "Every full hour", "daily": "Daily"} | {
        f"weekly:{number}": f"On {day}s" for number, day in enumerate(DAYS)
    }
    return select_of(custom_ids.choose(subscription.id, "when"), "When", labels, [now])


def _stance_select(subscription_id: str, wanted: Filter) -> ui.Select[ui.LayoutView]:
    chosen = [str(one.stance) for one in conditions(wanted) if isinstance(one, WithStance)]
    labels = {ANY_STANCE: "Any response, or none"} | {
        str(key): said for key, said in STANCES.items()
    }
    custom_id = custom_ids.choose(subscription_id, "stance")
    return select_of(custom_id, "Which response", labels, chosen or [ANY_STANCE])
