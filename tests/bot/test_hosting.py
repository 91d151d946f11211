"""Where the disk is thrown away, facts are not kept on it unless the operator says so."""

from pathlib import Path

import pytest

from bot.hosting import refuse_vanishing_disk
from facts.model import Refusal


@pytest.mark.parametrize("sign", ["DYNO", "RENDER", "FLY_APP_NAME", "K_SERVICE"])
def test_a_host_that_throws_its_disk_away_is_refused(tmp_path: Path, sign: str) -> None:
    """With what to do: a database, a volume, or to run all the same."""
    with pytest.raises(Refusal) as refused:
        refuse_vanishing_disk(tmp_path, {sign: "x"})
    for words in ("DATABASE_URL", "NICENOTE_STORE", "NICENOTE_DISK_MAY_VANISH=on"):
        assert words in refused.value.sentence


def test_a_mounted_volume_stays() -> None:
    """The folder of shared memory stands in for one: it is mounted on every Linux."""
    shm = Path("/dev/shm")  # noqa: S108 - only named, nothing is written
    if not shm.is_mount():
        pytest.skip("nothing is mounted there")
    refuse_vanishing_disk(shm / "nicenote", {"FLY_APP_NAME": "x"})


def test_an_own_machine_is_never_refused(tmp_path: Path) -> None:
    """Nor is a host that is not known to do that."""
    refuse_vanishing_disk(tmp_path, {"HOME": "/srv"})
