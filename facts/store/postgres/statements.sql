-- Every statement of the store by name. Values are given by name.

-- lock_log
SELECT name, value FROM counters WHERE name IN ('change', 'fact') ORDER BY name FOR UPDATE;

-- last_time
SELECT at FROM changes WHERE number = %(number)s;

-- set_counter
UPDATE counters SET value = %(value)s WHERE name = %(name)s;

-- counter
SELECT value FROM counters WHERE name = %(name)s;

-- lock_counter
SELECT value FROM counters WHERE name = %(name)s FOR UPDATE;

-- facts_by_id
SELECT id, document FROM facts WHERE id = ANY(%(ids)s) ORDER BY id;

-- every_fact
SELECT id, document, merged FROM facts WHERE id > %(after)s ORDER BY id LIMIT %(limit)s;

-- found
SELECT id, document FROM facts
WHERE NOT merged
  AND id > %(after)s
  AND (%(desks)s::text[] IS NULL OR desk = ANY(%(desks)s))
  AND keys @> %(keys)s::text[]
ORDER BY id LIMIT %(limit)s;

-- found_ids
SELECT id FROM facts
WHERE NOT merged
  AND (%(desks)s::text[] IS NULL OR desk = ANY(%(desks)s))
  AND keys @> %(keys)s::text[]
ORDER BY id;

-- put_fact
INSERT INTO facts (id, desk, merged, keys, document)
VALUES (%(id)s, %(desk)s, %(merged)s, %(keys)s, %(document)s)
ON CONFLICT (id) DO UPDATE SET
    desk = excluded.desk,
    merged = excluded.merged,
    keys = excluded.keys,
    document = excluded.document;

-- remove_fact
DELETE FROM facts WHERE id = %(id)s;

-- add_change
INSERT INTO changes (number, fact_id, at, entry, before, after)
VALUES (%(number)s, %(fact_id)s, %(at)s, %(entry)s, %(before)s, %(after)s);

-- rewrite_change
UPDATE changes SET entry = %(entry)s, before = %(before)s, after = %(after)s WHERE number = %(number)s;

-- changes_after
SELECT entry, before, after FROM changes
WHERE number > %(after)s ORDER BY number LIMIT %(limit)s;

-- desk_changes
SELECT entry, before, after FROM changes
WHERE coalesce(after ->> 'desk', before ->> 'desk') = %(desk)s AND (%(before)s::bigint IS NULL OR number < %(before)s)
ORDER BY number DESC LIMIT %(limit)s;

-- change
SELECT entry, before, after FROM changes WHERE number = %(number)s;

-- changes_between
SELECT entry, before, after FROM changes WHERE number BETWEEN %(first)s AND %(last)s ORDER BY number;

-- histories
SELECT entry, before, after FROM changes WHERE fact_id = ANY(%(ids)s) ORDER BY number;

-- mentioning
SELECT entry, before, after FROM changes
WHERE strpos(concat_ws(' ', entry, before -> 'redactions', after -> 'redactions'), %(text)s) > 0 ORDER BY number;

-- redacted_facts
SELECT id, document FROM facts
WHERE document -> 'redactions' IS NOT NULL AND (%(id)s::bigint IS NULL OR id = %(id)s);

-- rewrite_fact
UPDATE facts SET document = %(document)s WHERE id = %(id)s;

-- step
SELECT first, last FROM steps WHERE name = %(name)s;

-- add_step
INSERT INTO steps (name, first, last) VALUES (%(name)s, %(first)s, %(last)s);

-- cursor
SELECT after FROM cursors WHERE consumer = %(consumer)s;

-- move_cursor
INSERT INTO cursors (consumer, after) VALUES (%(consumer)s, %(after)s)
ON CONFLICT (consumer) DO UPDATE SET after = excluded.after;

-- every_cursor
SELECT consumer, after FROM cursors ORDER BY consumer;

-- every_step
SELECT name, first, last FROM steps ORDER BY name;

-- document
SELECT number, document FROM shelf
WHERE kind = %(kind)s AND key = %(key)s AND document IS NOT NULL;

-- documents_of_kind
SELECT key, number, document FROM shelf
WHERE kind = %(kind)s AND document IS NOT NULL ORDER BY key COLLATE "C";

-- every_entry
SELECT kind, key, number, document FROM shelf ORDER BY number;

-- kinds
SELECT DISTINCT kind FROM shelf WHERE document IS NOT NULL;

-- places
SELECT kind, key, number FROM shelf
WHERE document IS NOT NULL AND (kind, key) IN (SELECT * FROM unnest(%(kinds)s::text[], %(keys)s::text[]));

-- put_document
INSERT INTO shelf (kind, key, number, document)
VALUES (%(kind)s, %(key)s, %(number)s, %(document)s)
ON CONFLICT (kind, key) DO UPDATE SET number = excluded.number, document = excluded.document;

-- forget_entry
DELETE FROM shelf WHERE number = %(number)s;

-- forget_deletions
DELETE FROM shelf WHERE document IS NULL AND number <= %(number)s;

-- shelf_changes
SELECT number, kind, key, document FROM shelf
WHERE number > %(after)s AND (%(kinds)s::text[] IS NULL OR kind = ANY(%(kinds)s))
ORDER BY number LIMIT %(limit)s;

-- last_changes
SELECT name, value FROM counters WHERE name IN ('change', 'shelf');

-- announce
SELECT pg_notify('nicenote', %(what)s);

-- take_lease
INSERT INTO leases (name, holder, fence, until)
SELECT %(name)s, %(holder)s, 1, clock_timestamp() + %(seconds)s * interval '1 second'
WHERE NOT EXISTS (
    SELECT FROM leases WHERE name LIKE %(unless)s AND name NOT LIKE %(alike)s AND until > clock_timestamp()
)
ON CONFLICT (name) DO UPDATE SET
    holder = excluded.holder,
    fence = leases.fence + 1,
    until = clock_timestamp() + %(seconds)s * interval '1 second'
WHERE leases.until <= clock_timestamp()
RETURNING fence;

-- lease_left
SELECT greatest(extract(epoch FROM until - clock_timestamp()), 0)::float AS seconds
FROM leases WHERE name = %(name)s;

-- renew_lease
UPDATE leases SET until = clock_timestamp() + %(seconds)s * interval '1 second'
WHERE name = %(name)s AND holder = %(holder)s AND fence = %(fence)s;

-- release_lease
UPDATE leases SET until = clock_timestamp()
WHERE name = %(name)s AND holder = %(holder)s AND fence = %(fence)s;

-- number
SELECT value FROM numbers WHERE name = %(name)s;

-- set_number
INSERT INTO numbers (name, value) VALUES (%(name)s, %(value)s)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- set_number_once
INSERT INTO numbers (name, value) VALUES (%(name)s, %(value)s) ON CONFLICT (name) DO NOTHING;

-- every_removal
SELECT number, note FROM removals ORDER BY number;

-- rewrite_removal
UPDATE removals SET note = %(note)s WHERE number = %(number)s;

-- add_removal
INSERT INTO removals (number, note) SELECT coalesce(max(number), 0) + 1, %(note)s FROM removals;

-- erasures
SELECT count(*) AS erased FROM removals WHERE note ->> 'what' = 'erasure';
