-- The columns $2 of the table $1. Domains are resolved to what they are made of.
WITH RECURSIVE typed AS (
    SELECT a.attname, a.atttypid AS declared, a.atttypmod, a.atttypid AS oid
    FROM pg_attribute a
    WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attname = ANY ($2)
    UNION ALL
    SELECT t.attname, t.declared, t.atttypmod, y.typbasetype
    FROM typed t JOIN pg_type y ON y.oid = t.oid
    WHERE y.typtype = 'd'
)
SELECT t.attname::text, format_type(t.declared, t.atttypmod), format_type(t.declared, -1), y.typname::text, y.typcategory = 'A',
    ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = y.oid ORDER BY e.enumsortorder)
FROM typed t
JOIN pg_type y ON y.oid = t.oid
WHERE y.typtype <> 'd'
