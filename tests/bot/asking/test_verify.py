"""/verify: a forged picture of an answer is exposed, a genuine one confirmed."""

import re
from typing import Any

import pytest
import simcord

from bot.client import NiceNote
from facts.model import HOME, Member
from facts.wiring import Library
from tests.bot.conftest import AddFact, Room
from tests.bot.shown import text


def citation_in(answer: str) -> str:
    found = re.search(r"Claim (\d+\.\d+-\w+)", answer)
    assert found is not None, answer
    return found[1]


async def test_a_genuine_answer(room: Room) -> None:
    """The citation at the foot of an answer leads to the very same text."""
    answer = text(await room.reader.slash(room.channel, "claim", question="nice note"))

    result = await room.reader.slash(room.channel, "verify", citation=citation_in(answer))

    assert result.ephemeral
    assert "**Genuine.**" in text(result)
    assert "It hasn’t been changed since." in text(result)
    assert "never sent the US president any letters" in text(result)


async def test_a_forged_answer(room: Room) -> None:
    """A check that is not that of the text is called out, and the real text shown."""
    result = await room.reader.slash(room.channel, "verify", citation="1.1-aaaaaa")

    assert "**Not genuine.**" in text(result)
    assert "DENIED" in text(result)


async def test_an_older_revision(room: Room, add_fact: AddFact, a_fact: dict[str, Any]) -> None:
    """The text that was shown then, with a word on what became of it."""
    await add_fact(a_fact | {"ref": "bridge"}, "home")
    answer = text(
        await room.reader.slash(room.channel, "claim", question="mayor closed harbour bridge")
    )
    a_fact["claim"]["venue"] = "the town hall"
    await add_fact(a_fact | {"ref": "bridge"}, "home")

    result = await room.reader.slash(room.channel, "verify", citation=citation_in(answer))

    assert "**Genuine.**" in text(result)
    assert "the port council" in text(result)
    assert "See revision 2" in text(result)


@pytest.mark.parametrize(
    ("mistyped", "says"), [(False, "**Genuine.**"), (True, "**Not genuine.**")]
)
async def test_a_citation_of_what_was_retracted_since(
    room: Room,
    add_fact: AddFact,
    a_fact: dict[str, Any],
    mistyped: bool,  # noqa: FBT001
    says: str,
) -> None:
    """Genuine as it was or mistyped, the answer no longer stands, and that is said first."""
    await add_fact(a_fact | {"ref": "bridge"}, "home")
    asked = await room.reader.slash(room.channel, "claim", question="mayor closed harbour bridge")
    citation = citation_in(text(asked))
    taken_back = {"retraction": {"on": "2021-05-06", "reason": "It was another bridge."}}
    await add_fact(a_fact | {"ref": "bridge"} | taken_back, "home")
    if mistyped:
        citation = citation.partition("-")[0] + "-aaaaaa"

    result = text(await room.reader.slash(room.channel, "verify", citation=citation))

    assert says in result
    assert "RETRACTED by the newsroom on 6 May 2021: It was another bridge." in result
    assert result.index("RETRACTED") < result.index("The mayor closed")


async def test_a_merged_claim_keeps_its_own_words(
    room: Room, add_fact: AddFact, a_fact: dict[str, Any], library: Library
) -> None:
    """The corrections of the claim that covers it now are not told as its own."""
    note = {"on": "2021-05-06", "sentence": "It was the other pier."}
    await add_fact(a_fact | {"ref": "bridge"}, "home")
    asked = await room.reader.slash(room.channel, "claim", question="mayor closed harbour bridge")
    citation = citation_in(text(asked))
    pier = {"text": "The council sold the pier."}
    await add_fact(a_fact | {"ref": "pier", "claim": pier, "corrections": [note]}, "home")
    gone = int(citation.partition(".")[0])
    await library.desk.merging.merge(Member(HOME, "1", "Ada", manages_server=True), gone + 1, gone)

    result = text(await room.reader.slash(room.channel, "verify", citation=citation))

    assert f"merged into another claim later. See it with `/claim #{gone + 1}`." in result
    assert "It was the other pier." not in result


async def test_what_is_no_citation(room: Room) -> None:
    """The sentence says what a citation looks like and where it stands."""
    result = await room.reader.slash(room.channel, "verify", citation="nice note")

    assert result.ephemeral
    assert "the code below every answer" in text(result)


async def test_a_desk_of_others_cannot_be_verified(
    room: Room,
    add_fact: AddFact,
    a_fact: dict[str, Any],
    simcord_env: simcord.Env,
    library: Library,
) -> None:
    """What a reader may not see is not shown by this way either, after a restart neither."""
    await add_fact(a_fact, "123")
    await simcord_env.restart_bot(NiceNote(library))
    number = (await library.asking.ask("mayor closed harbour bridge", None)).match.fact.id  # type: ignore[union-attr]

    result = await room.reader.slash(room.channel, "verify", citation=f"{number}.1")

    assert "mayor" not in text(result)
