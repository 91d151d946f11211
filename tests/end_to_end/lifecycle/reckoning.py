"""What moderators typed and were told, held against what the bot shows and what the store has."""

import asyncio
from collections import Counter
from pathlib import Path

from facts.model import DeskId, Fact
from facts.store.tinydb.store import TinyDBStore
from tests.end_to_end.lifecycle.moderating import Addition, Newsroom, Piece
from tests.end_to_end.lifecycle.payloads import GUILD_ID


async def stored(book: Path) -> dict[str, Fact]:
    """The newsroom's facts by their claims, read beside the bot. Fails if one is there twice."""
    store = await TinyDBStore.open(book, read_only=True)
    try:
        facts = [fact async for fact in store.facts([DeskId(GUILD_ID)])]
    finally:
        await store.close()
    assert not [
        claim for claim, times in Counter(fact.claim.text for fact in facts).items() if times > 1
    ]
    return {fact.claim.text: fact for fact in facts}


async def expect_kept(newsroom: Newsroom, book: Path) -> dict[str, Fact]:
    """All that anybody was told is there, whole and once; what nobody was told, too or not at all.

    Returns the facts of the store by their claims.
    """
    facts = await stored(book)
    for piece in newsroom.pieces:
        fact, number = facts.get(piece.claim), newsroom.number_of(piece)
        assert number == (fact and fact.id) or number is None, piece.claim
        if fact is not None:
            assert _typed(fact) == piece.options
            _expect_additions(newsroom, fact)
    await _expect_drafts(newsroom, facts)
    await _expect_answers(newsroom, facts)
    return facts


def _expect_additions(newsroom: Newsroom, fact: Fact) -> None:
    there = 0
    for addition in newsroom.additions:
        if addition.number != fact.id:
            continue
        found = _found(fact, addition)
        assert found in ([addition.options], []), f"{addition.options} became {found}"
        assert found or not newsroom.was_added(addition), addition.options
        there += len(found)
    assert fact.revision == 1 + there, "a revision that nobody made"
    assert len(fact.sources) == 1 + there


async def _expect_drafts(newsroom: Newsroom, facts: dict[str, Fact]) -> None:
    for who in newsroom.moderators:
        listed = (await newsroom.asked(who, "fact drafts")).text
        for piece in newsroom.pieces_of(who):
            if piece.claim in facts:
                assert piece.claim not in listed, "published, and a draft all the same"
            elif newsroom.card_of(piece):
                assert piece.claim in listed, "a draft that was shown is gone"


async def _expect_answers(newsroom: Newsroom, facts: dict[str, Fact]) -> None:
    anybody = newsroom.moderators[0]
    listed = await newsroom.asked(anybody, "fact list")
    assert listed.text.startswith(f"### {len(facts)} fact"), listed.text
    shown = await asyncio.gather(
        *(newsroom.asked(anybody, "claim", question=f"#{fact.id}") for fact in facts.values())
    )
    for fact, answer in zip(facts.values(), shown, strict=True):
        assert f"### {fact.claim.text}" in answer.text, answer.text
        for addition in newsroom.additions:
            if addition.number == fact.id and newsroom.was_added(addition):
                assert answer.text.count(addition.options["headline"]) == 1


async def carry_on(newsroom: Newsroom) -> None:
    """Everybody does what one does after a failure: look for the draft, publish, type again.

    Who was told already that it is published presses once more, too.
    """

    async def finish(piece: Piece) -> None:
        if not newsroom.card_of(piece) and not await newsroom.find_draft(piece):
            await newsroom.answer(await newsroom.draft(piece))
        card = newsroom.card_of(piece)
        assert card is not None
        told = await newsroom.answer(await newsroom.publish(piece, card))
        assert newsroom.number_of(piece), told.text

    async def repeat(addition: Addition) -> None:
        told = await newsroom.answer(await newsroom.add(addition))
        assert newsroom.was_added(addition), told.text

    await asyncio.gather(*map(finish, newsroom.pieces))
    await asyncio.gather(*map(repeat, newsroom.additions))


def _typed(fact: Fact) -> dict[str, str]:
    """What has to be typed for the fact as it was first."""
    claim, source, speaker = fact.claim, fact.sources[0], fact.claim.speaker
    return _given(
        claim=claim.text,
        speaker=speaker and speaker.name,
        role=speaker and speaker.role,
        on_behalf_of=speaker and speaker.on_behalf_of,
        date=claim.date,
        venue=claim.venue,
        quote=claim.quote,
        outlet=source.outlet,
        headline=source.headline,
        published=source.published,
        link=source.url,
        topics=", ".join(fact.topics),
    )


def _found(fact: Fact, addition: Addition) -> list[dict[str, str]]:
    """What has to be typed for the parts of ``fact`` that are the addition's."""
    found = []
    for number, source in enumerate(fact.sources, start=1):
        if source.headline != addition.options["headline"]:
            continue
        parts = _given(
            outlet=source.outlet,
            headline=source.headline,
            published=source.published,
            link=source.url,
            author=source.author,
            archived=source.archived_url,
            language=source.language,
            description=source.description,
            wording=source.quotes[0].text if source.quotes else None,
        )
        for response in fact.responses:
            if number in response.sources:
                parts |= _given(
                    by=response.by,
                    role=response.role,
                    on_behalf_of=response.on_behalf_of,
                    via=response.via,
                    date=response.date,
                    quote=response.quote,
                )
        found.append(parts)
    return found


def _given(**parts: object) -> dict[str, str]:
    return {name: str(part) for name, part in parts.items() if part}
