-- Since PostgreSQL 18 NOT NULL constraints are rows here too. conenforced exists since 18.
SELECT format('constraint %s.%I', CASE WHEN o.conrelid <> 0 THEN o.conrelid::regclass::text ELSE o.contypid::regtype::text END, o.conname),
       concat_ws(' ',
           pg_get_constraintdef(o.oid),
           CASE WHEN o.convalidated THEN 'validated' ELSE 'not validated' END,
           CASE WHEN to_jsonb(o) ->> 'conenforced' = 'false' THEN 'not enforced' END,
           CASE WHEN NOT o.conislocal THEN 'inherited' END,
           'comment ' || quote_literal(obj_description(o.oid, 'pg_constraint')))
FROM pg_constraint o
JOIN user_schema s ON s.oid = o.connamespace
WHERE o.contype <> 't'
