"""How the store on disk is doing."""

from datetime import UTC, datetime
from pathlib import Path

from facts.store.tinydb.backups import back_up_automatically
from facts.store.tinydb.folder import StoreFolder
from facts.wiring import open_library


async def test_size_and_newest_backup_of_a_folder(tmp_path: Path) -> None:
    """None until the first automatic one; then when it was made."""
    folder = tmp_path / "book"
    async with open_library(folder) as library:
        fresh = await library.vitals.read()
        assert fresh.place.folder == folder
        assert fresh.facts == 32
        assert fresh.store_bytes > 10_000
        assert fresh.newest_backup is None
        made = datetime(2026, 5, 3, 12, tzinfo=UTC)
        back_up_automatically(StoreFolder(folder), made)
        assert (await library.vitals.read()).newest_backup is not None
