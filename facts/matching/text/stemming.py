"""Stemming: Snowball by language, and rules for Korean.

Without a language the script decides, and Latin letters count as English.
"""

import re
from functools import cache, lru_cache
from typing import Any

import Stemmer  # type: ignore[import-not-found]

from facts.matching.data import lines

_SNOWBALL = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "tr": "turkish",
}
_BY_SCRIPT = (
    ("ru", re.compile("[\u0400-\u04ff]+")),
    ("ar", re.compile("[\u0600-\u06ff]+")),
    ("el", re.compile("[\u0370-\u03ff]+")),
    ("hi", re.compile("[\u0900-\u097f]+")),
)
# Languages whose claims are stemmed by language: those in Latin letters, and Serbian, which is
# written in two scripts.
STEMMED_BY_LANGUAGE = frozenset(_SNOWBALL) - {"en", *(language for language, _ in _BY_SCRIPT), "fa"}
_HANGUL = re.compile("[\uac00-\ud7a3]+")
# Korean endings: of verbs made of nouns, of other verbs, and particles. Each with the least number
# of syllables that must remain.
_KOREAN_ENDINGS = re.compile(
    "(?<=.)(?:"
    "(?:했|하였|됐|되었|시켰)(?:다|나요|습니까|습니다|다는|던|을까|는지)?"
    "|(?:한|된|시킨)(?:다|다는|다고)?|(?:하|되|시키)(?:나요|는|다|고|며|여|지|자|게|면|던|는지|ㄹ까)"
    "|합니다|합니까|됩니다|됩니까|해|돼|할|될|함|됨"
    "|에게서|에서는|에서의|에서도|에서|에게는|에게|께서|한테|부터|까지|으로써|으로서|으로|처럼|보다|마다"
    "|이라고|라고|이라는|라는|이란|인가요|입니까|입니다|이다|인"
    ")$"
    "|(?<=..)(?:은|는|을|를|이|가|의|에|와|과|도|만|로|들|나)$"
    "|(?<=..)(?:았|었|였|렸|쳤|졌|냈|났|뒀|갔|왔)(?:다|나요|습니까|습니다)$"
    "|(?<=.)(?:나요|는다|는|다|은|던|습니다|습니까|진다|지나요|진)$"
)


_SHORTEST_RUSSIAN = 3


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a folded word, chosen by its script."""
    if word.isascii():
        return str(_stemmer("en").stemWord(_irregular().get(word, word)))
    if _HANGUL.fullmatch(word):
        return _korean(word)
    for language, script in _BY_SCRIPT:
        if script.fullmatch(word):
            return stem_in(language, word)
    return word


@lru_cache(maxsize=20_000)
def stem_in(language: str, word: str) -> str:
    """The stem of a folded word in a language; the word itself if there are no rules for it."""
    stemmer = _stemmer(language)
    if stemmer is None:
        return word
    shorter = str(stemmer.stemWord(word))
    if language != "ru":
        return shorter
    # Names resemble verbs and adjectives: stem until nothing changes, so that Тегеран equals
    # Тегерана; but stop before nearly nothing is left of a short name (Киев).
    while shorter != word and len(shorter) >= _SHORTEST_RUSSIAN:
        word, shorter = shorter, str(stemmer.stemWord(shorter))
    return word


@cache
def _stemmer(language: str) -> Any:
    name = _SNOWBALL.get(language)
    # No cache of its own: the functions here have one.
    return None if name is None else Stemmer.Stemmer(name, 0)


def _korean(word: str) -> str:
    """The word without particles and endings, removed repeatedly, so that a name that ends like a
    particle (김정은) is the same with and without one (김정은이).
    """
    shorter = _KOREAN_ENDINGS.sub("", word)
    while shorter != word:
        word, shorter = shorter, _KOREAN_ENDINGS.sub("", shorter)
    return word


@cache
def _irregular() -> dict[str, str]:
    forms: dict[str, str] = {}
    for line in lines("irregular.txt"):
        if not line.startswith("#"):
            first, *others = line.split()
            forms.update(dict.fromkeys(others, first))
    return forms
