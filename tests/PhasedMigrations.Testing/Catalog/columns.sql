-- The position counts the columns that exist: a dropped column leaves a gap in attnum that no statement of a user can see.
SELECT format('column %I.%I.%I', s.nspname, c.relname, a.attname),
       concat_ws(' ',
           format('#%s', row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum)),
           format_type(a.atttypid, a.atttypmod),
           CASE WHEN a.attcollation <> t.typcollation THEN 'collate ' || a.attcollation::regcollation::text END,
           CASE WHEN a.attnotnull THEN 'not null' END,
           CASE a.attidentity WHEN 'a' THEN 'identity always' WHEN 'd' THEN 'identity by default' END,
           CASE a.attgenerated WHEN '' THEN 'default ' WHEN 's' THEN 'generated stored ' ELSE 'generated virtual ' END
               || pg_get_expr(d.adbin, d.adrelid),
           CASE WHEN a.attstorage <> t.typstorage THEN 'storage ' || a.attstorage::text END,
           CASE WHEN a.attcompression <> '' THEN 'compression ' || a.attcompression::text END,
           CASE WHEN a.attstattarget >= 0 THEN format('statistics %s', a.attstattarget) END,
           'with ' || a.attoptions::text,
           'acl ' || a.attacl::text,
           'comment ' || quote_literal(col_description(c.oid, a.attnum)))
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN user_schema s ON s.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND a.attnum > 0 AND NOT a.attisdropped
