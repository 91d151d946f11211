"""Every button of a draft's cards, and what the card says before it is published."""

from typing import Any

import pytest
import simcord

from tests.bot.desk.acting import inputs
from tests.bot.desk.conftest import Newsroom, Stored
from tests.bot.shown import buttons, options, parts, text

ARTICLE = """<html lang="en"><head><title>Bridge shut until June | Harbour Post</title>
<meta property="og:site_name" content="Harbour Post">
<meta property="og:title" content="Bridge shut until June">
<meta property="article:published_time" content="2021-05-04T08:00:00Z">
<meta name="author" content="Ada Berg"></head><body><article>
<h1>Bridge shut until June</h1>
<p>The harbour bridge is shut for repairs, the port council was told on Monday evening.</p>
<p>“The bridge is shut until June,” said the harbour master, Ada Berg, after the meeting.</p>
<p>Ships will pass as before, and a ferry takes people across the harbour every ten minutes.</p>
</article></body></html>"""


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
    """Typed with commas between; the desk's own can be chosen."""
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

    await newsroom.ada.press(card, "Publish")
    [fact] = await stored()
    assert set(fact.topics) == {"harbour", "ferries", "repairs"}


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
    form = await newsroom.ada.press(card, "Verdict")
    verdict = {"label": "False", "explanation": "It was open all week.", "date": "6 May 2021"}
    card = await newsroom.ada.submit(form, verdict)
    assert "**The newsroom’s own finding**\nFalse, 6 May 2021" in text(card)

    form = await newsroom.ada.press(card, "Verdict")
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
    assert "through KCNA" in text(card)
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

    assert "Said by pilot (unnamed), at the port council" in text(card)


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
    assert "Jon Vik, mayor, through KCNA, May 2021 \\[2\\]" in text(card)

    part = await newsroom.ada.choose(card, "response:1")
    form = await newsroom.ada.press(part, "What was answered")
    assert inputs(form)["sources"] == "2"
    card = await newsroom.ada.submit(
        form, {"stance": ["disputes"], "text": "It was shut for a day.", "sources": "1, 2"}
    )

    assert "Disputed by** Jon Vik, mayor, through KCNA, May 2021 \\[1\\] \\[2\\]" in text(card)
    assert "It was shut for a day." in text(card)


async def test_take_a_response_out(
    newsroom: Newsroom, claim: dict[str, str], denial: dict[str, Any]
) -> None:
    """It is gone from the draft."""
    card = await newsroom.ada.respond(await newsroom.ada.add(claim), denial)

    card = await newsroom.ada.press(await newsroom.ada.choose(card, "response:1"), "Take it out")

    assert "Response 1 is taken out." in text(card)
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
    assert "in language nb (teaser)" in text(card)


async def test_take_a_source_out(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """Without any source the draft cannot be published, and says so."""
    card = await newsroom.ada.add(claim)

    card = await newsroom.ada.press(await newsroom.ada.choose(card, "source:1"), "Take it out")

    assert "Harbour Post" not in text(card)
    assert "Publish" not in buttons(card)
    assert "source" in text(card).split("Before you publish")[1].split("###")[0]


async def test_back_from_a_part(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """To the draft's card."""
    part = await newsroom.ada.choose(await newsroom.ada.add(claim), "source:1")

    card = await newsroom.ada.press(part, "Back to the draft")

    assert "Draft: A new fact" in text(card)


async def test_discard(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """Asks first; then the draft is gone."""
    card = await newsroom.ada.add(claim)
    asked = await newsroom.ada.press(card, "Discard")
    card = await newsroom.ada.press(asked, "Keep it")
    assert "Draft: A new fact" in text(card)

    gone = await newsroom.ada.press(await newsroom.ada.press(card, "Discard"), "Throw it away")

    assert "thrown away" in text(gone)
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
    while "More ▶" in buttons(turned):
        turned = await newsroom.ada.press(turned, "More ▶")
        seen += text(turned)
    assert all(f"Person {number}, " in seen for number in range(30))
    assert len(options(card)) == 25
    card = await newsroom.ada.choose(card, options(card)[-1]["value"])
    part = await newsroom.ada.choose(card, "response:30")
    assert "Person 29" in text(part)


async def test_the_same_claim_is_told(
    newsroom: Newsroom, claim: dict[str, str], stored: Stored
) -> None:
    """The card offers to open the stored fact instead; the draft is kept."""
    await newsroom.ada.publish(claim)
    [fact] = await stored()

    card = await newsroom.ben.add(claim)

    assert f"#{fact.id}" in text(card).split("Before you publish")[1].split("###")[0]
    edit = await newsroom.ben.press(card, f"Open #{fact.id} instead")
    assert f"A change to fact #{fact.id}" in text(edit)
    drafts = text(await newsroom.ben.type("fact drafts"))
    assert "new fact, open" in drafts
    assert f"change to #{fact.id}, open" in drafts


async def test_ones_source_goes_to_the_fact_that_is_there(
    newsroom: Newsroom, claim: dict[str, str], stored: Stored
) -> None:
    """As a change of that fact, to be looked at and published; no second fact is made."""
    await newsroom.ada.publish(claim)
    [fact] = await stored()
    source = "City Radio | Shut! | 5 May 2021 | https://radio.example/9"
    card = await newsroom.ben.add(claim | {"source": source})

    edit = await newsroom.ben.press(card, f"Add my source to #{fact.id}")
    assert "City Radio, “Shut!”, 5 May 2021" in text(edit)
    await newsroom.ben.press(edit, "Publish")

    [fact] = await stored()
    assert [source.outlet for source in fact.sources] == ["Harbour Post", "City Radio"]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Harbour Post | Shut | 4 May 2021", "link"),
        ("Harbour Post | Shut | https://harbour.example/1", "date"),
    ],
)
async def test_a_source_that_lacks_something_is_told(
    newsroom: Newsroom, claim: dict[str, str], source: str, said: str
) -> None:
    """Without a link or a date it can be published, but not unseen."""
    card = await newsroom.ada.add(claim | {"source": source})

    assert said in text(card).split("Before you publish")[1].split("###")[0]
    assert "Publish" in buttons(card)


async def test_a_denial_without_a_quote_is_told(
    newsroom: Newsroom, claim: dict[str, str], denial: dict[str, Any]
) -> None:
    """With who denied."""
    card = await newsroom.ada.respond(await newsroom.ada.add(claim), denial | {"quote": ""})

    assert "quote" in text(card).split("Before you publish")[1].split("###")[0]


async def test_a_link_that_is_cited_elsewhere_is_told(
    newsroom: Newsroom, claim: dict[str, str]
) -> None:
    """With the fact that cites it."""
    await newsroom.ada.publish(claim)

    card = await newsroom.ada.add({"text": "Ferries stop at night.", "source": claim["source"]})

    assert "cited" in text(card).split("Before you publish")[1].split("###")[0]


async def test_a_pasted_article(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """What it says of itself is proposed, not part of the fact until somebody looked at it."""
    card = await newsroom.ada.add(claim)
    form = await newsroom.ada.press(card, "Article…")
    card = await newsroom.ada.submit(
        form, {"text": ARTICLE, "link": "https://harbour.example/bridge"}
    )
    assert "Proposed from the article, not part of the fact" in text(card)
    assert "\\[2\\]" not in text(card)

    form = await newsroom.ada.press(card, "Use as a source…")
    assert inputs(form) == {
        "outlet": "Harbour Post",
        "headline": "Bridge shut until June",
        "author": "Ada Berg",
        "published": "2021-05-04",
        "url": "https://harbour.example/bridge",
    }
    card = await newsroom.ada.submit(form, inputs(form))

    assert "\\[2\\] [Harbour Post, “Bridge shut until June”, by Ada Berg" in text(card)
    assert "Proposed from the article" not in text(card)


async def test_an_attached_article(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """As a file in the form, or with /fact add; the proposal can be dropped."""
    card = await newsroom.ada.add(claim)
    form = await newsroom.ada.press(card, "Article…")
    card = await newsroom.ada.submit(form, {"file": ("page.html", ARTICLE.encode())})
    assert "Harbour Post, Bridge shut until June" in text(card)
    card = await newsroom.ada.press(card, "Drop the proposal")
    assert "Proposed from the article" not in text(card)

    card = await newsroom.ada.type(
        "fact add", claim="Ferries stop at night.", article=("page.html", ARTICLE.encode())
    )

    assert "Harbour Post, Bridge shut until June" in text(card)


async def test_articles_that_cannot_be_read(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """Too large, empty, or without a claim beside it: a sentence says what to do."""
    card = await newsroom.ada.add(claim)
    form = await newsroom.ada.press(card, "Article…")
    large = await newsroom.ada.submit(form, {"file": ("page.html", b"x" * 1_100_000)})
    assert "at most 1 MB" in _told(large)
    form = await newsroom.ada.press(card, "Article…")
    assert "Attach the article" in _told(await newsroom.ada.submit(form, {}))

    alone = await newsroom.ada.type("fact add", article=("page.html", ARTICLE.encode()))

    assert "type the claim as well" in text(alone)


def _told(result: simcord.InteractionResult) -> str:
    """What a private message beside the card says."""
    [message] = result.followups
    return "\n".join(part["content"] for part in parts(message) if part["type"] == 10)
