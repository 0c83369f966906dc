using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.Plain;
using PhasedMigrations.CodeFixes.RawSql;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.CodeFixes.Text;
using PhasedMigrations.Model;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.Phased;

/// <summary>What becomes a phased operation, and what is left of the call it stood in.</summary>
/// <param name="Rest">The change of a call that stays because it does more; null when the whole call goes.</param>
/// <param name="Revert">The call of Down that undid it, if there is one.</param>
/// <param name="Comments">Those that go with it, with their slashes.</param>
internal sealed record PhasedHazard(
    IReadOnlyList<PhasedOperation> Operations, Footprint Footprint, TextChange? Rest, BuilderCall? Revert, IReadOnlyList<string> Comments)
{
    /// <summary>Null when the operation has no phased form, cannot wait for the engine, or is undone out of sight.</summary>
    public static PhasedHazard? Of(FlaggedCall flagged, string diagnosticId) => flagged.Call.Method == "Sql"
        ? FlaggedSql.Of(flagged) is { } sql ? OfSql(sql, diagnosticId) : null
        : OfCall(flagged, diagnosticId);

    private static PhasedHazard? OfCall(FlaggedCall flagged, string diagnosticId)
    {
        var call = flagged.Call;
        if (PhasedOperations.Of(flagged, diagnosticId) is not { } operations)
            return null;

        var footprint = Footprint.Of(call) with { Method = operations[operations.Count - 1].Method };
        if (OperationOrder.MustRunNow(footprint, flagged.Up, call.Statement)
            || (flagged.Down is { OnlyThrows: false } down && Reading.Revert.MayBeHidden(call, down)))
            return null;

        var stays = call.Method == "AlterColumn" && RequiredColumn.ChangesMoreThanNullability(call);
        TextChange? rest = stays ? ArgumentText.Set(call, "nullable", "true", after: null, flagged.Layout) : null;
        return new PhasedHazard(operations, footprint, rest, Reading.Revert.Of(call, flagged.Down), stays ? [] : SourceLayout.Comments(call.Statement));
    }

    private static PhasedHazard? OfSql(FlaggedSql flagged, string diagnosticId)
    {
        var (call, layout, sql) = (flagged.Flagged.Call, flagged.Flagged.Layout, flagged.Sql);
        if (PhasedOperations.Of(flagged, diagnosticId) is not { } operations
            || sql.Statements.Any(statement => statement is TransactionStatement)
            || FootprintOf(flagged.Statement) is not { } footprint
            || OperationOrder.MustRunNow(footprint, flagged.Flagged.Up, call.Statement, sql.TextAfter(flagged.Index))
            || !TryRevert(flagged, out var revert))
            return null;

        var comments = flagged.Comments();
        if (flagged.IsAloneInCall)
            return new PhasedHazard(operations, footprint, Rest: null, revert, [.. SourceLayout.Comments(call.Statement), .. comments]);
        return SqlSplit.Remove(flagged) is { } cut ? new PhasedHazard(operations, footprint, cut, revert, comments) : null;
    }

    private static Footprint? FootprintOf(SqlStatement statement) => statement switch
    {
        CreateIndexStatement index => SqlFootprint.Of(index),
        UpdateStatement update => SqlFootprint.Of(update),
        AlterTableStatement { Table: { } table, Actions: [SetNotNullAction { Column: { } column }] } => SqlFootprint.OfNotNull(table, column),
        _ => null,
    };

    /// <summary>Values that an UPDATE wrote stay, as they did, and DROP NOT NULL may run twice.</summary>
    private static bool TryRevert(FlaggedSql flagged, out BuilderCall? revert)
    {
        revert = null;
        return flagged.Statement is not CreateIndexStatement { Name: { } name, Table: { } table }
            || SqlIndexUndo.TryFind(flagged.Flagged.Down, new TableName(table.Schema, name), flagged.Flagged.Layout, out revert);
    }
}
