"""Parts of a ClaimReview that publishers write in many ways: people, outlet, rating, topics."""

import re
from collections.abc import Iterator
from typing import Any

from facts.interchange.claim_reviews.json_ld import Graph
from facts.interchange.claim_reviews.json_values import first_text, number, texts, without_none

_LONGEST_LABEL = 200
_BETWEEN_KEYWORDS = re.compile(r"[,;\n]")


class Parts:
    """Reads parts of reviews; references to other objects are resolved in ``graph``."""

    def __init__(self, graph: Graph) -> None:
        self._objects = graph.objects

    def speaker(self, value: Any) -> dict[str, Any] | None:
        """The person or organization that made a claim or gave a response."""
        authors = self._objects(value)
        named = [name for one in authors if (name := first_text(one, "name"))] or texts(value)
        author = authors[0] if authors else {}
        employer = self._objects(author.get("worksFor")) or self._objects(author.get("affiliation"))
        speaker = without_none(
            {
                "name": ", ".join(dict.fromkeys(named)) or None,
                "role": first_text(author, "jobTitle"),
                "on_behalf_of": first_text(employer[0], "name") if employer else None,
            }
        )
        return speaker if "name" in speaker or "role" in speaker else None

    def outlet_and_author(self, review: dict[str, Any]) -> tuple[str | None, str | None]:
        """The organization that checked and the person who wrote, in whichever field they are."""
        organizations: list[str] = []
        people: list[str] = []
        untyped: list[str] = []
        for name in ("author", "publisher", "creator", "sourceOrganization"):
            value = review.get(name)
            for one in self._objects(value):
                kinds = texts(one.get("@type"))
                chosen = people if "Person" in kinds else organizations if kinds else untyped
                chosen += filter(None, [first_text(one, "name", "legalName")])
            untyped += texts(value)
        # An author without a type is the outlet, unless there is an organization as well.
        if not organizations:
            organizations, untyped = untyped[:1], []
        outlet = organizations[0] if organizations else None
        authors = [one for one in dict.fromkeys(people + untyped) if one not in organizations]
        return outlet, ", ".join(authors) or None

    def language(self, value: Any) -> str | None:
        """A language given as text, or as an object with its code or name."""
        named = [first_text(one, "alternateName", "name") for one in self._objects(value)]
        return next(filter(None, [*texts(value), *named]), None)

    def rating(self, value: Any) -> dict[str, Any] | None:
        """Another publisher's rating with its scale; too long a label becomes the explanation."""
        ratings = [one for one in self._objects(value) if "@value" not in one]
        rating = ratings[0] if ratings else {"alternateName": value, "ratingValue": value}
        worth = number(rating.get("ratingValue"))
        label = first_text(rating, "alternateName", "name")
        label = label or (first_text(rating, "ratingValue") if worth is None else None)
        if label is not None and worth is not None and number(label) == worth:
            label = None
        explanation = first_text(rating, "ratingExplanation", "description")
        if label and len(label) > _LONGEST_LABEL:
            explanation = f"{label}\n{explanation}" if explanation else label
            label = None
        said = without_none(
            {
                "label": label,
                "value": worth,
                "best": number(rating.get("bestRating")),
                "worst": number(rating.get("worstRating")),
                "explanation": explanation,
            }
        )
        return said if said.keys() & {"label", "value", "explanation"} else None

    def keywords(self, value: Any) -> Iterator[str]:
        """The topics of a review, one per keyword."""
        named = [name for one in self._objects(value) if (name := first_text(one, "name"))]
        for text in (*texts(value), *named):
            # In a list each entry is a keyword, which may contain a comma; a single text is split.
            parts = [text] if isinstance(value, list) else _BETWEEN_KEYWORDS.split(text)
            yield from (word.strip() for word in parts if word.strip())
