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
