"""The first time that a moderator uses the bot on a server."""

from tests.bot.desk.conftest import Newsroom
from tests.bot.shown import text


async def test_the_first_moderator_is_told_where_to_begin(newsroom: Newsroom) -> None:
    """Once for a desk, in four lines, to that moderator alone; what is not set yet is named."""
    card = await newsroom.ada.type("desk setup")
    assert "Not set yet: moderator roles, log channel, topics" in text(card)
    [told] = card.followups
    assert told.ephemeral
    [box] = told.components
    lines = box["components"][0]["content"].splitlines()[1:]
    assert len(lines) == 4
    assert "fact add" in lines[1]
    again = await newsroom.ben.type("fact drafts")
    assert again.followups == []


async def test_who_moderates_nothing_is_not_welcomed(newsroom: Newsroom) -> None:
    """The first moderator still is."""
    await newsroom.rita.type("fact drafts")
    assert len((await newsroom.ada.type("fact drafts")).followups) == 1
