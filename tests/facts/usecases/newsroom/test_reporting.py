"""What a desk learns: numbers by week, and who has what."""

import pytest

from facts.forms.typed import ClaimForm
from facts.model import HOME, Member, NotAllowed
from tests.facts.usecases.newsroom.conftest import MODERATOR, House


async def answer(house: House, question: str) -> None:
    """A reader of the home server is answered."""
    asking, tally = house.library.asking, house.library.newsroom.tally
    await tally.count(HOME, await asking.ask(question, None))


async def test_a_report_counts_what_happened(house: House) -> None:
    """Answers by week, the facts most asked, requests that wait, corrections; no question."""
    fact = await house.publish(topics=["harbour"])
    for _ in range(2):
        await answer(house, "mayor closed the harbour bridge")
    await answer(house, "who owns the port crane")
    house.clock.move(weeks=1)
    await answer(house, "mayor closed the harbour bridge")
    await house.ask("ana", "who owns the port crane")
    requesting = house.library.newsroom.requesting
    await requesting.report_error("ben", await house.publish("ferry"), "It is a boat.", "")
    house.clock.move(days=2)
    note = {"on": "2026-04-05", "sentence": "It was closed in April."}
    closed = "The mayor closed the bridge in April"
    await house.publish(claim=closed, topics=["harbour"], corrections=[note])
    report = await house.library.newsroom.reporting.report(MODERATOR)
    assert [(one.found, one.nothing) for one in report.weeks[-2:]] == [(2, 1), (1, 0)]
    assert sum(one.corrections for one in report.weeks) == 1
    assert [(one.id, n) for one, n in report.asked] == [(fact.id, 3)]
    assert report.topics == (("harbour", 3),)
    assert (report.open_requests, report.waiting, report.oldest_days) == (1, 1, 2)
    assert report.open_reports == 1
    assert report.unlinked == 2
    shelf = house.library.asking.catalogue.store.shelf
    assert "crane" not in str(await shelf.items("tally"))


async def test_the_team(house: House) -> None:
    """Drafts, proposals and requests by who has them; for moderators only."""
    number = await house.ask("ana")
    await house.library.newsroom.queue.take(MODERATOR, number)
    await house.library.desk.drafting.open(MODERATOR, ClaimForm(text="The ferry is sold"))
    (ada,) = await house.library.newsroom.reporting.team(MODERATOR)
    assert (ada.name, ada.drafts, ada.proposals, ada.requests) == ("Ada", 1, 0, 1)
    with pytest.raises(NotAllowed):
        await house.library.newsroom.reporting.team(Member(HOME, "9", "Cy", manages_server=False))
