using PhasedMigrations.Model;
using PhasedMigrations.Sql.Parsing;

namespace PhasedMigrations.Readers.EntityFrameworkCore;

/// <summary>What the Npgsql provider makes of a column: of AddColumn, of AlterColumn, of <c>table.Column</c> in CreateTable.</summary>
internal static class ColumnReader
{
    private const string ValueGeneration = "Npgsql:ValueGenerationStrategy";
    private const string TextSearchConfiguration = "Npgsql:TsVectorConfig";

    public static AddColumn ReadAdd(MigrationCall call) => new(
        call.Table(),
        call.Text("name"),
        call.Boolean("nullable") == false,
        call.Default(),
        IsValueGenerated(call),
        IsVirtual(call)) { Type = TypeOf(call.Text("type")) };

    /// <summary>
    /// The column becomes required without being dropped and added anew, which is how a generated column changes. The provider begins
    /// every other change with ALTER COLUMN … TYPE.
    /// </summary>
    public static AlterColumn ReadAlter(MigrationCall call) => new(
        call.Table(),
        call.Text("name"),
        call.Boolean("nullable") == false
            && call.Boolean("oldNullable") == true
            && call.AreEqual("computedColumnSql", "oldComputedColumnSql")
            && call.AreEqual("stored", "oldStored"),
        call.Default())
    {
        IsRequired = !call.Boolean("nullable"),
        RestatesType = true,
        Type = TypeOf(call.Text("type")),
    };

    /// <param name="member">The member of the table's anonymous object, which names the column unless the call does.</param>
    public static Column Define(MigrationCall call, string member) => new(call.IsGiven("name") ? call.Text("name") : member)
    {
        Type = TypeOf(call.Text("type")),
        IsRequired = !call.Boolean("nullable"),
        Default = call.Default(),
        IsValueGenerated = IsValueGenerated(call),
    };

    /// <summary>The provider emits nothing for a property mapped to one of PostgreSQL's system columns, such as a row version in xmin.</summary>
    public static bool IsSystemColumn(string? column) => column is "tableoid" or "xmin" or "cmin" or "xmax" or "cmax" or "ctid";

    /// <summary>Null where EF Core derives the type from the CLR type.</summary>
    public static string? TypeOf(string? type) => type is null ? null : TypeNameParser.Read(type)?.ValueType ?? type;

    /// <summary>The provider makes a computed column virtual unless it is to be stored; before PostgreSQL 18 it then refuses.</summary>
    private static bool IsVirtual(MigrationCall call) =>
        call.IsGiven("computedColumnSql") && (!call.IsGiven("stored") || call.Boolean("stored") == false);

    private static bool IsValueGenerated(MigrationCall call) =>
        call.IsGiven("computedColumnSql")
        || call.HasAnnotation(TextSearchConfiguration)
        || (call.HasAnnotation(ValueGeneration) && GeneratesValues(call.Annotation(ValueGeneration)))
        || call.Text("type") is "serial" or "bigserial" or "smallserial" or "serial2" or "serial4" or "serial8";

    /// <summary>
    /// NpgsqlValueGenerationStrategy: serial (2) and identity (3, 4) are the server's work; None (0), HiLo (1) and Sequence (5)
    /// leave the column as it is, for the default to fill.
    /// </summary>
    private static bool GeneratesValues(Constant strategy) => strategy.Value is not int number || number is 2 or 3 or 4;
}
