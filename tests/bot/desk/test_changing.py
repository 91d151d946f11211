"""Published facts are changed, taken back, made one, looked at and listed."""

from typing import Any

import pytest

from tests.bot.desk.acting import inputs
from tests.bot.desk.conftest import Newsroom, Stored
from tests.bot.shown import buttons, options, text

QUESTION = "mayor closed harbour bridge"


async def test_edit(newsroom: Newsroom, claim: dict[str, str], stored: Stored) -> None:
    """A draft of the fact as it is; publishing it makes the next revision."""
    await newsroom.ada.publish(claim)
    card = await newsroom.ben.type("fact edit", fact="harbour bridge")
    form = await newsroom.ben.choose(card, "claim:0")
    card = await newsroom.ben.submit(form, inputs(form) | {"venue": "the town hall"})
    assert "Change to fact #" in text(card)
    before = text(await newsroom.rita.type("claim", question=QUESTION))

    done = await newsroom.ben.press(card, "Publish without a note")

    assert "at the port council" in before
    assert "at the town hall" in text(done)
    [fact] = await stored()
    assert fact.revision == 2


async def test_two_moderators_on_one_fact(
    newsroom: Newsroom, claim: dict[str, str], stored: Stored
) -> None:
    """The second sees what the first changed, word by word; nothing of either is lost."""
    await newsroom.ada.publish(claim)
    first = await newsroom.ada.type("fact edit", fact="harbour bridge")
    second = await newsroom.ben.type("fact edit", fact="harbour bridge")
    form = await newsroom.ada.choose(first, "claim:0")
    first = await newsroom.ada.submit(form, inputs(form) | {"quote": "The bridge is shut."})
    form = await newsroom.ben.choose(second, "claim:0")
    second = await newsroom.ben.submit(form, inputs(form) | {"venue": "the town hall"})
    await newsroom.ada.press(first, "Publish without a note")

    stale = await newsroom.ben.press(second, "Publish without a note")

    [fact] = await stored()
    assert f"Fact #{fact.id} changed after you started" in text(stale)
    assert "until June.~~" in text(stale)
    assert fact.revision == 2
    renewed = await newsroom.ben.press(stale, "Update my draft")
    assert "Draft updated. Changed in the meantime:" in text(renewed)
    done = await newsroom.ben.press(renewed, "Publish without a note")
    assert "“The bridge is shut.”" in text(done)
    assert "at the town hall" in text(done)


async def test_both_changed_the_same_place(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """The card says which, so that it is looked at."""
    await newsroom.ada.publish(claim)
    second = await newsroom.ben.type("fact edit", fact="harbour bridge")
    form = await newsroom.ben.choose(second, "claim:0")
    second = await newsroom.ben.submit(form, inputs(form) | {"venue": "the town hall"})
    first = await newsroom.ada.type("fact edit", fact="harbour bridge")
    form = await newsroom.ada.choose(first, "claim:0")
    first = await newsroom.ada.submit(form, inputs(form) | {"venue": "the fish market"})
    await newsroom.ada.press(first, "Publish without a note")

    stale = await newsroom.ben.press(second, "Publish without a note")
    renewed = await newsroom.ben.press(stale, "Update my draft")

    assert "Your draft changes these too:" in text(renewed)
    assert "at the town hall" in text(renewed)


async def test_retract_and_restore(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """Readers get the date and the reason above all else; the fact stays found and citable."""
    await newsroom.ada.publish(claim)

    done = await newsroom.ada.type(
        "fact retract", fact="harbour bridge", reason="The minutes were misread."
    )
    assert "Retracted." in text(done)
    answer = text(await newsroom.rita.type("claim", question=QUESTION))
    assert answer.index("RETRACTED") < answer.index("### ")
    assert "The minutes were misread." in answer
    assert claim["text"] in answer

    done = await newsroom.ada.press(done, "Restore")
    assert "Restored." in text(done)
    answer = text(await newsroom.rita.type("claim", question=QUESTION))
    assert "RETRACTED" not in answer


async def test_retract_with_the_button(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """A form asks for the reason; /fact restore takes one, too."""
    fact = await newsroom.ada.publish(claim)
    form = await newsroom.ada.press(fact, "Retract…")

    done = await newsroom.ada.submit(form, {"reason": "The minutes were misread."})

    assert "Retracted." in text(done)
    done = await newsroom.ada.type("fact restore", fact="harbour bridge", reason="They were not.")
    assert "Restored." in text(done)
    again = await newsroom.ada.type("fact restore", fact="harbour bridge")
    assert "already" in text(again)


async def test_merge(
    newsroom: Newsroom, claim: dict[str, str], denial: dict[str, Any], stored: Stored
) -> None:
    """One survives with the sources and responses of both; both numbers lead to it."""
    await newsroom.ada.publish(claim)
    other = {
        "text": "Town hall shut the drawbridge.",
        "source": "City Radio | Drawbridge shut | 5 May 2021 | https://radio.example/9",
    }
    await newsroom.ada.press(
        await newsroom.ada.respond(await newsroom.ada.add(other), denial | {"source": "1"}),
        "Publish",
    )
    kept, gone = await stored()

    asked = await newsroom.ada.type("fact merge", keep=f"#{kept.id}", other=f"#{gone.id}")
    assert "Both numbers will lead to this fact" in text(asked)
    assert "City Radio" in text(asked)
    done = await newsroom.ada.press(asked, "Merge")

    assert "Merged." in text(done)
    for number in (kept.id, gone.id):
        answer = text(await newsroom.rita.type("claim", question=f"#{number}"))
        assert f"Claim {kept.id}." in answer
        assert "Jon Vik" in answer


async def test_a_draft_of_a_merged_fact(
    newsroom: Newsroom, claim: dict[str, str], stored: Stored
) -> None:
    """Its author is told where the fact went, and not that nothing has changed."""
    await newsroom.ada.publish(claim)
    await newsroom.ada.publish({"text": "Ferries stop.", "source": "City Radio"})
    kept, gone = await stored()
    draft = await newsroom.ben.type("fact edit", fact=f"#{gone.id}")
    form = await newsroom.ben.choose(draft, "claim:0")
    draft = await newsroom.ben.submit(form, inputs(form) | {"venue": "the town hall"})
    asked = await newsroom.ada.type("fact merge", keep=f"#{kept.id}", other=f"#{gone.id}")
    await newsroom.ada.press(asked, "Merge")

    stale = text(await newsroom.ben.press(draft, "Publish without a note"))

    assert f"Fact #{gone.id} changed after you started" in stale
    assert f"was merged into fact #{kept.id}" in stale
    assert "has changed" not in stale


async def test_leave_two_facts_apart(
    newsroom: Newsroom, claim: dict[str, str], stored: Stored
) -> None:
    """Nothing happens."""
    await newsroom.ada.publish(claim)
    await newsroom.ada.publish({"text": "Ferries stop.", "source": "City Radio"})
    kept, gone = await stored()
    asked = await newsroom.ada.type("fact merge", keep=f"#{kept.id}", other=f"#{gone.id}")

    left = await newsroom.ada.press(asked, "Keep both")

    assert "both facts stay" in text(left)
    assert len(await stored()) == 2


async def test_history_word_by_word_and_undo(
    newsroom: Newsroom, claim: dict[str, str], stored: Stored
) -> None:
    """Who changed which words; a change can be undone, and that is a change as well."""
    await newsroom.ada.publish(claim)
    card = await newsroom.ben.type("fact edit", fact="harbour bridge")
    form = await newsroom.ben.choose(card, "claim:0")
    card = await newsroom.ben.submit(
        form, inputs(form) | {"quote": "The bridge is shut until July."}
    )
    await newsroom.ben.press(card, "Publish without a note")

    history = await newsroom.ada.type("fact history", fact="harbour bridge")

    assert "~~June" in text(history)
    assert "**July" in text(history)
    assert "edited by Ben" in text(history)
    assert "added by Ada" in text(history)
    asked = await newsroom.ada.choose(history, options(history)[0]["value"])
    assert "Undo this change of fact" in text(asked)
    assert "~~June" in text(asked)
    done = await newsroom.ada.press(asked, "Undo")
    assert "Undone." in text(done)
    [fact] = await stored()
    assert fact.revision == 3
    assert fact.claim.quote == claim["quote"]


async def test_a_change_that_cannot_be_undone(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """That a fact was added, or retracted, is not offered to be undone; the edit between is."""
    await newsroom.ada.publish(claim)
    history = await newsroom.ada.type("fact history", fact="harbour bridge")
    assert options(history) == []

    form = await newsroom.ada.choose(
        await newsroom.ada.type("fact edit", fact="harbour bridge"), "claim:0"
    )
    card = await newsroom.ada.submit(form, inputs(form) | {"venue": "the town hall"})
    assert "**town hall**" in text(card), "a change draft does not show what it changes"
    await newsroom.ada.press(card, "Publish without a note")
    await newsroom.ada.type("fact retract", fact="harbour bridge", reason="It was misread.")
    history = await newsroom.ada.type("fact history", fact="harbour bridge")
    assert [option["label"] for option in options(history)] == ["Revision 2, by Ada"]
    assert "retracted by Ada" in text(history)


async def test_a_long_history_has_pages(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """Newest first, five to a page."""
    await newsroom.ada.publish(claim)
    for number in range(6):
        await newsroom.ada.type("fact source", fact="harbour bridge", outlet=f"Outlet {number}")
    history = await newsroom.ada.type("fact history", fact="harbour bridge")
    assert "7 changes · page 1 of 2" in text(history)

    older = await newsroom.ada.press(history, "Next ▶")

    assert "added by Ada" in text(older)


async def test_show(newsroom: Newsroom, claim: dict[str, str], stored: Stored) -> None:
    """A fact by its number or its words, with everything that can be done."""
    await newsroom.ada.publish(claim)
    [fact] = await stored()

    by_number = await newsroom.ben.type("fact show", fact=f"#{fact.id}")
    by_words = await newsroom.ben.type("fact show", fact="harbour bridge closed")

    assert text(by_number) == text(by_words)
    assert buttons(by_number) == [
        "Edit",
        "Add response",
        "Add source",
        "Mark as checked",
        "Show everyone",
        "History",
        "Retract…",
    ]
    shown = await newsroom.ben.press(by_number, "Show everyone")
    assert not shown.ephemeral
    assert "Shown by" in text(shown)
    starter = await newsroom.ben.type("fact show", fact="#1")
    assert "can’t be changed here" in text(starter)
    assert "DENIED" in text(starter)
    assert "Edit" not in buttons(starter)
    unknown = await newsroom.ben.type("fact show", fact="#99999")
    assert "99999" in text(unknown)


async def test_the_buttons_of_a_fact(
    newsroom: Newsroom, claim: dict[str, str], denial: dict[str, Any]
) -> None:
    """Edit opens a draft, the two that add a form, history the changes."""
    fact = await newsroom.ada.publish(claim)
    show = await newsroom.ada.type("fact show", fact="harbour bridge")
    answer = await newsroom.ada.submit(await newsroom.ada.press(show, "Add response"), denial)
    assert "Denied by** Jon Vik" in text(answer)
    source = await newsroom.ada.submit(
        await newsroom.ada.press(answer, "Add source"), {"outlet": "Coast News"}
    )
    assert "Coast News" in text(source)
    reviewed = await newsroom.ada.press(source, "Mark as checked")
    assert "Marked as checked today." in text(reviewed)
    edit = await newsroom.ada.press(reviewed, "Edit")
    assert "Change to fact" in text(edit)

    history = await newsroom.ada.press(fact, "History")

    assert "added by Ada" in text(history)


async def test_review(newsroom: Newsroom, claim: dict[str, str], stored: Stored) -> None:
    """Checked today, and when again; overdue ones can be listed."""
    await newsroom.ada.publish(claim)

    await newsroom.ada.type("fact review", fact="harbour bridge", again="in 6 months")

    [fact] = await stored()
    assert fact.review is not None
    assert fact.review.next is not None
    assert fact.review.next > fact.review.on
    listed = await newsroom.ada.type("fact list", overdue=True)
    assert "0 facts" in text(listed)


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 2),
        ({"topic": "Harbour"}, 1),
        ({"speaker": "Ada Berg"}, 1),
        ({"outlet": "City Radio"}, 1),
        ({"state": "no response on record"}, 2),
        ({"state": "retracted"}, 0),
        ({"without_link": True}, 1),
        ({"topic": "harbour", "outlet": "City Radio"}, 0),
    ],
)
async def test_list(
    newsroom: Newsroom, claim: dict[str, str], filters: dict[str, Any], count: int
) -> None:
    """All that is wanted at once: topic, speaker, outlet, state, links, review."""
    card = await newsroom.ada.add(claim)
    card = await newsroom.ada.submit(
        await newsroom.ada.press(card, "Topics"), {"others": "harbour"}
    )
    await newsroom.ada.press(card, "Publish")
    await newsroom.ada.publish({"text": "Ferries stop.", "source": "City Radio"})

    listed = await newsroom.ben.type("fact list", **filters)

    assert f"### {count} fact" in text(listed)
    if count:
        opened = await newsroom.ben.choose(listed, options(listed)[0]["value"])
        assert "Mark as checked" in buttons(opened)


async def test_a_long_list_has_pages(newsroom: Newsroom) -> None:
    """Its filters are kept from page to page."""
    for number in range(12):
        await newsroom.ada.publish(
            {"text": f"Ferry {number} stops.", "speaker": "Ada Berg", "source": "City Radio"}
        )
    listed = await newsroom.ada.type("fact list", speaker="Ada Berg", outlet="City Radio")
    assert "12 facts" in text(listed)
    assert "page 1 of 2" in text(listed)

    turned = await newsroom.ada.press(listed, "Next ▶")

    assert "page 2 of 2" in text(turned)
    assert "speaker: Ada Berg · outlet: City Radio" in text(turned)
    assert len(options(turned)) == 2


async def test_filters_that_no_button_could_keep(newsroom: Newsroom) -> None:
    """Very long ones are refused with what to do."""
    refused = await newsroom.ada.type("fact list", speaker="x" * 60, outlet="y" * 60)

    assert "Shorten them" in text(refused)
