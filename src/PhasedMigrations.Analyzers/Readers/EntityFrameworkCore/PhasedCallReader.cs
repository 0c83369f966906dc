using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.EntityFrameworkCore;

/// <summary>What a step of <c>migrationBuilder.Phased(…)</c> will have done: nothing that blocks, but history counts on it.</summary>
internal static class PhasedCallReader
{
    /// <summary>Null for a step after which nothing is different for the rules.</summary>
    public static DonePhased? Read(MigrationCall call) => ReadResult(call) is { } result ? new DonePhased(result) : null;

    private static Operation? ReadResult(MigrationCall call) => call.Name switch
    {
        "SetNotNull" => new AlterColumn(call.Table(), call.Text("column"), BecomesRequired: true, ColumnDefault.None.Instance) { IsRequired = true },
        "AddRequiredColumn" => ReadRequiredColumn(call),
        "CreateIndex" => new CreateIndex(call.Table(), call.Text("name"), call.Boolean("unique") == true, IsConcurrent: true)
        {
            Columns = call.Names("column", "columns"),
            IsPartial = call.IsGiven("filter"),
        },
        "AddForeignKey" => new AddForeignKey(call.Table(), call.Text("name"), call.Table("principalTable", "principalSchema"))
        {
            Columns = call.Names("column", "columns"),
            PrincipalColumns = call.Names("principalColumn", "principalColumns"),
        },
        _ => null,
    };

    /// <summary>The default that serves existing rows goes when the migration is contracted, unless another is asked for.</summary>
    private static AddColumn ReadRequiredColumn(MigrationCall call) => new(
        call.Table(),
        call.Text("column"),
        IsRequired: true,
        call.IsGiven("defaultValueSql") ? new ColumnDefault.Sql(call.Text("defaultValueSql")) : ColumnDefault.None.Instance,
        IsValueGenerated: false)
    {
        Type = ColumnReader.TypeOf(call.Text("type")),
    };
}
