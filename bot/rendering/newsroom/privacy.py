"""What is stored about a person, on a card with the file of it."""

from discord import ButtonStyle, ui

from bot.rendering.layout import PLAIN, layout_of
from bot.rendering.newsroom import newsroom_ids
from facts.usecases.newsroom.privacy import Kept

FILE_NAME = "what-is-stored-about-me.json"
_BLOCK = "A desk blocked you. Your id stays stored for that, even after *Forget me*."
_CHANGES = (
    "-# Moderators: your name beside published changes stays, because a newsroom must know who "
    "changed what. Ask whoever runs the bot to erase it."
)


def privacy_layout(kept: Kept) -> ui.LayoutView:
    """How much of what is kept; all of it is in the file."""
    counted = {
        "alerts": len(kept.alerts),
        "alerts you set up in channels, which stay without your id": len(kept.channel_alerts),
        "open requests to a newsroom": len(kept.requests),
        "requests of readers you took": len(kept.requests_taken),
        "votes on answers, for 30 days": len(kept.votes),
        "answers in your direct messages, for 90 days": len(kept.answers_in_direct_messages),
        "drafts of facts": len(kept.drafts),
    }
    lines = [f"- {what.capitalize()}: {count:,}" for what, count in counted.items() if count]
    texts = ["### What I store about you", "\n".join(lines) or "Nothing."]
    if kept.blocked_by:
        texts.append(_BLOCK)
    buttons = []
    if kept.count:
        texts.append(_CHANGES)
        buttons = [
            ui.Button[ui.LayoutView](
                label="Forget me", style=ButtonStyle.danger, custom_id=newsroom_ids.forget()
            )
        ]
    return layout_of(texts, colour=PLAIN, buttons=buttons)


def forgotten_layout(*, blocked: bool) -> ui.LayoutView:
    """That all of it is gone."""
    text = "**Forgotten.** Your alerts, requests, votes, answers and drafts are gone."
    return layout_of([f"{text}\n{_BLOCK}" if blocked else text], colour=PLAIN)
