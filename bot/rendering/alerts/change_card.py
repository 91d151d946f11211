"""The card to change a subscription, by selects or forms."""

from discord import ui

from bot.rendering import custom_ids
from bot.rendering.alerts.subscription_card import DAYS, act_button, news_of, spec_words, when_words
from bot.rendering.layout import Select, layout_of, options_of, select_of
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
    times = act_button(subscription, "Times…", "times")
    done = act_button(subscription, "Done", "show", "primary")
    selects, buttons = [_news_select(subscription), _when_select(subscription)], [times, done]
    if subscription.wanted is not None:
        selects.append(_stance_select(subscription.id, subscription.wanted))
        buttons.insert(0, act_button(subscription, "Topics and words…", "filters"))
    text = f"{heading}\n**When:** {when_words(subscription)}"
    return layout_of(text, *selects, buttons)


def _news_select(subscription: Subscription) -> Select | None:
    custom_id = custom_ids.choose(subscription.id, "news")
    labels = {str(news): words.capitalize() for news, words in news_of(subscription).items()}
    options = options_of(labels, subscription.what_for)
    return select_of(custom_id, "Which news", options, several=True)


def _when_select(subscription: Subscription) -> Select | None:
    when = subscription.when
    now = f"{when.kind}:{when.day}" if isinstance(when, Weekly) else when.kind
    labels = {"at once": "At once", "hourly": "Every full hour", "daily": "Daily"} | {
        f"weekly:{number}": f"On {day}s" for number, day in enumerate(DAYS)
    }
    return select_of(custom_ids.choose(subscription.id, "when"), "When", options_of(labels, [now]))


def _stance_select(subscription_id: str, wanted: Filter) -> Select | None:
    chosen = [str(one.stance) for one in conditions(wanted) if isinstance(one, WithStance)]
    labels = {ANY_STANCE: "Any response, or none"} | {
        str(key): said for key, said in STANCES.items()
    }
    custom_id = custom_ids.choose(subscription_id, "stance")
    return select_of(custom_id, "Which response", options_of(labels, chosen or [ANY_STANCE]))
