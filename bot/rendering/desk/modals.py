"""The forms of the desk: what a moderator is asked for, and how a form is filled in beforehand."""

from collections.abc import Mapping

from bot.rendering.forms import Field, Form, Kind
from facts.model import Stance

_SOURCE_EXAMPLE = "Harbour Post | Bridge shut until June | 4 May 2021 | https://…"
_STANCES = (
    (Stance.DENIES.value, "denies it"),
    (Stance.CONFIRMS.value, "confirms it"),
    (Stance.DISPUTES.value, "disputes a part of it"),
    (Stance.DECLINES.value, "declines to comment"),
)
_DATE = "18 April 2020, last Saturday, or 2020-04"
_QUOTE_HINT = "Their own words, without quotation marks"

_STANCE = Field(
    "stance", "What they say of the claim", kind=Kind.ONE_OF, required=True, choices=_STANCES
)
_FROM_WHOM = Field(
    "by",
    "By whom",
    hint="Name, role, for whom. A role without a name: press chief (unnamed)",
    example="Jon Vik, mayor, for the city council",
    required=True,
)
_WHEN_THROUGH = Field(
    "when", "When, and through whom", hint=_DATE, example="4 May 2021, through KCNA"
)

ADD = Form(
    "A new fact",
    (
        Field(
            "text",
            "The claim",
            hint="What was asserted, in one sentence",
            example="The mayor closed the harbour bridge for repairs.",
            kind=Kind.TEXT,
            required=True,
        ),
        Field(
            "speaker",
            "Said by",
            hint="Name, role, for whom. A role without a name: press chief (unnamed)",
            example="Ada Berg, harbour master, for the port",
        ),
        Field("when", "When and where", hint=_DATE, example="3 May 2021, the port council"),
        Field("quote", "In which words", hint=_QUOTE_HINT, kind=Kind.TEXT),
        Field(
            "source",
            "First source",
            hint="Outlet, headline, date and link: one a line, or with | between",
            example=_SOURCE_EXAMPLE,
            kind=Kind.TEXT,
        ),
    ),
)
CLAIM = Form(
    "The claim",
    (
        Field("text", "The claim", kind=Kind.TEXT, required=True),
        Field("quote", "In which words", hint=_QUOTE_HINT, kind=Kind.TEXT),
        Field("date", "When", hint=_DATE),
        Field("venue", "Where", example="the port council"),
        Field("via", "Through whom it came", example="KCNA"),
    ),
)
SPEAKER = Form(
    "Who said it",
    (
        Field("speaker", "Name", hint="Leave it empty for somebody who was not named"),
        Field("role", "Role", example="harbour master"),
        Field("on_behalf_of", "On whose behalf", example="the port"),
    ),
)
RESPONSE = Form(
    "A response to the claim",
    (
        _STANCE,
        _FROM_WHOM,
        _WHEN_THROUGH,
        Field("quote", "In which words", hint=_QUOTE_HINT, kind=Kind.TEXT),
        Field(
            "source",
            "Source",
            hint="Outlet, headline, date, link, one a line; or the number of a source: 1",
            example=_SOURCE_EXAMPLE,
            kind=Kind.TEXT,
        ),
    ),
)
SAID = Form(
    "What was answered",
    (
        _STANCE,
        Field("quote", "In which words", hint=_QUOTE_HINT, kind=Kind.TEXT),
        Field("text", "What was answered, in the desk’s words", kind=Kind.TEXT),
        Field("sources", "Numbers of the sources that report it", example="1, 2"),
    ),
)
WHO_ANSWERED = Form(
    "Who answered, and when",
    (
        Field("by", "Name", hint="Leave it empty for somebody who was not named"),
        Field("role", "Role", example="mayor"),
        Field("on_behalf_of", "On whose behalf", example="the city council"),
        Field("via", "Through whom it came", example="KCNA"),
        Field("date", "When", hint=_DATE),
    ),
)
CITATION = Form(
    "A source",
    (
        Field("outlet", "Outlet", example="Harbour Post"),
        Field("headline", "Headline", example="Bridge shut until June"),
        Field("author", "Author"),
        Field("published", "Published", hint=_DATE),
        Field("url", "Link", example="https://…"),
    ),
)
CITATION_MORE = Form(
    "More about a source",
    (
        Field("archived_url", "Link of an archived copy", example="https://…"),
        Field("language", "Language, if not English", example="ko, pt-BR"),
        Field("description", "What it is", example="press release; minutes; teaser"),
        Field(
            "claim_quote",
            "How it worded the claim",
            hint="The claim's quote as this outlet printed it, word for word",
            kind=Kind.TEXT,
        ),
    ),
)
WORDINGS = Form(
    "Other wordings",
    (
        Field(
            "wordings",
            "How else people may put the claim",
            hint="One a line. Readers who ask in these words find the fact.",
            kind=Kind.TEXT,
        ),
    ),
)
VERDICT = Form(
    "The newsroom’s own finding",
    (
        Field("label", "Finding", hint="Leave it empty for no finding", example="False"),
        Field("explanation", "Why", kind=Kind.TEXT),
        Field("date", "When", hint=_DATE),
    ),
)
ARTICLE = Form(
    "An article to take a source from",
    (
        Field(
            "file",
            "The page or text as a file",
            hint="HTML or plain text, at most 1 MB. Nothing is fetched from the web.",
            kind=Kind.FILE,
        ),
        Field("text", "Or paste its text here", kind=Kind.TEXT),
        Field("link", "Its link", example="https://…"),
    ),
)
RETURN = Form(
    "Return this proposal",
    (
        Field(
            "reason",
            "What should be changed",
            hint="Its author sees this with the draft",
            kind=Kind.TEXT,
            required=True,
        ),
    ),
)
RETRACT = Form(
    "Retract this fact",
    (
        Field(
            "reason",
            "Why it is taken back",
            hint="Readers see this sentence above the fact",
            kind=Kind.TEXT,
            required=True,
        ),
    ),
)
DESK_TOPICS = Form(
    "The desk’s topics",
    (
        Field(
            "topics",
            "Topics that are offered for facts",
            hint="One a line, at most 25",
            kind=Kind.TEXT,
        ),
    ),
)


# Every form by the name in its id; that for topics is made to measure by ``topics_form``.
FORMS: Mapping[str, Form] = {
    "add": ADD,
    "claim": CLAIM,
    "speaker": SPEAKER,
    "response": RESPONSE,
    "answer": RESPONSE,
    "who": WHO_ANSWERED,
    "said": SAID,
    "source": CITATION,
    "usearticle": CITATION,
    "cite": CITATION,
    "more": CITATION_MORE,
    "wordings": WORDINGS,
    "verdict": VERDICT,
    "article": ARTICLE,
    "return": RETURN,
    "retract": RETRACT,
    "desktopics": DESK_TOPICS,
}


def topics_form(offered: tuple[str, ...]) -> Form:
    """Topics to choose from, where the desk offers some, and room for others."""
    others = Field("others", "Topics, typed", hint="Commas between them")
    if not offered:
        return Form("Topics", (others,))
    chosen = tuple((topic, topic) for topic in offered)
    return Form(
        "Topics",
        (Field("topics", "Topics of the desk", kind=Kind.SOME_OF, choices=chosen), others),
    )
