using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.CodeFixes.Text;
using PhasedMigrations.Model;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.RawSql;

/// <summary>The part of Down that drops a constraint which raw SQL adds.</summary>
internal static class SqlConstraintUndo
{
    /// <inheritdoc cref="SqlUndo.TryFind"/>
    public static bool TryFind(MigrationMethod? down, TableName table, string name, SourceLayout layout, out Removal? drop) =>
        SqlUndo.TryFind(down, name, call => Dropping(call, table, name, layout), layout, out drop);

    private static Removal? Dropping(BuilderCall call, TableName table, string name, SourceLayout layout)
    {
        if (call.Method == "DropForeignKey")
            return call.Text("name") == name ? new Removal(call, Left: null) : null;
        if (SqlCall.Of(call, layout) is not { } sql)
            return null;

        for (var statement = 0; statement < sql.Statements.Count; statement++)
        {
            if (sql.Statements[statement] is AlterTableStatement { Table: { } altered } alter && altered.MayBe(table)
                && alter.Actions.FirstOrDefault(action => action is DropConstraintAction drop && drop.Constraint == name) is { } action)
                return OthersLeaveIt(sql, statement, alter, name) ? SqlRemoval.Of(sql, statement, alter, action) : null;
        }

        return null;
    }

    /// <summary>Nothing else in the call says the name.</summary>
    private static bool OthersLeaveIt(SqlCall sql, int dropping, AlterTableStatement alter, string name) =>
        alter.Actions.Count(action => Says(sql.Text.Substring(action.Span.Start, action.Span.Length), name)) == 1
        && Enumerable.Range(0, sql.Statements.Count).All(other => other == dropping || !Says(sql.TextOf(other, []), name));

    private static bool Says(string sql, string name) => sql.IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0;
}
