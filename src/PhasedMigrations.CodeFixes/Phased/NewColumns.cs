using PhasedMigrations.CodeFixes.RawSql;
using PhasedMigrations.Model;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.Phased;

/// <summary>Columns that the migration itself adds, NULL in every row.</summary>
internal static class NewColumns
{
    /// <summary>The arguments of AddColumn that give existing rows a value.</summary>
    private static readonly string[] Values = ["defaultValue", "defaultValueSql", "computedColumnSql"];

    /// <summary>By EF Core's call or by raw SQL, before the flagged statement.</summary>
    public static bool IsAdded(FlaggedSql flagged, TableName table, string column)
    {
        var (up, layout) = (flagged.Flagged.Up, flagged.Flagged.Layout);
        foreach (var statement in up.Statements.TakeWhile(statement => statement != flagged.Flagged.Call.Statement))
        {
            if (up.CallIn(statement) is not { } call)
                continue;
            if (call.Method == "AddColumn"
                && call.Text("name") == column
                && call.Table() is { } own && own == table
                && call.Value("nullable").AsBoolean == true
                && call.Annotations.Count == 0
                && !Values.Any(call.IsGiven))
                return true;
            if (SqlCall.Of(call, layout) is { } sql && sql.Statements.Any(earlier => Adds(earlier, table, column)))
                return true;
        }

        return flagged.Sql.Statements.Take(flagged.Index).Any(earlier => Adds(earlier, table, column));
    }

    private static bool Adds(SqlStatement statement, TableName table, string column) =>
        statement is AlterTableStatement { Actions: var actions } alter
        && alter.Table == table
        && actions.OfType<AddColumnAction>().Any(added => added is { IfNotExists: false, Column: { Type: not null, Constraints.Count: 0 } }
            && added.Column.Name == column
            && !added.Column.Type.Name!.Contains("serial"));
}
