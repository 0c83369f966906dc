using PhasedMigrations.Operations;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.State;

namespace PhasedMigrations.Planning;

/// <summary>PL/pgSQL that refuses, before anything has changed, what PostgreSQL cannot do online on a partitioned table.</summary>
internal static class PartitionedRefusal
{
    public static string? For(PhasedOperation operation) => operation switch
    {
        // CREATE INDEX: "CONCURRENTLY" is not possible on a partitioned table, in any version up to 18.
        CreateIndexOperation => Refuse(operation, "", Index),
        // "cannot add NOT VALID foreign key on partitioned table": lifted in PostgreSQL 18.
        AddForeignKeyOperation => Refuse(operation, " AND current_setting('server_version_num')::integer < 180000", ForeignKey),
        _ => null,
    };

    public const string Index = "Build the index on each partition concurrently, then on the parent with ON ONLY, and attach them; phased migrations do not do this yet.";

    public const string ForeignKey = "PostgreSQL 18 and later can; before, add the foreign key to each partition.";

    private static string Refuse(PhasedOperation operation, string and, string hint) => $"""
                    IF EXISTS (SELECT 1 FROM pg_class c WHERE c.oid = {Quote.Literal(Quote.Qualified(operation.Schema, operation.Table))}::regclass AND c.relkind = 'p'{and}) THEN
                        RAISE EXCEPTION 'the table % is partitioned: this server cannot % without blocking writes',
                            {Quote.Literal(OperationDescription.Table(operation))}, {Quote.Literal(OperationDescription.Of(operation))}
                            USING ERRCODE = {Quote.Literal(SqlStates.Unsupported)}, HINT = {Quote.Literal(hint)};
                    END IF;

        """;
}
