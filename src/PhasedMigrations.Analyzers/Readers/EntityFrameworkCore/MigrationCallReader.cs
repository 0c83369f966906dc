using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.EntityFrameworkCore;

/// <summary>
/// Turns one MigrationBuilder call into the operation that the Npgsql provider makes of it. What the provider makes of each
/// combination was read off the SQL of Npgsql.EntityFrameworkCore.PostgreSQL 10.0.3; ProviderSqlTests hold it.
/// </summary>
internal static class MigrationCallReader
{
    private const string ConcurrentIndex = "Npgsql:CreatedConcurrently";
    private const string ValueGeneration = "Npgsql:ValueGenerationStrategy";
    private const string TextSearchConfiguration = "Npgsql:TsVectorConfig";

    /// <summary>Null for a call that no rule looks at, or of which the provider makes no statement.</summary>
    public static Operation? Read(MigrationCall call) => call.Name switch
    {
        "CreateTable" => new CreateTable(call.Table("name")),
        "DropTable" => new DropTable(call.Table("name")),
        "RenameTable" => ReadRenameTable(call),
        "AddColumn" or "AlterColumn" when IsSystemColumn(call.Text("name")) => null,
        "AddColumn" => ReadAddColumn(call),
        "AlterColumn" => ReadAlterColumn(call),
        "RenameColumn" => new RenameColumn(call.Table(), call.Text("name"), call.Text("newName")),
        "CreateIndex" => new CreateIndex(
            call.Table(), call.Text("name"), call.Boolean("unique") == true, call.MayBeAnnotatedTrue(ConcurrentIndex)),
        "AddForeignKey" => new AddForeignKey(
            call.Table(), call.Text("name"), call.Table("principalTable", "principalSchema")),
        _ => null,
    };

    private static RenameTable ReadRenameTable(MigrationCall call)
    {
        var table = call.Table("name");
        var newName = call.Argument("newName");
        var newSchema = call.Argument("newSchema");
        return new RenameTable(table, table is { } old && newName.IsKnown && newSchema.IsKnown
            ? new TableName(newSchema.AsText ?? old.Schema, newName.AsText ?? old.Name)
            : null);
    }

    private static AddColumn ReadAddColumn(MigrationCall call) => new(
        call.Table(),
        call.Text("name"),
        call.Boolean("nullable") == false,
        call.Default(),
        IsValueGenerated(call),
        IsVirtual(call));

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

    /// <summary>The column becomes required without being dropped and added anew, which is how a generated column changes.</summary>
    private static AlterColumn ReadAlterColumn(MigrationCall call) => new(
        call.Table(),
        call.Text("name"),
        call.Boolean("nullable") == false
            && call.Boolean("oldNullable") == true
            && call.AreEqual("computedColumnSql", "oldComputedColumnSql")
            && call.AreEqual("stored", "oldStored"),
        call.Default()) { IsRequired = !call.Boolean("nullable") };

    /// <summary>The provider emits nothing for a property mapped to one of PostgreSQL's system columns, such as a row version in xmin.</summary>
    private static bool IsSystemColumn(string? column) => column is "tableoid" or "xmin" or "cmin" or "xmax" or "cmax" or "ctid";
}
