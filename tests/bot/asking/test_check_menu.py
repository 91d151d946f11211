"""The message menu's "Check this claim"."""

import simcord

from tests.bot.conftest import Room
from tests.bot.shown import buttons, text

_LONG = (
    "Good morning all! Lovely weather in town today 🌞 https://weather.example/today. "
    "They say that Kim Jong Un sent Trump a nice note. "
    "Anyway, the bakery on the corner has new opening hours. #bread #town <@123456789012345678>"
)


async def test_the_best_sentence_of_a_message_is_named(room: Room) -> None:
    """A long message is answered privately, with the sentence that was looked up."""
    message = await room.reader.send(room.channel, _LONG)

    result = await room.reader.context_menu(room.channel, "Check this claim", message)

    assert result.ephemeral
    named = "“They say that Kim Jong Un sent Trump a nice note.”"
    assert f"Closest to the message: {named}" in text(result)
    assert "DENIED" in text(result)
    assert "Show everyone" in buttons(result)


async def test_the_same_text_is_answered_alike_typed_and_checked(room: Room) -> None:
    """Pasted into /claim it leads to the fact that the menu finds, though it says much besides."""
    typed = await room.reader.slash(room.channel, "claim", question=_LONG, private=True)

    assert "DENIED" in text(typed)


async def test_a_message_about_something_else(room: Room) -> None:
    """What is not stored is not answered, however long the message."""
    message = await room.reader.send(
        room.channel, "The bakery has new opening hours. Their pizza is the best in town."
    )

    result = await room.reader.context_menu(room.channel, "Check this claim", message)

    assert result.ephemeral
    assert "We have nothing on this claim yet" in text(result)


async def test_a_message_without_text(room: Room) -> None:
    """A picture alone gets a sentence that says what to do."""
    message = await room.reader.send(room.channel, "", attachments=[("cat.png", b"\x89PNG")])

    result = await room.reader.context_menu(room.channel, "Check this claim", message)

    assert result.ephemeral
    assert "no text to check" in text(result)


async def test_a_forwarded_message_is_read(room: Room, simcord_env: simcord.Env) -> None:
    """A forward carries its text in a snapshot, which is what the reader sees."""
    source = await room.reader.send(room.channel, "Kim sent Trump a nice note")
    forwarded = await room.reader.forward(source, room.channel)
    await simcord_env.settle()

    result = await room.reader.context_menu(room.channel, "Check this claim", forwarded)

    assert "DENIED" in text(result)
