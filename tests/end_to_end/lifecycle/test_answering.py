"""The real process on a real connection: it signs in, registers its commands and answers."""

import signal

import pytest

from tests.end_to_end.lifecycle import payloads
from tests.end_to_end.lifecycle.conftest import ENGINES, StartBot
from tests.end_to_end.lifecycle.loopback import Loopback

_GUILDS_INTENT = 1
_COMPONENTS_V2 = 1 << 15
pytestmark = pytest.mark.parametrize("engine", ENGINES, indirect=True)


async def test_a_claim_is_answered_with_its_denial(loopback: Loopback, start_bot: StartBot) -> None:
    """`/claim nice note` brings the claim, who denied it and the sources, and pings nobody.

    It takes no privileged intent.
    """
    async with start_bot():
        await loopback.signed_in()
        answer = await loopback.answer(await loopback.ask("nice note"))
    assert loopback.gateway.identified[0]["intents"] == _GUILDS_INTENT
    assert answer.body["type"] == 4
    assert answer.body["data"]["flags"] & _COMPONENTS_V2
    assert answer.body["data"]["allowed_mentions"] == {"parse": []}
    for words in ("DENIED", "Donald Trump", "Foreign Ministry", "VOA News", "18 April 2020"):
        assert words in answer.text


async def test_a_lost_connection_is_taken_up_again(loopback: Loopback, start_bot: StartBot) -> None:
    """The session goes on where it was: no new sign-in, no registering, answers as before."""
    async with start_bot():
        await loopback.signed_in()
        await loopback.gateway.end_sessions(4000)
        await loopback.happened.until(lambda: loopback.gateway.resumed, "the session was resumed")
        assert "DENIED" in (await loopback.answer(await loopback.ask("nice note"))).text
    assert len(loopback.gateway.identified) == 1
    assert len(loopback.registrations) == 1


async def test_commands_are_registered_only_when_they_changed(
    loopback: Loopback, start_bot: StartBot
) -> None:
    """Put on the first start, left alone on the second, put again when Discord's differ.

    Each start has the store of the one before, which let go of it.
    """
    for changed in ("", "", "An older description"):
        if changed:
            claim = next(known for known in loopback.commands if known["name"] == "claim")
            claim["options"][0]["description"] = changed
        loopback.gateway.identified.clear()
        async with start_bot() as bot:
            await loopback.signed_in()
            bot.signal(signal.SIGTERM)
            assert await bot.ended() == 0
        if not changed:
            assert len(loopback.registrations) == 1
    assert len(loopback.registrations) == 2
    assert {command["name"] for command in loopback.registrations[0]} >= {"claim", "about"}
    assert loopback.registrations[0] == loopback.registrations[1]


async def test_a_start_does_not_depend_on_registering(
    loopback: Loopback, start_bot: StartBot
) -> None:
    """Where Discord refuses the commands, the bot answers with those it registered before."""
    older = {"name": "claim", "contexts": [0, 1, 2], "integration_types": [0, 1]}
    loopback.commands = [payloads.registered_command("16", older)]
    loopback.turn_down["PUT commands"] = 403
    async with start_bot() as bot:
        await bot.says("Could not register the commands")
        await loopback.signed_in()
        assert "DENIED" in (await loopback.answer(await loopback.ask("nice note"))).text
