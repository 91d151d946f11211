"""Short answers to what was pressed: a sentence, and the way back where there is one."""

from discord import ui

from bot.rendering.alerts import alert_ids
from bot.rendering.layout import PLAIN, layout_of
from facts.markdown import excerpt
from facts.model import Fact

_CLAIM = 200


def note_layout(text: str) -> ui.LayoutView:
    """``text``, Markdown, and nothing to press."""
    return layout_of([text], colour=PLAIN)


def followed_layout(fact: Fact, *, already: bool) -> ui.LayoutView:
    """That somebody follows ``fact`` now, or did already."""
    claim = excerpt(fact.claim.text, _CLAIM)
    told = "You already follow this claim" if already else "You’re following this claim"
    text = (
        f"**{told}:** {claim}\nI’ll send you a direct message when it’s corrected or retracted, "
        "or gets a new response. `/alerts list` shows everything you follow."
    )
    stop = ui.Button[ui.LayoutView](label="Unfollow", custom_id=alert_ids.unfollow(fact.id))
    return layout_of([text], colour=PLAIN, buttons=[stop])


def unfollowed_layout() -> ui.LayoutView:
    """That somebody follows a fact no longer."""
    return note_layout("You no longer follow this claim.")
