"""A question without an answer reaches the desk, and its askers are told."""

from dataclasses import replace

import pytest

from facts.forms.typed import ClaimForm, SourceForm
from facts.model import HOME, DeskId, DoesNotExist, Member, NotAllowed
from facts.outbox.delivery import Message, Never, SendOutcome
from facts.usecases.admission import Blocked, CannotBlock
from facts.usecases.desk.drafts.publishing import Published
from facts.usecases.newsroom.request import RequestKind, Result
from facts.usecases.newsroom.requesting import CannotAsk
from tests.facts.usecases.newsroom.conftest import CLAIM, MODERATOR, House

ASKED = "did the mayor close the harbour bridge"


async def test_the_same_question_joins_the_first(house: House) -> None:
    """In other words too; what contradicts it, or is another question, does not."""
    first = await house.ask("ana")
    assert await house.ask("ben", "mayor closes harbour bridge") == first
    assert await house.ask("ben", "has the mayor closed the harbour bridge") == first
    sank = await house.ask("eva", "did the ferry sink in May 2018")
    assert sank != first
    assert await house.ask("ben", "did the ferry sink in May 2020") not in (first, sank)
    listed = await house.library.newsroom.queue.list(MODERATOR)
    assert (listed.items[0].request.number, listed.items[0].waiting) == (first, 2)
    assert listed.total == 3
    assert listed.items[0].request.wordings == ("mayor closes harbour bridge",)


async def test_everybody_who_asked_is_told_once(house: House) -> None:
    """With the fact as it stands, at their own place; the request is done with."""
    number = await house.ask("ana")
    await house.ask("ben")
    fact = await house.publish()
    (queued,) = await house.library.newsroom.queue.answered_by(MODERATOR, fact)
    assert queued.waiting == 2
    await house.library.newsroom.queue.answer(MODERATOR, number, f"#{fact.id}")
    for _ in range(3):
        await house.turn()
    for name in ("ana", "ben"):
        (told,) = house.network.told(f"dm {name}")
        assert (told.request.text, told.fact) == (ASKED, fact)
    assert await house.library.newsroom.requesting.mine("ana") == []
    with pytest.raises(DoesNotExist, match=f"no open request {number} here"):
        await house.library.newsroom.queue.get(MODERATOR, number)


async def test_a_correction_reaches_who_asked(house: House) -> None:
    """The message they got is corrected, for those who asked with word of it."""
    number = await house.ask("ana")
    fact = await house.publish()
    await house.library.newsroom.queue.answer(MODERATOR, number, f"#{fact.id}")
    await house.turn()
    corrected = await house.correct("bridge", "The mayor closed the old harbour bridge")
    await house.turn()
    _, edit = house.network.told("dm ana")
    assert (edit.fact, edit.shown.asked, edit.shown.owner) == (corrected, True, "ana")


async def test_what_is_redacted_leaves_the_requests_too(house: House) -> None:
    """The text of a request, its other wordings, and what who cannot be written to is told; not
    the requests of another desk.
    """
    address = "12 Harbour Lane"
    fact = await house.publish(claim=f"The mayor lives at {address}")
    house.network.answers["dm ana"] = [Never("closed")]
    told = await house.ask("ana", f"who sold {address} to the mayor")
    await house.library.newsroom.queue.answer(MODERATOR, told, f"#{fact.id}")
    await house.turn()
    number = await house.ask("ben", f"does the mayor live at {address} or in the town hall")
    assert await house.ask("eva", f"does the mayor live in the town hall or at {address}") == number
    other = await house.library.newsroom.requesting.ask("eva", None, f"is {address} for sale", "")
    kept = other.request.model_copy(update={"desk": DeskId("77"), "number": 9})
    book = house.library.newsroom.queue._book
    await book.keep(kept)

    await house.library.redactor.redact(fact.id, address, editor="eva", reason="privacy")

    await book.catch_up()
    requests = book.requests
    assert requests[number].texts == (
        "does the mayor live at […] or in the town hall",
        "does the mayor live in the town hall or at […]",
    )
    assert requests[9].text == f"is {address} for sale"
    (notice,) = await house.library.delivering.outbox.take_notices("ana")
    assert address not in notice.sentence
    assert "who sold […] to the mayor" in notice.sentence


async def test_a_draft_opened_from_the_queue_answers(house: House) -> None:
    """Whatever it says in the end; the claim begins as the question, and it is taken."""
    queue, desk = house.library.newsroom.queue, house.library.desk
    number = await house.ask("ana", "is the old ferry sold")
    draft = await queue.draft(MODERATOR, number)
    assert draft.content.claim.text == "is the old ferry sold"
    assert (await queue.get(MODERATOR, number)).taken is not None
    assert (await queue.draft(MODERATOR, number)).id == draft.id
    await desk.drafting.put_claim(MODERATOR, draft.id, ClaimForm(text="A ship went to Oslo"))
    await desk.drafting.put_source(MODERATOR, draft.id, SourceForm(outlet="Harbour Post"))
    published = await desk.publishing.publish(MODERATOR, draft.id)
    assert isinstance(published, Published)
    (found,) = await queue.answered_by(MODERATOR, published.fact)
    assert found.request.number == number


async def test_what_is_not_for_the_desk_is_told_kindly(house: House) -> None:
    """With its sentence; and after thirty days without an answer that nobody could give one."""
    first, second = await house.ask("ana"), await house.ask("ben", "how many boats sank in May")
    await house.library.newsroom.queue.decline(MODERATOR, first, "We only check public claims.")
    await house.turn()
    (told,) = house.network.told("dm ana")
    assert told.outcome.sentence == "We only check public claims."
    assert house.network.told("dm ben") == []
    house.clock.move(days=30)
    await house.turn()
    (told,) = house.network.told("dm ben")
    assert told.outcome.result is Result.EXPIRED
    assert (await house.library.newsroom.queue.list(MODERATOR)).total == 0
    assert second


async def test_closed_direct_messages_become_a_notice(house: House) -> None:
    """Told once at the next command, and nothing is sent."""
    number = await house.ask("ana")
    house.network.answers["dm ana"] = [Never("Closed.")]
    fact = await house.publish()
    await house.library.newsroom.queue.answer(MODERATOR, number, f"#{fact.id}")
    await house.turn()
    await house.turn()
    (notice,) = await house.library.delivering.outbox.take_notices("ana")
    assert f"/claim #{fact.id}" in notice.sentence
    assert await house.library.delivering.outbox.take_notices("ana") == []
    assert house.network.sent == []


async def test_limits(house: House) -> None:
    """Five open requests a person, some new ones a day for a desk, and none where it takes none."""
    setup, requesting = house.library.desk.setup, house.library.newsroom.requesting
    topics = ["boats", "schools", "taxes", "trees", "weather", "trains"]
    for topic in topics[:5]:
        await house.ask("ana", f"how many {topic} in Oslo")
    with pytest.raises(CannotAsk, match="5 open requests"):
        await house.ask("ana", f"how many {topics[5]} in Oslo")
    mine = await requesting.mine("ana")
    await requesting.withdraw("ana", mine[0].number)
    await house.ask("ana", f"how many {topics[5]} in Oslo")
    await setup.change(MODERATOR, requests_a_day=6)
    await house.library.newsroom.queue.decline(MODERATOR, mine[1].number, "Not for us.")
    await house.turn()
    with pytest.raises(CannotAsk, match="tomorrow"):
        await house.ask("ben", "who owns the ferry")
    fact = await house.publish()
    await requesting.report_error("ben", fact, "It was in April.", "dm ben")
    house.clock.move(days=1)
    with pytest.raises(CannotAsk, match="up to 300"):
        await house.ask("ben", "why " * 100)
    with pytest.raises(CannotAsk, match="few words"):
        await house.ask("ben", "?!")
    await setup.change(MODERATOR, takes_requests=False)
    assert await setup.desk_for_requests(DeskId("7")) is None
    with pytest.raises(CannotAsk, match="take requests"):
        await house.ask("ben", "who owns the ferry")


async def test_a_server_with_a_desk_of_its_own(house: House) -> None:
    """Its readers ask it; a link to its message stays there; desks see their own requests alone."""
    there = Member(DeskId("7"), "2", "Bo", manages_server=True)
    requesting, queue = house.library.newsroom.requesting, house.library.newsroom.queue
    link = "https://discord.com/channels/7/8/9"
    ours = await requesting.ask("ana", there.desk, "who owns the ferry", "dm", link=link)
    assert (ours.request.desk, ours.request.link) == (HOME, None)
    await house.library.desk.setup.change(there, takes_requests=True)
    theirs = await requesting.ask("ana", there.desk, "who owns the ferry", "dm", link=link)
    assert (theirs.request.desk, theirs.request.link, theirs.joined) == (there.desk, link, False)
    assert [one.request.number for one in (await queue.list(there)).items] == [
        theirs.request.number
    ]
    with pytest.raises(DoesNotExist):
        await queue.get(there, ours.request.number)
    with pytest.raises(NotAllowed):
        await queue.list(Member(there.desk, "3", "Cy", manages_server=False))


async def test_blocking_works_without_the_name(house: House) -> None:
    """Who wrote it waits no longer and cannot ask again; others still wait."""
    number = await house.ask("ana")
    await house.ask("ben")
    await house.library.newsroom.queue.block(MODERATOR, number)
    assert (await house.library.newsroom.queue.get(MODERATOR, number)).waiting == 1
    with pytest.raises(Blocked, match="from you"):
        await house.ask("ana", "who owns the ferry")


async def test_the_desk_has_one_list_of_who_is_blocked(house: House) -> None:
    """Either kind takes no requests and can be taken back; trying names finds nobody out."""
    blocking, ana = house.library.desk.blocking, replace(MODERATOR, id="ana", manages_server=False)
    await house.library.newsroom.queue.block(MODERATOR, await house.ask("ana"))
    with pytest.raises(CannotBlock, match="blocked this person by name"):
        await blocking.unblock(MODERATOR, "ana")
    await blocking.expect_not_blocked(MODERATOR.desk, "ana")  # they are answered still
    unseen, named = await blocking.block(MODERATOR, ana)
    assert [bool(one.ref) for one in (unseen, named)] == [True, False]
    assert await blocking.lift(MODERATOR, unseen.ref) == (named,)
    with pytest.raises(CannotBlock, match="lifted already"):
        await blocking.lift(MODERATOR, unseen.ref)
    with pytest.raises(Blocked, match="from you"):
        await house.ask("ana", "who owns the ferry")
    assert await blocking.unblock(MODERATOR, "ana") == ()
    await house.ask("ana", "who owns the ferry")


async def test_two_requests_become_one(house: House) -> None:
    """Those who waited for the one are told with the other."""
    first, second = await house.ask("ana"), await house.ask("ben", "is the bridge passable")
    await house.ask("eva", "is the bridge passable")
    queue = house.library.newsroom.queue
    kept = await queue.same_as(MODERATOR, second, first)
    assert (kept.request.number, kept.waiting) == (first, 3)
    fact = await house.publish()
    await queue.answer(MODERATOR, first, CLAIM)
    await house.turn()
    assert [len(house.network.told(f"dm {name}")) for name in ("ana", "ben", "eva")] == [1, 1, 1]
    assert (await queue.list(MODERATOR)).total == 0
    assert fact


async def test_taking_is_let_go_after_a_day(house: House) -> None:
    """Or by taking it once more."""
    queue = house.library.newsroom.queue
    number = await house.ask("ana")
    taken = (await queue.take(MODERATOR, number)).taken
    assert taken is not None
    assert taken.name == "Ada"
    house.clock.move(days=1)
    assert (await queue.get(MODERATOR, number)).taken is None
    assert (await queue.take(MODERATOR, number)).taken is not None
    assert (await queue.take(MODERATOR, number)).taken is None


async def test_a_withdrawn_request_goes(house: House) -> None:
    """Once nobody is waiting for it, nothing of it is left."""
    number = await house.ask("ana")
    await house.library.newsroom.requesting.withdraw("ana", number)
    await house.turn()
    shelf = house.library.asking.catalogue.store.shelf
    assert await shelf.items("newsroom-requests") == {}
    assert await shelf.items("newsroom-askers") == {}


async def test_the_report_of_an_error_is_answered_by_the_correction(house: House) -> None:
    """Never joined and never counted as demand; or by a retraction, or a sentence."""
    requesting, queue = house.library.newsroom.requesting, house.library.newsroom.queue
    fact = await house.publish()
    for name in ("ana", "ben"):
        await requesting.report_error(name, fact, "It was closed in April.", f"dm {name}")
    listed = await queue.list(MODERATOR, kind=RequestKind.ERROR)
    assert (listed.total, [one.waiting for one in listed.items]) == (2, [1, 1])
    await queue.reply(MODERATOR, listed.items[1].request.number, "It says so.")
    await house.turn()
    assert house.network.told("dm ana") == []
    assert house.network.told("dm ben")[0].outcome.sentence == "It says so."
    house.clock.move(minutes=1)
    corrected = await house.correct("bridge", "The mayor closed the bridge in April")
    await house.turn()
    (told,) = house.network.told("dm ana")
    assert told.fact == corrected


async def test_who_reported_an_error_and_cannot_be_messaged_gets_a_notice(house: House) -> None:
    """It says that the claim has changed, and where to see it."""
    fact = await house.publish()
    house.network.answers["dm ana"] = [Never("Closed.")]
    requesting = house.library.newsroom.requesting
    await requesting.report_error("ana", fact, "It was April.", "dm ana")
    await house.turn()
    house.clock.move(minutes=1)
    await house.correct("bridge", "The mayor closed the bridge in April")
    for _ in range(2):
        await house.turn()
    (notice,) = await house.library.delivering.outbox.take_notices("ana")
    assert notice.sentence == (
        "The claim you reported an error in (“It was April.”) has changed. "
        f"See it with /claim #{fact.id}."
    )


async def test_a_new_denial_does_not_close_the_report_of_an_error(house: House) -> None:
    """It says nothing of the error; a denial published with a correction does close it."""
    fact = await house.publish()
    where = "dm ana"
    await house.library.newsroom.requesting.report_error("ana", fact, "It was April.", where)
    await house.turn()
    house.clock.move(minutes=1)
    denials = [{"stance": "denies", "by": name} for name in ("Jon Vik", "Kim Dahl")]
    await house.publish(responses=denials[:1])
    await house.turn()
    assert house.network.told(where) == []
    note = {"on": "2026-03-27", "sentence": "It was April."}
    await house.publish(responses=denials, corrections=[note])
    await house.turn()
    assert len(house.network.told(where)) == 1


async def test_a_number_is_never_given_twice(house: House) -> None:
    """It names the message that tells: the second would be taken for the first."""
    nonces: list[str] = []
    send = house.network.send

    async def noted(where: str, message: Message, nonce: str) -> SendOutcome:
        nonces.append(nonce)
        return await send(where, message, nonce)

    house.network.send = noted  # type: ignore[method-assign]
    for question in ("is the ferry sold", "who owns the port crane"):
        number = await house.ask("ana", question)
        await house.library.newsroom.queue.decline(MODERATOR, number, "We do not know.")
        for _ in range(2):
            await house.turn()
        assert await house.library.newsroom.requesting.mine("ana") == []
    assert len(set(nonces)) == len(nonces) == 2


async def test_a_redaction_reaches_the_requests_that_repeat_the_text(house: House) -> None:
    """Those of the desk, waiting or told at the next command; its askers are still answered."""
    where, second = "4 Elm Street", Member(HOME, "1002", "Ben", manages_server=True)
    fact = await house.publish(claim=f"The mayor lives at {where}")
    number = await house.ask("ana", f"who lives at {where} by the pier")
    closed = await house.ask("eva", f"is the house at {where} sold")
    shelf, library = house.library.asking.catalogue.store.shelf, house.library
    house.network.answers["dm eva"] = [Never("closed")]
    await library.newsroom.queue.decline(MODERATOR, closed, "We do not know.")
    for _ in range(2):
        await house.turn()
    assert where in str(await shelf.items("alert-notices"))
    await library.desk.redactions.request(MODERATOR, fact.id, where, "a private address")
    await library.desk.redactions.approve(second, fact.id)
    for kind in await shelf.kinds():
        assert where not in str(await shelf.items(kind))
    (asked,) = (await library.newsroom.queue.list(MODERATOR)).items
    assert (asked.request.number, asked.request.text) == (number, "who lives at […] by the pier")
    await library.newsroom.queue.reply(MODERATOR, number, "We do not say.")
    await house.turn()
    assert house.network.told("dm ana")[0].outcome.sentence == "We do not say."
