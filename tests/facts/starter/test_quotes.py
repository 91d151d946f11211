"""Quotes are in the articles, and the articles' prose is not in the facts."""

from collections.abc import Iterator

from facts.model import FactDraft

_TYPOGRAPHY = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
_SHORT_QUOTE = 50  # words
_COPIED = 8  # words in a row


def words(text: str) -> list[str]:
    """The words of a text, quotation marks made plain."""
    return text.translate(_TYPOGRAPHY).split()


def plain(text: str) -> str:
    """A text with plain quotation marks and single spaces."""
    return " ".join(words(text))


def quotes(draft: FactDraft) -> Iterator[str]:
    """Everything that a fact gives as somebody's words."""
    yield from (quote.text for source in draft.sources for quote in source.quotes)
    for quote in (draft.claim.quote, *(response.quote for response in draft.responses)):
        if quote:
            yield quote


def own_words(draft: FactDraft) -> Iterator[str]:
    """Everything that a fact says for itself."""
    yield from (draft.claim.text, *draft.other_wordings)
    yield from (response.text for response in draft.responses if response.text)


def test_every_quote_is_in_an_article(starter: dict[str, FactDraft], articles: list[str]) -> None:
    """To the letter; only the form of quotation marks is set aside."""
    texts = [plain(article) for article in articles]
    missing = [
        (draft.ref, quote)
        for draft in starter.values()
        for quote in quotes(draft)
        if not any(plain(quote) in text for text in texts)
    ]
    assert missing == []


def test_every_headline_and_author_is_in_an_article(
    starter: dict[str, FactDraft], articles: list[str]
) -> None:
    """As printed."""
    texts = [plain(article) for article in articles]
    for draft in starter.values():
        for source in draft.sources:
            for name in filter(None, (source.headline, source.author)):
                assert any(plain(name) in text for text in texts), (draft.ref, name)


def test_quotes_are_short(starter: dict[str, FactDraft]) -> None:
    """A sentence that somebody said, not a passage."""
    for draft in starter.values():
        for quote in quotes(draft):
            assert len(words(quote)) <= _SHORT_QUOTE, draft.ref


def test_claims_are_in_our_own_words(starter: dict[str, FactDraft], articles: list[str]) -> None:
    """No run of eight words is the articles'."""
    texts = [plain(article).casefold() for article in articles]
    for draft in starter.values():
        for own in own_words(draft):
            said = words(own.casefold())
            for start in range(len(said) - _COPIED + 1):
                run = " ".join(said[start : start + _COPIED])
                assert not any(run in text for text in texts), (draft.ref, run)
