SELECT format('index %I.%I', s.nspname, c.relname),
       concat_ws(' ',
           pg_get_indexdef(c.oid),
           CASE WHEN i.indisvalid THEN 'valid' ELSE 'not valid' END,
           CASE WHEN i.indisready THEN 'ready' ELSE 'not ready' END,
           CASE WHEN i.indisprimary THEN 'primary' END,
           CASE WHEN i.indisreplident THEN 'replica identity' END,
           CASE WHEN i.indisclustered THEN 'clustered' END,
           (SELECT format('attached to %s', h.inhparent::regclass) FROM pg_inherits h WHERE h.inhrelid = c.oid),
           'tablespace ' || (SELECT t.spcname FROM pg_tablespace t WHERE t.oid = c.reltablespace),
           'comment ' || quote_literal(obj_description(c.oid, 'pg_class')))
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN user_schema s ON s.oid = c.relnamespace
