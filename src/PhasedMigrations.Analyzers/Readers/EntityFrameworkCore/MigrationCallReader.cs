using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.EntityFrameworkCore;

/// <summary>Turns one MigrationBuilder call into the operation that the Npgsql provider makes of it.</summary>
internal static class MigrationCallReader
{
    private const string ConcurrentIndex = "Npgsql:CreatedConcurrently";
    private const string ValueGeneration = "Npgsql:ValueGenerationStrategy";

    /// <summary>Null for a call that no rule looks at yet.</summary>
    public static Operation? Read(MigrationCall call) => call.Name switch
    {
        "CreateTable" => new CreateTable(call.Table("name")),
        "DropTable" => new DropTable(call.Table("name")),
        "RenameTable" => ReadRenameTable(call),
        "AddColumn" => ReadAddColumn(call),
        "AlterColumn" => ReadAlterColumn(call),
        "CreateIndex" => new CreateIndex(
            call.Table(), call.Text("name"), call.Boolean("unique") == true, call.IsAnnotatedTrue(ConcurrentIndex)),
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
        call.IsGiven("computedColumnSql") || call.HasAnnotation(ValueGeneration) || IsSystemColumn(call));

    private static AlterColumn ReadAlterColumn(MigrationCall call) => new(
        call.Table(),
        call.Text("name"),
        call.Boolean("nullable") == false && call.Boolean("oldNullable") == true,
        call.Default());

    /// <summary>A concurrency token mapped to xmin: the provider emits nothing for it.</summary>
    private static bool IsSystemColumn(MigrationCall call) => call.Text("name") == "xmin" && call.Text("type") == "xid";
}
