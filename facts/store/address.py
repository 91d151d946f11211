"""Store addresses: a folder, or a PostgreSQL database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

STORE_VARIABLE = "NICENOTE_STORE"
DEFAULT_STORE = Path("data/nicenote")
# URL schemes under which hosts offer PostgreSQL.
_HOSTS_VARIABLE = "DATABASE_URL"
_SCHEMES = ("postgresql://", "postgres://")


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """The address of a PostgreSQL database. It may hold a password, which is left out when
    printed.
    """

    address: str = field(repr=False)

    def __str__(self) -> str:
        parts = urlsplit(self.address)
        return f"postgresql://{parts.netloc.rpartition('@')[2]}{parts.path}"


StoreAddress = Path | DatabaseAddress


def store_address(text: str) -> StoreAddress:
    """Parse an address as a person writes it."""
    return DatabaseAddress(text) if text.startswith(_SCHEMES) else Path(text)


def chosen_address(values: Mapping[str, str | None]) -> StoreAddress:
    """The address set by environment variables, else the default folder."""
    if named := (values.get(STORE_VARIABLE) or "").strip():
        return store_address(named)
    offered = (values.get(_HOSTS_VARIABLE) or "").strip()
    return DatabaseAddress(offered) if offered.startswith(_SCHEMES) else DEFAULT_STORE
