using Microsoft.CodeAnalysis.CSharp;
using PhasedMigrations.Readers.FluentMigrator;

namespace PhasedMigrations.Analyzers.Tests.Readers.FluentMigrator;

public sealed class FluentMigratorTypesTests
{
    [Theory]
    [InlineData(FluentMigratorTypes.MigrationBaseName)]
    [InlineData(FluentMigratorTypes.FluentSyntaxName)]
    [InlineData(FluentMigratorTypes.DatabaseScopeName)]
    [InlineData(FluentMigratorTypes.MigrationAttributeName)]
    [InlineData(FluentMigratorTypes.MaintenanceAttributeName)]
    [InlineData(FluentMigratorTypes.TagsAttributeName)]
    [InlineData("FluentMigrator.TimestampedMigrationAttribute")]
    [InlineData("FluentMigrator.SystemMethods")]
    [InlineData("FluentMigrator.RawSql")]
    [InlineData("FluentMigrator.Postgres.PostgresExtensions")]
    [InlineData("FluentMigrator.Builders.Create.ICreateExpressionRoot")]
    [InlineData("FluentMigrator.Builders.Alter.IAlterExpressionRoot")]
    [InlineData("FluentMigrator.Builders.Rename.IRenameExpressionRoot")]
    [InlineData("FluentMigrator.Builders.Delete.IDeleteExpressionRoot")]
    public void EveryName_Resolves(string name) => Assert.NotNull(Compilation([.. MigrationTest.AllReferences]).GetTypeByMetadataName(name));

    [Fact]
    public void EveryNameTogether_IsFound() => Assert.NotNull(FluentMigratorTypes.Find(Compilation([.. MigrationTest.AllReferences])));

    [Fact]
    public void CompilationWithoutFluentMigrator_HasNoFrontEnd() =>
        Assert.Null(FluentMigratorFrontEnd.Find(Compilation([Microsoft.CodeAnalysis.MetadataReference.CreateFromFile(typeof(object).Assembly.Location)])));

    private static CSharpCompilation Compilation(Microsoft.CodeAnalysis.MetadataReference[] references) =>
        CSharpCompilation.Create("Empty", references: references);
}
