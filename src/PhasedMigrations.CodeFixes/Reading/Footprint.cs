using PhasedMigrations.Model;
using PhasedMigrations.Readers;

namespace PhasedMigrations.CodeFixes.Reading;

/// <summary>What an operation touches: of an EF Core call and of a phased operation alike, whose arguments have the same names.</summary>
/// <param name="Table">Null when it is not constant: it may be any table.</param>
/// <param name="Columns">Null when they are not known: it may be any column.</param>
/// <param name="Name">The index or constraint.</param>
/// <param name="Principal">The table a foreign key refers to.</param>
internal sealed record Footprint(
    string Method, TableName? Table, IReadOnlyList<string>? Columns, string? Name, bool IsUnique, TableName? Principal)
{
    public static Footprint Of(BuilderCall call) => Of(call.Method, call.Value);

    /// <param name="value">The value of an argument by parameter name, constant null where it was left out.</param>
    public static Footprint Of(string method, Func<string, Constant> value)
    {
        var isAboutTable = method is "CreateTable" or "DropTable" or "RenameTable" or "AlterTable";
        var isAboutColumn = method is "AddColumn" or "AlterColumn" or "DropColumn" or "RenameColumn";
        return new Footprint(
            method,
            Named(value(isAboutTable ? "name" : "table"), value("schema")),
            method == "Backfill" ? FilledColumn(value("where").AsText) : isAboutColumn ? Names(value("name")) : Names(value("column"), value("columns")),
            value("name").AsText,
            value("unique").AsBoolean == true,
            value("principalTable") is { Value: null } ? null : Named(value("principalTable"), value("principalSchema")));
    }

    /// <summary>It changes rows, so that its place among the others that do matters.</summary>
    public bool ChangesRows => Method is "Backfill" or "DeleteRows";

    public bool MayTouch(TableName? table) => Table is not { } own || table is not { } other || own.MayBe(other);

    /// <summary>On tables already known to be the same.</summary>
    public bool MayShareColumn(Footprint other) =>
        Columns is null || other.Columns is null || Columns.Intersect(other.Columns, StringComparer.Ordinal).Any();

    private static TableName? Named(Constant table, Constant schema) =>
        table.AsText is { } name && schema.IsKnown ? new TableName(schema.AsText, name) : null;

    private static string[]? Names(Constant single, Constant? several = null)
    {
        if (single.AsText is { } name)
            return [name];
        return several?.AsArray is { } elements && elements.All(element => element.AsText is not null)
            ? elements.Select(element => element.AsText!).ToArray()
            : null;
    }

    /// <summary>A condition of the form <c>"column" IS NULL</c>, as the fix for a hidden update writes it.</summary>
    private static string[]? FilledColumn(string? where) =>
        where is not null && where.StartsWith("\"", StringComparison.Ordinal) && where.EndsWith("\" IS NULL", StringComparison.Ordinal)
            ? [where.Substring(1, where.Length - "\"\" IS NULL".Length).Replace("\"\"", "\"")]
            : null;
}
