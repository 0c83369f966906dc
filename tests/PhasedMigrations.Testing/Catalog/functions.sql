SELECT format('function %s', p.oid::regprocedure),
       concat_ws(' ',
           CASE WHEN p.prokind = 'a' THEN 'aggregate' ELSE pg_get_functiondef(p.oid) END,
           'acl ' || p.proacl::text,
           'comment ' || quote_literal(obj_description(p.oid, 'pg_proc')))
FROM pg_proc p
JOIN user_schema s ON s.oid = p.pronamespace
WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
