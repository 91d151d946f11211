"""What a draft's card warns of, and what an article proposes for it."""

from typing import Any

import pytest
import simcord

from tests.bot.desk.acting import inputs
from tests.bot.desk.conftest import Newsroom, Stored
from tests.bot.shown import buttons, parts, text

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


async def test_the_same_claim_is_told(
    newsroom: Newsroom, claim: dict[str, str], stored: Stored
) -> None:
    """The card offers to open the stored fact instead; the draft is kept."""
    await newsroom.ada.publish(claim)
    [fact] = await stored()

    card = await newsroom.ben.add(claim)

    assert f"#{fact.id}" in text(card).split("Before you publish")[1].split("###")[0]
    edit = await newsroom.ben.press(card, f"Open #{fact.id} instead")
    assert f"Change to fact #{fact.id}" in text(edit)
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
    await newsroom.ben.press(edit, "Publish without a note")

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


@pytest.mark.simcord(settle_timeout=60)  # another process reads it
async def test_a_pasted_article(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """What it says of itself is proposed, not part of the fact until somebody looked at it."""
    card = await newsroom.ada.add(claim)
    form = await newsroom.ada.press(card, "Article…")
    card = await newsroom.ada.submit(
        form, {"text": ARTICLE, "link": "https://harbour.example/bridge"}
    )
    assert "Found in the article, not added yet" in text(card)
    assert "\\[2\\]" not in text(card)

    form = await newsroom.ada.press(card, "Use as source…")
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


@pytest.mark.simcord(settle_timeout=60)  # another process reads it
async def test_an_attached_article(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """As a file in the form, or with /fact add; the proposal can be dropped."""
    card = await newsroom.ada.add(claim)
    form = await newsroom.ada.press(card, "Article…")
    card = await newsroom.ada.submit(form, {"file": ("page.html", ARTICLE.encode())})
    assert "Harbour Post, Bridge shut until June" in text(card)
    card = await newsroom.ada.press(card, "Discard article")
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
    assert "the limit is 1 MB" in _told(large)
    form = await newsroom.ada.press(card, "Article…")
    assert "Attach the article" in _told(await newsroom.ada.submit(form, {}))

    alone = await newsroom.ada.type("fact add", article=("page.html", ARTICLE.encode()))

    assert "type the claim too" in text(alone)


def _told(result: simcord.InteractionResult) -> str:
    """What a private message beside the card says."""
    [message] = result.followups
    return "\n".join(part["content"] for part in parts(message) if part["type"] == 10)
