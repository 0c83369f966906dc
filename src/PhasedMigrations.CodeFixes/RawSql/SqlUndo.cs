using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.CodeFixes.Text;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.RawSql;

/// <summary>Finds what Down does to take back something that raw SQL has made.</summary>
internal static class SqlUndo
{
    /// <summary>False when Down may drop it in a way that cannot be taken out.</summary>
    /// <param name="drops">What of a call drops it; null when the call has nothing to do with it.</param>
    /// <param name="drop">The one that does; null when there is none.</param>
    public static bool TryFind(MigrationMethod? down, string name, Func<BuilderCall, Removal?> drops, SourceLayout layout, out Removal? drop)
    {
        drop = null;
        foreach (var statement in down?.Statements ?? [])
        {
            if (down!.CallIn(statement) is not { } call)
            {
                if (!Revert.IsOfRuntime(statement) && down.Mentions(statement))
                    return false;
            }
            else if (drops(call) is { } found)
            {
                if (drop is not null)
                    return false;
                drop = found;
            }
            else if (call.Method == "Sql" && MayDrop(SqlCall.Of(call, layout), name))
            {
                return false;
            }
        }

        return true;
    }

    private static bool MayDrop(SqlCall? sql, string name) => sql is null || Enumerable.Range(0, sql.Statements.Count).Any(statement =>
        !MayRunTwice(sql.Statements[statement])
        && sql.TextOf(statement, []).IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0);

    private static bool MayRunTwice(SqlStatement statement) => statement switch
    {
        DropStatement drop => drop.IfExists,
        AlterTableStatement alter => alter.Actions.All(action => action is DropConstraintAction { IfExists: true } or DropColumnAction { IfExists: true }),
        _ => false,
    };
}
