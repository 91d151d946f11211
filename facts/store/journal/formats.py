"""The version of the file format, and what to say of files of another one."""

from typing import Any

from facts.store.protocol import StoreUnavailable

FORMAT = 1


def expect_readable(header: dict[str, Any], where: object) -> None:
    """Raise StoreUnavailable when ``header`` is that of a newer program's file."""
    version = header.get("format")
    if not isinstance(version, int) or version > FORMAT:
        raise StoreUnavailable(
            f"{where} was written by a newer version of this program (file format {version}, "
            f"this one reads up to {FORMAT}). Update the program; nothing was changed."
        )
