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
    told = "You follow this fact already" if already else "You follow this fact now"
    text = (
        f"**{told}:** {claim}\nWhen it is corrected or retracted, or somebody else denies it, I "
        "write to you in a direct message. `/alerts list` shows all that you follow."
    )
    stop = ui.Button[ui.LayoutView](
        label="Stop following it", custom_id=alert_ids.unfollow(fact.id)
    )
    return layout_of([text], colour=PLAIN, buttons=[stop])


def unfollowed_layout() -> ui.LayoutView:
    """That somebody follows a fact no longer."""
    return note_layout("You do not follow this fact any more.")
