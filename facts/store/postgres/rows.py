"""Conversion of facts and changes to table rows and back."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from facts.model import Change, Fact
from facts.store.keys import Key, asked, keys_of
from facts.store.postgres.database import Session
from facts.store.protocol import Having

_LONGEST_KEY = 200


def fact_of(row: Mapping[str, Any]) -> Fact:
    return Fact.model_validate(row["document"])


def change_of(row: Mapping[str, Any]) -> Change:
    states = {"before": row["before"], "after": row["after"]}
    return Change.model_validate(row["entry"] | states)


async def write(session: Session, changes: Sequence[Change]) -> None:
    """Write planned changes and the resulting facts."""
    await session.do_each("add_change", [_row(change) for change in changes])
    latest = {change.fact_id: change for change in changes}
    states = [(one.after, one) for one in latest.values() if one.after is not None]
    await session.do_each("put_fact", [_fact_row(fact, change) for fact, change in states])
    gone = [{"id": one.fact_id} for one in latest.values() if one.after is None]
    await session.do_each("remove_fact", gone)


async def rewrite(session: Session, changes: Iterable[Change]) -> None:
    """Overwrite log entries."""
    await session.do_each("rewrite_change", [_row(change) for change in changes])


def asked_for(having: Having) -> dict[str, Any]:
    """The parameters of the statement ``found``."""
    return {
        "desks": None if having.desks is None else sorted(set(having.desks)),
        "keys": [_key(key) for key in asked(having)],
    }


def _row(change: Change) -> dict[str, Any]:
    entry = change.model_dump_json(exclude_defaults=True, exclude={"before", "after"})
    return {
        "number": change.number,
        "fact_id": change.fact_id,
        "at": change.at,
        "entry": entry,
        "before": change.before and _json(change.before),
        "after": change.after and _json(change.after),
    }


def _fact_row(fact: Fact, change: Change) -> dict[str, Any]:
    found_by = keys_of(fact.model_dump(mode="json", exclude_defaults=True))
    return {
        "id": fact.id,
        "desk": fact.desk,
        "merged": fact.merged_into is not None,
        "keys": sorted(_key(key) for key in found_by if key[0] != "desk"),
        "changed_at": change.at,
        "document": _json(fact),
    }


def _json(fact: Fact) -> str:
    return fact.model_dump_json(exclude_defaults=True)


def _key(key: Key) -> str:
    name, value = key
    # Index entries are limited in size, which a long link would exceed.
    if len(value) > _LONGEST_KEY:
        value = "#" + blake2b(value.encode(), digest_size=16).hexdigest()
    return f"{name}:{value}"
