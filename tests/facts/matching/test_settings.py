"""What a newsroom sets about matching is understood, or refused with a sentence."""

from pathlib import Path

import pytest

from facts.matching.decision.thresholds import Strictness
from facts.matching.settings import MatchingSettings, UnusableSettingError


def test_without_settings_matching_is_normal() -> None:
    """No aliases beside the package's own, no meaning."""
    assert MatchingSettings.read({}) == MatchingSettings()


def test_settings_are_read(tmp_path: Path) -> None:
    """Strictness, a file of aliases, the switch for meaning and the folder of its vectors."""
    aliases = tmp_path / "aliases.txt"
    aliases.write_text("# ours\ntube; underground\n\n", encoding="utf-8")
    read = MatchingSettings.read(
        {
            "NICENOTE_STRICTNESS": "Strict",
            "NICENOTE_ALIASES": str(aliases),
            "NICENOTE_SEMANTIC": "on",
            "NICENOTE_CACHE": str(tmp_path),
        }
    )
    assert read == MatchingSettings(
        Strictness.STRICT, ("# ours", "tube; underground"), semantic=True, cache=tmp_path
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NICENOTE_STRICTNESS", "harsh"),
        ("NICENOTE_ALIASES", "/no/such/file"),
        ("NICENOTE_SEMANTIC", "perhaps"),
    ],
)
def test_what_cannot_be_understood_is_named(name: str, value: str) -> None:
    """With what it may be."""
    with pytest.raises(UnusableSettingError, match=name):
        MatchingSettings.read({name: value})
