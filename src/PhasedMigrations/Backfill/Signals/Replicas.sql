-- Who receives WAL as a replica, and whose replica is away but has a slot. Without pg_read_all_stats only the name of a receiver is shown, the rest is NULL.
-- The functions below the view: pg_stat_replication reads every session of the server.
WITH slots AS MATERIALIZED (
    SELECT s.slot_name::text AS slot_name, s.slot_type, s.active_pid, s.restart_lsn FROM pg_replication_slots s WHERE s.wal_status IS DISTINCT FROM 'lost'
)
SELECT coalesce(a.application_name, 'unknown'), s.slot_name, true AS connected, w.state IS NOT NULL AS visible,
    pg_wal_lsn_diff(pg_current_wal_lsn(), coalesce(w.replay_lsn, w.flush_lsn))::bigint AS lag
FROM pg_stat_get_wal_senders() w
LEFT JOIN LATERAL pg_stat_get_activity(w.pid) a ON true
LEFT JOIN slots s ON s.active_pid = w.pid
-- A consumer of logical changes is no replica, its slot is watched; nor is a backup.
WHERE coalesce(s.slot_type, 'physical') = 'physical' AND w.state IS DISTINCT FROM 'backup' AND a.application_name IS DISTINCT FROM 'pg_basebackup'
UNION ALL
SELECT s.slot_name, s.slot_name, false, true, pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn)::bigint
FROM slots s
WHERE s.slot_type = 'physical' AND s.active_pid IS NULL AND s.restart_lsn IS NOT NULL
