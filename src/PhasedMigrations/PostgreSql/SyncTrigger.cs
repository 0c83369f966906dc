namespace PhasedMigrations.PostgreSql;

/// <summary>
/// The trigger that keeps a copy of a table in step while the table itself is still the one that is written. It looks the row up as it is now,
/// instead of trusting what it was fired for, so that neither its place among other triggers nor the order of rows in a statement matters.
/// It runs with the rights of whoever registered the migration: running code knows nothing of the other table and needs no right on it.
/// </summary>
internal sealed record SyncTrigger(string Migration, CopyMapping Mapping)
{
    public string Name => ObjectNames.SyncTrigger(Migration, Mapping.Copy.ToSchema, Mapping.Copy.To);

    private string TruncateName => ObjectNames.SyncTruncateTrigger(Migration, Mapping.Copy.ToSchema, Mapping.Copy.To);

    private string Function =>
        $"phased.{Quote.Identifier(ObjectNames.SyncFunction(Migration, Mapping.Copy.Schema, Mapping.Copy.Table, Mapping.Copy.ToSchema, Mapping.Copy.To))}";

    private string Source => Quote.Qualified(Mapping.Copy.Schema, Mapping.Copy.Table);

    private string Target => Quote.Qualified(Mapping.Copy.ToSchema, Mapping.Copy.To);

    private string Row => Quote.Identifier(Mapping.Copy.Table);

    public IReadOnlyList<string> Create() =>
    [
        $"""
        CREATE OR REPLACE FUNCTION {Function}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
            SET search_path FROM CURRENT
            AS {Quote.Dollar(Body(), "copy")}
        """,
        $"CREATE TRIGGER {Quote.Identifier(Name)} AFTER INSERT OR UPDATE OR DELETE ON {Source} FOR EACH ROW EXECUTE FUNCTION {Function}()",
        $"CREATE TRIGGER {Quote.Identifier(TruncateName)} BEFORE TRUNCATE ON {Source} FOR EACH STATEMENT EXECUTE FUNCTION {Function}()",
        $"ALTER TABLE {Source} ENABLE ALWAYS TRIGGER {Quote.Identifier(Name)}",
        $"ALTER TABLE {Source} ENABLE ALWAYS TRIGGER {Quote.Identifier(TruncateName)}",
    ];

    public IReadOnlyList<string> Drop() =>
    [
        $"DROP TRIGGER IF EXISTS {Quote.Identifier(Name)} ON {Source}",
        $"DROP TRIGGER IF EXISTS {Quote.Identifier(TruncateName)} ON {Source}",
        $"DROP FUNCTION IF EXISTS {Function}()",
    ];

    /// <summary>Statements whose EXPLAIN says whether the trigger would work: it must never fail in the application's hands.</summary>
    public IReadOnlyList<string> Trials => [Upsert($"FROM {Source} AS {Row}", Mapping.Copy.Where), Empty];

    private string Empty => $"DELETE FROM {Target} AS phased_copy USING {Source} AS {Row} WHERE {Mapping.Matches("phased_copy", Row)}";

    private string Upsert(string from, string? where) => $"""
        INSERT INTO {Target} ({Mapping.Columns}) OVERRIDING SYSTEM VALUE
        SELECT {Mapping.Values}
        {from}{(where is null ? "" : $"\nWHERE ({where}\n)")}
        ON CONFLICT ({Mapping.Keys}) DO UPDATE SET {Mapping.Overwrite}
        """;

    private string Body() => $"""

        #variable_conflict use_column
        BEGIN
            IF TG_OP = 'TRUNCATE' THEN
                IF current_setting('transaction_isolation') <> 'read committed' THEN
                    RAISE EXCEPTION 'while a phased migration copies its rows, % can be truncated in READ COMMITTED only', TG_RELID::regclass
                        USING ERRCODE = 'feature_not_supported';
                END IF;
                {Empty};
                RETURN NULL;
            END IF;
            IF TG_OP <> 'DELETE' THEN
                {InStep("NEW")}
            END IF;
            IF TG_OP = 'DELETE' THEN
                {InStep("OLD")}
            ELSIF TG_OP = 'UPDATE' THEN
                IF NOT ({Mapping.IsSame("OLD", "NEW")}) THEN
                {InStep("OLD")}
                END IF;
            END IF;
            RETURN NULL;
        END;

        """;

    // Where there is no such row, its copy goes. A snapshot that is older than the copy does not show it, and would leave it: then inserting it
    // is what fails (40001), and the application repeats its transaction as it has to in these isolation levels.
    private string InStep(string row) => $"""
        {Upsert($"FROM {Source} AS {Row}", $"{Mapping.IsSame(Row, row)}{(Mapping.Copy.Where is null ? "" : $" AND ({Mapping.Copy.Where}\n)")}")};
                IF NOT FOUND THEN
                    IF TG_OP <> 'INSERT' AND current_setting('transaction_isolation') <> 'read committed' THEN
                        BEGIN
                            INSERT INTO {Target} ({Mapping.Columns}) OVERRIDING SYSTEM VALUE
                            SELECT {Mapping.Values}
                            FROM (SELECT OLD.*) AS {Row}
                            ON CONFLICT ({Mapping.Keys}) DO NOTHING;
                        EXCEPTION WHEN integrity_constraint_violation THEN
                            NULL;
                        END;
                    END IF;
                    DELETE FROM {Target} AS phased_copy WHERE {Mapping.Matches("phased_copy", row)};
                END IF;
        """;
}
