using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.FollowUps;
using PhasedMigrations.CodeFixes.RawSql;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.CodeFixes.Text;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.Plain;

/// <summary>
/// Runs a statement of raw SQL outside of the migration's transaction: in place where the migration does nothing else, else in a
/// migration of its own, because EF Core commits whatever came before.
/// </summary>
internal static class OutsideTransaction
{
    /// <param name="edits">What becomes of the statement.</param>
    /// <param name="before">A statement that has to run first.</param>
    public static PlainPlan? Plan(FlaggedSql flagged, IReadOnlyList<SqlEdit> edits, string? before = null)
    {
        if (flagged.Sql.Statements.Any(statement => statement is TransactionStatement or SetStatement { IsLocal: true })
            || WrittenChanges(flagged, edits) is not { } written)
            return null;

        return IsAlone(flagged) ? InPlace(flagged, written, before) : Moved(flagged, edits, written, before);
    }

    /// <summary>Settings belong to the statement that they are made for.</summary>
    private static bool IsAlone(FlaggedSql flagged) => flagged.Flagged.Up.Statements.Count == 1
        && flagged.Sql.Statements.All(statement => statement == flagged.Statement || statement is SetStatement or ResetStatement);

    private static PlainPlan? InPlace(FlaggedSql flagged, IReadOnlyList<TextChange> written, string? before)
    {
        if (SqlSplit.IntoSuppressedCalls(flagged.Sql, flagged.Flagged.Layout) is not { } calls)
            return null;

        var edits = new StatementEdits(flagged.Flagged.Up.Block!, flagged.Flagged.Layout);
        if (before is not null)
            edits.InsertBefore(flagged.Flagged.Call.Statement, Call(flagged, [before]));
        foreach (var change in written.Concat(calls))
            edits.Change(change);
        return new PlainPlan(edits.ToChanges(), FollowUp: null);
    }

    private static PlainPlan? Moved(FlaggedSql flagged, IReadOnlyList<SqlEdit> edits, IReadOnlyList<TextChange> written, string? before)
    {
        if (!MayWait(flagged) || Up(flagged, edits, written) is not { } up || Undo(flagged) is not { } undo)
            return null;

        var first = before is null ? string.Empty : Call(flagged, [before]) + flagged.Flagged.Layout.NewLine + flagged.Flagged.Layout.NewLine;
        return new PlainPlan(
            [.. up.Changes, .. undo.Changes],
            new FollowUp(Purpose(flagged.Statement), [], []) { Moved = (first + up.Moved, undo.Moved) });
    }

    /// <summary>What follows in the migration runs before a migration of its own.</summary>
    private static bool MayWait(FlaggedSql flagged)
    {
        var up = flagged.Flagged.Up;
        var from = flagged.Flagged.Call.Statement;
        var rest = flagged.Sql.TextAfter(flagged.Index);
        return flagged.Statement switch
        {
            CreateIndexStatement index => !OperationOrder.MustRunNow(SqlFootprint.Of(index), up, from, rest),
            DropStatement drop => drop.Names.All(name => !OperationOrder.IsMentioned(name?.Name, up, from, rest)),
            ReindexStatement reindex => !OperationOrder.IsMentioned(reindex.Name?.Name, up, from, rest),
            VacuumStatement { Tables: var tables } => tables.All(table => !OperationOrder.IsMentioned(table?.Name, up, from, rest)),
            AlterTableStatement { Actions: [DetachPartitionAction detach] } alter => !OperationOrder.IsMentioned(alter.Table?.Name, up, from, rest)
                && !OperationOrder.IsMentioned(detach.Partition?.Name, up, from, rest),
            _ => from == up.Statements[up.Statements.Count - 1] && string.IsNullOrWhiteSpace(rest),
        };
    }

    private static (IReadOnlyList<TextChange> Changes, string Moved)? Up(
        FlaggedSql flagged, IReadOnlyList<SqlEdit> edits, IReadOnlyList<TextChange> written)
    {
        var layout = flagged.Flagged.Layout;
        var (sql, statement) = (flagged.Sql, flagged.Flagged.Call.Statement);
        if (flagged.IsAloneInCall)
        {
            if (!SelfContained.Is(flagged.Flagged) || SqlSplit.IntoSuppressedCalls(sql, layout) is not { } suppressed)
                return null;
            var up = new StatementEdits(flagged.Flagged.Up.Block!, layout);
            up.Remove(statement);
            return (up.ToChanges(), layout.Changed(layout.Lines(statement), [.. written, .. suppressed]));
        }

        var lines = SqlLines.Of(sql.TextOf(flagged.Index, edits), SqlLines.ColumnOf(sql.Text, sql.StartOf(flagged.Index)));
        return SqlRemoval.Of(sql, flagged.Index)?.Left is { } left ? (left, Call(flagged, lines)) : null;
    }

    /// <summary>Only an index that is created needs another place to be dropped in: everything else may be undone where it was.</summary>
    private static (IReadOnlyList<TextChange> Changes, string Moved)? Undo(FlaggedSql flagged)
    {
        if (flagged.Statement is CreateIndexStatement index)
            return SqlIndexUndo.Of(flagged, index);
        var indent = flagged.Flagged.Layout.IndentOf(flagged.Flagged.Call.Statement);
        return ([], indent + "// Nothing to undo: the migration before goes all the way back.");
    }

    private static FollowUpPurpose Purpose(SqlStatement statement) =>
        statement is CreateIndexStatement or DropStatement or ReindexStatement or AlterTableStatement
            ? FollowUpPurpose.Concurrently
            : FollowUpPurpose.OutsideTransaction;

    private static string Call(FlaggedSql flagged, IReadOnlyList<string> lines)
    {
        var (up, layout) = (flagged.Flagged.Up, flagged.Flagged.Layout);
        return CSharpText.SqlStatement(
            up.BuilderName, lines, layout.IndentOf(flagged.Flagged.Call.Statement), layout.Unit(up.Syntax), layout, suppressTransaction: true);
    }

    private static TextChange[]? WrittenChanges(FlaggedSql flagged, IReadOnlyList<SqlEdit> edits)
    {
        var changes = edits.Select(edit => flagged.Sql.Literal?.Change(edit)).OfType<TextChange>().ToArray();
        return changes.Length == edits.Count ? changes : null;
    }
}
