"""A control that was pressed: by whom, on what, and with which choice."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.desk.replies import Reply
from facts.usecases.desk.members import Member


@dataclass(frozen=True, slots=True)
class Press:
    """``target`` is the id of what the control belongs to, ``n`` the number that its act needs.

    ``chosen`` are the values of a select.
    """

    member: Member
    target: str
    n: int = 0
    chosen: tuple[str, ...] = ()


Act = Callable[[Press], Awaitable[Reply]]
