"""Files in and out of a desk."""

import json
from typing import Any

import pytest
import simcord

from bot.desk.file_transfers import EXPORTS
from facts.interchange.file_formats import WRITABLE
from tests.bot.desk.conftest import Newsroom, Stored
from tests.bot.shown import buttons, text
from tests.facts.interchange.every_format import CLAIM, FILES, ten_thousand_rows


def fact_line(number: int, **more: Any) -> bytes:
    """A fact in its interchange format."""
    content = {"ref": f"f-{number}", "claim": f"Ferry {number} stops at night."}
    return json.dumps(content | {"sources": [{"outlet": "City Radio"}]} | more).encode()


async def attached(result: simcord.InteractionResult) -> dict[str, str]:
    """The files of an answer, by name."""
    assert result.response is not None
    return {
        attachment.filename: (await attachment.read()).decode()
        for attachment in result.response.attachments
    }


async def test_a_dry_run_first_then_the_import(newsroom: Newsroom, stored: Stored) -> None:
    """New, changed, same and refused are counted, with the reasons in a file and the rows in
    another. A file is taken in whole, unless the good rows alone are wanted.
    """
    ada = newsroom.ada
    first = b"\n".join(fact_line(number) for number in range(3))
    await ada.press(await ada.type("fact import", file=("first.jsonl", first)), "Import")
    assert len(await stored()) == 3
    second = b"\n".join(
        [
            fact_line(0),
            fact_line(1, topics=["ferries"]),
            fact_line(7),
            b'{"claim": "No source."}',
        ]
    )

    plan = await ada.type("fact import", file=("second.jsonl", second))

    assert "new facts: **1**" in text(plan)
    assert "changed facts: **1**" in text(plan)
    assert "unchanged: **1**" in text(plan)
    assert "rejected: **1**" in text(plan)
    files = await attached(plan)
    assert "line 4, sources: a fact needs at least one source" in files["refused.txt"]
    assert json.loads(files["refused.jsonl"])["claim"] == "No source."
    assert len(await stored()) == 3
    assert "Import" not in buttons(plan)
    done = await ada.press(plan, "Import the 2 good ones")
    assert "1 new, 1 changed, 1 unchanged, 1 rejected." in text(done)
    assert len(await stored()) == 4


async def test_an_import_twice(newsroom: Newsroom, stored: Stored) -> None:
    """The second press adds nothing."""
    plan = await newsroom.ada.type("fact import", file=("a.jsonl", fact_line(1)))
    assert plan.response is not None
    await newsroom.ada.press(plan, "Import")
    again = await newsroom.ada.type("fact import", file=("a.jsonl", fact_line(1)))

    assert "unchanged: **1**" in text(again)
    assert "Import" not in buttons(again)
    assert len(await stored()) == 1


async def test_leave_an_import(newsroom: Newsroom, stored: Stored) -> None:
    """Nothing is taken in."""
    plan = await newsroom.ada.type("fact import", file=("a.jsonl", fact_line(1)))

    left = await newsroom.ada.press(plan, "Cancel")

    assert "Import cancelled" in text(left)
    assert await stored() == []


async def test_files_that_cannot_be_imported(newsroom: Newsroom) -> None:
    """No facts, no known form, too large: a sentence each."""
    for name, content in (
        ("empty.jsonl", b""),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        ("large.jsonl", b"x" * (8 * 1024 * 1024 + 1)),
    ):
        refused = await newsroom.ada.type("fact import", file=(name, content))
        assert "Import" not in buttons(refused)
        assert text(refused)


async def test_a_file_with_only_bad_facts(newsroom: Newsroom, stored: Stored) -> None:
    """The dry run says why, and offers nothing to import."""
    plan = await newsroom.ada.type("fact import", file=("a.jsonl", b'{"claim": ""}\n' * 3))

    assert "Import" not in buttons(plan)
    assert "reject" in text(plan)
    assert await stored() == []


async def test_export_and_import_again(
    newsroom: Newsroom, claim: dict[str, str], stored: Stored
) -> None:
    """The desk's own facts as a file that would change nothing."""
    await newsroom.ada.publish(claim)

    exported = await newsroom.ada.type("fact export")

    [(name, content)] = (await attached(exported)).items()
    assert name == "facts.jsonl"
    assert claim["quote"] in content
    assert "nice note" not in content.casefold()
    again = await newsroom.ada.type("fact import", file=(name, content.encode()))
    assert "unchanged: **1**" in text(again)
    assert len(await stored()) == 1


def test_whatever_can_be_written_can_be_exported() -> None:
    """No form is left out of the command."""
    assert {form.value for form in EXPORTS} == {form.value for form in WRITABLE}


async def test_export_in_other_forms(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """CSV for spreadsheets, ClaimReview for fact-check databases."""
    await newsroom.ada.publish(claim)

    table = await attached(await newsroom.ada.type("fact export", format="csv"))
    reviews = await attached(await newsroom.ada.type("fact export", format="claimreview"))

    assert claim["text"] in table["facts.csv"]
    assert "ClaimReview" in reviews["facts.json"]


async def test_progress_on_long_work(
    newsroom: Newsroom, simcord_env: simcord.Env, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says how far it is, and the last word is the result."""
    monkeypatch.setattr("bot.desk.file_transfers._SECONDS_BETWEEN_REPORTS", 0)
    lines = b"\n".join(fact_line(number) for number in range(1500))

    plan = await newsroom.ada.type("fact import", file=("long.jsonl", lines))

    shown = [
        json.dumps(request.json)
        for request in simcord_env.http_requests
        if request.method == "PATCH" and request.path.endswith("@original")
    ]
    assert "Reading the file" in shown[0]
    assert "Reading the file" not in shown[-1]
    assert "new facts: **1,500**" in text(plan)


async def test_an_import_is_told_in_the_log_channel(newsroom: Newsroom) -> None:
    """Once for the whole file."""
    log = newsroom.guild.create_text_channel("desk-log")
    await newsroom.ada.choose(await newsroom.ada.type("desk setup"), log, control="log")
    lines = b"\n".join(fact_line(number) for number in range(3))

    await newsroom.ada.press(
        await newsroom.ada.type("fact import", file=("a.jsonl", lines)), "Import"
    )

    assert len(log.history()) == 2
    assert "File imported" in str(log.history()[1].components[0].children[0].content)


@pytest.mark.parametrize("name", FILES)
async def test_every_form_over_discord(
    newsroom: Newsroom, stored: Stored, simcord_env: simcord.Env, name: str
) -> None:
    """By what the file looks like; a second time it changes nothing."""
    simcord_env.settle_timeout = 60  # a page or a spreadsheet is opened by another process
    plan = await newsroom.ada.type("fact import", file=(name, FILES[name]))
    await newsroom.ada.press(plan, "Import")
    [fact] = await stored()
    assert fact.claim.text == CLAIM
    again = await newsroom.ada.type("fact import", file=(name, FILES[name]))
    assert "unchanged: **1**" in text(again)


async def test_ten_thousand_rows_with_three_bad_ones(
    newsroom: Newsroom, stored: Stored, simcord_env: simcord.Env
) -> None:
    """The button says how many go in; the others hang at the card with the reasons, and go in once
    they are mended.
    """
    simcord_env.settle_timeout = 120  # who follows the log has 10,000 changes to look at
    ada = newsroom.ada
    plan = await ada.type("fact import", file=("a.csv", ten_thousand_rows(7, 4711, 9999)))
    files = await attached(plan)
    assert files["refused.txt"].count("a fact needs at least one source") == 3
    rows = files["refused.csv"].splitlines()
    assert rows[0] == "refused,claim,outlet"
    assert rows[2] == "outlet: a fact needs at least one source,Claim 4711 about the harbour.,"
    done = await ada.press(plan, "Import the 9,997 good ones")
    assert "9,997 new, 0 changed, 0 unchanged, 3 rejected." in text(done)
    mended = files["refused.csv"].replace("harbour.,", "harbour.,City Radio").encode()
    await ada.press(await ada.type("fact import", file=("refused.csv", mended)), "Import")
    assert len(await stored()) == 10_000


async def test_what_is_unclear_is_settled_with_a_button(newsroom: Newsroom, stored: Stored) -> None:
    """The order of the dates, then the columns that are not known, each for the whole file."""
    table = b"claim,date,speaker,outlet,shoe size\nIt rains.,04/05/2020,Ada,Post,43\n"
    plan = await newsroom.ada.type("fact import", file=("a.csv", table))
    assert "until these are fixed" in text(plan)
    plan = await newsroom.ada.press(plan, "Leave those columns out")
    plan = await newsroom.ada.press(plan, "Day comes first")
    await newsroom.ada.press(plan, "Import")
    [fact] = await stored()
    assert str(fact.claim.date) == "2020-05-04"


async def test_a_template_comes_beside_the_plan(newsroom: Newsroom) -> None:
    """As a table that could be imported as it is."""
    plan = await newsroom.ada.type("fact import", file=("a.jsonl", fact_line(1)))
    [beside] = (await newsroom.ada.press(plan, "Template")).followups
    [attachment] = beside.attachments
    content = await attachment.read()
    again = await newsroom.ada.type("fact import", file=(attachment.filename, content))
    assert "new facts: **1**" in text(again)


async def test_a_picture_is_named(newsroom: Newsroom) -> None:
    """And what to give instead."""
    given = await newsroom.ada.type("fact import", file=("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(99)))
    assert "This is a picture." in text(given)
