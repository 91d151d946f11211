"""From an answer on: the whole card, the citation, the history, other claims on the topic."""

import re
from typing import Any

import simcord

from tests.bot.conftest import AddFact, Room
from tests.bot.shown import buttons, options, parts, text

QUESTION = "mayor closed harbour bridge"


def rows(result: simcord.InteractionResult) -> list[list[int]]:
    """The kinds of what stands in each row under a message."""
    return [
        [part["type"] for part in row["components"]]
        for row in parts(result.response)
        if row["type"] == 1
    ]


async def choose(
    room: Room, result: simcord.InteractionResult, value: str, control: str
) -> simcord.InteractionResult:
    return await room.reader.select(result.response, [value], custom_id=control)


async def test_at_most_two_rows_and_one_select(
    room: Room, add_fact: AddFact, long_fact: dict[str, Any]
) -> None:
    """Whatever an answer holds."""
    await add_fact(long_fact | {"topics": ["harbour", "bridge"]}, "home")
    for question in ("nice note", QUESTION, "best pizza", "letter"):
        below = rows(await room.reader.slash(room.channel, "claim", question=question))
        assert sum(3 in row for row in below) <= 1
        assert sum(2 in row for row in below) <= 2


async def test_a_long_card_hides_quotes_and_no_denial(
    room: Room, add_fact: AddFact, a_fact: dict[str, Any]
) -> None:
    """*Show all* has the words, for who pressed it alone."""
    long = "word " * 80
    responses = [
        {"stance": "denies", "by": f"Person {n}", "date": "2021-05-04", "quote": f"{long}{n}"}
        for n in range(4)
    ]
    await add_fact(a_fact | {"responses": responses}, "home")
    answer = await room.reader.slash(room.channel, "claim", question=QUESTION)

    assert long.strip() not in text(answer)
    assert all(f"Person {n}, 4 May 2021" in text(answer) for n in range(4))
    full = await room.reader.click(answer.response, label="Show all")
    assert full.ephemeral
    assert long.strip() in text(full)


async def test_a_citation_is_copied(room: Room) -> None:
    """Who claimed it, who denied it, and under what number to verify it."""
    answer = await room.reader.slash(room.channel, "claim", question="nice note")
    more = await room.reader.click(answer.response, label="More…")
    assert more.ephemeral
    cited = await room.reader.click(more.response, label="Cite")

    [block] = re.findall(r"```\n(.*)\n```", text(cited))
    assert "Claimed by Donald Trump" in block
    assert "DENIED by North Korea's Foreign Ministry" in block
    number = re.findall(r"claim (\d+\.\d+-\w+)", block)
    verified = await room.reader.slash(room.channel, "verify", citation=number[0])
    assert "**Genuine.**" in text(verified)


async def test_the_day_of_the_store_is_no_date_of_a_starter_claim(room: Room) -> None:
    """Its history says where it came from, and no day."""
    answer = await room.reader.slash(room.channel, "claim", question="nice note")
    more = await room.reader.click(answer.response, label="More…")
    history = await room.reader.click(more.response, label="History")

    assert "**Starter claim**, as it came with the bot" in text(history)
    assert "published" not in text(history)


async def test_readers_see_what_was_shown_when(
    room: Room, add_fact: AddFact, a_fact: dict[str, Any]
) -> None:
    """Each version with its words, newest first; who wrote it is the desk's."""
    await add_fact(a_fact | {"ref": "bridge"}, "home")
    a_fact["claim"]["venue"] = "the town hall"
    corrected = [{"on": "2021-05-06", "sentence": "It was at the town hall.", "revision": 2}]
    await add_fact(a_fact | {"ref": "bridge", "corrections": corrected}, "home")
    await add_fact(
        a_fact | {"ref": "bridge", "corrections": corrected, "review": {"on": "2021-05-07"}}, "home"
    )
    answer = await room.reader.slash(room.channel, "claim", question=QUESTION)
    more = await room.reader.click(answer.response, label="More…")
    history = text(await room.reader.click(more.response, label="History"))

    assert history.index("corrected") < history.index("published")
    assert "Corrected on 6 May 2021: It was at the town hall." in history
    assert "**town hall**" in history
    assert "a test" not in history, "an editor was named"
    assert history.count("**2026") + history.count(" 2026:**") == 2, "a review is no version"


async def test_a_topic_of_an_answer_leads_to_its_claims(room: Room) -> None:
    """And from there to another claim, while the list stays."""
    answer = await room.reader.slash(room.channel, "claim", question="nice note")
    [topic, *_] = [o for o in options(answer) if o["value"].startswith("topic:")]
    listed = await choose(room, answer, topic["value"], "nn1:pick")
    assert listed.ephemeral
    assert topic["label"].removeprefix("Topic: ") in text(listed)
    [claim, *_] = options(listed)
    opened = await choose(room, listed, claim["value"], "nn1:listed:claim")
    assert f"Claim {claim['value']}." in text(opened)


async def test_nearest_topics_are_no_dead_end(room: Room) -> None:
    """Where nothing answers, the nearest topics can be opened."""
    answer = await room.reader.slash(room.channel, "claim", question="did kim write to putin")
    assert "We have nothing" in text(answer)
    listed = await choose(room, answer, options(answer)[0]["value"], "nn1:pick")
    assert "### Topics: " in text(listed)


async def test_browse(room: Room, add_fact: AddFact, a_fact: dict[str, Any]) -> None:
    """Topics, people, outlets, the newest first; pages; a list of one."""
    await add_fact(a_fact, str(room.guild.id))
    topics = await room.reader.slash(room.channel, "browse")
    assert topics.ephemeral
    assert "North Korea" in text(topics)
    people = await room.reader.click(topics.response, label="People")
    assert "Donald Trump" in text(people)
    slug = next(o["value"] for o in options(people) if o["label"] == "Donald Trump")
    his = await choose(room, people, slug, "nn1:listed:speaker")
    assert "### People: Donald Trump" in text(his)
    newest = await room.reader.click(his.response, label="Newest")
    assert "The mayor closed" in text(newest).split("**Claim #")[1]
    older = await room.reader.click(newest.response, label="Next ▶")
    assert "page 2 of" in text(older)


async def test_most_followed(room: Room) -> None:
    """Nobody's, then the one that somebody follows."""
    empty = await room.reader.slash(room.channel, "browse", by="followed")
    assert "Nobody follows" in text(empty)
    answer = await room.reader.slash(room.channel, "claim", question="nice note")
    await room.reader.click(answer.response, label="Follow")
    followed = await room.reader.slash(room.channel, "browse", by="followed")
    assert "nice note" in text(followed)


async def test_browsing_shows_no_other_desks_claims(
    room: Room, add_fact: AddFact, a_fact: dict[str, Any]
) -> None:
    """Only what a question would find."""
    await add_fact(a_fact | {"topics": ["secret"]}, "123")
    assert "secret" not in text(await room.reader.slash(room.channel, "browse"))
    newest = text(await room.reader.slash(room.channel, "browse", by="newest"))
    assert "The mayor closed" not in newest


async def test_a_post_is_answered_as_a_message_is(room: Room) -> None:
    """Pasted into /claim, the sentence of it that is a claim is found."""
    post = (
        "Had coffee with my aunt this morning and we talked about the news for ages. "
        "They say that Kim Jong Un sent Trump a nice note. What do you all make of that?"
    )
    answer = await room.reader.slash(room.channel, "claim", question=post)
    assert "DENIED" in text(answer)
    assert "Closest to the message: “They say that Kim Jong Un" in text(answer)


async def test_help_is_for_who_asks(room: Room) -> None:
    """Every command that it names can be pressed; moderators' are for moderators."""
    shown = text(await room.reader.slash(room.channel, "help"))
    assert re.search(r"</claim:\d+>", shown)
    assert re.search(r"</alerts subscribe:\d+>", shown)
    assert "`/" not in shown
    assert "/fact add" not in shown
    assert "More…" not in buttons(await room.reader.slash(room.channel, "help"))
