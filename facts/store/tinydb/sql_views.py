"""Views with plain columns, for reading a store with ``sqlite3``, Datasette or sqlite-utils."""

import sqlite3

# The columns of each view; ``name=path`` where the field has another name in the document.
_FACT = """
    revision desk claim=claim.text claim_language=claim.language speaker=claim.speaker.name
    speaker_role=claim.speaker.role on_behalf_of=claim.speaker.on_behalf_of claimed_on=claim.date
    venue=claim.venue via=claim.via quote=claim.quote verdict=verdict.label
    verdict_explanation=verdict.explanation verdict_on=verdict.date retracted_on=retraction.on
    retracted_because=retraction.reason reviewed_on=review.on review_due=review.next ref created_at
    changed_at
"""
_RESPONSE = "stance by role on_behalf_of via date text quote"
_SOURCE = """
    outlet headline author published url archived_url language description rating=rating.label
    rating_value=rating.value rating_best=rating.best rating_worst=rating.worst
    rating_explanation=rating.explanation
"""
_CHANGE = "fact=fact_id revision desk kind at editor reason claim_before=before.claim.text"
_STANDING = "(SELECT value FROM facts_by WHERE name = 'standing' AND doc_id = facts.doc_id)"
# A list as one text.
_LIST = "(SELECT group_concat(value, ', ') FROM json_each({0}, '$.{1}'))"
_MAKE = "CREATE VIEW {} AS SELECT {} FROM {}"
_ITEMS = "facts, json_each(document, '$.{}') AS item"
_QUOTES = "facts, json_each(document, '$.sources') AS source, json_each(source.value, '$.quotes')"


def _columns(columns: str, document: str = "document") -> str:
    pairs = [column.rpartition("=")[::2] for column in columns.split()]
    return ", ".join(f"{document} ->> '$.{path}' AS \"{name or path}\"" for name, path in pairs)


def _view(name: str, rows: str, *columns: str) -> str:
    return _MAKE.format(name, ", ".join(columns), rows)


def _items(name: str, *columns: str) -> str:
    """The view with a row for each item of the list ``name`` in a fact."""
    numbered = "doc_id AS fact", "item.key + 1 AS number"
    return _view(name, _ITEMS.format(name), *numbered, *columns)


_VIEWS = (
    _view(
        "facts_now",
        "facts",
        "doc_id AS fact",
        _columns(_FACT),
        f"{_STANDING} AS standing",
        f"{_LIST.format('document', 'topics')} AS topics",
    ),
    _items(
        "responses",
        _columns(_RESPONSE, "item.value"),
        f"{_LIST.format('item.value', 'sources')} AS sources",
    ),
    _items("sources", _columns(_SOURCE, "item.value")),
    _view(
        "source_quotes",
        f"{_QUOTES} AS item",
        "doc_id AS fact",
        "source.key + 1 AS source",
        "nullif(item.value ->> '$.of', 'claim') AS response",
        "item.value ->> '$.text' AS quote",
    ),
    _items("other_wordings", "item.value AS wording"),
    _items("corrections", _columns("on sentence revision", "item.value")),
    _items("redactions", _columns("on reason", "item.value")),
    _view("merges", "merged", "doc_id AS fact", _columns("merged_into claim=claim.text")),
    _view("history", "changes", "doc_id AS change", _columns(_CHANGE)),
)


def keep_views(connection: sqlite3.Connection) -> None:
    """Create the views, and replace those of an older version. Inside a transaction."""
    schema = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'view'")
    known = dict(schema.fetchall())
    for view in _VIEWS:
        name = view.split()[2]
        if known.get(name) != view:
            connection.execute(f"DROP VIEW IF EXISTS {name}")
            connection.execute(view)
