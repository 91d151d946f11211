"""How work grows with the length of a text: counted where Python works, else compared."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

# Linear work grows by this factor between the two lengths, quadratic work by its square.
FACTOR = 8
SHORT, LONG = 1_250, 10_000
# Between the two, on the side of the linear.
MOST_GROWTH = 2.5 * FACTOR
# Below so many nanoseconds a comparison says more of the clock than of the work.
_TELLING = 3_000_000
_TRIES = 4


@contextmanager
def counting_calls() -> Iterator[list[int]]:
    """Counts the functions that are called inside, tasks that go on meanwhile included; the number
    is in the list when it is over.
    """
    counted = [0]

    def count(frame: FrameType, event: str, arg: Any) -> None:  # noqa: ARG001 - of sys.setprofile
        counted[0] += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield counted
    finally:
        sys.setprofile(before)


def calls(work: Callable[[], object]) -> int:
    """How many functions ``work`` calls, those written in C included."""
    with counting_calls() as counted:
        work()
    return counted[0]


def grows_too_fast(work: Callable[[str], object], make: Callable[[int], str]) -> bool:
    """Whether ``work`` on a text of ``make`` grows faster than the text does.

    What C code does (expressions, Unicode) cannot be counted, so the processor's time for a text
    is set against that for a shorter one. Only the relation of the two counts, and where it is bad
    it must be so in every try.
    """
    short, long = make(SHORT), make(LONG)
    if _spent(work, long) < _TELLING:
        return False
    return all(_spent(work, long) > MOST_GROWTH * _spent(work, short) for _ in range(_TRIES))


def _spent(work: Callable[[str], object], text: str) -> int:
    begun = time.thread_time_ns()
    work(text)
    return time.thread_time_ns() - begun
