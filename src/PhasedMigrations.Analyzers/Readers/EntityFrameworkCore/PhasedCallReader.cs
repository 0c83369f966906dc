using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.EntityFrameworkCore;

/// <summary>What a step of <c>migrationBuilder.Phased(…)</c> will have done: nothing that blocks, but history counts on it.</summary>
internal static class PhasedCallReader
{
    /// <summary>Null for a step after which nothing is different for the rules.</summary>
    public static Operation? Read(MigrationCall call) => call.Name switch
    {
        "SetNotNull" or "AddRequiredColumn" => new RequireColumn(call.Table(), call.Text("column")),
        _ => null,
    };
}
