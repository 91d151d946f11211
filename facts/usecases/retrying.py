"""Optimistic concurrency: who writes to what was changed meanwhile reads it and starts again."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from facts.store.protocol import StaleDocument

_P = ParamSpec("_P")
_T = TypeVar("_T")
# Each failure means that somebody else got through; so many in a row are a defect.
_MOST_TRIES = 50


def retrying(
    act: Callable[_P, Coroutine[Any, Any, _T]],
) -> Callable[_P, Coroutine[Any, Any, _T]]:
    """``act``, done again as often as it raises StaleDocument. It must read what it writes to."""

    @wraps(act)
    async def tried(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        for _ in range(_MOST_TRIES - 1):
            try:
                return await act(*args, **kwargs)
            except StaleDocument:
                continue
        return await act(*args, **kwargs)

    return tried
