-- The facts and their log, the shelf and its log, and how far each has come.

-- Every number comes from a row here, which its writer holds until it has committed. A sequence gives numbers out
-- before that, so that who follows a log by its numbers would pass over a change that commits late.
CREATE TABLE counters (
    name text PRIMARY KEY,
    value bigint NOT NULL
);
INSERT INTO counters (name, value) VALUES
    ('change', 0),   -- newest change of the log
    ('fact', 0),     -- newest fact
    ('shelf', 0),    -- newest entry of the shelf's log
    ('told', 0);     -- the shelf's log tells of all deletions after this entry

-- The present state of each fact, also of one that was merged into another. `keys` is what it is found by.
CREATE TABLE facts (
    id bigint PRIMARY KEY,
    desk text NOT NULL,
    merged boolean NOT NULL,
    keys text[] NOT NULL,
    document jsonb NOT NULL
);
CREATE INDEX facts_of_desk ON facts (desk, id) WHERE NOT merged;
CREATE INDEX facts_by_key ON facts USING gin (keys);

CREATE TABLE changes (
    number bigint PRIMARY KEY,
    fact_id bigint NOT NULL,
    at timestamptz NOT NULL,
    entry jsonb NOT NULL,   -- the change without the two states
    before jsonb,
    after jsonb
);
CREATE INDEX changes_of_fact ON changes (fact_id, number);
-- The log of one desk, however large those of others are.
CREATE INDEX changes_of_desk ON changes (coalesce(after ->> 'desk', before ->> 'desk'), number);

-- The changes that a step made that named itself.
CREATE TABLE steps (
    name text PRIMARY KEY,
    first bigint NOT NULL,
    last bigint NOT NULL
);

CREATE TABLE cursors (
    consumer text PRIMARY KEY,
    after bigint NOT NULL
);

-- Of each document the latest entry of the shelf's log; no document for one that was deleted. It is json and no
-- jsonb, which changes numbers and the order of names and refuses the character U+0000.
CREATE TABLE shelf (
    kind text NOT NULL,
    key text NOT NULL,
    number bigint NOT NULL,
    document json,
    PRIMARY KEY (kind, key)
);
CREATE UNIQUE INDEX shelf_by_number ON shelf (number);
CREATE INDEX shelf_deleted ON shelf (number) WHERE document IS NULL;

-- What was erased or redacted, without it: its fingerprint, when, and by whom. It goes along when the book is copied to
-- a folder, where a backup that is restored has it taken out again.
CREATE TABLE removals (
    number bigint PRIMARY KEY,
    note json NOT NULL
);

-- What one of several processes has for itself until a moment of the database's clock: a group of shards, the turn to
-- sign in, sending. `fence` grows each time that it passes to another holder.
CREATE TABLE leases (
    name text PRIMARY KEY,
    holder text NOT NULL,
    fence bigint NOT NULL,
    until timestamptz NOT NULL
);

-- Numbers that all processes share, such as how many shards there are.
CREATE TABLE numbers (
    name text PRIMARY KEY,
    value bigint NOT NULL
);
