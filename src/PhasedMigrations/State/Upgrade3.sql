-- Version 3: control from any machine, who is at work and what holds him back, chunks that fail, results of verification.
ALTER TABLE phased.migrations
    -- While set, nobody begins another batch, and runs wait. Null means go on.
    ADD COLUMN paused_at timestamptz,
    -- While set, runs end; only resuming or reverting helps.
    ADD COLUMN cancelled_at timestamptz,
    -- What the operator said with it.
    ADD COLUMN control_reason text,
    -- Overrules the pace in the options of every process: {"pace": "gentle", "pauseRatio": 0.5, "workers": 2}; null means as each process is set.
    ADD COLUMN pace jsonb;

-- Who works at the moment, and what holds him back. A process writes its row about once a second, and marks it when it ends; one that is old
-- belongs to nobody, and the next process takes it. On replicas seen_at is the heartbeat that says how far they are behind.
CREATE TABLE phased.runners (
    owner text NOT NULL,
    migration_id bigint NOT NULL REFERENCES phased.migrations ON DELETE CASCADE,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at timestamptz,
    -- How many may work at the moment, and how long they rest after a batch, as a multiple of its time.
    workers integer,
    pause_ratio double precision,
    -- Null when nothing does.
    held_by text,
    held_since timestamptz,
    -- The last reading of each signal: {"lock-waiters": {"value": 0, "unit": "sessions"}}; with "error" when it could not be read.
    signals jsonb,
    PRIMARY KEY (owner, migration_id)
);

ALTER TABLE phased.chunks
    -- The chunk whose failure made this smaller one.
    ADD COLUMN parent_id bigint,
    -- The transactions that changed its rows: a row whose xmin is one of them is as the backfill left it.
    ADD COLUMN xids xid[],
    -- Rows up to lo that are still to be done, key by key: changed while they were computed, or refused.
    ADD COLUMN left_keys text[],
    DROP CONSTRAINT chunks_state_check,
    -- split: smaller chunks took its place; failed: given up until somebody retries it.
    ADD CONSTRAINT chunks_state_check CHECK (state IN ('running', 'done', 'void', 'split', 'failed'));

ALTER TABLE phased.steps
    -- Rows that no transaction since this one has written must be done when the step is; later ones may be the application's own.
    ADD COLUMN horizon xid8,
    ADD COLUMN horizon_at timestamptz,
    -- Which transactions had ended when the step began.
    ADD COLUMN began pg_snapshot;
ALTER TABLE phased.steps ALTER COLUMN began SET DEFAULT pg_current_snapshot();

-- A row that the server refuses, found by halving its chunk.
CREATE TABLE phased.failed_rows (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    step_id bigint NOT NULL REFERENCES phased.steps ON DELETE CASCADE,
    chunk_id bigint NOT NULL,
    relation_name text NOT NULL,
    -- The key as people write it, or the place of the row where the table has no key.
    row_key text NOT NULL,
    error text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Its chunk was opened again then; if the row still fails, it has another row here.
    retried_at timestamptz
);
CREATE INDEX failed_rows_by_step ON phased.failed_rows (step_id, id);

-- What a verification found. Rows that are wrong and not repaired refuse the contract until a later one that covers as much finds none.
CREATE TABLE phased.verifications (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    migration_id bigint NOT NULL REFERENCES phased.migrations ON DELETE CASCADE,
    operation integer NOT NULL,
    -- pending: rows that are not done; values: rows whose value is another than the expression's; orphans: rows that refer to nothing;
    -- archive: rows that were moved and are in both tables or in none; surplus: copies without their row.
    subject text NOT NULL CHECK (subject IN ('pending', 'values', 'orphans', 'archive', 'surplus')),
    -- How much of the table was looked at.
    percent double precision NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Null while it goes on, or when it was interrupted; a later one goes on from there.
    finished_at timestamptz,
    -- Pages up to here were compared, of the relation with this file.
    next_relation text,
    next_filenode oid,
    next_page bigint,
    rows_checked bigint NOT NULL DEFAULT 0,
    rows_wrong bigint NOT NULL DEFAULT 0,
    rows_repaired bigint NOT NULL DEFAULT 0,
    -- Rows that the application has written since: they are its own business.
    rows_unjudged bigint NOT NULL DEFAULT 0,
    -- The keys of the first wrong rows.
    examples text[] NOT NULL DEFAULT '{}',
    -- The transactions of its repairs, which can be judged like those of the backfill.
    xids xid[],
    -- Why nothing could be compared; null when it could.
    refusal text,
    -- An operator has looked at the wrong rows and answers for them: they refuse nothing any more.
    accepted_at timestamptz,
    accepted_because text
);
CREATE INDEX verifications_by_migration ON phased.verifications (migration_id, operation, id);

-- Executes a stripe and counts it, in one transaction: an error rolls both back. What the rows set off at the end of their statement (foreign keys,
-- triggers) belongs to its time. phased.advance_chunk stays for processes of version 2 that are still at work.
CREATE FUNCTION phased.run_stripe(
    statement text, guard text, of_chunk bigint, owned_epoch bigint, at_stripe integer, lease interval, of_relation regclass, expected_filenode oid)
    RETURNS TABLE (rows bigint, ms double precision, wal_bytes bigint, hot_rows bigint)
    LANGUAGE plpgsql
    AS $body$
#variable_conflict use_column
DECLARE
    wal_before CONSTANT pg_lsn := pg_current_wal_insert_lsn();
    hot_before CONSTANT bigint := pg_stat_get_xact_tuples_hot_updated(of_relation);
    changed bigint;
    took double precision;
    wal bigint;
    hot bigint;
BEGIN
    EXECUTE statement;
    GET DIAGNOSTICS changed = ROW_COUNT;
    IF guard IS NOT NULL THEN
        EXECUTE guard;
    END IF;
    IF expected_filenode IS NOT NULL AND pg_relation_filenode(of_relation) IS DISTINCT FROM expected_filenode THEN
        RAISE EXCEPTION 'the table % was rewritten', of_relation USING ERRCODE = 'PM007';
    END IF;
    took := extract(epoch FROM clock_timestamp() - transaction_timestamp()) * 1000;
    wal := pg_wal_lsn_diff(pg_current_wal_insert_lsn(), wal_before);
    hot := pg_stat_get_xact_tuples_hot_updated(of_relation) - hot_before;
    UPDATE phased.chunks c
    SET stripe = c.stripe + 1, lease_until = clock_timestamp() + lease, error = NULL, rows = coalesce(c.rows, 0) + changed, ms = coalesce(c.ms, 0) + took,
        wal_bytes = coalesce(c.wal_bytes, 0) + wal, hot_rows = coalesce(c.hot_rows, 0) + hot,
        xids = CASE WHEN changed = 0 THEN c.xids ELSE array_append(c.xids, pg_current_xact_id()::xid) END,
        state = CASE WHEN c.stripe + 1 < c.stripes THEN c.state ELSE 'done' END,
        finished_at = CASE WHEN c.stripe + 1 < c.stripes THEN c.finished_at ELSE clock_timestamp() END
    WHERE c.id = of_chunk AND c.epoch = owned_epoch AND c.stripe = at_stripe AND c.state = 'running';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the chunk % belongs to another worker now', of_chunk USING ERRCODE = 'PM006';
    END IF;
    RETURN QUERY SELECT changed, took, wal, hot;
END
$body$;

ALTER TABLE phased.steps
    DROP CONSTRAINT steps_strategy_check,
    -- modulo and time walk along a key as well, in several passes: one for each remainder; one along the time and one for NULL.
    ADD CONSTRAINT steps_strategy_check CHECK (strategy IN ('keys', 'pages', 'modulo', 'time')),
    ADD COLUMN modulus integer,
    -- The pass that is being cut; planned_to and end_key belong to it.
    ADD COLUMN pass integer NOT NULL DEFAULT 0;
ALTER TABLE phased.chunks ADD COLUMN pass integer NOT NULL DEFAULT 0;

-- Refuses to go on when the table has columns that the statement before did not know: their values would be lost with the rows.
CREATE FUNCTION phased.require_columns(of_relation regclass, known text[]) RETURNS void
    LANGUAGE plpgsql
    AS $body$
DECLARE
    new_columns CONSTANT text := (
        SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
        FROM pg_attribute a
        WHERE a.attrelid = of_relation AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> ALL (known));
BEGIN
    IF new_columns IS NOT NULL THEN
        RAISE EXCEPTION 'the table % has got columns since the run began: %', of_relation, new_columns
            USING ERRCODE = 'PM009', HINT = 'Add them to the archive, if they are not there yet, and run again.';
    END IF;
END
$body$;

-- The name of a relation as Quote.Table writes it.
CREATE FUNCTION phased.quoted_name(of_relation oid) RETURNS text
    LANGUAGE sql STABLE
    AS $body$
    SELECT format('"%s"."%s"', replace(n.nspname, '"', '""'), replace(c.relname, '"', '""'))
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid = of_relation
$body$;

-- Every table at or below this one that stores rows; 0 as the file of one that is gone by now.
CREATE FUNCTION phased.leaves(of_table regclass) RETURNS TABLE (relation oid, name text, filenode oid, pages bigint)
    LANGUAGE sql STABLE
    AS $body$
    WITH RECURSIVE tree AS (
        SELECT of_table::oid AS oid
        UNION
        SELECT i.inhrelid FROM tree JOIN pg_inherits i ON i.inhparent = tree.oid
    )
    SELECT c.oid, phased.quoted_name(c.oid), coalesce(pg_relation_filenode(c.oid), 0),
        coalesce(pg_relation_size(c.oid), 0) / current_setting('block_size')::bigint
    FROM tree
    JOIN pg_class c ON c.oid = tree.oid
    WHERE c.relkind = 'r'
    ORDER BY c.oid
$body$;

-- Pages done and pages to do. Of what is being done the stripes that are committed count: at a gentle pace a claim takes long.
CREATE OR REPLACE FUNCTION phased.pages(of_step bigint) RETURNS TABLE (done bigint, total bigint)
    LANGUAGE sql STABLE
    AS $body$
    SELECT coalesce(sum(l.planned_to - l.first_page), 0)::bigint - (
            SELECT coalesce(sum(ceil((c.end_page - c.first_page) * (c.stripes - c.stripe)::numeric / c.stripes)), 0)::bigint
            FROM phased.chunks c
            WHERE c.step_id = of_step AND c.state = 'running'),
        coalesce(sum(l.end_page - l.first_page), 0)::bigint
    FROM phased.lanes l
    WHERE l.step_id = of_step
$body$;

-- How busy the server was, for whoever looks for quiet hours. Nothing depends on it: it may be emptied at any time.
CREATE TABLE phased.traffic_samples (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    -- A second.
    transactions double precision NOT NULL,
    active_sessions integer NOT NULL,
    wal_bytes double precision NOT NULL
);
CREATE INDEX traffic_samples_by_time ON phased.traffic_samples (at);

-- Whoever may work on the chunks may work on the new tables.
DO $grants$
DECLARE
    granted record;
BEGIN
    FOR granted IN
        SELECT a.grantee, a.privilege_type, t.name
        FROM pg_class c CROSS JOIN aclexplode(c.relacl) AS a
        CROSS JOIN (VALUES ('runners'), ('failed_rows'), ('verifications'), ('traffic_samples')) AS t (name)
        WHERE c.oid = 'phased.chunks'::regclass AND a.grantee <> c.relowner AND a.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
    LOOP
        EXECUTE format('GRANT %s ON phased.%I TO %s', granted.privilege_type, granted.name,
            CASE granted.grantee WHEN 0 THEN 'PUBLIC' ELSE granted.grantee::regrole::text END);
    END LOOP;
END
$grants$;

INSERT INTO phased.schema_version (version) VALUES (3);
