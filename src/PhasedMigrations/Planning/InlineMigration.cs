using System.Globalization;
using PhasedMigrations.Operations;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.State;

namespace PhasedMigrations.Planning;

/// <summary>
/// The SQL that a migration tool executes for Phased, Contract and RevertPhased. Each text is one statement without a terminator: a DO block,
/// so that it can stand in a script, in another DO block, and in the tool's own transaction.
/// </summary>
internal static class InlineMigration
{
    /// <summary>How long the statements of a block wait for a lock before the whole migration gives up and can be repeated.</summary>
    public static TimeSpan LockTimeout => TimeSpan.FromSeconds(2);

    /// <exception cref="InvalidDefinitionException">The name or the definition is wrong.</exception>
    public static string Phased(string name, PhasedDefinition definition)
    {
        RequireName(name);
        return RegistrationBlock.Write(name, definition);
    }

    public static string Contract(string name)
    {
        RequireName(name);
        return Block(
            $"Asks for the contract of the phased migration {name}.",
            name,
            $"""
            {FindMigration()}
                IF m.cancelled_at IS NOT NULL THEN
                    RAISE EXCEPTION 'the phased migration % was cancelled by an operator', migration_name
                        USING ERRCODE = {Quote.Literal(SqlStates.Cancelled)}, HINT = 'Resume it first (phased resume), or revert it (RevertPhased).';
                END IF;
                IF m.state <> 'completed' THEN
                    UPDATE phased.migrations
                    SET contract_requested_at = coalesce(contract_requested_at, clock_timestamp())
                    WHERE id = m.id;
                    INSERT INTO phased.events (migration, kind, message) VALUES (m.name, 'contract_requested', 'Asked for by a migration.');
                END IF;
                -- While rows are still being migrated the engine contracts as soon as it has finished.
                IF m.state = 'awaiting_contract' THEN
            {ExecuteStored("contract_sql", indent: 8)}
                    UPDATE phased.migrations SET state = 'completed', completed_at = clock_timestamp() WHERE id = m.id;
                    INSERT INTO phased.events (migration, kind, message) VALUES (m.name, 'completed', 'Contracted by a migration.');
                END IF;
            """);
    }

    public static string RevertPhased(string name)
    {
        RequireName(name);
        return Block(
            $"Undoes the phased migration {name}, whatever state it reached.",
            name,
            $"""
            {FindMigration()}
            {ExecuteStored("revert_sql", indent: 4)}
                DELETE FROM phased.migrations WHERE id = m.id;
                INSERT INTO phased.events (migration, kind, message) VALUES (m.name, 'reverted', 'Reverted by a migration.');
            """);
    }

    private static string Block(string comment, string name, string body) => InlineBlock.Write(
        comment,
        $"""
            migration_name CONSTANT text := {Quote.Literal(name)};
            is_known boolean := false;
            m record;
            statement text;
        """,
        body);

    private static string FindMigration() => $"""
            IF {StateSchema.IsInstalled} THEN
        {StateSchema.Indent(StateSchema.RequireVersionBlock, 4)}
                SELECT * INTO m FROM phased.migrations WHERE name = migration_name FOR UPDATE;
                is_known := FOUND;
            END IF;
            IF NOT is_known THEN
                RAISE EXCEPTION 'there is no phased migration named %', migration_name
                    USING ERRCODE = {Quote.Literal(SqlStates.UnknownMigration)}, HINT = 'Run the migration that registers it with Phased first; phased status lists the names.';
            END IF;
        """;

    private static string ExecuteStored(string column, int indent) => StateSchema.Indent(
        $"""
        PERFORM set_config('search_path', m.search_path, true);
        FOR statement IN SELECT s.value FROM jsonb_array_elements_text(m.{column}) WITH ORDINALITY AS s(value, n) ORDER BY s.n LOOP
            EXECUTE statement;
        END LOOP;
        """,
        indent);

    private static void RequireName(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
            throw new InvalidDefinitionException("A phased migration needs a name.");
        if (name.Length > 200)
            throw new InvalidDefinitionException($"The name of a phased migration has at most 200 characters; this one has {name.Length.ToString(CultureInfo.InvariantCulture)}.");
    }
}
