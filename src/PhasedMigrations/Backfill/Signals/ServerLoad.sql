-- One look at the server. $1: the table that is being backfilled, or NULL; $2: whether to count active sessions, which reads each session.
WITH RECURSIVE locks AS MATERIALIZED (
    SELECT l.pid, l.granted, l.waitstart, l.locktype, l.classid, l.objid, l.objsubid, l.mode, l.relation
    FROM pg_locks l
    WHERE l.database IS NULL OR l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
), ours AS MATERIALIZED (
    -- Every batch holds this advisory lock in common, so that everybody sees whose transactions are ours, through any pooler.
    SELECT coalesce(array_agg(l.pid), '{}') AS pids
    FROM locks l
    WHERE l.locktype = 'advisory' AND l.granted AND l.classid = {work_class} AND l.objid = {work_object} AND l.objsubid = 2
), waits AS MATERIALIZED (
    SELECT w.pid, w.seconds, pg_blocking_pids(w.pid) AS blockers
    FROM (
        SELECT l.pid, max(extract(epoch FROM clock_timestamp() - l.waitstart))::float8 AS seconds FROM locks l WHERE NOT l.granted GROUP BY l.pid) w
    CROSS JOIN ours o
    -- Asking whom a session waits for stops every other lock for a moment: only while a batch is under way and somebody waits.
    WHERE o.pids <> '{}' AND w.pid <> ALL (o.pids)
), behind AS (
    SELECT w.pid, w.seconds FROM waits w CROSS JOIN ours o WHERE w.blockers && o.pids
    UNION
    SELECT w.pid, w.seconds FROM behind b JOIN waits w ON b.pid = ANY (w.blockers)
), vacuums AS (
    -- autovacuum.c, relation_needs_vacanalyze: older than the table's own or the server's limit. Everybody may see locks and ages, but not what a vacuum says it does.
    SELECT c.oid::regclass::text AS name
    FROM locks l
    JOIN pg_class c ON c.oid = l.relation
    CROSS JOIN LATERAL (
        SELECT min(o.option_value::bigint) FILTER (WHERE o.option_name = 'autovacuum_freeze_max_age') AS xids,
            min(o.option_value::bigint) FILTER (WHERE o.option_name = 'autovacuum_multixact_freeze_max_age') AS multixacts
        FROM pg_options_to_table(c.reloptions) o) own
    WHERE l.locktype = 'relation' AND l.granted AND l.mode = 'ShareUpdateExclusiveLock' AND c.relkind IN ('r', 'm')
        AND (c.oid = to_regclass($1)
            OR to_regclass($1) IN (SELECT a.relid FROM pg_partition_ancestors(c.oid) a)
            OR EXISTS (SELECT 1 FROM pg_inherits i WHERE i.inhrelid = c.oid AND i.inhparent = to_regclass($1)))
        AND (age(c.relfrozenxid) > least(own.xids, current_setting('autovacuum_freeze_max_age')::bigint)
            OR mxid_age(c.relminmxid) > least(own.multixacts, current_setting('autovacuum_multixact_freeze_max_age')::bigint))
)
SELECT clock_timestamp() AS at,
    pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint AS wal_bytes,
    pg_has_role('pg_read_all_stats', 'USAGE') AS sees_all,
    -- Sessions of all databases; what serves no client is not counted among max_connections, but is few.
    (SELECT sum(pg_stat_get_db_numbackends(d.oid)) FROM pg_database d)::integer AS connections,
    current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer
        - coalesce(current_setting('reserved_connections', true)::integer, 0) AS most_connections,
    CASE WHEN $2 THEN (
        SELECT count(*) FROM pg_stat_activity a WHERE a.state = 'active' AND a.backend_type = 'client backend' AND a.pid <> pg_backend_pid())
    END::integer AS active_sessions,
    (SELECT count(*) FROM behind)::integer AS lock_waiters,
    (SELECT coalesce(max(b.seconds), 0) FROM behind b) AS lock_wait,
    (SELECT min(v.name) FROM vacuums v) AS vacuumed,
    (SELECT count(*) FROM vacuums)::integer AS vacuums
