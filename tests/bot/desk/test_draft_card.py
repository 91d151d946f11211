"""Every button of a draft's cards, and what the card says before it is published."""

from typing import Any

from tests.bot.desk.acting import inputs
from tests.bot.desk.conftest import Newsroom, Stored
from tests.bot.shown import buttons, options, text


async def test_add_a_source(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """With outlet, headline, author, date and link."""
    card = await newsroom.ada.add(claim)
    form = await newsroom.ada.press(card, "Add source")

    card = await newsroom.ada.submit(
        form,
        {
            "outlet": "City Radio",
            "headline": "Bridge shut",
            "author": "Jo Lund",
            "published": "5 May 2021",
            "url": "https://radio.example/1",
        },
    )

    cited = "[City Radio, “Bridge shut”, by Jo Lund, 5 May 2021](<https://radio.example/1>)"
    assert f"\\[2\\] {cited}" in text(card)


async def test_a_response_may_name_a_source_that_is_there(
    newsroom: Newsroom, claim: dict[str, str], denial: dict[str, Any]
) -> None:
    """By its number; no source is added."""
    card = await newsroom.ada.respond(await newsroom.ada.add(claim), denial | {"source": "1"})

    assert "Jon Vik, mayor, 4 May 2021 \\[1\\]" in text(card)
    assert "\\[2\\]" not in text(card)


async def test_topics(newsroom: Newsroom, claim: dict[str, str], stored: Stored) -> None:
    """Typed with commas between, or chosen from the desk's own; the cards of the desk show them."""
    card = await newsroom.ada.add(claim)
    card = await newsroom.ada.submit(
        await newsroom.ada.press(card, "Topics"), {"others": "Harbour, bridges"}
    )
    setup = await newsroom.ada.type("desk setup")
    await newsroom.ada.submit(
        await newsroom.ada.press(setup, "Topics…"), {"topics": "harbour\nferries"}
    )

    form = await newsroom.ada.press(card, "Topics")
    assert inputs(form) == {"topics": ["harbour"], "others": "bridges"}
    card = await newsroom.ada.submit(form, {"topics": ["harbour", "ferries"], "others": "repairs"})
    assert "Topics: harbour, ferries, repairs" in text(card)

    published = await newsroom.ada.press(card, "Publish")
    assert "Topics: harbour, ferries, repairs" in text(published)
    [fact] = await stored()
    assert set(fact.topics) == {"harbour", "ferries", "repairs"}


async def test_topics_that_are_handed_back(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """Chosen ones and typed ones open again."""
    setup = await newsroom.ada.type("desk setup")
    form = await newsroom.ada.press(setup, "Topics…")
    await newsroom.ada.submit(form, {"topics": "harbour\nferries"})
    form = await newsroom.ada.press(await newsroom.ada.add(claim), "Topics")
    typed = {"topics": ["harbour"], "others": "x" * 51}

    refused = await newsroom.ada.submit(form, typed)

    again = await newsroom.ada.press(refused, "Reopen the form")
    assert inputs(again) == typed


async def test_other_wordings(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """A reader who asks in them finds the fact."""
    card = await newsroom.ada.add(claim)
    form = await newsroom.ada.press(card, "Other wordings")
    card = await newsroom.ada.submit(form, {"wordings": "drawbridge lockdown\nquay crossing ban"})
    again = await newsroom.ada.press(card, "Other wordings")
    assert inputs(again) == {"wordings": "drawbridge lockdown\nquay crossing ban"}
    await newsroom.ada.press(card, "Publish")

    answer = await newsroom.rita.type("claim", question="drawbridge lockdown")

    assert claim["text"] in text(answer)


async def test_verdict(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """Set, changed, and taken away with an empty finding."""
    card = await newsroom.ada.add(claim)
    form = await newsroom.ada.press(card, "Our finding")
    verdict = {"label": "False", "explanation": "It was open all week.", "date": "6 May 2021"}
    card = await newsroom.ada.submit(form, verdict)
    assert "**The newsroom’s finding**\nFalse, 6 May 2021" in text(card)

    form = await newsroom.ada.press(card, "Our finding")
    assert inputs(form)["label"] == "False"
    card = await newsroom.ada.submit(form, {"label": ""})

    assert "own finding" not in text(card)


async def test_edit_the_claim(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """Each field, filled in as it is."""
    card = await newsroom.ada.add(claim)
    form = await newsroom.ada.choose(card, "claim:0")
    filled = inputs(form)
    assert (filled["text"], filled["venue"]) == (claim["text"], "the port council")

    card = await newsroom.ada.submit(
        form, filled | {"text": "The mayor shut the bridge.", "via": "KCNA", "quote": ""}
    )

    assert "### The mayor shut the bridge." in text(card)
    assert "via KCNA" in text(card)
    assert claim["quote"] not in text(card)


async def test_edit_who_said_it(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """Name, role and on whose behalf."""
    card = await newsroom.ada.add(claim)
    form = await newsroom.ada.choose(card, "speaker:0")
    assert inputs(form) == {
        "speaker": "Ada Berg",
        "role": "harbour master",
        "on_behalf_of": "the port",
    }

    card = await newsroom.ada.submit(form, {"speaker": "", "role": "pilot", "on_behalf_of": ""})

    assert "Claimed by an unnamed pilot, at the port council" in text(card)


async def test_edit_a_response(
    newsroom: Newsroom, claim: dict[str, str], denial: dict[str, Any]
) -> None:
    """Who and when; what was answered, and which sources report it."""
    card = await newsroom.ada.respond(await newsroom.ada.add(claim), denial)
    part = await newsroom.ada.choose(card, "response:1")
    assert "Denied by** Jon Vik" in text(part)

    form = await newsroom.ada.press(part, "Who and when")
    assert inputs(form)["by"] == "Jon Vik"
    card = await newsroom.ada.submit(form, inputs(form) | {"via": "KCNA", "date": "2021-05"})
    assert "Jon Vik, mayor, via KCNA, May 2021 \\[2\\]" in text(card)

    part = await newsroom.ada.choose(card, "response:1")
    form = await newsroom.ada.press(part, "Response and quote")
    assert inputs(form)["sources"] == "2"
    card = await newsroom.ada.submit(
        form, {"stance": ["disputes"], "text": "It was shut for a day.", "sources": "1, 2"}
    )

    assert "Disputed by** Jon Vik, mayor, via KCNA, May 2021 \\[1\\] \\[2\\]" in text(card)
    assert "It was shut for a day." in text(card)


async def test_take_a_response_out(
    newsroom: Newsroom, claim: dict[str, str], denial: dict[str, Any]
) -> None:
    """It is gone from the draft."""
    card = await newsroom.ada.respond(await newsroom.ada.add(claim), denial)

    card = await newsroom.ada.press(await newsroom.ada.choose(card, "response:1"), "Remove")

    assert "Response 1 removed." in text(card)
    assert "Jon Vik" not in text(card)


async def test_edit_a_source(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """Its citation, and its archive, language, description and wording."""
    card = await newsroom.ada.add(claim)
    part = await newsroom.ada.choose(card, "source:1")
    assert "Harbour Post" in text(part)
    form = await newsroom.ada.press(part, "Edit")
    assert inputs(form)["headline"] == "Bridge shut until June"
    card = await newsroom.ada.submit(form, inputs(form) | {"author": "Jo Lund"})
    assert "by Jo Lund" in text(card)

    part = await newsroom.ada.choose(card, "source:1")
    form = await newsroom.ada.press(part, "Archive, language, wording")
    card = await newsroom.ada.submit(
        form,
        {
            "archived_url": "https://archive.example/1",
            "language": "nb",
            "description": "teaser",
            "claim_quote": "Bridge is shut till June.",
        },
    )

    assert "[archived copy](<https://archive.example/1>)" in text(card)
    assert "in Norwegian Bokmål (teaser)" in text(card)


async def test_take_a_source_out(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """Without any source the draft cannot be published, and says so."""
    card = await newsroom.ada.add(claim)

    card = await newsroom.ada.press(await newsroom.ada.choose(card, "source:1"), "Remove")

    assert "Harbour Post" not in text(card)
    assert "Publish" not in buttons(card)
    assert "source" in text(card).split("Before you publish")[1].split("###")[0]


async def test_back_from_a_part(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """To the draft's card."""
    part = await newsroom.ada.choose(await newsroom.ada.add(claim), "source:1")

    card = await newsroom.ada.press(part, "Back to the draft")

    assert "Draft: New fact" in text(card)


async def test_discard(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """Asks first; then the draft is gone."""
    card = await newsroom.ada.add(claim)
    asked = await newsroom.ada.press(card, "Delete draft…")
    card = await newsroom.ada.press(asked, "Cancel")
    assert "Draft: New fact" in text(card)

    gone = await newsroom.ada.press(await newsroom.ada.press(card, "Delete draft…"), "Delete draft")

    assert "deleted" in text(gone)
    assert "No drafts" in text(await newsroom.ada.type("fact drafts"))


async def test_a_draft_with_many_parts(
    newsroom: Newsroom, claim: dict[str, str], denial: dict[str, Any]
) -> None:
    """It has pages, and its parts are offered a select at a time."""
    card = await newsroom.ada.add(claim)
    for number in range(30):
        by = f"Person {number}, member of the council, for the district of number {number}"
        said = {"by": by, "quote": f"It was not {number}. " * 8, "source": "1"}
        card = await newsroom.ada.respond(card, denial | said)

    assert "page 1 of" in text(card)
    seen = text(card)
    turned = card
    while "Next ▶" in buttons(turned):
        turned = await newsroom.ada.press(turned, "Next ▶")
        seen += text(turned)
    assert all(f"Person {number}, " in seen for number in range(30))
    assert len(options(card)) == 25
    card = await newsroom.ada.choose(card, options(card)[-1]["value"])
    part = await newsroom.ada.choose(card, "response:30")
    assert "Person 29" in text(part)
