"""What a desk's log channel hears each morning, once."""

from datetime import timedelta

from facts.model import HOME, DeskId
from facts.usecases.desk.desk_settings import Telling
from facts.usecases.newsroom.reporting import DeskReport
from facts.usecases.newsroom.request import Request
from tests.facts.usecases.newsroom.conftest import MODERATOR, House


async def test_a_digest_a_day_and_a_report_a_week(house: House) -> None:
    """The digest has the new requests only; nothing is told twice, or where nothing is new."""
    digests: list[list[int]] = []
    reports: list[DeskReport] = []

    async def digest(_: DeskId, requests: list[Request]) -> None:
        digests.append([one.number for one in requests])

    async def weekly(_: DeskId, report: DeskReport) -> None:
        reports.append(report)

    news = house.library.newsroom.desk_news
    news.tell(digest, weekly)
    await house.library.desk.setup.change(
        MODERATOR, tell_requests=Telling.DAILY, weekly_report=True
    )
    await house.turn()
    first = await house.ask("ana")
    for _ in range(14):
        woken = await house.turn()
        assert woken is not None
        assert woken - house.clock() <= timedelta(days=1)
        house.clock.now = woken
        await house.turn()
        if len(digests) == 1 and first:
            second = await house.ask("ben", "who owns the port crane")
            first = 0
    assert digests == [[1], [second]]
    assert len(reports) == 2


async def test_a_desk_that_wants_nothing_wakes_nobody(house: House) -> None:
    """There is no next time then."""
    assert house.library.newsroom.desk_news.next_time() is None
    assert not (await house.library.desk.setup.read(HOME)).weekly_report
