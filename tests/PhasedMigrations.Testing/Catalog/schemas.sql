SELECT format('schema %I', s.nspname),
       concat_ws(' ', s.nspacl::text, 'comment ' || quote_literal(obj_description(s.oid, 'pg_namespace')))
FROM user_schema s
