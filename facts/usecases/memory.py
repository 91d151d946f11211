"""Memory that is not needed any more goes back to the system, where glibc would keep it.

By default its threads each have a heap of their own, and what was freed in a heap stays with the
process: 80 MB after building the index of 100,000 claims.
"""

import ctypes
from contextlib import suppress

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
