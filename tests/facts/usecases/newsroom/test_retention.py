"""What is kept for a time only goes when it is over, also when nobody comes again."""

from facts.outbox.delivery import Never
from facts.usecases.newsroom.feedback import Decided, FeedbackCount
from facts.usecases.newsroom.shown_answers import ShownAnswer
from tests.facts.usecases.newsroom.conftest import MODERATOR, House


async def test_each_thing_for_its_time(house: House) -> None:
    """Who voted for 30 days, and then the count alone; messages and notices for 90."""
    newsroom, notices = house.library.newsroom, house.library.delivering.outbox.notices
    await newsroom.feedback.vote("ana", 1, Decided.FOUND, helpful=True)
    shown = ShownAnswer(
        message="1", where="dm ana", fact_id=1, revision=1, at=house.clock(), owner="ana"
    )
    await newsroom.shown.remember(shown)
    house.network.answers["dm ana"] = [Never("closed")]
    await newsroom.queue.answer(MODERATOR, await house.ask("ana"), "#1")
    await house.turn()
    kept = {}
    for day in (29, 31, 89, 91):
        house.clock.move(days=day - (max(kept) if kept else 0))
        await house.turn()
        votes = len(await newsroom.feedback.of_person("ana"))
        kept[day] = votes, len(newsroom.shown.of_person("ana")), len(notices)
    assert kept == {29: (1, 1, 1), 31: (0, 1, 1), 89: (0, 1, 1), 91: (0, 0, 0)}
    assert await newsroom.feedback.counts() == (FeedbackCount(1, Decided.FOUND, 1, 0),)
