SELECT format('%s %I.%I',
           CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
                          WHEN 'f' THEN 'foreign table' ELSE 'composite type' END,
           s.nspname, c.relname),
       concat_ws(' ',
           CASE c.relpersistence WHEN 'u' THEN 'unlogged' END,
           'partition by ' || pg_get_partkeydef(c.oid),
           (SELECT string_agg(format('inherits %s', i.inhparent::regclass), ' ' ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = c.oid),
           pg_get_expr(c.relpartbound, c.oid),
           CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
           CASE WHEN c.relrowsecurity THEN 'row level security' END,
           CASE WHEN c.relforcerowsecurity THEN 'force row level security' END,
           CASE WHEN c.relreplident <> 'd' AND c.relkind IN ('r', 'p') THEN 'replica identity ' || c.relreplident::text END,
           'tablespace ' || (SELECT t.spcname FROM pg_tablespace t WHERE t.oid = c.reltablespace),
           'with ' || c.reloptions::text,
           'acl ' || c.relacl::text,
           'comment ' || quote_literal(obj_description(c.oid, 'pg_class')))
FROM pg_class c
JOIN user_schema s ON s.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
