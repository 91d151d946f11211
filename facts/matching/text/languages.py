"""Language detection by script, function words and letters specific to a language.

Reliable for a sentence. For a few words without a function word only the script counts, and Latin
letters give no answer.
"""

import re
from collections import Counter
from functools import cache

from facts.matching.data import lines
from facts.model import Claim, FactDraft

ENGLISH = "en"
_LATIN_SCRIPT = "Latn"

_SCRIPTS = (
    # Kana and Hangul before the characters that Chinese and Japanese share.
    ("ja", re.compile("[\u3041-\u30ff\uff66-\uff9f]")),
    ("ko", re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")),
    ("zh", re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")),
    ("th", re.compile("[\u0e01-\u0e5b]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("ar", re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
)
# The languages that share a script, and letters specific to one of them.
_SHARING = {
    "ar": {"fa": re.compile("[پچژگ]"), "ar": re.compile("[ةىأإ]")},
    "ru": {"uk": re.compile("[іїєґ]"), "sr": re.compile("[ђјљњћџ]"), "ru": re.compile("[ыэёъ]")},
    _LATIN_SCRIPT: {
        "es": re.compile("[ñ¿¡íóú]"),
        "de": re.compile("[ßäöü]"),
        "fr": re.compile("[éèêàœîû]|ç[aoe]"),
        "pt": re.compile("[ãõâêô]|ção"),
        "pl": re.compile("[ąęłńśźż]"),
        "tr": re.compile("[ığş]"),
        "vi": re.compile("[ăđơưạảấầẩẫậắằặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]"),
        "sv": re.compile("å"),
        "it": re.compile("[òìù]"),
    },
}
_LETTER_COUNTS = 3
_AHEAD_OF_ENGLISH = 2
_LATIN = re.compile(r"[a-z\u00df-\u024f\u1e00-\u1eff]+")
_WORD = re.compile(r"[^\W\d_]+'?")
_READ = 1000


def language_of(text: str) -> str | None:
    """The language of ``text`` (BCP 47), or None if it cannot be detected."""
    text = text[:_READ].casefold().replace("’", "'")
    if text.isascii():
        return _by_small_words(_LATIN_SCRIPT, text)
    counts = {language: len(script.findall(text)) for language, script in _SCRIPTS}
    latin = sum(map(len, _LATIN.findall(text)))
    if counts["ja"] or counts["ko"]:
        counts["zh"] = 0
    most = max(counts, key=counts.__getitem__)
    # Texts in all scripts have names in Latin letters; a Chinese character weighs more than a
    # letter.
    if counts[most] and _LETTER_COUNTS * counts[most] >= latin:
        return (_by_small_words(most, text) or most) if most in _SHARING else most
    return _by_small_words(_LATIN_SCRIPT, text)


def claim_language(claim: Claim) -> str:
    """The language of a claim; English if it cannot be detected."""
    return claim.language or language_of(claim.text) or ENGLISH


def with_language(draft: FactDraft, *, anew: bool = False) -> FactDraft:
    """``draft`` with the detected language of its claim, unless one is given or none is detected.

    ``anew``: detect it again, as the claim may have been replaced.
    """
    claim = draft.claim
    told = None if claim.language and not anew else language_of(claim.text)
    language = None if told == ENGLISH else told or claim.language
    if language == claim.language:
        return draft
    changed = claim.model_copy(update={"language": language})
    return draft.model_copy(update={"claim": changed})


@cache
def function_words(language: str) -> frozenset[str]:
    """The function words of a language as written, in lower case; empty if not listed."""
    return frozenset(_listed().get(language, ()))


def _by_small_words(script: str, text: str) -> str | None:
    small = _languages_of(script)
    # The fast path for nearly all English texts; only elided words need more work.
    told = text.split() if text.isascii() and "'" not in text else _WORD.findall(text)
    found: Counter[str] = Counter()
    for word in small.keys() & set(told):
        found.update(small[word])
    if not found and text.isascii():
        return None
    if script != _LATIN_SCRIPT:
        for language, letters in _SHARING[script].items():
            found[language] += _LETTER_COUNTS * bool(letters.search(text))
    elif not text.isascii():
        found.update(name for name, letters in _SHARING[script].items() if letters.search(text))
    (first, most), (_, next_most) = [*found.most_common(2), ("", 0), ("", 0)][:2]
    if most == next_most:
        return None
    # An English text has a few words or names that are function words elsewhere.
    if script == _LATIN_SCRIPT and first != ENGLISH and most < found[ENGLISH] + _AHEAD_OF_ENGLISH:
        return None
    return first


@cache
def _languages_of(script: str) -> dict[str, tuple[str, ...]]:
    """Maps function words to the languages of a script that have them."""
    members = set(_SHARING[script])
    if script == _LATIN_SCRIPT:
        members = {
            language
            for language, listed in _listed().items()
            if all(_LATIN.match(word) for word in listed)
        }
    found: dict[str, tuple[str, ...]] = {}
    for language in members:
        for word in _listed().get(language, ()):
            found[word] = (*found.get(word, ()), language)
    return found


@cache
def _listed() -> dict[str, tuple[str, ...]]:
    listed = {}
    for line in lines("function_words.txt"):
        if not line.startswith("#"):
            language, _, words = line.partition(":")
            listed[language] = tuple(words.split())
    return listed
