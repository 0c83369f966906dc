-- What the planner needs to know about the table named $1, as one JSON object; no row when there is no such table.
WITH RECURSIVE t AS (
    SELECT c.oid, c.relname, c.relkind, c.relowner, c.relnamespace, n.nspname
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid = to_regclass($1)
),
-- The table and everything below it: partitions, and children of old-style inheritance.
tree AS (
    SELECT t.oid FROM t
    UNION
    SELECT i.inhrelid FROM tree JOIN pg_inherits i ON i.inhparent = tree.oid
),
-- The rows of a partitioned table are in its leaves. -1 means that statistics are missing.
rows AS (
    SELECT CASE WHEN min(c.reltuples) < 0 THEN -1 ELSE coalesce(sum(c.reltuples), 0) END AS estimate
    FROM t
    CROSS JOIN tree
    JOIN pg_class c ON c.oid = tree.oid
    WHERE CASE WHEN t.relkind = 'p' THEN c.relkind <> 'p' ELSE c.oid = t.oid END
),
-- The table, and the tables whose rows go with its own: each of them is searched once for each row that goes.
doomed AS (
    SELECT t.oid FROM t
    UNION
    SELECT c.conrelid FROM doomed JOIN pg_constraint c ON c.confrelid = doomed.oid AND c.contype = 'f' AND c.confdeltype = 'c'
),
-- The primary key, else the narrowest unique index over NOT NULL columns.
key_index AS (
    SELECT i.indexrelid, i.indkey, i.indnkeyatts
    FROM t
    JOIN pg_index i ON i.indrelid = t.oid
    JOIN pg_class x ON x.oid = i.indexrelid
    JOIN pg_am am ON am.oid = x.relam AND am.amname = 'btree'
    WHERE i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
        AND NOT EXISTS (
            SELECT 1
            FROM unnest(i.indkey[0:i.indnkeyatts - 1]) AS k(attnum)
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
            WHERE NOT a.attnotnull)
    ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid
    LIMIT 1
)
SELECT jsonb_build_object(
    'schema', t.nspname,
    'name', t.relname,
    'kind', t.relkind,
    'rowEstimate', (SELECT estimate::bigint FROM rows),
    'owner', pg_get_userbyid(t.relowner),
    'isOwner', pg_has_role(t.relowner, 'USAGE'),
    'canSelect', has_table_privilege(t.oid, 'SELECT'),
    'canUpdate', has_table_privilege(t.oid, 'UPDATE'),
    'canDelete', has_table_privilege(t.oid, 'DELETE'),
    'canInsert', has_table_privilege(t.oid, 'INSERT'),
    'database', current_database(),
    'canCreateTemporary', has_database_privilege(current_database(), 'TEMPORARY'),
    'canReference', has_table_privilege(t.oid, 'REFERENCES'),
    'canCreateInSchema', has_schema_privilege(t.relnamespace, 'CREATE'),
    'canUpdateLeaves', (SELECT bool_and(has_table_privilege(tree.oid, 'SELECT') AND has_table_privilege(tree.oid, 'UPDATE')) FROM tree),
    'canDeleteLeaves', (SELECT bool_and(has_table_privilege(tree.oid, 'SELECT') AND has_table_privilege(tree.oid, 'DELETE')) FROM tree),
    'isHeap', (
        SELECT bool_and(c.relkind = 'p' OR (c.relkind = 'r' AND am.amname = 'heap'))
        FROM tree JOIN pg_class c ON c.oid = tree.oid LEFT JOIN pg_am am ON am.oid = c.relam),
    'leaves', (SELECT count(*) FROM tree JOIN pg_class c ON c.oid = tree.oid WHERE c.relkind <> 'p'),
    'fillFactor', (
        SELECT coalesce(min((SELECT o.option_value::integer FROM pg_options_to_table(c.reloptions) o WHERE o.option_name = 'fillfactor')), 100)
        FROM tree JOIN pg_class c ON c.oid = tree.oid),
    -- An expression as partition key depends on its columns (dependency.c, recordDependencyOnSingleRelExpr).
    'partitionColumns', (
        SELECT coalesce(jsonb_agg(DISTINCT a.attname), '[]')
        FROM tree
        JOIN pg_partitioned_table p ON p.partrelid = tree.oid
        JOIN pg_attribute a ON a.attrelid = tree.oid AND a.attnum > 0
        WHERE a.attnum = ANY (p.partattrs::smallint[]) OR EXISTS (
            SELECT 1 FROM pg_depend d
            WHERE d.classid = 'pg_class'::regclass AND d.objid = tree.oid AND d.objsubid = 0
                AND d.refclassid = 'pg_class'::regclass AND d.refobjid = tree.oid AND d.refobjsubid = a.attnum)),
    -- Columns whose change rules out a HOT update: in the key, an expression or the predicate of any index, except BRIN from 16.
    'indexedColumns', (
        SELECT coalesce(jsonb_agg(DISTINCT a.attname), '[]')
        FROM pg_index i
        JOIN pg_class x ON x.oid = i.indexrelid
        JOIN pg_am am ON am.oid = x.relam
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0
        WHERE i.indrelid = t.oid AND (am.amname <> 'brin' OR current_setting('server_version_num')::integer < 160000)
            AND (a.attnum = ANY (i.indkey::smallint[]) OR EXISTS (
                SELECT 1 FROM pg_depend d
                WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
                    AND d.refclassid = 'pg_class'::regclass AND d.refobjid = t.oid AND d.refobjsubid = a.attnum))),
    'leadingColumns', (
        SELECT coalesce(jsonb_agg(DISTINCT a.attname), '[]')
        FROM pg_index i
        JOIN pg_class x ON x.oid = i.indexrelid
        JOIN pg_am am ON am.oid = x.relam AND am.amname = 'btree'
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
        WHERE i.indrelid = t.oid AND i.indisvalid AND i.indpred IS NULL),
    'columns', (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'name', a.attname,
            'type', format_type(a.atttypid, a.atttypmod),
            -- PostgreSQL 18: attnotnull also means a constraint that is not validated yet.
            'isNotNull', a.attnotnull AND pending.conname IS NULL,
            'pendingNotNull', pending.conname,
            'isGenerated', a.attgenerated <> '') ORDER BY a.attnum), '[]')
        FROM pg_attribute a
        LEFT JOIN pg_constraint pending ON pending.conrelid = a.attrelid AND pending.contype = 'n'
            AND pending.conkey = ARRAY[a.attnum] AND NOT pending.convalidated
        WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped),
    'key', (
        SELECT jsonb_agg(jsonb_build_object(
            'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'baseType', ty.typname) ORDER BY k.n)
        FROM key_index i
        CROSS JOIN unnest(i.indkey[0:i.indnkeyatts - 1]) WITH ORDINALITY AS k(attnum, n)
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
        JOIN pg_type ty ON ty.oid = a.atttypid),
    'constraints', (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'name', c.conname, 'kind', c.contype, 'isValidated', c.convalidated) ORDER BY c.conname), '[]')
        FROM pg_constraint c
        WHERE c.conrelid = t.oid),
    'indexes', (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'name', x.relname, 'isValid', i.indisvalid) ORDER BY x.relname), '[]')
        FROM pg_index i
        JOIN pg_class x ON x.oid = i.indexrelid
        WHERE i.indrelid = t.oid),
    -- What ON CONFLICT can rely on at once.
    'uniqueKeys', (
        SELECT coalesce(jsonb_agg(u.key ORDER BY u.indexrelid), '[]')
        FROM (
            SELECT i.indexrelid, jsonb_build_object('columns', jsonb_agg(a.attname ORDER BY k.n), 'isNotNull', bool_and(a.attnotnull)) AS key
            FROM pg_index i
            CROSS JOIN unnest(i.indkey[0:i.indnkeyatts - 1]) WITH ORDINALITY AS k(attnum, n)
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
            WHERE i.indrelid = t.oid AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
            GROUP BY i.indexrelid) AS u),
    'references', (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'name', c.conname, 'schema', n.nspname, 'table', r.relname, 'onDelete', c.confdeltype,
            'columns', (
                SELECT jsonb_agg(a.attname ORDER BY k.n)
                FROM unnest(c.conkey) WITH ORDINALITY AS k(attnum, n) JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum),
            -- A table that was never analyzed has a size all the same; 100 rows are many for a page.
            'rows', (
                SELECT coalesce(sum(CASE WHEN p.reltuples < 0 THEN pg_relation_size(p.oid) / current_setting('block_size')::bigint * 100 ELSE p.reltuples END), 0)::bigint
                FROM pg_class p
                WHERE p.relkind <> 'p' AND (p.oid = r.oid OR p.oid IN (SELECT l.relid FROM pg_partition_tree(r.oid) l))),
            'isIndexed', EXISTS (
                SELECT 1
                FROM pg_index i
                JOIN pg_class x ON x.oid = i.indexrelid
                JOIN pg_am am ON am.oid = x.relam AND am.amname IN ('btree', 'hash')
                WHERE i.indrelid = r.oid AND i.indisvalid AND i.indpred IS NULL
                    AND (i.indkey::smallint[])[0:least(i.indnkeyatts, cardinality(c.conkey)) - 1] <@ c.conkey)) ORDER BY n.nspname, r.relname, c.conname), '[]')
        FROM doomed
        JOIN pg_constraint c ON c.confrelid = doomed.oid AND c.contype = 'f'
        JOIN pg_class r ON r.oid = c.conrelid
        JOIN pg_namespace n ON n.oid = r.relnamespace
        -- Partitions have copies of their parent's foreign keys.
        WHERE NOT EXISTS (SELECT 1 FROM pg_constraint p WHERE p.oid = c.conparentid AND p.confrelid = c.confrelid)),
    'triggers', (
        SELECT coalesce(jsonb_agg(g.tgname ORDER BY g.tgname), '[]')
        FROM pg_trigger g
        WHERE g.tgrelid = t.oid AND NOT g.tgisinternal)
)::text
FROM t
