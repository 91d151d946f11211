"""The reply to /verify: whether a citation is genuine, and its revision's text."""

from discord import ui

from bot.rendering.facts import fact_layout
from facts.markdown import excerpt
from facts.usecases.reading.verifying import Verified
from facts.wording import corrected, retracted

_REASON_SHOWN = 300
_CORRECTIONS_SHOWN = 2


def verified_layout(verified: Verified) -> ui.LayoutView:
    """The cited revision, headed by the result of the check and later changes."""
    lines = [_genuine(verified), *_since(verified), "That revision said:"]
    return fact_layout(verified.fact, shareable=False, note="\n".join(lines))


def _genuine(verified: Verified) -> str:
    if verified.genuine is None and verified.fact.redactions:
        return (
            "ℹ️ **A text was removed from this revision, so its check code can’t be compared.** "
            "The rest is as we published it."
        )
    if verified.genuine is None:
        return "ℹ️ **This citation has no check code, so a screenshot of it proves nothing.**"
    if verified.genuine:
        return "✅ **Genuine.** We published an answer with this citation."
    return (
        "⚠️ **Not genuine.** The check code doesn’t match: it was mistyped, or what you were "
        "shown was altered or made up."
    )


def _since(verified: Verified) -> list[str]:
    now = verified.now
    if verified.is_latest:
        return [] if verified.genuine is False else ["-# It hasn’t been changed since."]
    if now is None:
        return ["-# The claim has been removed since."]
    if now.id != verified.fact.id:
        return [f"-# It was merged into another claim later. See it with `/claim #{now.id}`."]
    newer = f"-# It was changed later. See revision {now.revision} with `/claim #{now.id}`."
    since = [one for one in now.corrections if one not in verified.fact.corrections]
    said = [f"✏️ {excerpt(corrected(one), _REASON_SHOWN)}" for one in since[-_CORRECTIONS_SHOWN:]]
    if now.retraction is None:
        return [*said, newer]
    return [f"🚫 **{excerpt(retracted(now.retraction), _REASON_SHOWN)}**", *said, newer]
