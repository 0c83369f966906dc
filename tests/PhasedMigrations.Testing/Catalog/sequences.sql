-- What a sequence is, not how far it has counted.
SELECT format('sequence %s', q.seqrelid::regclass),
       concat_ws(' ',
           q.seqtypid::regtype,
           format('start %s increment %s min %s max %s cache %s', q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache),
           CASE WHEN q.seqcycle THEN 'cycle' END,
           (SELECT format('owned by %s.%I', d.refobjid::regclass, a.attname)
              FROM pg_depend d
              JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
             WHERE d.classid = 'pg_class'::regclass AND d.objid = q.seqrelid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')),
           'comment ' || quote_literal(obj_description(c.oid, 'pg_class')))
FROM pg_sequence q
JOIN pg_class c ON c.oid = q.seqrelid
JOIN user_schema s ON s.oid = c.relnamespace
