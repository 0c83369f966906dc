-- Lanes of step $1 over every table below $2 that stores rows and has none for its present file. Large ones get several.
-- Tables that are empty get one too, so that they are known. Answers how many pages were added.
WITH RECURSIVE tree AS (
    SELECT $2::regclass::oid AS oid
    UNION
    SELECT i.inhrelid FROM tree JOIN pg_inherits i ON i.inhparent = tree.oid
),
leaf AS (
    SELECT c.oid, format('"%s"."%s"', replace(n.nspname, '"', '""'), replace(c.relname, '"', '""')) AS name,
        pg_relation_filenode(c.oid) AS filenode,
        pg_relation_size(c.oid) / current_setting('block_size')::bigint AS pages
    FROM tree
    JOIN pg_class c ON c.oid = tree.oid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r'
),
new_leaf AS (
    -- 32 MB are the least that is worth a lane.
    SELECT leaf.*, greatest(1, least(16, leaf.pages / 4096)) AS parts
    FROM leaf
    WHERE NOT EXISTS (
        SELECT 1 FROM phased.lanes l WHERE l.step_id = $1 AND l.relation = leaf.oid AND l.filenode = leaf.filenode)
),
added AS (
    INSERT INTO phased.lanes (step_id, relation, relation_name, filenode, first_page, end_page, planned_to)
    SELECT $1, f.oid, f.name, f.filenode, f.pages * part / f.parts, f.pages * (part + 1) / f.parts, f.pages * part / f.parts
    FROM new_leaf f
    CROSS JOIN LATERAL generate_series(0, f.parts - 1) AS part
    ORDER BY f.oid, part
    RETURNING end_page - first_page AS pages
)
SELECT coalesce(sum(pages), 0)::bigint FROM added
