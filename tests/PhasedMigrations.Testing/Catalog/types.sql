SELECT format('%s %s', CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' ELSE 'range' END, t.oid::regtype),
       concat_ws(' ',
           (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
           CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END,
           CASE WHEN t.typnotnull THEN 'not null' END,
           'default ' || t.typdefault,
           'comment ' || quote_literal(obj_description(t.oid, 'pg_type')))
FROM pg_type t
JOIN user_schema s ON s.oid = t.typnamespace
WHERE t.typtype IN ('e', 'd', 'r')
