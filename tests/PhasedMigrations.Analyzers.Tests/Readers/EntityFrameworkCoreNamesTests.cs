using Microsoft.CodeAnalysis.CSharp;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;
using PhasedMigrations.Readers.EntityFrameworkCore;

namespace PhasedMigrations.Analyzers.Tests.Readers;

/// <summary>The names by which the reader looks things up exist in the real packages.</summary>
public sealed class EntityFrameworkCoreNamesTests
{
    [Theory]
    [InlineData(EntityFrameworkCoreTypes.MigrationName)]
    [InlineData(EntityFrameworkCoreTypes.MigrationBuilderName)]
    [InlineData(EntityFrameworkCoreTypes.OperationBuilderName)]
    [InlineData(EntityFrameworkCoreTypes.PhasedMigrationBuilderName)]
    public void Type_Resolves(string name) =>
        Assert.NotNull(CSharpCompilation.Create("Names", references: MigrationTest.AllReferences).GetTypeByMetadataName(name));

    [Theory]
    [InlineData("CreateTable", "name", "schema")]
    [InlineData("DropTable", "name", "schema")]
    [InlineData("RenameTable", "name", "schema", "newName", "newSchema")]
    [InlineData("AddColumn", "name", "table", "schema", "type", "nullable", "defaultValue", "defaultValueSql", "computedColumnSql")]
    [InlineData("AlterColumn", "name", "table", "schema", "nullable", "oldNullable", "defaultValue", "defaultValueSql",
        "computedColumnSql", "oldComputedColumnSql", "stored", "oldStored")]
    [InlineData("CreateIndex", "name", "table", "schema", "unique")]
    [InlineData("AddForeignKey", "name", "table", "schema", "principalTable", "principalSchema")]
    [InlineData("Sql", "sql")]
    public void EveryOverload_HasTheParameters(string method, params string[] parameters)
    {
        var overloads = typeof(MigrationBuilder).GetMethods().Where(candidate => candidate.Name == method).ToList();

        Assert.NotEmpty(overloads);
        Assert.All(overloads, overload => Assert.Subset(
            overload.GetParameters().Select(parameter => parameter.Name!).ToHashSet(), parameters.ToHashSet()));
    }

    [Theory]
    [InlineData(nameof(PhasedMigrationBuilder.SetNotNull))]
    [InlineData(nameof(PhasedMigrationBuilder.AddRequiredColumn))]
    public void PhasedStep_HasTheParameters(string method) => Assert.Subset(
        typeof(PhasedMigrationBuilder).GetMethod(method)!.GetParameters().Select(parameter => parameter.Name!).ToHashSet(),
        new HashSet<string> { "table", "column", "schema" });

    [Fact]
    public void ValueGenerationStrategies_HaveTheNumbers()
    {
        Assert.Equal(2, (int)NpgsqlValueGenerationStrategy.SerialColumn);
        Assert.Equal(3, (int)NpgsqlValueGenerationStrategy.IdentityAlwaysColumn);
        Assert.Equal(4, (int)NpgsqlValueGenerationStrategy.IdentityByDefaultColumn);
        Assert.Equal(6, Enum.GetValues<NpgsqlValueGenerationStrategy>().Length);
    }
}
