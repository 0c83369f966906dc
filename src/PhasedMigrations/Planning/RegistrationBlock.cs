using System.Globalization;
using System.Text;
using PhasedMigrations.Operations;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.State;

namespace PhasedMigrations.Planning;

/// <summary>
/// The block that registers a phased migration and expands, or, when all its tables are empty, does everything at once.
/// User text is never re-indented: a line break inside one of its strings would change its meaning.
/// </summary>
internal static class RegistrationBlock
{
    private static string Declarations(string name, PhasedDefinition definition) => $"""
            migration_name CONSTANT text := {Quote.Literal(name)};
            definition_wanted CONSTANT jsonb := {Quote.Literal(DefinitionJson.Write(definition))};
            definition_registered jsonb;
            wanted record;
            effective_path text;
            tables_are_empty boolean;
            contract text[] := ARRAY[]::text[];
            revert text[] := ARRAY[]::text[];
            needs_engine boolean := false;
            reached text;
        """;

    public static string Write(string name, PhasedDefinition definition)
    {
        var scripts = OperationScripts.For(name, definition);
        return InlineBlock.Write(
            $"Registers the phased migration {name} and makes its instant, backward compatible changes.",
            Declarations(name, definition),
            $"""
            {StateSchema.EnsureBlock}

                SELECT coalesce(string_agg(quote_ident(s.name), ', ' ORDER BY s.n), '') INTO effective_path
                FROM unnest(current_schemas(false)) WITH ORDINALITY AS s(name, n);
                INSERT INTO phased.migrations (name, definition, search_path)
                VALUES (migration_name, definition_wanted, effective_path)
                ON CONFLICT (name) DO NOTHING;
                IF NOT FOUND THEN
                    SELECT definition INTO definition_registered FROM phased.migrations WHERE name = migration_name;
                    IF definition_registered IS DISTINCT FROM definition_wanted THEN
                        RAISE EXCEPTION 'the name % is taken by a phased migration with another definition', migration_name
                            USING ERRCODE = {Quote.Literal(SqlStates.NameInUse)}, HINT = 'Give this one another name, or revert the registered one first (RevertPhased).';
                    END IF;
                ELSE
                    PERFORM set_config('search_path', effective_path, true);
            {WantedNames(definition)}
                    -- A table that is empty, and stays so under the lock, needs no phases.
                    tables_are_empty := {AllEmpty(definition)};
                    IF tables_are_empty THEN
                        LOCK TABLE {Tables(definition)} IN ACCESS EXCLUSIVE MODE;
                        tables_are_empty := {AllEmpty(definition)};
                    END IF;
            {Operations(name, definition, scripts)}
                    reached := CASE
                        WHEN tables_are_empty THEN 'completed'
                        WHEN needs_engine THEN 'migrating'
                        WHEN cardinality(contract) > 0 THEN 'awaiting_contract'
                        ELSE 'completed'
                    END;
                    UPDATE phased.migrations
                    SET contract_sql = to_jsonb(contract), revert_sql = to_jsonb(revert), state = reached,
                        completed_at = CASE WHEN reached = 'completed' THEN clock_timestamp() END
                    WHERE name = migration_name;
                    INSERT INTO phased.events (migration, kind, message)
                    VALUES (migration_name, 'registered',
                        CASE WHEN tables_are_empty THEN 'Its tables are empty: everything was done at once.' ELSE 'State: ' || reached || '.' END);
                END IF;
            """);
    }

    private static string WantedNames(PhasedDefinition definition)
    {
        var added = new HashSet<(string?, string, string)>();
        var names = new List<string>();
        foreach (var operation in definition.Operations)
        {
            names.AddRange(ReferencedNames.Of(operation)
                .Where(n => n.Column is null || !added.Contains((n.Schema, n.Table, n.Column)))
                .Select(n => $"({Quote.Literal(Quote.Qualified(n.Schema, n.Table))}, {Quote.Literal(n.Column)})"));
            if (operation is AddRequiredColumnOperation add)
                added.Add((add.Schema, add.Table, add.Column));
        }

        return $"""
                    -- Unknown names end the migration here, before it has changed anything.
                    FOR wanted IN SELECT v.t, v.c FROM (VALUES {string.Join(", ", names.Distinct())}) AS v(t, c) LOOP
                        IF to_regclass(wanted.t) IS NULL THEN
                            RAISE EXCEPTION 'the table % does not exist', wanted.t
                                USING ERRCODE = {Quote.Literal(SqlStates.UnknownObject)}, HINT = (
                                    SELECT 'Tables in the search path: ' || coalesce(string_agg(c.oid::regclass::text, ', ' ORDER BY c.relname), 'none') || '.'
                                    FROM pg_class c
                                    WHERE c.relkind IN ('r', 'p') AND pg_table_is_visible(c.oid) AND c.relnamespace <> 'pg_catalog'::regnamespace);
                        ELSIF wanted.c IS NOT NULL AND NOT EXISTS (
                            SELECT 1 FROM pg_attribute a
                            WHERE a.attrelid = to_regclass(wanted.t) AND a.attname = wanted.c AND a.attnum > 0 AND NOT a.attisdropped) THEN
                            RAISE EXCEPTION 'the table % has no column %', wanted.t, quote_ident(wanted.c)
                                USING ERRCODE = {Quote.Literal(SqlStates.UnknownObject)}, HINT = (
                                    SELECT 'Its columns: ' || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) || '.'
                                    FROM pg_attribute a
                                    WHERE a.attrelid = to_regclass(wanted.t) AND a.attnum > 0 AND NOT a.attisdropped);
                        END IF;
                    END LOOP;
            """;
    }

    private static string Operations(string migration, PhasedDefinition definition, IReadOnlyList<OperationScript> scripts)
    {
        var text = new StringBuilder();
        for (var i = 0; i < scripts.Count; i++)
        {
            var operation = definition.Operations[i];
            var number = (i + 1).ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"\n        -- {number}. {OperationDescription.Of(operation).ReplaceLineEndings(" ")}\n");
            if (scripts[i].HoldsWhenNotNull is { } column)
                text.Append(CultureInfo.InvariantCulture, $"""
                            IF NOT EXISTS (
                                SELECT 1 FROM pg_attribute a
                                WHERE a.attrelid = to_regclass({Quote.Literal(Quote.Qualified(operation.Schema, operation.Table))})
                                    AND a.attname = {Quote.Literal(column)} AND a.attnotnull
                                    -- PostgreSQL 18: attnotnull also means a constraint that is not validated yet.
                                    AND NOT EXISTS (
                                        SELECT 1 FROM pg_constraint c
                                        WHERE c.conrelid = a.attrelid AND c.contype = 'n' AND c.conkey = ARRAY[a.attnum] AND NOT c.convalidated)) THEN

                    """);
            AppendOperation(text, migration, operation, scripts[i]);
            if (scripts[i].HoldsWhenNotNull is not null)
                text.Append("        END IF;\n");
        }

        return text.ToString();
    }

    private static void AppendOperation(StringBuilder text, string migration, PhasedOperation operation, OperationScript script)
    {
        text.Append("        IF tables_are_empty THEN\n");
        AppendStatements(text, script.Direct);
        text.Append("        ELSE\n");
        if (PartitionedRefusal.For(operation) is { } refusal)
            text.Append(refusal);
        AppendStatements(text, script.Expand);
        if (RegistrationTrials.For(migration, operation) is { Count: > 0 } trials)
            AppendStatements(text, trials);
        if (script.HasMigratePhase)
            text.Append("            needs_engine := true;\n");
        foreach (var statement in script.Contract)
            text.Append(CultureInfo.InvariantCulture, $"            contract := contract || {Quote.Literal(statement)}::text;\n");
        text.Append("        END IF;\n");
        // Reverting goes backwards: what came last is undone first.
        if (script.Revert.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"        revert := ARRAY[{string.Join(", ", script.Revert.Select(Quote.Literal))}]::text[] || revert;\n");
    }

    private static void AppendStatements(StringBuilder text, IReadOnlyList<string> statements)
    {
        if (statements.Count == 0)
            text.Append("            NULL;\n");
        // The terminator on its own line where a comment of the user's may end the statement.
        foreach (var statement in statements)
            text.Append(CultureInfo.InvariantCulture, $"            {statement}{(statement.Contains("--", StringComparison.Ordinal) ? "\n" : "")};\n");
    }

    private static string AllEmpty(PhasedDefinition definition) =>
        string.Join(" AND ", TableNames(definition).Select(table => $"NOT EXISTS (SELECT 1 FROM {table})"));

    private static string Tables(PhasedDefinition definition) => string.Join(", ", TableNames(definition));

    private static IEnumerable<string> TableNames(PhasedDefinition definition) =>
        definition.Operations.Select(operation => Quote.Qualified(operation.Schema, operation.Table)).Distinct();
}
