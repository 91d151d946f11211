"""/fact redact: a text that must not be kept goes, when a second moderator approves."""

import simcord

from tests.bot.desk.conftest import Newsroom
from tests.bot.desk.test_second_person import newest
from tests.bot.shown import buttons, text

ADDRESS = "4 Elm Street"


async def _published(newsroom: Newsroom, claim: dict[str, str]) -> None:
    await newsroom.ada.publish(claim | {"text": f"The mayor lives at {ADDRESS}."})


async def test_it_takes_two(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """The log channel does not repeat the text; who approves sees it; readers see when and why."""
    channel = newsroom.guild.create_text_channel("desk-log")
    await newsroom.ada.choose(await newsroom.ada.type("desk setup"), channel, control="log")
    await _published(newsroom, claim)
    asked = await newsroom.ada.type(
        "fact redact", fact="mayor lives", text=ADDRESS, reason="a private address"
    )
    assert "Another moderator must approve" in text(asked)
    assert "Ada wants to remove a text" in newest(channel)
    assert ADDRESS not in newest(channel)
    message = channel.last_message
    assert message is not None
    own = await newsroom.ada.actor.click(message, label="Review…")
    refused = await newsroom.ada.press(own, "Remove for good")
    assert "another moderator must approve" in text(refused)
    review = await newsroom.ben.actor.click(message, label="Review…")
    assert ADDRESS in text(review)
    assert "**Removed**" in text(await newsroom.ben.press(review, "Remove for good"))
    answer = await newsroom.rita.type("claim", question="mayor lives")
    assert ADDRESS not in text(answer)
    assert "A text was removed on" in text(answer)
    assert "a private address" in text(answer)
    history = await newsroom.ada.type("fact history", fact="mayor lives")
    assert ADDRESS not in text(history)
    assert "redacted" in text(history)


async def test_without_a_log_channel(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """The second moderator types the command without a text; anybody may decline."""
    await _published(newsroom, claim)
    nothing = await newsroom.ben.type("fact redact", fact="mayor lives")
    assert "No redaction of claim" in text(nothing)
    await newsroom.ada.type("fact redact", fact="mayor lives", text=ADDRESS, reason="privacy")
    review = await newsroom.ben.type("fact redact", fact="mayor lives")
    assert "Decline" in buttons(review)
    assert "nothing is removed" in text(await newsroom.ben.press(review, "Decline"))
    answer = await newsroom.rita.type("claim", question="mayor lives")
    assert ADDRESS in text(answer)


async def test_readers_may_not(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """Nor is anything asked for."""
    await _published(newsroom, claim)
    result: simcord.InteractionResult = await newsroom.rita.type(
        "fact redact", fact="mayor lives", text=ADDRESS, reason="privacy"
    )
    assert "Only this desk" in text(result) or "Only moderators" in text(result)
