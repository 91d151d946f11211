"""What a desk sets, and its log."""

import pytest

from facts.wiring import Library
from tests.bot.desk.acting import inputs
from tests.bot.desk.conftest import Newsroom
from tests.bot.shown import buttons, text


async def test_one_card_for_everything(newsroom: Newsroom, library: Library) -> None:
    """Roles, log channel, second person, strictness and topics, each set from the card."""
    role = newsroom.guild.create_role("Reporters")
    log = newsroom.guild.create_text_channel("desk-log")
    card = await newsroom.ada.type("desk setup")

    card = await newsroom.ada.choose(card, role, control="roles")
    card = await newsroom.ada.choose(card, log, control="log")
    card = await newsroom.ada.choose(card, "strict", control="strictness")
    card = await newsroom.ada.press(card, "Require second approval")
    form = await newsroom.ada.press(card, "Topics…")
    card = await newsroom.ada.submit(form, {"topics": "harbour\nferries"})

    assert "Saved." not in text(await newsroom.ada.type("desk setup"))
    assert role.mention in text(card)
    assert log.mention in text(card)
    assert "Strict" in text(card)
    assert "Turn off second approval" in buttons(card)
    assert "harbour, ferries" in text(card)
    settings = await library.desk.setup.read(newsroom.desk)
    assert settings.moderator_roles == {str(role.id)}
    assert settings.log_channel == str(log.id)
    assert settings.second_person
    assert settings.strictness == "strict"
    assert settings.topics == ("harbour", "ferries")


async def test_public_pages_are_the_desks_own_choice(newsroom: Newsroom, library: Library) -> None:
    """Off by default and told in one sentence; on, with the desk's own text on how it checks."""
    card = await newsroom.ada.type("desk setup")
    assert "Public pages:** off. This desk’s facts are not on the web" in text(card)
    card = await newsroom.ada.press(card, "Turn on public pages")
    assert "Public pages:** on. Everyone can read this desk’s facts on the web" in text(card)
    assert newsroom.desk in await library.public.desks()
    form = await newsroom.ada.press(card, "How we check…")
    card = await newsroom.ada.submit(form, {"about": "We call both sides.\nComplain to Ada."})
    assert await library.public.about() == "We call both sides.\nComplain to Ada."
    again = await newsroom.ada.press(card, "How we check…")
    assert inputs(again) == {"about": "We call both sides.\nComplain to Ada."}
    await newsroom.ada.press(card, "Turn off public pages")
    assert newsroom.desk not in await library.public.desks()


async def test_moderators_by_command(newsroom: Newsroom, library: Library) -> None:
    """A role is named and taken back."""
    role = newsroom.guild.create_role("Reporters")

    named = await newsroom.ada.type("desk moderators", add=role)
    assert role.mention in text(named)
    assert (await library.desk.setup.read(newsroom.desk)).moderator_roles == {str(role.id)}
    shown = await newsroom.ada.type("desk moderators")
    assert role.mention in text(shown)
    await newsroom.ada.type("desk moderators", remove=role)

    assert (await library.desk.setup.read(newsroom.desk)).moderator_roles == frozenset()


async def test_everyone_is_no_moderator(newsroom: Newsroom, library: Library) -> None:
    """Naming the default role would give the facts to everybody, whichever way it is tried."""
    refused = await newsroom.ada.type("desk moderators", add=newsroom.guild.default_role)
    assert "@everyone can’t be moderators" in text(refused)

    card = await newsroom.ada.type("desk setup")
    await newsroom.ada.choose(card, newsroom.guild.default_role, control="roles")

    assert (await newsroom.rita.type("fact add")).modal is None
    assert (await library.desk.setup.read(newsroom.desk)).moderator_roles == frozenset()


async def test_the_settings_can_be_taken_back(newsroom: Newsroom, library: Library) -> None:
    """No log channel, no second person, no role."""
    log = newsroom.guild.create_text_channel("desk-log")
    card = await newsroom.ada.type("desk setup")
    card = await newsroom.ada.choose(card, log, control="log")
    card = await newsroom.ada.press(card, "Require second approval")
    card = await newsroom.ada.press(card, "Turn off second approval")
    card = await newsroom.ada.choose(card, control="log")
    await newsroom.ada.choose(card, control="roles")

    settings = await library.desk.setup.read(newsroom.desk)

    assert settings.log_channel is None
    assert not settings.second_person


async def test_too_many_topics_are_handed_back(newsroom: Newsroom) -> None:
    """With what is allowed, and every word that was typed."""
    form = await newsroom.ada.press(await newsroom.ada.type("desk setup"), "Topics…")
    topics = "\n".join(f"topic {number}" for number in range(26))

    refused = await newsroom.ada.submit(form, {"topics": topics})

    assert "25" in text(refused)
    assert topics in text(refused)


@pytest.mark.parametrize("role_named", [True, False])
async def test_only_who_manages_the_server_sets(
    newsroom: Newsroom, library: Library, *, role_named: bool
) -> None:
    """A moderator by role sees the card and changes nothing of it; others do not even see it."""
    reporters = newsroom.guild.create_role("Reporters")
    if role_named:
        await newsroom.ada.type("desk moderators", add=reporters)
    newsroom.rita.gets(reporters)

    card = await newsroom.rita.type("desk setup")

    if role_named:
        refused = await newsroom.rita.press(card, "Require second approval")
        assert "Manage Server" in text(refused)
        assert "Manage Server" in text(await newsroom.rita.type("desk moderators", add=reporters))
    else:
        assert not buttons(card)
    assert not (await library.desk.setup.read(newsroom.desk)).second_person


async def test_the_log(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """Who changed what in all facts, newest first, by person, fact and kind."""
    await newsroom.ada.publish(claim)
    await newsroom.ben.publish({"text": "Ferries stop at night.", "source": "City Radio"})
    await newsroom.ben.type("fact source", fact="harbour bridge", outlet="Coast News")

    everything = text(await newsroom.ada.type("desk log"))
    assert everything.index("edited by Ben") < everything.index("added by Ada")
    by_ada = text(await newsroom.ada.type("desk log", by=newsroom.ada.actor))
    assert "Ben" not in by_ada
    of_fact = text(await newsroom.ada.type("desk log", fact="harbour bridge"))
    assert "Ferries" not in of_fact
    edited = text(await newsroom.ada.type("desk log", kind="edited"))

    assert "added by" not in edited
    assert "Coast News" in edited


async def test_a_long_log_has_pages(newsroom: Newsroom) -> None:
    """Older changes with a button, which keeps the filter."""
    for number in range(7):
        await newsroom.ada.publish({"text": f"Ferry {number} stops.", "source": "City Radio"})
    await newsroom.ben.publish({"text": "Trams stop.", "source": "City Radio"})
    log = await newsroom.ada.type("desk log", by=newsroom.ada.actor)
    assert "Ferry 6" in text(log)

    older = await newsroom.ada.press(log, "Older ▶")

    assert "Ferry 0" in text(older)
    assert "Trams" not in text(older)


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
