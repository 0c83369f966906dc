using PhasedMigrations.History;
using PhasedMigrations.Model;
using PhasedMigrations.Readers;

namespace PhasedMigrations.Analyzers.Tests.History;

/// <summary>Replays units that are written as SQL; each unit runs in transactions as psql would run it.</summary>
internal static class Replay
{
    public static readonly TableName T = new(null, "t");

    /// <summary>What the units left behind, the last one being the one that asks.</summary>
    public static Schema Of(params string[] units) => units.Aggregate(Schema.Empty, (schema, unit) => Read(unit).Operations
        .Aggregate(schema.NextUnit(), (now, located) => now.In(located.Transaction.Number).Apply(located.Operation)));

    /// <summary>The last unit as it stands after all its operations.</summary>
    public static UnitSchema Unit(params string[] units)
    {
        var schema = new UnitSchema(() => Of(units[..^1]), () => null, () => UnitSchema.NewRun);
        foreach (var operation in Read(units[^1]).Operations)
            schema.Apply(operation);
        return schema;
    }

    public static MigrationUnit Read(string sql)
    {
        var unit = new UnitBuilder(UnitKind.SqlFile, TransactionOrigin.None);
        unit.AddSql(SqlText.At(sql, Microsoft.CodeAnalysis.Location.None), SqlDelivery.Statements);
        return unit.ToUnit();
    }
}
