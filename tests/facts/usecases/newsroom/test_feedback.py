"""Votes are counted, one a person and answer, and never change what readers see."""

import asyncio

from facts.usecases.newsroom.feedback import Decided, FeedbackCount
from tests.facts.usecases.newsroom.conftest import House


async def test_one_vote_a_person_and_answer(house: House) -> None:
    """A second one replaces the first; many at the same time are all counted."""
    feedback = house.library.newsroom.feedback
    for helpful in (True, True, False):
        await feedback.vote("ana", 1, Decided.FOUND, helpful=helpful)
    await asyncio.gather(
        *(feedback.vote(f"p{n}", 1, Decided.FOUND, helpful=True) for n in range(20))
    )
    await feedback.vote("ana", 1, Decided.PICKED, helpful=True)
    assert await feedback.counts() == (
        FeedbackCount(1, Decided.PICKED, 1, 0),
        FeedbackCount(1, Decided.FOUND, 20, 1),
    )
