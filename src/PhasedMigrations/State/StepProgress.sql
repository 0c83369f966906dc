-- The steps that were begun, with how far each is and how fast it came along in the last minute, all processes together.
SELECT s.migration_id, s.description, s.state = 'done', s.started_at, s.finished_at, s.estimated_rows, s.error,
    -- Pages tell how far it is; rows are what people count.
    CASE
        WHEN s.strategy = 'pages' AND s.state = 'done' THEN coalesce(s.estimated_rows, 0)
        -- Rows times pages of a large table are more than a bigint holds.
        WHEN s.strategy = 'pages' THEN coalesce(trunc(coalesce(s.estimated_rows, 0)::numeric * greatest(p.done, 0) / nullif(p.total, 0)), 0)::bigint
        WHEN s.kind = 'backfill' THEN k.done
    END AS rows_done,
    CASE WHEN s.strategy = 'pages' THEN 'pages' WHEN s.kind = 'backfill' THEN 'rows' WHEN b.done IS NOT NULL THEN 'blocks' END AS unit,
    CASE WHEN s.strategy = 'pages' THEN greatest(p.done, 0) WHEN s.kind = 'backfill' THEN k.done ELSE b.done END AS units_done,
    CASE WHEN s.strategy = 'pages' THEN p.total WHEN s.kind = 'backfill' THEN s.estimated_rows ELSE b.total END AS units_total,
    CASE WHEN s.strategy = 'pages' THEN r.pages * s.estimated_rows / nullif(p.total, 0) ELSE r.keys END / 60.0::float8 AS rows_per_second
FROM phased.steps s
JOIN phased.migrations m ON m.id = s.migration_id
LEFT JOIN LATERAL phased.pages(s.id) p ON s.strategy = 'pages'
LEFT JOIN LATERAL (
    SELECT coalesce(sum(c.size), 0)::bigint AS done
    FROM phased.chunks c
    WHERE c.step_id = s.id AND c.state = 'done') AS k ON s.kind = 'backfill' AND s.strategy IS DISTINCT FROM 'pages'
LEFT JOIN LATERAL (
    -- Younger than a minute are only the last of them: nobody does ten thousand chunks in one.
    SELECT sum(c.end_page - c.first_page)::float8 AS pages, sum(c.size)::float8 AS keys
    FROM phased.chunks c
    WHERE c.step_id = s.id AND c.state = 'done' AND c.id > (SELECT max(n.id) - 10000 FROM phased.chunks n)
        AND c.finished_at > clock_timestamp() - interval '1 min') AS r ON s.state = 'running'
LEFT JOIN LATERAL (
    SELECT x.blocks_done AS done, nullif(x.blocks_total, 0) AS total
    FROM pg_stat_progress_create_index x
    JOIN pg_class i ON i.oid = x.index_relid
    WHERE x.datname = current_database() AND i.relname = m.definition -> 'operations' -> s.operation ->> 'name'
    LIMIT 1) AS b ON s.kind = 'build_index' AND s.state = 'running'
ORDER BY s.migration_id, s.started_at, s.id
