-- Lanes of step $1 over every table below $2 that stores rows and has none for its present file. Large ones get several.
-- Tables that are empty get one too, so that they are known. Answers how many pages were added.
WITH new_leaf AS (
    -- 32 MB are the least that is worth a lane.
    SELECT f.*, greatest(1, least(16, f.pages / 4096)) AS parts
    FROM phased.leaves($2::regclass) f
    WHERE NOT EXISTS (
        SELECT 1 FROM phased.lanes l WHERE l.step_id = $1 AND l.relation = f.relation AND l.filenode = f.filenode)
),
added AS (
    INSERT INTO phased.lanes (step_id, relation, relation_name, filenode, first_page, end_page, planned_to)
    SELECT $1, f.relation, f.name, f.filenode, f.pages * part / f.parts, f.pages * (part + 1) / f.parts, f.pages * part / f.parts
    FROM new_leaf f
    CROSS JOIN LATERAL generate_series(0, f.parts - 1) AS part
    ORDER BY f.relation, part
    RETURNING end_page - first_page AS pages
)
SELECT coalesce(sum(pages), 0)::bigint FROM added
