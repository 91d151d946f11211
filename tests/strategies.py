"""Facts of every shape that the model allows, the largest and the strangest included."""

from hypothesis import strategies as st

from facts.model import (
    Claim,
    Correction,
    Fact,
    FactDraft,
    PartialDate,
    Rating,
    Response,
    Retraction,
    Review,
    Source,
    SourceQuote,
    Speaker,
    Stance,
    Verdict,
)

_AWKWARD = st.sampled_from(
    [
        "*" * 40,
        "[x](https://evil.example)",
        "@everyone",
        "<@123456789012345678>",
        "`" * 9,
        "# big\n",
        "> quote\n",
        "שלום עולם",
        "مرحبا",
        "👩‍👩‍👧‍👦",
        "e\u0301" * 30,
        "-# small",
        "||spoiler||",
    ]
)


def texts(limit: int, *, lines: bool = False) -> st.SearchStrategy[str]:
    """Texts of up to ``limit`` characters, some of them exactly as long as is allowed."""
    alphabet = st.characters(
        exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp", "Mn", "Me"]
    )
    short = st.text(alphabet, min_size=1, max_size=min(limit, 60))
    awkward = st.lists(_AWKWARD, min_size=1, max_size=4).map(" ".join)
    full = st.sampled_from(["_", "word ", "𝒳", "\n>" if lines else "*", "漢"]).map(
        lambda unit: (unit * limit)[:limit]
    )
    chosen = st.one_of(short, awkward, full)
    return chosen.map(lambda text: text[:limit]).filter(lambda text: bool(text.strip()))


def optional(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    return st.none() | strategy


dates = st.builds(
    PartialDate, st.integers(1900, 2100), st.integers(1, 12), st.integers(1, 28)
) | st.builds(PartialDate, st.integers(1900, 2100))
links = optional(
    st.sampled_from(["https://a.example/", "http://b.example/x_(y)?q=[1]&"]).flatmap(
        lambda start: st.integers(0, 1000 - len(start)).map(
            lambda n: start.replace("[1]", "1") + "p" * n
        )
    )
)
names = texts(200)
speakers = st.builds(Speaker, name=names, role=optional(names), on_behalf_of=optional(names))
claims = st.builds(
    Claim,
    text=texts(1000),
    speaker=st.none() | speakers,
    date=st.none() | dates,
    venue=optional(texts(300)),
    via=optional(names),
    quote=optional(texts(2000, lines=True)),
)
responses = st.builds(
    Response,
    stance=st.sampled_from(Stance),
    by=names,
    role=optional(names),
    on_behalf_of=optional(names),
    via=optional(names),
    date=st.none() | dates,
    text=optional(texts(1000, lines=True)),
    quote=optional(texts(2000, lines=True)),
    sources=st.just((1,)),
)
numbers = st.none() | st.integers(-9, 9) | st.sampled_from([0.5, 3.25])
ratings = st.builds(
    Rating,
    label=names,
    value=numbers,
    best=numbers,
    worst=numbers,
    explanation=optional(texts(1000, lines=True)),
)
sources = st.builds(
    Source,
    outlet=names,
    headline=optional(texts(300)),
    author=optional(names),
    published=st.none() | dates,
    url=links,
    archived_url=links,
    description=optional(texts(300)),
    rating=st.none() | ratings,
    quotes=st.lists(
        st.builds(SourceQuote, of=st.just("claim"), text=texts(2000, lines=True)), max_size=2
    ).map(tuple),
)
drafts = st.builds(
    FactDraft,
    ref=optional(texts(200)),
    claim=claims,
    responses=st.lists(responses, max_size=4).map(tuple),
    sources=st.lists(sources, min_size=1, max_size=6).map(tuple)
    | sources.map(lambda source: (source.model_copy(update={"quotes": ()}),) * 40),
    topics=st.lists(texts(50).filter(lambda topic: len(topic.casefold()) <= 50), max_size=3).map(
        tuple
    ),
    other_wordings=st.lists(texts(1000), max_size=2).map(tuple),
    verdict=st.none() | st.builds(Verdict, label=names, explanation=optional(texts(1000))),
    retraction=st.none() | st.builds(Retraction, on=dates, reason=texts(1000)),
    review=st.none() | st.builds(Review, on=dates, next=st.none() | dates),
    corrections=st.lists(
        st.builds(
            Correction,
            on=dates,
            sentence=texts(1000, lines=True),
            revision=st.none() | st.integers(1, 9999),
        ),
        max_size=3,
    ).map(tuple),
)


def published(draft: FactDraft) -> Fact:
    """``draft`` as a store would give it back."""
    content = {name: getattr(draft, name) for name in FactDraft.model_fields}
    moment = "2026-01-02T03:04:05Z"
    return Fact.model_validate(
        content
        | {"id": 12, "desk": "home", "revision": 3, "created_at": moment, "changed_at": moment}
    )


facts = drafts.map(published)
