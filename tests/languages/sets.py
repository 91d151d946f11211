"""Claims and questions in nine languages, written for these tests.

``en.txt`` has thirty claims. Each other file has them in its language: as a claim, as a question,
in a few words, and, of the first twenty, in other words; then thirty questions that none of them
answers, half of them sentences. ``english_headlines.txt`` has what English readers ask in vain,
``names.txt`` names of the news, ``contradictions.txt`` what a claim contradicts.
"""

from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("zh", "ja", "ko", "ar", "ru", "es", "de", "fr")
_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Entry:
    """One claim and how it is asked for; ``reworded`` is empty for the last ten."""

    number: int
    claim: str
    question: str = ""
    short: str = ""
    reworded: str = ""


@dataclass(frozen=True)
class LanguageSet:
    """What one language has: the claims, and the sentences and few words that none answers."""

    entries: tuple[Entry, ...]
    unstored: tuple[str, ...]
    unstored_short: tuple[str, ...]


def language_set(language: str) -> LanguageSet:
    """The set of ``language``."""
    text = _FOLDER.joinpath(f"{language}.txt").read_text(encoding="utf-8")
    stored, _, unstored = text.partition("\n\n")
    rows = [line.split("|") for line in stored.splitlines() if not line.startswith("#")]
    entries = tuple(Entry(int(number), *texts) for number, *texts in rows)
    questions = unstored.split("\n")
    half = len(questions) // 2
    others = [line for line in questions if line]
    return LanguageSet(entries, tuple(others[:half]), tuple(others[half:]))


def english_claims() -> tuple[str, ...]:
    """The claims in English."""
    return tuple(entry.claim for entry in language_set("en").entries)


def names() -> tuple[tuple[str, ...], ...]:
    """Names of the news: in English, and in each of ``LANGUAGES``."""
    text = _FOLDER.joinpath("names.txt").read_text(encoding="utf-8")
    return tuple(tuple(line.split("|")) for line in text.splitlines() if not line.startswith("#"))


def contradictions() -> tuple[tuple[str, int, str], ...]:
    """Questions that a claim contradicts: the language, the number of the claim, the question."""
    text = _FOLDER.joinpath("contradictions.txt").read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines() if not line.startswith("#")]
    return tuple((language, int(number), question) for language, number, question in rows)


def english_headlines() -> tuple[str, ...]:
    """Headlines and short questions in English that no claim here answers."""
    text = _FOLDER.joinpath("english_headlines.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if not line.startswith("#"))
