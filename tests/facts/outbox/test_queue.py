"""Who sends next."""

from datetime import UTC, datetime, timedelta

from facts.outbox.queue import Mailbox, Queue, Rank

NOW = datetime(2026, 1, 1, tzinfo=UTC)


class Waiting(Mailbox):
    """A mailbox with so many messages that are due."""

    def __init__(self, name: str, where: str, *, left: int = 1, rank: Rank = (1, 0)) -> None:
        super().__init__(name)
        self.name, self.place, self.left, self.its_rank = name, where, left, rank

    @property
    def where(self) -> str:
        return self.place

    @property
    def rank(self) -> Rank:
        return self.its_rank

    def waiting(self) -> tuple[int, ...]:
        return tuple(range(self.left))

    def next_time(self) -> datetime | None:
        return NOW if self.left else None

    def gather(self, now: datetime) -> tuple[int, ...]:
        return self.waiting()[:1]


def sent(queue: Queue[Waiting], now: datetime = NOW) -> list[str]:
    """The mailboxes in the order in which they send, one after the other."""
    order = []
    while mailbox := queue.begin(now):
        mailbox.left -= 1
        order.append(mailbox.name)
        queue.end(mailbox, mailbox.where)
    return order


def test_mailboxes_take_turns_and_a_place_has_one_at_a_time() -> None:
    """Each has a first message before any has a second; a busy place parks its other mailboxes."""
    queue = Queue[Waiting]()
    for name, where in (("a", "x"), ("b", "x"), ("c", "y")):
        queue.put(Waiting(name, where, left=2))
    first, second = queue.begin(NOW), queue.begin(NOW)
    assert first is not None
    assert second is not None
    assert (first.name, second.name) == ("a", "c")
    assert queue.begin(NOW) is None
    for mailbox in (first, second):
        mailbox.left -= 1
        queue.end(mailbox, mailbox.where)
    assert sent(queue) == ["b", "a", "c", "b"]


def test_a_smaller_rank_leaves_first() -> None:
    """Whatever was put first; within a rank by its second number."""
    queue = Queue[Waiting]()
    for name, rank in (("old", (2, -1)), ("new", (2, -9)), ("alert", (1, 0)), ("urgent", (0, -5))):
        queue.put(Waiting(name, "x", rank=rank))
    assert sent(queue) == ["urgent", "alert", "new", "old"]


def test_a_place_that_rests_is_skipped_and_then_goes_on() -> None:
    """Others send meanwhile; the queue says when it may have something again."""
    queue = Queue[Waiting]()
    queue.put(Waiting("a", "x", left=2))
    queue.put(Waiting("b", "x"))
    queue.put(Waiting("c", "y"))
    mailbox = queue.begin(NOW)
    assert mailbox
    then = NOW + timedelta(seconds=5)
    queue.rest("x", then)
    queue.end(mailbox, "x")
    assert sent(queue) == ["c"]
    assert queue.next_time(NOW) == then
    assert sorted(sent(queue, then)) == ["a", "a", "b"]


def test_what_ended_while_it_was_parked_holds_up_nobody() -> None:
    """Nor does a mailbox that moved to another place."""
    queue = Queue[Waiting]()
    mailboxes = [Waiting(name, "x") for name in "abcd"]
    for mailbox in mailboxes:
        queue.put(mailbox)
    first = queue.begin(NOW)
    assert first is mailboxes[0]
    assert queue.begin(NOW) is None
    queue.remove("b")
    mailboxes[2].place = "y"
    queue.put(mailboxes[2])
    first.left = 0
    queue.end(first, "x")
    assert sorted(sent(queue)) == ["c", "d"]
