"""The card on which a subscription is changed: by choosing, or in a form."""

import discord
from discord import ui

from bot.rendering import custom_ids
from bot.rendering.alerts.cards import DAYS, Button, news_of, when_words, wish_words
from bot.rendering.layout import PLAIN, layout_of
from facts.alerts.filters import Filter, WithStance, conditions
from facts.alerts.schedule import Weekly
from facts.alerts.subscription import Subscription
from facts.model import Stance

ANY_STANCE = "any"
STANCES = {
    Stance.DENIES: "Only claims that someone denies",
    Stance.CONFIRMS: "Only claims that someone confirms",
    Stance.DISPUTES: "Only claims that someone disputes",
    Stance.DECLINES: "Only claims that someone declined to comment on",
}


def change_layout(subscription: Subscription) -> ui.LayoutView:
    """What of a subscription can be set anew: by choosing, or in a form."""
    heading = f"### Change alerts for {wish_words(subscription)}"
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
    return ui.Select(
        custom_id=custom_ids.choose(subscription.id, "news"),
        placeholder="Which news",
        min_values=1,
        max_values=len(news_of(subscription)),
        options=[
            discord.SelectOption(
                label=words.capitalize(), value=news, default=news in subscription.what_for
            )
            for news, words in news_of(subscription).items()
        ],
    )


def _when_select(subscription: Subscription) -> ui.Select[ui.LayoutView]:
    when = subscription.when
    now = f"{when.kind}:{when.day}" if isinstance(when, Weekly) else when.kind
    choices = {"at once": "At once", "hourly": "Every full hour", "daily": "Daily"} | {
        f"weekly:{number}": f"On {day}s" for number, day in enumerate(DAYS)
    }
    return ui.Select(
        custom_id=custom_ids.choose(subscription.id, "when"),
        placeholder="When",
        options=[
            discord.SelectOption(label=label, value=value, default=value == now)
            for value, label in choices.items()
        ],
    )


def _stance_select(subscription_id: str, wanted: Filter) -> ui.Select[ui.LayoutView]:
    chosen = {one.stance for one in conditions(wanted) if isinstance(one, WithStance)}
    return ui.Select(
        custom_id=custom_ids.choose(subscription_id, "stance"),
        placeholder="Which response",
        options=[
            discord.SelectOption(
                label="Any response, or none", value=ANY_STANCE, default=not chosen
            ),
            *(
                discord.SelectOption(label=label, value=stance, default=stance in chosen)
                for stance, label in STANCES.items()
            ),
        ],
    )
