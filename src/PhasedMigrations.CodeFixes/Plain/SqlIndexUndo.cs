using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.PostgreSql;
using PhasedMigrations.CodeFixes.RawSql;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.CodeFixes.Text;
using PhasedMigrations.Model;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.Plain;

/// <summary>The statement of Down that drops an index which raw SQL creates: it goes where the index goes. Without one, it is written.</summary>
internal static class SqlIndexUndo
{
    /// <summary>Null when Down may drop the index in a way that cannot be taken out.</summary>
    public static (IReadOnlyList<TextChange> Changes, string Moved)? Of(FlaggedSql flagged, CreateIndexStatement index)
    {
        if (index is not { Name: { } name, Table: { } table })
            return null;

        var layout = flagged.Flagged.Layout;
        var indexName = new TableName(table.Schema, name);
        var written = CSharpText.SqlStatement(
            flagged.Flagged.Up.BuilderName, [$"DROP INDEX CONCURRENTLY IF EXISTS {SqlText.Table(indexName)};"],
            layout.IndentOf(flagged.Flagged.Call.Statement), layout.Unit(flagged.Flagged.Up.Syntax), layout, suppressTransaction: true);
        if (flagged.Flagged.Down is not { OnlyThrows: false } down)
            return ([], written);
        if (down.Block is not { } block)
            return null;

        var drops = new List<BuilderCall>();
        foreach (var statement in down.Statements)
        {
            if (down.CallIn(statement) is not { } call)
            {
                if (!Revert.IsOfRuntime(statement) && down.Mentions(statement))
                    return null;
            }
            else if (Drops(call, indexName, layout))
                drops.Add(call);
            else if (call.Method == "Sql" && MayDrop(SqlCall.Of(call, layout), name))
                return null;
        }

        if (drops.Count == 0)
            return ([], written);
        if (drops is not [var drop] || !layout.StandsAlone(drop.Statement))
            return null;

        var edits = new StatementEdits(block, layout);
        edits.Remove(drop.Statement);
        return (edits.ToChanges(), layout.Changed(layout.Lines(drop.Statement), new TextChange(drop.Receiver.Span, flagged.Flagged.Up.BuilderName)));
    }

    private static bool MayDrop(SqlCall? sql, string index) => sql is null || Enumerable.Range(0, sql.Statements.Count).Any(statement =>
        sql.Statements[statement] is not DropStatement { IfExists: true }
        && sql.TextOf(statement, []).IndexOf(index, StringComparison.OrdinalIgnoreCase) >= 0);

    private static bool Drops(BuilderCall call, TableName index, SourceLayout layout) => call.Method == "DropIndex"
        ? call.Text("name") == index.Name
        : SqlCall.Of(call, layout) is { Statements: [DropStatement { Kind: ObjectKind.Index, Names: [{ } name] }] } && name.MayBe(index);
}
