SELECT c.oid,
       format('%I.%I', n.nspname, c.relname) AS name,
       pg_relation_filenode(c.oid) AS file,
       -- Of the running transaction: pg_stat_user_tables would count them only later.
       coalesce(s.seq_scan, 0) AS scans,
       coalesce(s.n_tup_upd + s.n_tup_del, 0) AS updates
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_stat_xact_all_tables s ON s.relid = c.oid
WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
