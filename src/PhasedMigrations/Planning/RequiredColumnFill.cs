using PhasedMigrations.Operations;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Planning;

/// <summary>The backfill that a new required column needs for the rows that exist.</summary>
internal static class RequiredColumnFill
{
    public static BackfillOperation For(AddRequiredColumnOperation operation) => new()
    {
        Table = operation.Table,
        Schema = operation.Schema,
        Set = $"{Quote.Identifier(operation.Column)} = ({operation.ExistingRows}\n)",
        Where = $"{Quote.Identifier(operation.Column)} IS NULL",
    };
}
