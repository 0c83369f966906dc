CREATE TABLE items (
    id {key} PRIMARY KEY,
    category integer NOT NULL,
    created_at timestamptz NOT NULL,
    name text NOT NULL,
    note text NOT NULL
);

INSERT INTO items
SELECT {id}, g % 1000, timestamptz '2026-01-01' + g * interval '1 second', 'name-' || g, repeat('x', 60) || md5(g::text)
FROM generate_series(1, {rows}) g;

CREATE INDEX items_category ON items (category);

CREATE INDEX items_created_at ON items (created_at);

ALTER TABLE items ADD COLUMN slug text;

VACUUM (ANALYZE, FREEZE) items;
