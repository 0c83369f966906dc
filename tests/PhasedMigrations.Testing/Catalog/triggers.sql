SELECT format('trigger %I on %s', t.tgname, t.tgrelid::regclass),
       concat_ws(' ',
           pg_get_triggerdef(t.oid),
           CASE t.tgenabled WHEN 'O' THEN 'enabled' WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'enabled on replica' ELSE 'enabled always' END,
           'comment ' || quote_literal(obj_description(t.oid, 'pg_trigger')))
FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid
JOIN user_schema s ON s.oid = c.relnamespace
WHERE NOT t.tgisinternal
