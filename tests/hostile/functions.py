"""The functions that a person's text goes through, by name, each made to take any text."""

import contextlib
from collections.abc import Callable
from datetime import date

from facts import markdown
from facts.forms.short_text import split_source, split_when_where, split_who
from facts.forms.typed_dates import UnclearDate, read_date
from facts.matching.text.analysis import fold, words
from facts.matching.text.languages import stem
from facts.matching.text.messages import links_in, sentences, without_post_markup
from facts.model import Refusal, canonical_link, clean_text, read_citation

_TODAY = date(2026, 11, 25)
# What a text goes through first, wherever it comes from.
RAW: dict[str, Callable[[str], object]] = {
    "clean_text": clean_text,
    "sentences": sentences,
    "links": lambda text: [canonical_link(link) for link in links_in(text)],
    "split_who": split_who,
    "split_when_where": lambda text: _refused(lambda: split_when_where(text, _TODAY)),
    "split_source": lambda text: _refused(lambda: split_source(text, _TODAY)),
    "read_date": lambda text: _refused(lambda: read_date(text, _TODAY)),
    "read_citation": read_citation,
    "escape": markdown.escape,
    "excerpt": lambda text: markdown.excerpt(text, 200),
    "cut": lambda text: markdown.cut(text, 100),
    "split": lambda text: markdown.split(text, 1000),
    "without_mentions": markdown.without_mentions,
}
# What only cleaned texts reach.
CLEANED: dict[str, Callable[[str], object]] = {
    "fold": fold,
    "words": words,
    "number words": lambda text: words(text, "es"),
    "without_post_markup": without_post_markup,
    "stem": lambda text: [stem(word) for word in words(text)],
}


def _refused(work: Callable[[], object]) -> None:
    with contextlib.suppress(Refusal, UnclearDate):
        work()
