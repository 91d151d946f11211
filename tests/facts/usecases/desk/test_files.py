"""Files in and out of a desk."""

import base64
import json
import zlib
from datetime import timedelta

import pytest

from facts.interchange.content import UnreadableFile
from facts.interchange.problems import BadLines
from facts.model import DoesNotExist, Member, NotAllowed
from facts.store.protocol import FactStore
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.desk_files import LONGEST_IMPORT, FileFormat, Imported
from tests.facts.usecases.desk.newsroom import Clock, publish


def line(claim: str, **fields: object) -> str:
    """A fact of the interchange format."""
    return json.dumps({"claim": claim, "sources": [{"outlet": "Post"}]} | fields)


async def test_a_file_is_looked_at_before_it_is_taken_in(
    desk: Desk, ben: Member, store: FactStore
) -> None:
    """New, changed and same ones are told; nothing is changed until it is taken in, once."""
    first = "\n".join([line("A", ref="a"), line("B", ref="b"), line("C")]).encode()
    await desk.files.import_file(ben, (await desk.files.preview(ben, "f.jsonl", first)).id)
    second = "\n".join([line("A", ref="a"), line("B!", ref="b"), line("C"), line("D")]).encode()
    plan = await desk.files.preview(ben, "f.jsonl", second)
    assert (plan.file_format, plan.new, plan.changed, plan.same) == (
        FileFormat.JSON_LINES,
        1,
        (2,),
        2,
    )
    assert plan.refused == ()
    assert await store.count() == 3
    assert await desk.files.import_file(ben, plan.id) == Imported(new=1, changed=1, unchanged=2)
    with pytest.raises(DoesNotExist, match="Upload it again"):
        await desk.files.import_file(ben, plan.id)
    assert await store.count() == 4
    editors = {entry.change.editor for entry in (await desk.change_log.log(ben)).entries}
    assert editors == {"Ben (2)"}


async def test_what_is_wrong_is_told_and_nothing_is_taken_in(
    desk: Desk, ben: Member, store: FactStore
) -> None:
    """A sentence for each thing, by line; the good lines wait until the file is mended."""
    plan = await desk.files.preview(ben, "f.jsonl", f"{line('A')}\n{{}}\nnonsense".encode())
    assert plan.new == 1
    assert [told.split(":")[0] for told in plan.refused] == [
        "line 2, claim",
        "line 2, sources",
        "line 3",
    ]
    with pytest.raises(BadLines):
        await desk.files.import_file(ben, plan.id)
    assert await store.count() == 0


async def test_import_changes_no_other_desks_fact(
    desk: Desk, ben: Member, zoe: Member, store: FactStore
) -> None:
    """The same ref at two desks is two facts."""
    content = line("Theirs", ref="a").encode()
    await desk.files.import_file(zoe, (await desk.files.preview(zoe, "f.jsonl", content)).id)
    plan = await desk.files.preview(ben, "f.jsonl", line("Ours", ref="a").encode())
    assert (plan.new, plan.changed) == (1, ())
    await desk.files.import_file(ben, plan.id)
    theirs = await store.get(1)
    assert theirs is not None
    assert (theirs.desk, theirs.claim.text) == (zoe.desk, "Theirs")


async def test_a_file_waits_a_day_for_who_gave_it(
    desk: Desk, ana: Member, ben: Member, clock: Clock
) -> None:
    """Nobody else takes it in; a newer one takes its place; it can be left; a day later it goes."""
    plan = await desk.files.preview(ben, "f.jsonl", line("A").encode())
    with pytest.raises(DoesNotExist):
        await desk.files.import_file(ana, plan.id)
    await desk.files.cancel(ana, plan.id)
    newer = await desk.files.preview(ben, "f.jsonl", line("B").encode())
    with pytest.raises(DoesNotExist):
        await desk.files.import_file(ben, plan.id)
    clock.now += timedelta(days=2)
    other = await desk.files.preview(ana, "f.jsonl", line("C").encode())
    with pytest.raises(DoesNotExist):
        await desk.files.import_file(ben, newer.id)
    await desk.files.cancel(ana, other.id)
    with pytest.raises(DoesNotExist):
        await desk.files.import_file(ana, other.id)


async def test_a_preview_outlives_an_update_of_the_bot(
    desk: Desk, ben: Member, store: FactStore, clock: Clock
) -> None:
    """As it was stored in November 2026; with the choices made before."""
    rows = b"claim,outlet,published\nThe bridge is shut.,Harbour Post,4/5/2021\n"
    kept = {
        "author": ben.id,
        "at": clock.now.isoformat(),
        "name": "f.csv",
        "form": "csv",
        "choices": {"dates": "day-first", "date_is": None, "leave_out": False},
        "content": base64.b85encode(zlib.compress(rows)).decode(),
    }
    await store.shelf.put(f"import/{ben.desk}", "abcdef012345", kept)
    assert await desk.files.import_file(ben, "abcdef012345") == Imported(1, 0, 0)
    fact = await store.get(1)
    assert fact is not None
    assert str(fact.sources[0].published) == "2021-05-04"


async def test_where_a_second_person_is_needed_managers_import(
    desk: Desk, ana: Member, ben: Member
) -> None:
    """A file would be a way around the second person; a plan made before is not one either."""
    plan = await desk.files.preview(ben, "f.jsonl", line("A").encode())
    await desk.setup.change(ana, second_person=True)
    with pytest.raises(NotAllowed, match="Manage Server"):
        await desk.files.import_file(ben, plan.id)
    with pytest.raises(NotAllowed):
        await desk.files.preview(ben, "f.jsonl", line("A").encode())
    await desk.files.preview(ana, "f.jsonl", line("A").encode())


async def test_a_file_that_is_too_large_is_refused(desk: Desk, ben: Member) -> None:
    """Before anything of it is read."""
    with pytest.raises(UnreadableFile, match="limit here"):
        await desk.files.preview(ben, "f.jsonl", b" " * (LONGEST_IMPORT + 1))


@pytest.mark.parametrize(
    "file_format", [FileFormat.JSON_LINES, FileFormat.CSV, FileFormat.CLAIM_REVIEW]
)
async def test_what_is_given_out_is_known_again(
    desk: Desk, ben: Member, zoe: Member, file_format: FileFormat
) -> None:
    """In each format, by what the file looks like: all of the desk's facts and no other."""
    content = line("A", ref="a", topics=["harbour"]).encode()
    await desk.files.import_file(ben, (await desk.files.preview(ben, "f.jsonl", content)).id)
    await publish(desk, zoe)
    out = await desk.files.export(ben, file_format)
    name = "facts.csv" if file_format is FileFormat.CSV else "facts.json"
    plan = await desk.files.preview(ben, name, out)
    assert (plan.file_format, plan.new, plan.changed, plan.same) == (file_format, 0, (), 1)


async def test_progress_is_told(desk: Desk, ben: Member) -> None:
    """Up to the whole."""
    told: list[tuple[int, int]] = []
    content = "\n".join(line(f"Claim {n}") for n in range(100)).encode()
    plan = await desk.files.preview(ben, "f.jsonl", content, lambda *step: told.append(step))
    assert plan.new == 100
    assert told[-1] == (100, 100)
    assert len(told) > 2
