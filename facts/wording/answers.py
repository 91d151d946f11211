"""The sentences around an answer, and those where there is none."""

from collections.abc import Sequence

NONE_FITS = "I’m not sure which claim you mean."
NOTHING = "We have nothing on this claim yet."
NOT_A_FINDING = "That doesn’t mean it’s true or false."
_LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "sr": "Serbian",
    "sv": "Swedish",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
}


def none_answers(searched: int) -> str:
    """That nothing answers, and what that does not mean."""
    if not searched:
        return "No claims are stored here yet."
    return f"{NOTHING} {NOT_A_FINDING}"


def language_name(code: str) -> str:
    """The English name of a language, or its code where it has none here."""
    return _LANGUAGES.get(code.lower().split("-")[0], code)


def which_is_meant(candidates: int, languages: Sequence[str] = ()) -> str:
    """The question to a reader whose question fits several facts, or one not well enough.

    ``languages`` are those of the claims, where they are proposed by what they mean.
    """
    if languages:
        names = [language_name(code) for code in languages]
        stored = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
        return f"Stored in {stored}. Is it {'this' if candidates == 1 else 'one of these'}?"
    return "Is this the one you mean?" if candidates == 1 else "Which of these do you mean?"
