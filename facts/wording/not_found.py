"""The sentences around an answer, and those where there is none."""

from collections.abc import Sequence

from babel import Locale, UnknownLocaleError

NOTHING = "We have nothing on this claim yet."
NOT_A_FINDING = "That doesn’t mean it’s true or false."
TRY_OTHER_WORDS = "Try a name and one or two other words of the claim."


def none_answers(searched: int) -> str:
    """That nothing answers, and what that does not mean."""
    if not searched:
        return "No claims are stored here yet."
    return f"{NOTHING} {NOT_A_FINDING}"


def language_name(code: str) -> str:
    """The English name of a language, or its code where it has none."""
    try:
        return Locale.parse(code, sep="-").get_language_name("en") or code
    except (ValueError, UnknownLocaleError):
        return code


def said_in(language: str) -> str:
    """That a claim is in another language than these sentences."""
    return f"The claim is in {language_name(language)}."


def which_is_meant(candidates: int, languages: Sequence[str] = ()) -> str:
    """The question to a reader whose question fits several facts, or one not well enough.

    ``languages`` are those of the claims, where they are proposed by what they mean.
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
