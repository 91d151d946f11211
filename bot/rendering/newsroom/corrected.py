"""What a sent answer is edited to after its fact was changed."""

from discord import ui

from bot.rendering.layout import layout_of
from bot.rendering.newsroom.reader_cards import card, marked
from facts.alerts.events import event_of
from facts.markdown import excerpt
from facts.model import Correction, Fact
from facts.usecases.newsroom.shown_answer import Why
from facts.usecases.newsroom.shown_answers import AnswerCorrected
from facts.wording.fact_words import corrected as correction_words
from facts.wording.fact_words import retracted, shortest_name

_LINE = 400
_CLAIM = 200


def corrected_layout(told: AnswerCorrected) -> ui.LayoutView:
    """The fact's current card, headed by the correction; only a notice if retracted or removed."""
    fact, line = told.fact, correction_line(told)
    if fact is None:
        return layout_of(line)
    if fact.retraction is not None:
        claim = excerpt(fact.claim.text, _CLAIM)
        return layout_of([line, f"Claim #{fact.id}: {claim}"])
    return card(fact, line, told=told.mark.why is Why.CORRECTED)


def follow_up_layout(told: AnswerCorrected, mark: int) -> ui.LayoutView:
    """The message that tells the person who asked what became of their answer, and its claim."""
    lines = ["An answer you were given has changed."]
    if told.fact is not None and (given := told.change.after) is not None:
        lines.append(f"Claim #{given.id}: {excerpt(given.claim.text, _CLAIM)}")
    text = "\n".join([*lines, correction_line(told)])
    return marked(layout_of(text), mark)


def correction_line(told: AnswerCorrected) -> str:
    """What happened to the fact since the message was sent, in one line of Markdown."""
    fact = told.fact
    match told.mark.why:
        case Why.RETRACTED if fact and fact.retraction:
            line = f"🚫 **{excerpt(retracted(fact.retraction), _LINE)}**"
        case Why.RETRACTED | Why.RESTORED:
            line = "✏️ **This claim was restored.**"
        case Why.REMOVED | Why.REDACTED if fact is None:
            reason = told.change.reason
            because = f" {excerpt(reason, _LINE)}" if reason else ""
            line = f"🚫 **This claim was removed.**{because}"
        case Why.REDACTED:
            line = "✏️ **Parts of this claim were removed.**"
        case Why.MERGED if fact is not None:
            line = f"✏️ **Claim #{fact.id} covers claim #{told.shown.fact_id} now.**"
        case Why.DENIED:
            line = _denied(told)
        case _:
            line = _corrected(fact)
    return line


def _corrected(fact: Fact | None) -> str:
    corrections: tuple[Correction, ...] = fact.corrections if fact else ()
    if not corrections:
        return "✏️ **This claim was corrected.**"
    return f"✏️ **{excerpt(correction_words(corrections[-1]), _LINE)}**"


def _denied(told: AnswerCorrected) -> str:
    event = event_of([told.change])
    denials = event.denials if event else ()
    names = (shortest_name(one.by, one.role, one.on_behalf_of) for one in denials)
    by = " and ".join(dict.fromkeys(names))
    return f"✏️ **New denial{f' by {excerpt(by, _CLAIM)}' if by else ''}.**"
