"""Questions in other languages on Discord: what a reader is shown, and where it leads."""

from facts.wiring import Library
from tests.bot.conftest import Room
from tests.bot.shown import options, text


async def test_a_question_in_spanish_is_offered_the_claim(room: Room, library: Library) -> None:
    """As a question back that says in which language it is stored; opened, it is the card."""
    await library.asking.catalogue.learn()
    asked = "¿Es verdad que Kim Jong Un envió una carta amable a Trump?"
    result = await room.reader.slash(room.channel, "claim", question=asked)

    assert result.ephemeral
    assert "These claims are in English. Do you mean one of them?" in text(result)
    assert "nice note" in text(result)
    assert "not mentioned" not in text(result).lower()
    chosen = next(one["value"] for one in options(result) if "nice note" in one["label"])
    opened = await room.reader.select(result.response, [chosen])
    assert "DENIED" in text(opened)


async def test_nothing_found_is_said_in_the_language_of_the_question(
    room: Room, library: Library
) -> None:
    """Beside the English one."""
    await library.asking.catalogue.learn()
    result = await room.reader.slash(
        room.channel, "claim", question="Правда ли, что в Сахаре в январе выпал снег?"
    )
    assert "Об этом утверждении у нас пока ничего нет." in text(result)
    assert "английский" in text(result)


async def test_the_card_of_a_claim_in_another_language_says_so(
    room: Room, library: Library
) -> None:
    """Below who said it."""
    line = '{"claim": "El alcalde cerró el puente por obras.", "sources": [{"outlet": "Diario"}]}'
    await library.importing.run(line.encode(), editor="t")
    result = await room.reader.slash(room.channel, "claim", question="el alcalde cerró el puente")
    assert "The claim is in Spanish." in text(result)
