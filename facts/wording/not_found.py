"""Sentences around an answer, and for questions without one."""

from collections.abc import Sequence

from babel import Locale, UnknownLocaleError

NOTHING = "We have nothing on this claim yet."
NOT_A_FINDING = "That doesn’t mean it’s true or false."
TRY_OTHER_WORDS = "Try a name and one or two other words of the claim."
# In the language of the question, to be corrected by native speakers: nothing was found, the
# languages of the claims, and what to try.
_NOTHING_FOUND = {
    "ar": (
        "ليس لدينا شيء عن هذا الادعاء حتى الآن.",
        "الادعاءات هنا محفوظة باللغات التالية: {languages}.",
        "جرّب اسما وكلمة أو كلمتين من الادعاء.",
    ),
    "de": (
        "Zu dieser Behauptung haben wir noch nichts.",
        "Behauptungen sind hier in diesen Sprachen gespeichert: {languages}.",
        "Versuchen Sie es mit einem Namen und ein, zwei Wörtern der Behauptung.",
    ),
    "es": (
        "Todavía no tenemos nada sobre esta afirmación.",
        "Aquí las afirmaciones se guardan en: {languages}.",
        "Pruebe con un nombre y una o dos palabras de la afirmación.",
    ),
    "fr": (
        "Nous n’avons encore rien sur cette affirmation.",
        "Ici, les affirmations sont conservées en : {languages}.",
        "Essayez un nom et un ou deux mots de l’affirmation.",
    ),
    "it": (
        "Non abbiamo ancora nulla su questa affermazione.",
        "Qui le affermazioni sono conservate in: {languages}.",
        "Provi con un nome e una o due parole dell’affermazione.",
    ),
    "ja": (
        "この主張についての記録はまだありません。",
        "ここにある主張の言語：{languages}。",
        "人名と、主張の中の一、二語でお試しください。",
    ),
    "ko": (
        "이 주장에 대한 기록이 아직 없습니다.",
        "여기에 저장된 주장의 언어: {languages}.",
        "이름과 주장에 나오는 단어 한두 개로 물어보세요.",
    ),
    "pt": (
        "Ainda não temos nada sobre esta afirmação.",
        "Aqui as afirmações são guardadas em: {languages}.",
        "Tente um nome e uma ou duas palavras da afirmação.",
    ),
    "ru": (
        "Об этом утверждении у нас пока ничего нет.",
        "Языки утверждений, которые здесь хранятся: {languages}.",
        "Попробуйте имя и одно-два слова из утверждения.",
    ),
    "zh": (
        "我们还没有关于这一说法的记录。",
        "这里的说法以下列语言保存：{languages}。",
        "请试试人名加上说法中的一两个词。",
    ),
}


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


def nothing_found_in(language: str | None, kept_in: Sequence[str]) -> str | None:
    """Says in ``language`` that nothing was found; None if there is no translation.

    ``kept_in`` are the languages of the claims visible to the reader.
    """
    if language not in _NOTHING_FOUND:
        return None
    nothing, kept, what_to_try = _NOTHING_FOUND[language]
    names = [Locale.parse(code, sep="-").get_language_name(language) or code for code in kept_in]
    told = [kept.format(languages=", ".join(names))] if names else []
    return " ".join([nothing, *told, what_to_try])
