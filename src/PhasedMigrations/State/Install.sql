-- Version 1 of the schema in which phased migrations keep their state.
CREATE SCHEMA phased;
COMMENT ON SCHEMA phased IS 'State of phased migrations (PhasedMigrations)';

CREATE TABLE phased.schema_version (
    version integer NOT NULL,
    installed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE phased.migrations (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    definition jsonb NOT NULL,
    -- The schemas that unqualified names of the definition are looked up in, as they were when it was registered.
    search_path text NOT NULL,
    state text NOT NULL DEFAULT 'migrating' CHECK (state IN ('migrating', 'blocked', 'awaiting_contract', 'completed')),
    blocked_reason text,
    contract_sql jsonb NOT NULL DEFAULT '[]',
    revert_sql jsonb NOT NULL DEFAULT '[]',
    contract_requested_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    completed_at timestamptz,
    -- Who executes its schema changes at the moment. A lease that ran out by the server's clock may be taken by anybody.
    lease_owner text,
    lease_until timestamptz,
    lease_epoch bigint NOT NULL DEFAULT 0
);

CREATE TABLE phased.steps (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    migration_id bigint NOT NULL REFERENCES phased.migrations ON DELETE CASCADE,
    operation integer NOT NULL,
    kind text NOT NULL,
    description text NOT NULL,
    state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done')),
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    attempts integer NOT NULL DEFAULT 1,
    error text,
    -- Backfills only. Keys are text in the server's own notation, one element a key column; a null array means no bound.
    key_columns text[],
    end_key text[],
    planned_to text[],
    fully_planned boolean NOT NULL DEFAULT false,
    estimated_rows bigint,
    UNIQUE (migration_id, operation, kind)
);

CREATE TABLE phased.chunks (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    step_id bigint NOT NULL REFERENCES phased.steps ON DELETE CASCADE,
    -- The range is lo < key <= hi.
    lo text[],
    hi text[],
    size integer NOT NULL,
    stripe integer NOT NULL DEFAULT 0,
    epoch bigint NOT NULL DEFAULT 1,
    owner text NOT NULL,
    lease_until timestamptz NOT NULL,
    state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done')),
    rows bigint,
    ms double precision,
    -- WAL that the whole server wrote while the chunk ran: an upper bound of the chunk's own.
    wal_bytes bigint,
    attempts integer NOT NULL DEFAULT 1,
    error text,
    finished_at timestamptz
);
CREATE INDEX chunks_open ON phased.chunks (step_id, lease_until) WHERE state = 'running';
CREATE INDEX chunks_by_step ON phased.chunks (step_id);

CREATE TABLE phased.events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- The name, not a reference: the history outlives a reverted migration.
    migration text NOT NULL,
    kind text NOT NULL,
    message text NOT NULL
);
CREATE INDEX events_by_migration ON phased.events (migration, id);

INSERT INTO phased.schema_version (version) VALUES (1);
