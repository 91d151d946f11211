"""What the newsroom's data people read with ``sqlite3`` or Datasette: plain columns, no JSON."""

VIEWS = (
    """
    CREATE VIEW IF NOT EXISTS facts_now AS SELECT
        doc_id AS fact,
        document ->> '$.revision' AS revision,
        document ->> '$.desk' AS desk,
        document ->> '$.claim.text' AS claim,
        document ->> '$.claim.speaker.name' AS speaker,
        document ->> '$.claim.speaker.role' AS speaker_role,
        document ->> '$.claim.date' AS claimed_on,
        document ->> '$.claim.venue' AS venue,
        document ->> '$.claim.quote' AS quote,
        (SELECT value FROM facts_by WHERE name = 'standing' AND doc_id = facts.doc_id) AS standing,
        document ->> '$.verdict.label' AS verdict,
        document ->> '$.retraction.on' AS retracted_on,
        document ->> '$.retraction.reason' AS retracted_because,
        (SELECT group_concat(value, ', ') FROM json_each(document, '$.topics')) AS topics,
        document ->> '$.ref' AS ref,
        document ->> '$.created_at' AS created_at,
        document ->> '$.changed_at' AS changed_at
    FROM facts
    """,
    """
    CREATE VIEW IF NOT EXISTS responses AS SELECT
        facts.doc_id AS fact,
        each.key + 1 AS number,
        each.value ->> '$.stance' AS stance,
        each.value ->> '$.by' AS "by",
        each.value ->> '$.role' AS role,
        each.value ->> '$.on_behalf_of' AS on_behalf_of,
        each.value ->> '$.via' AS via,
        each.value ->> '$.date' AS "date",
        each.value ->> '$.text' AS "text",
        each.value ->> '$.quote' AS quote
    FROM facts, json_each(document, '$.responses') AS each
    """,
    """
    CREATE VIEW IF NOT EXISTS sources AS SELECT
        facts.doc_id AS fact,
        each.key + 1 AS number,
        each.value ->> '$.outlet' AS outlet,
        each.value ->> '$.headline' AS headline,
        each.value ->> '$.author' AS author,
        each.value ->> '$.published' AS published,
        each.value ->> '$.url' AS url,
        each.value ->> '$.archived_url' AS archived_url,
        each.value ->> '$.language' AS language
    FROM facts, json_each(document, '$.sources') AS each
    """,
    """
    CREATE VIEW IF NOT EXISTS history AS SELECT
        doc_id AS change,
        document ->> '$.fact_id' AS fact,
        document ->> '$.revision' AS revision,
        document ->> '$.kind' AS kind,
        document ->> '$.at' AS at,
        document ->> '$.editor' AS editor,
        document ->> '$.reason' AS reason,
        document ->> '$.before.claim.text' AS claim_before
    FROM changes
    """,
)
