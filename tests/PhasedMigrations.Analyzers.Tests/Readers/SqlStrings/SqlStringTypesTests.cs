using Microsoft.CodeAnalysis.CSharp;
using PhasedMigrations.Readers.SqlStrings;

namespace PhasedMigrations.Analyzers.Tests.Readers.SqlStrings;

public sealed class SqlStringTypesTests
{
    [Theory]
    [InlineData(SqlStringTypes.DatabaseFacadeExtensionsName)]
    [InlineData(SqlStringTypes.NpgsqlCommandName)]
    [InlineData(SqlStringTypes.NpgsqlBatchCommandName)]
    [InlineData(SqlStringTypes.DbDataSourceName)]
    [InlineData(SqlStringTypes.SqlMapperName)]
    [InlineData(SqlStringTypes.CommandDefinitionName)]
    [InlineData(SqlStringTypes.ScriptName)]
    [InlineData(SqlStringTypes.SqlScriptName)]
    [InlineData(SqlStringTypes.ScriptExtensionsName)]
    public void EveryName_Resolves(string name) =>
        Assert.NotNull(CSharpCompilation.Create("Empty", references: MigrationTest.AllReferences).GetTypeByMetadataName(name));

    [Fact]
    public void TestProject_IsNotRead() =>
        Assert.Null(SqlStringFrontEnd.Find(CSharpCompilation.Create("Empty", references: MigrationTest.AllReferences)));

    [Fact]
    public void ProjectWithoutNpgsql_IsNotRead() => Assert.Null(SqlStringFrontEnd.Find(CSharpCompilation.Create(
        "Empty", references: CommandTest.References.Where(reference => Path.GetFileName(reference.Display) != "Npgsql.dll"))));
}
