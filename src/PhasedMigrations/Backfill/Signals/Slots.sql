-- Slots that keep WAL. One that is lost keeps nothing any more. safe_wal_size is NULL without max_slot_wal_keep_size.
SELECT s.slot_name::text, pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn)::bigint, s.safe_wal_size, s.wal_status = 'unreserved'
FROM pg_replication_slots s
WHERE s.restart_lsn IS NOT NULL AND s.wal_status <> 'lost'
