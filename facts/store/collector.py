"""Python's garbage collector, kept away from work that makes very many objects."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_waits() -> Iterator[None]:
    """Keep the garbage collector from walking the many new objects of bulk work.

    A full collection over a hundred thousand facts would hold the event loop for half a second.
    They have no cycles, so counting references frees them all the same.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
