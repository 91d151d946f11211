-- The log of one desk, however large those of others are.
CREATE INDEX changes_of_desk ON changes (coalesce(after ->> 'desk', before ->> 'desk'), number);
