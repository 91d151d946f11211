"""``show`` and ``history``: a fact's present state and its past."""

import json
from datetime import UTC, datetime

import click

from facts.model import Change, ChangeKind, Fact, Refusal
from facts.terminal.options import FactNumber, store_option, with_records
from facts.terminal.printing import print_sheet
from facts.terminal.records import stored_record
from facts.terminal.sheets import SheetLine, fact_sheet
from facts.wording.fact_words import change_words


@click.command()
@click.argument("fact_id", metavar="ID", type=FactNumber())
@click.option("--json", "as_json", is_flag=True, help="Print the fact as JSON.")
@store_option
def show(*, fact_id: int, as_json: bool) -> None:
    """Print a fact by its ID (12, #12 or 12.3), whatever its desk."""
    fact = with_records(lambda records: records.history.fact(fact_id, None))
    _print(fact, as_json=as_json)


@click.command()
@click.argument("fact_id", metavar="ID", type=FactNumber())
@click.option("--revision", type=int, help="Print the fact at this revision.")
@click.option(
    "--at", metavar="MOMENT", help=("Print the fact as of this time in UTC: 2020-04-18T12:00.")
)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@store_option
def history(*, fact_id: int, revision: int | None, at: str | None, as_json: bool) -> None:
    """Print who changed a fact and when, or an earlier state of it."""
    if revision is None and at is None:
        changes = with_records(lambda records: records.history.changes(fact_id, None))
        if as_json:
            records = [change.model_dump(mode="json", exclude_none=True) for change in changes]
            click.echo(json.dumps(records, ensure_ascii=False))
        else:
            print_sheet(SheetLine(change_line(change)) for change in changes)
        return
    moment = _moment(at) if at is not None else datetime.now(UTC)
    fact = with_records(
        lambda records: (
            records.history.at_moment(fact_id, moment, None)
            if revision is None
            else records.history.at_revision(fact_id, revision, None)
        )
    )
    _print(fact, as_json=as_json)


def _print(fact: Fact, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(stored_record(fact), ensure_ascii=False, indent=2))
    else:
        print_sheet(fact_sheet(fact))


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refusal("Write a time like 2020-04-18T12:00 or 2020-04-18.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def change_line(change: Change) -> str:
    """A change in one line: number, time, kind, editor and reason."""
    what = change_words(change.kind, change.fact.merged_into)
    if change.kind is ChangeKind.EDITED:
        what += f" ({', '.join(change.parts).replace('_', ' ')})"
    reason = f": {change.reason}" if change.reason else ""
    return (
        f"{change.fact_id}.{change.revision}  {change.at:%Y-%m-%d %H:%M} UTC  "
        f"{what} by {change.editor}{reason}"
    )
