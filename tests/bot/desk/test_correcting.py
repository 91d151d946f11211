"""A correction: published by the desk, read by everybody who asks or was told before."""

import re

from tests.bot.desk.conftest import Newsroom
from tests.bot.shown import buttons, options, text

RIGHT = {"text": "The port closed the harbour bridge for repairs."}
SENTENCE = "The port closed the bridge, not the mayor."


async def test_a_correction_is_read_by_everybody(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """The card tells its day and its sentence; /verify tells it to who has the old answer."""
    ada = newsroom.ada
    await ada.publish(claim)
    answer = text(await newsroom.rita.type("claim", question="mayor closed harbour bridge"))
    [old] = re.findall(r"Claim (\d+\.\d+-\w+)", answer)
    card = await ada.choose(await ada.type("fact edit", fact="harbour bridge"), "claim:0")
    card = await ada.submit(card, RIGHT)

    assert {"Publish as a correction…", "Publish without a note"} <= set(buttons(card))
    form = await ada.press(card, "Publish as a correction…")
    done = await ada.submit(form, {"sentence": SENTENCE})

    assert re.search(r"Corrected on \d+ \w+ \d{4}: The port closed the bridge", text(done))
    answer = text(await newsroom.rita.type("claim", question="port closed harbour bridge"))
    assert re.search(r"Corrected on \d+ \w+ \d{4}: The port closed the bridge", answer)
    verified = text(await newsroom.rita.type("verify", citation=old))
    assert "The port closed the bridge, not the mayor." in verified


async def test_a_typo_is_published_without_a_note(
    newsroom: Newsroom, claim: dict[str, str]
) -> None:
    """The command and four more: part, form, sent, published."""
    ada = newsroom.ada
    await ada.publish(claim)
    form = await ada.choose(await ada.type("fact edit", fact="harbour bridge"), "claim:0")
    card = await ada.submit(form, RIGHT)
    done = await ada.press(card, "Publish without a note")

    assert "Published." in text(done)
    assert "Corrected on" not in text(done)


async def test_a_new_fact_is_not_corrected(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """Nobody read it before."""
    card = await newsroom.ada.add(claim)
    assert "Publish" in buttons(card)
    assert "Publish as a correction…" not in buttons(card)


async def test_the_second_person_reads_what_readers_will(
    newsroom: Newsroom, claim: dict[str, str]
) -> None:
    """A proposal of a correction shows its sentence."""
    ada, ben = newsroom.ada, newsroom.ben
    await ada.publish(claim)
    await ada.press(await ada.type("desk setup"), "Require second approval")
    form = await ada.choose(await ada.type("fact edit", fact="harbour bridge"), "claim:0")
    card = await ada.submit(form, RIGHT)
    await ada.submit(await ada.press(card, "Publish as a correction…"), {"sentence": SENTENCE})

    drafts = await ben.type("fact drafts")
    opened = await ben.choose(drafts, options(drafts)[0]["value"])
    assert f"Readers will see: {SENTENCE}" in text(opened)
    await ben.press(opened, "Approve and publish")
    answer = text(await newsroom.rita.type("claim", question="port closed harbour bridge"))
    assert SENTENCE in answer
