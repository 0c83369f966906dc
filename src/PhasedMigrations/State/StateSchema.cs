using System.Globalization;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.State;

/// <summary>The schema <c>phased</c> as this version of the library knows it.</summary>
internal static class StateSchema
{
    public const int Version = 3;

    // An arbitrary key, the same in every version and process: "phased" in ASCII.
    public const long InstallLock = 0x706861736564;

    /// <summary>
    /// A condition that reads the catalog as it is now. <c>to_regclass</c> answers from the session's cache, which another session's commit
    /// reaches only when this one locks a relation (inval.c, AcceptInvalidationMessages).
    /// </summary>
    public const string IsInstalled =
        "EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'phased' AND c.relname = 'schema_version')";

    public static string InstallSql { get; } = EmbeddedSql.Read("State.Install.sql");

    /// <summary>The scripts that lead to version 1, to version 2, and so on.</summary>
    public static IReadOnlyList<string> Scripts { get; } = [InstallSql, EmbeddedSql.Read("State.Upgrade2.sql"), EmbeddedSql.Read("State.Upgrade3.sql")];

    /// <summary>PL/pgSQL that installs the schema when it is missing, upgrades an older one and refuses a newer one. Two sessions may run it at once.</summary>
    public static string EnsureBlock => $"""
            IF NOT {IsInstalled} THEN
                -- Only an installation takes the lock; whoever waited finds the schema there.
                PERFORM pg_advisory_xact_lock({InstallLock.ToString(CultureInfo.InvariantCulture)});
                IF NOT {IsInstalled} THEN
        {InstallSql}
                END IF;
            END IF;
        {string.Join("\n", Enumerable.Range(1, Version - 1).Select(UpgradeBlock))}
        {RequireVersionBlock}
        """;

    private static string UpgradeBlock(int from) => $"""
            IF (SELECT max(version) FROM phased.schema_version) = {Number(from)} THEN
                PERFORM pg_advisory_xact_lock({InstallLock.ToString(CultureInfo.InvariantCulture)});
                IF (SELECT max(version) FROM phased.schema_version) = {Number(from)} THEN
        {Scripts[from]}
                END IF;
            END IF;
        """;

    /// <summary>PL/pgSQL that refuses every other version of the schema.</summary>
    public static string RequireVersionBlock => $"""
            IF (SELECT max(version) FROM phased.schema_version) > {Number(Version)} THEN
                RAISE EXCEPTION 'this database was prepared by a newer version of PhasedMigrations: its schema phased has version %, this one knows {Number(Version)}',
                    (SELECT max(version) FROM phased.schema_version)
                    USING ERRCODE = {Quote.Literal(SqlStates.SchemaVersion)}, HINT = 'Update the PhasedMigrations packages of the application.';
            ELSIF (SELECT max(version) FROM phased.schema_version) < {Number(Version)} THEN
                RAISE EXCEPTION 'the schema phased of this database has version %, this version of PhasedMigrations needs {Number(Version)}',
                    (SELECT max(version) FROM phased.schema_version)
                    USING ERRCODE = {Quote.Literal(SqlStates.SchemaVersion)}, HINT = 'Run "phased run" once with the current tool: it upgrades the schema.';
            END IF;
        """;

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    internal static string Indent(string text, int by) =>
        string.Join('\n', text.TrimEnd().Split('\n').Select(line => line.Length == 0 ? line : new string(' ', by) + line));
}
