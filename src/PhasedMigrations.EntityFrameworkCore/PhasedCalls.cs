using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace PhasedMigrations;

/// <summary>The calls that one migration has made so far, kept as annotations on its operations.</summary>
internal static class PhasedCalls
{
    private const string Prefix = "PhasedMigrations:";

    public static MigrationBuilder Add(MigrationBuilder migrationBuilder, string call, string name, string sql)
    {
        // EF Core puts raw SQL into scripts as it is, so the terminator is ours to write.
        migrationBuilder.Sql(sql + ";").Annotation(Prefix + call, name);
        return migrationBuilder;
    }

    /// <exception cref="InvalidDefinitionException">The name is registered by an earlier call that nothing reverted since.</exception>
    public static void RefuseSecond(MigrationBuilder migrationBuilder, string name)
    {
        var last = migrationBuilder.Operations.OfType<SqlOperation>()
            .SelectMany(operation => operation.GetAnnotations())
            .LastOrDefault(annotation => name.Equals(annotation.Value as string, StringComparison.Ordinal)
                                         && annotation.Name is Prefix + nameof(PhasedMigrationBuilderExtensions.Phased)
                                             or Prefix + nameof(PhasedMigrationBuilderExtensions.RevertPhased));
        if (last?.Name == Prefix + nameof(PhasedMigrationBuilderExtensions.Phased))
            throw new InvalidDefinitionException(
                $"This migration calls Phased(\"{name}\") twice; give the second one another name, or put its operations into the first.");
    }
}
