using PhasedMigrations.CodeFixes.Plain;
using PhasedMigrations.CodeFixes.RawSql;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.CodeFixes.Text;
using PhasedMigrations.Model;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.Phased;

/// <summary>What becomes a phased operation, and what is left of the call it stood in.</summary>
/// <param name="Place">The call in whose place, or behind which, the operations come.</param>
/// <param name="Taken">What is left of that call.</param>
/// <param name="Revert">What is left of the call of Down that undid it, if there is one.</param>
/// <param name="Comments">Those that go with it, with their slashes.</param>
internal sealed record PhasedHazard(
    FlaggedCall Place, IReadOnlyList<PhasedOperation> Operations, Footprint Footprint, Removal Taken, Removal? Revert, IReadOnlyList<string> Comments)
{
    /// <summary>Another call of Up that does a part of it.</summary>
    public Removal? Elsewhere { get; init; }

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
        var taken = new Removal(call, stays ? [ArgumentText.Set(call, "nullable", "true", after: null, flagged.Layout)] : null);
        return new PhasedHazard(flagged, operations, footprint, taken, RevertOf(flagged), stays ? [] : SourceLayout.Comments(call.Statement));
    }

    private static Removal? RevertOf(FlaggedCall flagged)
    {
        if (Reading.Revert.Of(flagged.Call, flagged.Down) is not { } revert)
            return null;
        return revert.Method == "AlterColumn" && RequiredColumn.ChangesMoreThanNullability(revert)
            ? new Removal(revert, [ArgumentText.Set(revert, "oldNullable", "true", after: "oldType", flagged.Layout)])
            : new Removal(revert, Left: null);
    }

    private static PhasedHazard? OfSql(FlaggedSql flagged, string diagnosticId) => diagnosticId switch
    {
        "PHM3001" => ForeignKeyHazard.OfKey(flagged),
        "PHM3006" => ForeignKeyHazard.OfValidation(flagged),
        _ => OfStatement(flagged, diagnosticId),
    };

    private static PhasedHazard? OfStatement(FlaggedSql flagged, string diagnosticId)
    {
        var (call, sql) = (flagged.Flagged.Call, flagged.Sql);
        if (PhasedOperations.Of(flagged, diagnosticId) is not { } operations
            || sql.Statements.Any(statement => statement is TransactionStatement)
            || FootprintOf(flagged.Statement) is not { } footprint
            || OperationOrder.MustRunNow(footprint, flagged.Flagged.Up, call.Statement, sql.TextAfter(flagged.Index))
            || !TryRevert(flagged, out var revert)
            || SqlRemoval.Of(sql, flagged.Index) is not { } taken)
            return null;

        return new PhasedHazard(
            flagged.Flagged, operations, footprint, taken, revert, [.. taken.Stays ? [] : SourceLayout.Comments(call.Statement), .. flagged.Comments()]);
    }

    private static Footprint? FootprintOf(SqlStatement statement) => statement switch
    {
        CreateIndexStatement index => SqlFootprint.Of(index),
        UpdateStatement update => SqlFootprint.Of(update),
        DoStatement block => block.Body.Statements.Select(statement => FootprintOf(statement.Statement)).FirstOrDefault(footprint => footprint is not null),
        DeleteStatement delete => SqlFootprint.Of(delete),
        AlterTableStatement { Table: { } table, Actions: [SetNotNullAction { Column: { } column }] } => SqlFootprint.OfNotNull(table, column),
        _ => null,
    };

    /// <summary>Values that an UPDATE wrote stay, as they did, and DROP NOT NULL may run twice.</summary>
    private static bool TryRevert(FlaggedSql flagged, out Removal? revert)
    {
        revert = null;
        return flagged.Statement is not CreateIndexStatement { Name: { } name, Table: { } table }
            || SqlIndexUndo.TryFind(flagged.Flagged.Down, new TableName(table.Schema, name), flagged.Flagged.Layout, out revert);
    }
}
