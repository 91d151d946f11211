"""Late, twice, too late, or with Discord gone: no half fact, no double fact, no text lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
import pytest
import simcord
from simcord.http import router

from tests.bot.desk.acting import Moderator, inputs
from tests.bot.desk.conftest import Newsroom, Stored
from tests.bot.shown import buttons, options, text

_FOURTEEN_MINUTES = 14 * 60
CALLBACK = "/interactions/*/callback"


async def submit_again(
    who: Moderator, form: simcord.InteractionResult, values: dict[str, Any]
) -> simcord.InteractionResult:
    """Send a form a second time, as a client does that got no answer to the first."""
    form._interaction.modal_consumed = False
    return await who.submit(form, values)


async def test_a_form_after_fourteen_minutes(
    newsroom: Newsroom, claim: dict[str, str], denial: dict[str, Any], simcord_env: simcord.Env
) -> None:
    """It is taken as if it came at once, and so is a button."""
    form = await newsroom.ada.type("fact add")
    await simcord_env.advance_time(_FOURTEEN_MINUTES)
    card = await newsroom.ada.submit(form, claim)
    form = await newsroom.ada.press(card, "Add response")
    await simcord_env.advance_time(_FOURTEEN_MINUTES)
    card = await newsroom.ada.submit(form, denial)
    await simcord_env.advance_time(_FOURTEEN_MINUTES)

    done = await newsroom.ada.press(card, "Publish")

    assert "Published." in text(done)
    assert "Jon Vik" in text(done)


async def test_the_first_form_twice(
    newsroom: Newsroom, claim: dict[str, str], stored: Stored
) -> None:
    """One draft, and one fact; the second time the first form is opened another begins."""
    form = await newsroom.ada.type("fact add")
    card = await newsroom.ada.submit(form, claim)
    again = await submit_again(newsroom.ada, form, claim)

    drafts = await newsroom.ada.type("fact drafts")
    assert len(options(drafts)) == 1
    await newsroom.ada.press(card, "Publish")
    late = await newsroom.ada.press(again, "Publish")

    [fact] = await stored()
    assert f"#{fact.id}" in _told(late)


async def test_forms_of_a_draft_twice(
    newsroom: Newsroom, claim: dict[str, str], denial: dict[str, Any], stored: Stored
) -> None:
    """No response or source is there twice."""
    card = await newsroom.ada.add(claim)
    response = await newsroom.ada.press(card, "Add response")
    source = await newsroom.ada.press(card, "Add source")
    for form, values in ((response, denial), (source, {"outlet": "Coast News"})):
        await newsroom.ada.submit(form, values)
        await submit_again(newsroom.ada, form, values)

    await newsroom.ada.press(card, "Publish")

    [fact] = await stored()
    assert len(fact.responses) == 1
    assert [source.outlet for source in fact.sources] == [
        "Harbour Post",
        "City Radio",
        "Coast News",
    ]


async def test_publishing_twice(newsroom: Newsroom, claim: dict[str, str], stored: Stored) -> None:
    """From two cards of the same draft: the second is told the fact's number."""
    card = await newsroom.ada.add(claim)
    drafts = await newsroom.ada.type("fact drafts")
    other = await newsroom.ada.choose(drafts, options(drafts)[0]["value"])
    await newsroom.ada.press(card, "Publish")

    late = await newsroom.ada.press(other, "Publish")

    [fact] = await stored()
    assert f"#{fact.id}" in _told(late)


async def test_a_form_after_the_draft_was_published_elsewhere(
    newsroom: Newsroom, claim: dict[str, str], denial: dict[str, Any], stored: Stored
) -> None:
    """The published fact stays as it is; what was typed is handed back."""
    card = await newsroom.ada.add(claim)
    form = await newsroom.ada.press(card, "Add response")
    await newsroom.ada.press(card, "Publish")

    late = await newsroom.ada.submit(form, denial)

    [fact] = await stored()
    assert fact.revision == 1
    assert fact.responses == ()
    assert f"#{fact.id}" in _told(late)
    assert denial["quote"] in _told(late)


async def test_a_form_after_the_draft_was_thrown_away(
    newsroom: Newsroom, claim: dict[str, str], denial: dict[str, Any], stored: Stored
) -> None:
    """What was typed is handed back, and nothing is made of it."""
    card = await newsroom.ada.add(claim)
    form = await newsroom.ada.press(card, "Add response")
    await newsroom.ada.press(await newsroom.ada.press(card, "Delete draft…"), "Delete draft")

    late = await newsroom.ada.submit(form, denial)

    assert denial["quote"] in _told(late)
    assert await stored() == []


@contextmanager
def discord_says_nothing(
    monkeypatch: pytest.MonkeyPatch, *, arrives: bool, times: int = 1
) -> Iterator[None]:
    """Cut the connection at the next ``times`` answers to interactions, as SimCord cannot.

    ``arrives``: Discord takes the request, and only its answer is lost.
    """
    dispatch = router.dispatch
    left = times

    def cut(backend: Any, method: str, path: str, **more: Any) -> Any:
        nonlocal left
        if left and path.endswith("/callback"):
            left -= 1
            if arrives:
                dispatch(backend, method, path, **more)
            raise aiohttp.ServerDisconnectedError
        return dispatch(backend, method, path, **more)

    with monkeypatch.context() as patch:
        patch.setattr(router, "dispatch", cut)
        yield


@pytest.fixture(params=["429", "500", "nothing", "nothing, but it arrived"])
def trouble(
    request: pytest.FixtureRequest, simcord_env: simcord.Env, monkeypatch: pytest.MonkeyPatch
) -> Any:
    """Something that goes wrong with Discord's next answer; to be entered as a context."""

    @contextmanager
    def beginning() -> Iterator[None]:
        kind: str = request.param
        if kind.startswith("nothing"):
            with discord_says_nothing(monkeypatch, arrives="arrived" in kind):
                yield
        else:
            simcord_env.inject_error("POST", CALLBACK, status=int(kind), times=1)
            yield

    return beginning


async def test_trouble_while_a_draft_is_opened(
    newsroom: Newsroom, claim: dict[str, str], trouble: Any
) -> None:
    """The draft is kept; it is opened from the list."""
    form = await newsroom.ada.type("fact add")
    with trouble():
        await newsroom.ada.submit(form, claim)

    drafts = await newsroom.ada.type("fact drafts")
    card = await newsroom.ada.choose(drafts, options(drafts)[0]["value"])

    assert claim["quote"] in text(card)


async def test_trouble_while_a_response_is_added(
    newsroom: Newsroom, claim: dict[str, str], denial: dict[str, Any], trouble: Any, stored: Stored
) -> None:
    """It is in the draft, once, although it is sent again."""
    card = await newsroom.ada.add(claim)
    form = await newsroom.ada.press(card, "Add response")
    with trouble():
        await newsroom.ada.submit(form, denial)
    await submit_again(newsroom.ada, form, denial)

    await newsroom.ada.press(card, "Publish")

    [fact] = await stored()
    assert len(fact.responses) == 1


async def test_trouble_while_publishing(
    newsroom: Newsroom, claim: dict[str, str], trouble: Any, stored: Stored
) -> None:
    """One fact, although it is pressed again; its author learns the number."""
    card = await newsroom.ada.add(claim)
    drafts = await newsroom.ada.type("fact drafts")
    other = await newsroom.ada.choose(drafts, options(drafts)[0]["value"])
    with trouble():
        first = await newsroom.ada.press(card, "Publish")

    again = await newsroom.ada.press(other, "Publish")

    [fact] = await stored()
    assert f"#{fact.id}" in _told(again)
    assert f"#{fact.id}" in _told(first) or "Published." in text(card)


async def test_trouble_while_a_denial_is_added_to_a_fact(
    newsroom: Newsroom, claim: dict[str, str], trouble: Any, stored: Stored
) -> None:
    """One denial, although the command is sent again."""
    await newsroom.ada.publish(claim)
    denial = {"fact": "harbour bridge", "by": "Jon Vik", "quote": "I closed nothing."}
    with trouble():
        await newsroom.ada.type("fact deny", **denial)

    await newsroom.ada.type("fact deny", **denial)

    [fact] = await stored()
    assert len(fact.responses) == 1
    assert fact.revision == 2


async def test_trouble_while_a_proposal_is_approved(
    newsroom: Newsroom, claim: dict[str, str], trouble: Any, stored: Stored
) -> None:
    """One fact, although a third moderator approves it as well."""
    await newsroom.ada.press(await newsroom.ada.type("desk setup"), "Require second approval")
    await newsroom.ada.publish(claim)
    drafts = await newsroom.ben.type("fact drafts")
    proposal = await newsroom.ben.choose(drafts, options(drafts)[0]["value"])
    with trouble():
        await newsroom.ben.press(proposal, "Approve and publish")

    drafts = await newsroom.ben.type("fact drafts")

    assert "No drafts" in text(drafts)
    [fact] = await stored()
    assert fact.revision == 1


async def test_trouble_while_an_import_is_taken_in(
    newsroom: Newsroom, trouble: Any, stored: Stored
) -> None:
    """All of it or nothing, once."""
    lines = b"\n".join(
        b'{"ref": "f-%d", "claim": "Ferry %d stops.", "sources": [{"outlet": "City Radio"}]}'
        % (n, n)
        for n in range(3)
    )
    plan = await newsroom.ada.type("fact import", file=("a.jsonl", lines))
    with trouble():
        await newsroom.ada.press(plan, "Import")
    again = await newsroom.ada.type("fact import", file=("a.jsonl", lines))
    if "Import" in buttons(again):
        await newsroom.ada.press(again, "Import")

    assert len(await stored()) == 3


async def test_trouble_while_a_form_opens(
    newsroom: Newsroom, trouble: Any, simcord_env: simcord.Env
) -> None:
    """Nothing was typed yet; the next try opens it."""
    with trouble():
        await newsroom.ada.type("fact add")
    simcord_env.errors  # noqa: B018 - seen: a form that could not be opened is told and logged

    form = await newsroom.ada.type("fact add")

    assert form.modal is not None


async def test_trouble_while_text_is_handed_back(
    newsroom: Newsroom, claim: dict[str, str], trouble: Any
) -> None:
    """The bot tries once more: no word is lost."""
    form = await newsroom.ada.type("fact add")
    with trouble():
        refused = await newsroom.ada.submit(form, claim | {"when": "03/04/2020"})

    assert claim["quote"] in _told(refused)


async def test_trouble_with_a_command_that_is_refused(
    newsroom: Newsroom, claim: dict[str, str], trouble: Any
) -> None:
    """What was typed as options is handed back, too."""
    quote = "The bridge is shut until June, said the harbour master. " * 3
    with trouble():
        refused = await newsroom.ada.type(
            "fact add", claim=claim["text"], date="03/04/2020", quote=quote
        )

    assert quote.strip() in _told(refused)


async def test_trouble_with_the_log_channel(
    newsroom: Newsroom, claim: dict[str, str], simcord_env: simcord.Env, stored: Stored
) -> None:
    """The fact is published once; the moderator is told that the channel was not."""
    log = newsroom.guild.create_text_channel("desk-log")
    await newsroom.ada.choose(await newsroom.ada.type("desk setup"), log, control="log")
    simcord_env.inject_error("POST", f"/channels/{log.id}/messages", status=500, times=None)

    done = await newsroom.ada.publish(claim)

    assert "Published." in text(done)
    assert "couldn’t post in the log channel" in _told(done)
    assert len(await stored()) == 1


async def test_every_change_is_in_the_log_with_its_editor(
    newsroom: Newsroom, claim: dict[str, str], denial: dict[str, Any]
) -> None:
    """Whichever way it was made."""
    await newsroom.ada.publish(claim)
    form = await newsroom.ben.type("fact deny", fact="harbour bridge")
    assert inputs(form)["stance"] == ["denies"]
    await newsroom.ben.submit(form, denial)
    await newsroom.ada.type("fact retract", fact="harbour bridge", reason="It was misread.")
    await newsroom.ben.type("fact restore", fact="harbour bridge")

    log = text(await newsroom.ada.type("desk log"))

    order = [log.index(words) for words in (".4** restored by Ben", ".3** retracted by Ada")]
    order += [log.index(words) for words in (".2** edited by Ben", ".1** added by Ada")]
    assert order == sorted(order)


def _told(result: simcord.InteractionResult) -> str:
    """All that the member sees of an answer: the message itself and what followed it."""
    shown = [text(result)] if result.response is not None else []
    for message in result.followups:
        shown.append(message.content)
        waiting = list(message.components)
        while waiting:
            component = waiting.pop(0)
            waiting = component.get("components", []) + waiting
            shown.append(component.get("content", ""))
    return "\n".join(shown)
