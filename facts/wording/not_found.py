"""Sentences around an answer, and for questions without one."""

from collections.abc import Sequence

from babel import Locale, UnknownLocaleError

NOTHING = "We have nothing on this claim yet."
NOT_A_FINDING = "That doesn’t mean it’s true or false."
TRY_OTHER_WORDS = "Try a name and one or two other words of the claim."


def none_answers(searched: int) -> str:
    """Says that no fact answers, and what that does not mean."""
    if not searched:
        return "No claims are stored here yet."
    return f"{NOTHING} {NOT_A_FINDING}"


def language_name(code: str) -> str:
    """The English name of a language, or its code if unknown."""
    try:
        return Locale.parse(code, sep="-").get_language_name("en") or code
    except (ValueError, UnknownLocaleError):
        return code


def said_in(language: str) -> str:
    """Says that a claim is in another language than these sentences."""
    return f"The claim is in {language_name(language)}."


def which_is_meant(candidates: int, languages: Sequence[str] = ()) -> str:
    """Asks which of several facts is meant, or whether the only one is.

    ``languages`` are those of the claims, if they were proposed by embeddings.
    """
    if languages:
        names = [language_name(code) for code in languages]
        stored = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
        return (
            f"This claim is in {stored}. Is it the one you mean?"
            if candidates == 1
            else f"These claims are in {stored}. Do you mean one of them?"
        )
    return "Is this the one you mean?" if candidates == 1 else "Which of these do you mean?"
