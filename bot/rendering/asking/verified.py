"""A citation that was looked up: whether it is genuine, and the text of its revision."""

from discord import ui

from bot.rendering.facts import fact_layout
from facts.markdown import excerpt
from facts.usecases.verifying import Verified
from facts.wording import corrected, retracted

_REASON_SHOWN = 300
_CORRECTIONS_SHOWN = 2


def verified_layout(verified: Verified) -> ui.LayoutView:
    """The revision that was cited, led by what its check says and what came after."""
    lines = [_genuine(verified), *_since(verified), "That revision says:"]
    return fact_layout(verified.fact, shareable=False, note="\n".join(lines))


def _genuine(verified: Verified) -> str:
    if verified.genuine is None:
        return "ℹ️ **Without its check a picture proves nothing.**"
    if verified.genuine:
        return "✅ **Genuine.** There was an answer with this citation."
    return (
        "⚠️ **Not genuine.** The check is not that of this revision: it was mistyped, or what you "
        "were shown was changed or made up."
    )


def _since(verified: Verified) -> list[str]:
    now = verified.now
    if verified.is_latest:
        return ["-# It is the latest revision."]
    if now is None:
        return ["-# The fact was taken out of the store since."]
    newer = f"-# The fact was changed since: ask for #{now.id} to see revision {now.revision}."
    since = [one for one in now.corrections if one not in verified.fact.corrections]
    said = [f"✏️ {excerpt(corrected(one), _REASON_SHOWN)}" for one in since[-_CORRECTIONS_SHOWN:]]
    if now.retraction is None:
        return [*said, newer]
    return [f"🚫 **{excerpt(retracted(now.retraction), _REASON_SHOWN)}**", *said, newer]
