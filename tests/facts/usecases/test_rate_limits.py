"""How much one person and one server may ask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.usecases import admission as module
from facts.usecases.admission import Counted, Limits, RateLimiter, TooMany


class _Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> _Clock:
    """A clock that stands until it is moved."""
    return _Clock()


def _asked(limiter: RateLimiter, times: int, what: Counted = Counted.QUESTION, **who: str) -> int:
    """How many of so many were let through."""
    told = 0
    for _ in range(times):
        try:
            limiter.take(what, person=who.get("person", "rita"), server=who.get("server"))
            told += 1
        except TooMany:
            continue
    return told


@pytest.mark.parametrize(
    ("what", "most"), [(Counted.QUESTION, 30), (Counted.CHECK, 10), (Counted.SUGGESTION, 120)]
)
def test_a_person_may_ask_so_much_in_a_minute(clock: _Clock, what: Counted, most: int) -> None:
    """All at once or spread; half a minute later half as many more, then again."""
    limiter = RateLimiter(clock=clock)
    assert _asked(limiter, 200, what) == most
    clock.now += 30
    assert _asked(limiter, 200, what) == most // 2
    clock.now += 3600
    assert _asked(limiter, 200, what) == most


def test_one_person_takes_nothing_from_another(clock: _Clock) -> None:
    """Nor do questions from message checks or suggestions."""
    limiter = RateLimiter(clock=clock)
    assert _asked(limiter, 100, person="rita") == 30
    assert _asked(limiter, 100, person="sam") == 30
    assert _asked(limiter, 100, Counted.CHECK, person="rita") == 10
    assert _asked(limiter, 200, Counted.SUGGESTION, person="rita") == 120


def test_a_server_may_ask_so_much_in_a_minute(clock: _Clock) -> None:
    """Questions and message checks of all its members together; another server is not held up."""
    limiter = RateLimiter(clock=clock)
    told = sum(_asked(limiter, 30, person=f"reader {n}", server="one") for n in range(20))
    assert told == 300
    assert _asked(limiter, 30, Counted.CHECK, person="another", server="one") == 0
    assert _asked(limiter, 30, Counted.SUGGESTION, person="another", server="one") == 30
    assert _asked(limiter, 30, person="another", server="two") == 30


def test_who_is_refused_is_told_how_long_to_wait(clock: _Clock) -> None:
    """After so many seconds there is one more, and not before."""
    limiter = RateLimiter(clock=clock)
    _asked(limiter, 30)
    with pytest.raises(TooMany, match=r"30 questions a minute\. .* in 2 seconds\.") as refused:
        limiter.take(Counted.QUESTION, person="rita", server=None)
    clock.now += refused.value.seconds - 1
    assert _asked(limiter, 1) == 0
    clock.now += 1
    assert _asked(limiter, 1) == 1


def test_a_limit_of_zero_is_none(clock: _Clock) -> None:
    """Those who run the bot may leave a limit out."""
    limiter = RateLimiter(Limits(0, 0, 0, 0, 0), clock)
    assert all(_asked(limiter, 5000, what, server="one") == 5000 for what in Counted)
    assert len(limiter) == 0


def test_memory_is_bounded(clock: _Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has not asked for a minute is forgotten, and of a flood of people the first ones are."""
    monkeypatch.setattr(module, "_MOST_BUCKETS", 100)
    limiter = RateLimiter(clock=clock)
    for number in range(1000):
        _asked(limiter, 1, person=f"reader {number}")
    assert len(limiter) <= 100
    clock.now += 61
    for number in range(60):
        _asked(limiter, 1, person=f"another {number}")
    assert len(limiter) <= 60


@given(st.lists(st.floats(0, 20), max_size=150), st.integers(1, 40))
def test_never_more_than_two_buckets_in_any_minute(waits: list[float], most: int) -> None:
    """However it is spread: a full bucket and what flows in meanwhile."""
    clock = _Clock()
    limiter = RateLimiter(Limits(questions=most), clock)
    told: list[float] = []
    for wait in waits:
        clock.now += wait
        told += [clock.now] * _asked(limiter, 3)
    for start in told:
        assert sum(start <= at < start + 60 for at in told) <= 2 * most
