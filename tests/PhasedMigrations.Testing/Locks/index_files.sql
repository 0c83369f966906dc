SELECT i.indrelid, c.relname::text, pg_relation_filenode(c.oid)
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_namespace n ON n.oid = t.relnamespace
-- A partitioned index has no file of its own.
WHERE c.relkind = 'i' AND n.nspname !~ '^pg_'
