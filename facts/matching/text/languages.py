"""What differs by language: detection, function words, stems.

Detection is by script, function words and letters specific to a language. It is reliable for a
sentence. For a few words without a function word only the script counts, and Latin letters give no
answer. Stemming is Snowball by language, with rules for Korean; without a language the script
decides, and Latin letters count as English.
"""

import re
from collections import Counter
from functools import cache, lru_cache
from typing import Any

import Stemmer  # type: ignore[import-not-found]

from facts.matching.data import lines, listed, listed_words
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
    listing = "function_words.txt"
    return listed_words(listing, language) if language in listed(listing) else frozenset()


def _by_small_words(script: str, text: str) -> str | None:
    small = _languages_of(script)
    # The fast path for nearly all English texts; only elided words need more work.
    told = text.split() if text.isascii() and "'" not in text else _WORD.findall(text)
    found = Counter(name for word in small.keys() & set(told) for name in small[word])
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
    found: dict[str, tuple[str, ...]] = {}
    latin = script == _LATIN_SCRIPT
    for language, (words,) in listed("function_words.txt").items():
        of_script = all(map(_LATIN.match, words)) if latin else language in _SHARING[script]
        for word in words if of_script else ():
            found[word] = (*found.get(word, ()), language)
    return found


# The languages that are stemmed by Snowball, which knows them by these codes.
_CODES = "ar ca cs da de el en es et eu fa fi fr ga hi hu id it lt nl no pl pt ro ru sr sv tr"
_SNOWBALL = frozenset(_CODES.split())
_BY_SCRIPT = (
    ("ru", re.compile("[\u0400-\u04ff]+")),
    ("ar", re.compile("[\u0600-\u06ff]+")),
    ("el", re.compile("[\u0370-\u03ff]+")),
    ("hi", re.compile("[\u0900-\u097f]+")),
)
# Languages whose claims are stemmed by language: those in Latin letters, and Serbian, which is
# written in two scripts.
STEMMED_BY_LANGUAGE = _SNOWBALL - {"en", *(language for language, _ in _BY_SCRIPT), "fa"}
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
    # No cache of its own: the functions here have one.
    return Stemmer.Stemmer(language, 0) if language in _SNOWBALL else None


def _korean(word: str) -> str:
    """The word without particles and endings, removed repeatedly, so that a name that ends like a
    particle (김정은) is the same with and without one (김정은이).
    """
    while (shorter := _KOREAN_ENDINGS.sub("", word)) != word:
        word = shorter
    return word


@cache
def _irregular() -> dict[str, str]:
    forms: dict[str, str] = {}
    for line in lines("irregular.txt"):
        first, *others = line.split()
        forms.update(dict.fromkeys(others, first))
    return forms
