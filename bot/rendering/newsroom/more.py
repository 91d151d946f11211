"""What else can be done about an answer: a private card behind *More…*."""

from discord import ui

from bot.rendering.layout import PLAIN, layout_of
from bot.rendering.newsroom import newsroom_ids
from facts.markdown import excerpt
from facts.model import Fact, checked_citation

_CLAIM = 200


def more_layout(fact: Fact, *, reports: bool) -> ui.LayoutView:
    """``reports``: the desk of ``fact`` wants to hear of errors."""
    claim = excerpt(fact.claim.text, _CLAIM)
    text = f"### About this answer\n{claim}\n-# To cite it: Claim {checked_citation(fact)}"
    buttons: list[ui.Button[ui.LayoutView]] = []
    if reports:
        buttons.append(ui.Button(label="Report an error…", custom_id=newsroom_ids.report(fact.id)))
    return layout_of([text], colour=PLAIN, buttons=buttons)
