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
        var down = flagged.Flagged.Down;
        if (!TryFind(down, indexName, layout, out var drop) || down is { OnlyThrows: false, Block: null })
            return null;
        if (drop is null)
            return ([], written);
        if (!layout.StandsAlone(drop.Call.Statement))
            return null;

        var edits = new StatementEdits(down!.Block!, layout);
        edits.Remove(drop.Call.Statement);
        return (edits.ToChanges(), layout.Changed(layout.Lines(drop.Call.Statement), new TextChange(drop.Call.Receiver.Span, flagged.Flagged.Up.BuilderName)));
    }

    /// <inheritdoc cref="SqlUndo.TryFind"/>
    public static bool TryFind(MigrationMethod? down, TableName index, SourceLayout layout, out Removal? drop) =>
        SqlUndo.TryFind(down, index.Name, call => Drops(call, index, layout) ? new Removal(call, Left: null) : null, layout, out drop);

    private static bool Drops(BuilderCall call, TableName index, SourceLayout layout) => call.Method == "DropIndex"
        ? call.Text("name") == index.Name
        : SqlCall.Of(call, layout) is { Statements: [DropStatement { Kind: ObjectKind.Index, Names: [{ } name] }] } && name.MayBe(index);
}
