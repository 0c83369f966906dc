using Microsoft.CodeAnalysis;
using PhasedMigrations.CodeFixes.PostgreSql;
using PhasedMigrations.CodeFixes.RawSql;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.CodeFixes.Text;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.Phased;

/// <summary>Translates a flagged EF Core call into the operations of a phased migration.</summary>
internal static class PhasedOperations
{
    /// <summary>Null when something that the call says could not be kept.</summary>
    public static IReadOnlyList<PhasedOperation>? Of(FlaggedSql flagged, string diagnosticId) => (diagnosticId, flagged.Statement) switch
    {
        ("PHM1007", AlterTableStatement alter) => Single(SetNotNull(alter)),
        ("PHM2001" or "PHM2004" or "PHM2005" or "PHM2010", CreateIndexStatement index) => Single(SqlIndexOperation.Of(flagged, index)),
        ("PHM5001" or "PHM5002", UpdateStatement update) => SqlBackfill.Of(flagged, update),
        ("PHM5002" or "PHM5003", DoStatement block) => SqlLoopBackfill.Of(flagged, block) ?? Single(SqlLoopDelete.Of(flagged, block)),
        _ => null,
    };

    /// <summary>Null when something that the call says could not be kept.</summary>
    public static IReadOnlyList<PhasedOperation>? Of(FlaggedCall flagged, string diagnosticId) => (diagnosticId, flagged.Call.Method) switch
    {
        ("PHM1001", "AddColumn") => Single(AddRequiredColumn(flagged.Call)),
        ("PHM1007", "AlterColumn") => [SetNotNull(flagged.Call)],
        ("PHM1008", "AlterColumn") => BackfillThenSetNotNull(flagged.Call),
        ("PHM2001" or "PHM2010", "CreateIndex") => Single(IndexOperation.Of(flagged.Call)),
        ("PHM3001", "AddForeignKey") => Single(AddForeignKey(flagged.Call)),
        _ => null,
    };

    private static PhasedOperation? AddRequiredColumn(BuilderCall call)
    {
        if (call.Annotations.Count > 0
            || call.Text("type") is not { } type
            || StoreTypeDefaults.Of(type) is not { } value
            || call.TypeArgument is null or { SpecialType: SpecialType.System_Char }
            || RequiredColumn.SaysMore(call))
            return null;

        return new PhasedOperation("AddRequiredColumn", new OperationArguments(call)
            .Carry("table")
            .Carry("name", "column")
            .Carry("type")
            .Add("existingRows", CSharpText.Literal(value))
            .Carry("schema")
            .Carry("collation")
            .Carry("comment")
            .Written);
    }

    private static PhasedOperation SetNotNull(BuilderCall call) => new("SetNotNull", new OperationArguments(call)
        .Carry("table")
        .Carry("name", "column")
        .Carry("schema")
        .Written);

    private static PhasedOperation? SetNotNull(AlterTableStatement alter)
    {
        if (alter is not { IfExists: false, Table: { } table, Actions: [SetNotNullAction { Column: { } column }] })
            return null;
        (string, string)[] arguments = [("table", CSharpText.Literal(table.Name)), ("column", CSharpText.Literal(column))];
        return new PhasedOperation(
            "SetNotNull", table.Schema is { } schema ? [.. arguments, ("schema", CSharpText.Literal(schema))] : arguments);
    }

    private static IReadOnlyList<PhasedOperation>? BackfillThenSetNotNull(BuilderCall call)
    {
        if (call.Text("name") is not { } column || SqlValue.OfDefault(call) is not { } value)
            return null;

        var quoted = SqlText.Identifier(column);
        var backfill = new PhasedOperation("Backfill", new OperationArguments(call)
            .Carry("table")
            .Add("set", CSharpText.Literal($"{quoted} = {value}"))
            .Add("where", CSharpText.Literal($"{quoted} IS NULL"))
            .Carry("schema")
            .Written);
        return [backfill, SetNotNull(call)];
    }

    private static PhasedOperation? AddForeignKey(BuilderCall call)
    {
        if (call.Annotations.Count > 0
            || !TryAction(call, "onUpdate", out var onUpdate)
            || !TryAction(call, "onDelete", out var onDelete))
            return null;

        return new PhasedOperation("AddForeignKey", new OperationArguments(call)
            .Carry("name")
            .Carry("table")
            .Carry("column")
            .Carry("columns")
            .Carry("principalTable")
            .Carry("principalColumn")
            .Carry("principalColumns")
            .Carry("schema")
            .Carry("principalSchema")
            .Add("onUpdate", onUpdate)
            .Add("onDelete", onDelete)
            .Written);
    }

    private static bool TryAction(BuilderCall call, string parameter, out string? source)
    {
        source = null;
        if (!call.IsGiven(parameter))
            return true;
        if (ReferentialActions.Name(call, parameter) is not { } name)
            return false;
        source = $"ForeignKeyAction.{name}";
        return true;
    }

    private static IReadOnlyList<PhasedOperation>? Single(PhasedOperation? operation) => operation is null ? null : [operation];
}
