"""Under attack: an ordinary reader is answered while others do their worst."""

from pathlib import Path

from tests.benchmarks.under_attack import attack


async def test_an_ordinary_reader_is_answered_under_attack(tmp_path: Path) -> None:
    """A hostile reader, a hostile desk and hostile pages at once: every question of somebody else
    is answered, and nothing of it is a defect of ours.
    """
    waited, log = await attack(5, 500, tmp_path)
    assert None not in waited
    assert "Defect" not in log
    assert "Traceback" not in log
