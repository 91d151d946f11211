"""Conversion of facts and changes to table rows and back."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

import orjson
from pydantic import BaseModel

from facts.model import Change, Fact
from facts.store.keys import Key, asked, keys_of
from facts.store.postgres.database import Session
from facts.store.protocol import Having

_LONGEST_KEY = 200


def fact_of(row: Mapping[str, Any]) -> Fact:
    return Fact.model_validate(row["document"])


def entry_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The change in a row as a JSON object."""
    return {**row["entry"], "before": row["before"], "after": row["after"]}


def row_of(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The row for a change given as a JSON object."""
    states = {part: entry.get(part) and _json(entry[part]) for part in ("before", "after")}
    said = {part: value for part, value in entry.items() if part not in states}
    parts = {part: entry[part] for part in ("number", "fact_id", "at")}
    return {**parts, "entry": _json(said), **states}


def change_of(row: Mapping[str, Any]) -> Change:
    return Change.model_validate(entry_of(row))


async def write(session: Session, changes: Sequence[Change]) -> None:
    """Write planned changes and the resulting facts."""
    await session.do_each("add_change", [row_of(_document(change)) for change in changes])
    latest = {change.fact_id: change for change in changes}
    present = [_fact_row(one.after) for one in latest.values() if one.after is not None]
    await session.do_each("put_fact", present)
    gone = [{"id": one.fact_id} for one in latest.values() if one.after is None]
    await session.do_each("remove_fact", gone)


def asked_for(having: Having) -> dict[str, Any]:
    """The parameters of the statement ``found``."""
    return {
        "desks": None if having.desks is None else sorted(set(having.desks)),
        "keys": [_key(key) for key in asked(having)],
    }


def _fact_row(fact: Fact) -> dict[str, Any]:
    document = _document(fact)
    return {
        "id": fact.id,
        "desk": fact.desk,
        "merged": fact.merged_into is not None,
        "keys": sorted(_key(key) for key in keys_of(document) if key[0] != "desk"),
        "document": _json(document),
    }


def _document(model: BaseModel) -> dict[str, Any]:
    return model.model_dump(mode="json", exclude_defaults=True)


def _json(document: Any) -> str:
    return orjson.dumps(document).decode()


def _key(key: Key) -> str:
    name, value = key
    # Index entries are limited in size, which a long link would exceed.
    if len(value) > _LONGEST_KEY:
        value = "#" + blake2b(value.encode(), digest_size=16).hexdigest()
    return f"{name}:{value}"
