"""The memory of the process: given back to the system, or looked through at a better time.

By default the threads of glibc each have a heap of their own, and what was freed in a heap stays
with the process: 80 MB after building the index of 100,000 claims.
"""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress

# Of mallopt: from which size on a piece is asked of the system and given back alone, and how many
# heaps there are.
_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
_LARGE, _HEAPS = 256 * 1024, 2


def keep_little_memory() -> None:
    """Keep few and small heaps from here on."""
    with suppress(AttributeError, OSError, TypeError):  # where there is another C library
        libc = ctypes.CDLL(None)
        libc.mallopt(_MMAP_THRESHOLD, _LARGE)
        libc.mallopt(_ARENA_MAX, _HEAPS)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Look for no cycles inside: each look holds the loop while it goes through all objects,
    0.25 s for 10,000 requests. Facts and documents have none.

    Of two that overlap, the first to begin decides when it ends for both.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
