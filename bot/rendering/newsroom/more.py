"""What else can be done about an answer: a private card behind *More…*."""

from discord import ui

from bot.rendering import custom_ids
from bot.rendering.asking.answer_card import asked_line
from bot.rendering.layout import PLAIN, layout_of
from bot.rendering.newsroom import newsroom_ids
from facts.markdown import excerpt
from facts.model import Fact

_CLAIM = 200
Button = ui.Button[ui.LayoutView]


def more_layout(fact: Fact, decided: str, *, reports: bool, asked: str = "") -> ui.LayoutView:
    """``decided`` is how the answer came about; ``reports``: its desk wants to hear of errors.

    The card itself carries what was ``asked``: it is kept nowhere else.
    """
    lines = (f"### Claim #{fact.id}", excerpt(fact.claim.text, _CLAIM), asked_line(asked))
    text = "\n".join(line for line in lines if line)
    buttons: list[Button] = [
        ui.Button(label="Cite", custom_id=custom_ids.cite(fact.id)),
        ui.Button(label="History", custom_id=custom_ids.versions(fact.id, 0)),
        ui.Button(label="Show all", custom_id=custom_ids.fact_page(fact.id, 0)),
    ]
    if reports:
        buttons.append(ui.Button(label="Report an error…", custom_id=newsroom_ids.report(fact.id)))
    feedback: list[Button] = [
        ui.Button(label="Helpful", custom_id=newsroom_ids.vote(fact.id, decided, "yes")),
        ui.Button(label="Not what I asked", custom_id=newsroom_ids.vote(fact.id, decided, "no")),
    ]
    return layout_of([text], colour=PLAIN, buttons=buttons, second_row=feedback)


def voted_layout(*, helpful: bool, ask: str | None, asked: str = "") -> ui.LayoutView:
    """Thanks for a vote. ``ask`` is the custom id of *Ask the newsroom*, if a desk takes any."""
    if helpful:
        return layout_of(["Thank you. Good to know it helped."], colour=PLAIN)
    text = "Thank you. That helps us find the right claim next time."
    buttons: list[Button] = []
    if ask is not None:
        text += "\nThe newsroom can look into what you asked:"
        text += f"\n{asked_line(asked)}" if asked else ""
        buttons.append(ui.Button(label="Ask the newsroom…", custom_id=ask))
    return layout_of([text], colour=PLAIN, buttons=buttons)
