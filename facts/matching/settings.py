"""The matching settings that the operator can set by environment variables."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from facts.matching.decision.thresholds import Strictness
from facts.model import Refusal

STRICTNESS_VARIABLE = "NICENOTE_STRICTNESS"
ALIASES_VARIABLE = "NICENOTE_ALIASES"
SEMANTIC_VARIABLE = "NICENOTE_SEMANTIC"
LANGUAGES_VARIABLE = "NICENOTE_LANGUAGES"
CACHE_VARIABLE = "NICENOTE_CACHE"

_SWITCH = dict.fromkeys(("1", "on", "true", "yes"), True)
_SWITCH |= dict.fromkeys(("0", "off", "false", "no"), False)


class UnusableSettingError(Refusal):
    """A setting that cannot be parsed: the sentence names it and the permitted values."""


@dataclass(frozen=True, slots=True)
class MatchingSettings:
    """Strictness, additional aliases, and the use of embedding models.

    A line of ``aliases`` is a group of names for the same thing, separated by ``;``, as in
    ``data/aliases.txt``. ``semantic`` needs the extra of that name. ``languages``: whether claims
    are proposed to questions in other languages; None: if its extra is installed. ``cache`` is the
    folder for vectors of stores in a database; without it each process computes them anew.
    """

    strictness: Strictness = Strictness.NORMAL
    aliases: tuple[str, ...] = ()
    semantic: bool = False
    languages: bool | None = None
    cache: Path | None = None

    @classmethod
    def read(cls, variables: Mapping[str, str | None]) -> "MatchingSettings":
        """From environment variables or the values of a ``.env``. Raises UnusableSettingError."""
        return cls(
            strictness=_strictness(variables.get(STRICTNESS_VARIABLE) or ""),
            aliases=_aliases(variables.get(ALIASES_VARIABLE) or ""),
            semantic=bool(_switch(SEMANTIC_VARIABLE, variables.get(SEMANTIC_VARIABLE) or "")),
            languages=_switch(LANGUAGES_VARIABLE, variables.get(LANGUAGES_VARIABLE) or ""),
            cache=Path(cache) if (cache := (variables.get(CACHE_VARIABLE) or "").strip()) else None,
        )


def _strictness(value: str) -> Strictness:
    try:
        return Strictness(value.strip().lower() or Strictness.NORMAL)
    except ValueError:
        raise UnusableSettingError(
            f"{STRICTNESS_VARIABLE} is “{value}”. Use strict, normal or lax."
        ) from None


def _aliases(value: str) -> tuple[str, ...]:
    if not value.strip():
        return ()
    try:
        text = Path(value.strip()).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableSettingError(
            f"{ALIASES_VARIABLE} is “{value.strip()}”, but I can’t read a text file there. Use a "
            "file with one group of names per line, for example: tube; underground"
        ) from error
    return tuple(line for line in text.splitlines() if line.strip())


def _switch(name: str, value: str) -> bool | None:
    """A boolean setting; None if it is not set."""
    chosen = value.strip().lower()
    if chosen and chosen not in _SWITCH:
        raise UnusableSettingError(f"{name} is “{value}”. Use on or off.")
    return _SWITCH.get(chosen)
