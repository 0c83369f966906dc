-- Version 2: backfills by windows of pages, executed by several workers, one statement and one ledger row at a time.
ALTER TABLE phased.steps
    -- How the table is cut: keys or pages; null until the backfill is prepared. It never changes while the step lives.
    ADD COLUMN strategy text CHECK (strategy IN ('keys', 'pages'));
UPDATE phased.steps SET strategy = 'keys' WHERE key_columns IS NOT NULL;

-- A stretch of one table or leaf partition. Each worker keeps to a lane of its own, so that their windows lie far apart.
CREATE TABLE phased.lanes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    step_id bigint NOT NULL REFERENCES phased.steps ON DELETE CASCADE,
    relation oid NOT NULL,
    -- Quoted and qualified. The file node tells whether the pages are still those that were counted.
    relation_name text NOT NULL,
    filenode oid NOT NULL,
    first_page bigint NOT NULL,
    end_page bigint NOT NULL,
    -- Windows were cut up to here, this page not included.
    planned_to bigint NOT NULL,
    owner text
);
CREATE INDEX lanes_by_step ON phased.lanes (step_id, id);
CREATE INDEX lanes_open ON phased.lanes (step_id, id) WHERE planned_to < end_page;

ALTER TABLE phased.chunks
    -- Of a lane: the window first_page <= page < end_page in so many stripes, of which "stripe" are done; without pages, a sweep.
    ADD COLUMN lane_id bigint,
    ADD COLUMN first_page bigint,
    ADD COLUMN end_page bigint,
    ADD COLUMN stripes integer NOT NULL DEFAULT 1,
    ADD COLUMN hot_rows bigint,
    -- Sweeps: the how-manieth over all leaves.
    ADD COLUMN round integer,
    ALTER COLUMN size DROP NOT NULL,
    DROP CONSTRAINT chunks_state_check,
    -- void: its pages are no longer the table's, new lanes cover the table again.
    ADD CONSTRAINT chunks_state_check CHECK (state IN ('running', 'done', 'void'));
-- Without the lease, whose renewal would write the index each time.
DROP INDEX phased.chunks_open;
CREATE INDEX chunks_open ON phased.chunks (step_id, id) WHERE state = 'running';

-- Cuts windows for a worker, from its own lane if that has any left, or takes over a chunk whose owner is gone.
CREATE FUNCTION phased.claim_windows(
    of_step bigint, claimant text, preferred_lane bigint, window_pages bigint, window_count bigint, stripe_count integer, lease interval)
    RETURNS TABLE (
        id bigint, epoch bigint, stripe integer, stripes integer, first_page bigint, end_page bigint, round integer,
        lane_id bigint, relation_name text, filenode oid)
    LANGUAGE plpgsql
    AS $body$
#variable_conflict use_column
DECLARE
    lane phased.lanes;
BEGIN
    SELECT l.* INTO lane FROM phased.lanes l
    WHERE l.id = preferred_lane AND l.planned_to < l.end_page
    FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        SELECT l.* INTO lane FROM phased.lanes l
        WHERE l.step_id = of_step AND l.planned_to < l.end_page AND l.owner IS NULL
        ORDER BY l.id LIMIT 1
        FOR UPDATE SKIP LOCKED;
    END IF;
    IF NOT FOUND THEN
        SELECT l.* INTO lane FROM phased.lanes l
        WHERE l.step_id = of_step AND l.planned_to < l.end_page
        ORDER BY l.end_page - l.planned_to DESC LIMIT 1
        FOR UPDATE SKIP LOCKED;
    END IF;
    IF FOUND THEN
        UPDATE phased.lanes l
        SET planned_to = least(l.end_page, lane.planned_to + window_pages * window_count), owner = claimant
        WHERE l.id = lane.id;
        RETURN QUERY
            INSERT INTO phased.chunks AS c (step_id, lane_id, first_page, end_page, stripes, owner, lease_until)
            SELECT of_step, lane.id, page, least(lane.end_page, page + window_pages),
                -- A table of a few pages is done before stripes could pay.
                CASE WHEN lane.end_page - lane.first_page < 8 THEN 1 ELSE stripe_count END, claimant, clock_timestamp() + lease
            FROM generate_series(
                lane.planned_to, least(lane.end_page, lane.planned_to + window_pages * window_count) - 1, window_pages) AS page
            RETURNING c.id, c.epoch, c.stripe, c.stripes, c.first_page, c.end_page, c.round, lane.id, lane.relation_name, lane.filenode;
        RETURN;
    END IF;
    RETURN QUERY
        UPDATE phased.chunks c
        SET owner = claimant, epoch = c.epoch + 1, attempts = c.attempts + 1, lease_until = clock_timestamp() + lease
        FROM phased.lanes l
        WHERE l.id = c.lane_id AND c.id = (
            SELECT o.id FROM phased.chunks o
            WHERE o.step_id = of_step AND o.state = 'running' AND o.lease_until < clock_timestamp()
            ORDER BY o.id LIMIT 1
            FOR UPDATE SKIP LOCKED)
        RETURNING c.id, c.epoch, c.stripe, c.stripes, c.first_page, c.end_page, c.round, l.id, l.relation_name, l.filenode;
END
$body$;

-- Counts a stripe in the transaction that changed its rows; an error rolls both back. The settings phased.wal and phased.hot hold what
-- the counters were when the transaction began.
CREATE FUNCTION phased.advance_chunk(
    of_chunk bigint, owned_epoch bigint, at_stripe integer, lease interval, changed bigint, of_relation regclass, expected_filenode oid)
    RETURNS TABLE (ms double precision, wal_bytes bigint, hot_rows bigint)
    LANGUAGE plpgsql
    AS $body$
#variable_conflict use_column
DECLARE
    took CONSTANT double precision := extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000;
    wal CONSTANT bigint := pg_wal_lsn_diff(pg_current_wal_insert_lsn(), current_setting('phased.wal')::pg_lsn);
    hot CONSTANT bigint := pg_stat_get_xact_tuples_hot_updated(of_relation) - current_setting('phased.hot')::bigint;
BEGIN
    IF expected_filenode IS NOT NULL AND pg_relation_filenode(of_relation) IS DISTINCT FROM expected_filenode THEN
        RAISE EXCEPTION 'the table % was rewritten', of_relation USING ERRCODE = 'PM007';
    END IF;
    UPDATE phased.chunks c
    SET stripe = c.stripe + 1, lease_until = clock_timestamp() + lease, error = NULL, rows = coalesce(c.rows, 0) + changed, ms = coalesce(c.ms, 0) + took,
        wal_bytes = coalesce(c.wal_bytes, 0) + wal, hot_rows = coalesce(c.hot_rows, 0) + hot,
        state = CASE WHEN c.stripe + 1 < c.stripes THEN c.state ELSE 'done' END,
        finished_at = CASE WHEN c.stripe + 1 < c.stripes THEN c.finished_at ELSE clock_timestamp() END
    WHERE c.id = of_chunk AND c.epoch = owned_epoch AND c.stripe = at_stripe AND c.state = 'running';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the chunk % belongs to another worker now', of_chunk USING ERRCODE = 'PM006';
    END IF;
    RETURN QUERY SELECT took, wal, hot;
END
$body$;

-- Pages done and pages to do. What is being done counts as to do.
CREATE FUNCTION phased.pages(of_step bigint) RETURNS TABLE (done bigint, total bigint)
    LANGUAGE sql STABLE
    AS $body$
    SELECT coalesce(sum(l.planned_to - l.first_page), 0)::bigint - (
            SELECT coalesce(sum(c.end_page - c.first_page), 0)::bigint
            FROM phased.chunks c
            WHERE c.step_id = of_step AND c.state = 'running'),
        coalesce(sum(l.end_page - l.first_page), 0)::bigint
    FROM phased.lanes l
    WHERE l.step_id = of_step
$body$;

-- Whoever may work on the chunks may work on the lanes.
DO $grants$
DECLARE
    granted record;
BEGIN
    FOR granted IN
        SELECT a.grantee, a.privilege_type
        FROM pg_class c CROSS JOIN aclexplode(c.relacl) AS a
        WHERE c.oid = 'phased.chunks'::regclass AND a.grantee <> c.relowner AND a.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
    LOOP
        EXECUTE format('GRANT %s ON phased.lanes TO %s', granted.privilege_type,
            CASE granted.grantee WHEN 0 THEN 'PUBLIC' ELSE granted.grantee::regrole::text END);
    END LOOP;
END
$grants$;

INSERT INTO phased.schema_version (version) VALUES (2);
