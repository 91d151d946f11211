"""A citation that was looked up: whether it is genuine, and the text of its revision."""

from discord import ui

from bot.rendering.fact_layout import fact_layout
from facts.usecases.verifying import Verified


def verified_layout(verified: Verified) -> ui.LayoutView:
    """The revision that was cited, led by what its check says and what came after."""
    return fact_layout(
        verified.fact, shareable=False, note=f"{_genuine(verified)}\n-# {_latest(verified)}"
    )


def _genuine(verified: Verified) -> str:
    if verified.genuine is None:
        return "ℹ️ **This is what that revision says.** Without its check a picture proves nothing."
    if verified.genuine:
        return "✅ **Genuine.** An answer with this citation said exactly this:"
    return (
        "⚠️ **Not genuine.** The check is not that of this revision: what you were shown was "
        "changed or made up. The revision really says:"
    )


def _latest(verified: Verified) -> str:
    if verified.is_latest:
        return "It is the latest revision."
    if verified.now is None:
        return "The fact was taken out of the store since."
    newer = f"to see revision {verified.now.revision}"
    return f"The fact was changed since: ask for #{verified.fact.id} {newer}."
