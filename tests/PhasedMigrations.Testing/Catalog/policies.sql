SELECT format('policy %I on %s', p.polname, p.polrelid::regclass),
       concat_ws(' ',
           CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END,
           p.polcmd,
           'roles ' || p.polroles::regrole[]::text,
           'using ' || pg_get_expr(p.polqual, p.polrelid),
           'check ' || pg_get_expr(p.polwithcheck, p.polrelid))
FROM pg_policy p
JOIN pg_class c ON c.oid = p.polrelid
JOIN user_schema s ON s.oid = c.relnamespace
