-- What was erased or redacted, without it: its fingerprint, when, and by whom. It goes along when the book is copied to
-- a folder, where a backup that is restored has it taken out again.
CREATE TABLE removals (
    number bigint PRIMARY KEY,
    note json NOT NULL
);
