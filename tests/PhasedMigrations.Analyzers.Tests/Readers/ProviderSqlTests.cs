using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using PhasedMigrations.Model;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Readers.EntityFrameworkCore;

namespace PhasedMigrations.Analyzers.Tests.Readers;

/// <summary>What the reader makes of a call agrees with the SQL that the real Npgsql provider makes of it.</summary>
public sealed class ProviderSqlTests
{
    private const string Identity =
        """.Annotation("Npgsql:ValueGenerationStrategy", Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.NpgsqlValueGenerationStrategy.""";

    [Theory]
    [InlineData("""AlterColumn<string>("c", "t", "text", oldNullable: true)""")]
    [InlineData("""AlterColumn<string>("c", "t", "text", nullable: true, oldNullable: true)""")]
    [InlineData("""AlterColumn<string>("c", "t", "text", defaultValue: "")""")]
    [InlineData("""AlterColumn<string>("c", "t", "text", defaultValue: "", oldNullable: true)""")]
    [InlineData("""AlterColumn<string>("c", "t", "text", defaultValue: "x", oldDefaultValue: "x", oldNullable: true)""")]
    [InlineData("""AlterColumn<string>("c", "t", "text", defaultValueSql: "now()", oldNullable: true)""")]
    [InlineData("""AlterColumn<int>("c", "t", "integer", defaultValue: 0, oldType: "text", oldNullable: true)""")]
    [InlineData("""AlterColumn<string>("c", "t", "text", computedColumnSql: "a", stored: true, oldNullable: true)""")]
    [InlineData("""AlterColumn<string>("c", "t", "text", computedColumnSql: "a", stored: true, oldComputedColumnSql: "a", oldStored: true, oldNullable: true)""")]
    [InlineData("""AlterColumn<string>("c", "t", "text", computedColumnSql: "a", stored: true, oldComputedColumnSql: "a", oldNullable: true)""")]
    [InlineData("""AlterColumn<string>("c", "t", "text", defaultValue: "", oldComputedColumnSql: "a", oldStored: true, oldNullable: true)""")]
    [InlineData("""AlterColumn<uint>("xmin", "t", "xid", oldNullable: true)""")]
    [InlineData("""AlterColumn<int>("c", "t", "integer", oldNullable: true)""" + Identity + "IdentityByDefaultColumn)")]
    public void AlterColumn_AgreesWithTheProvider(string call)
    {
        var (operation, sql) = ReadAndGenerate(call);
        var work = operation is AlterColumn alter ? ImpactPrediction.Of(alter).Work : TableWork.None;

        Assert.Equal(sql.Contains("SET NOT NULL", StringComparison.Ordinal), work.HasFlag(TableWork.Scan));
        Assert.Equal(sql.Contains("UPDATE t SET c", StringComparison.Ordinal), work.HasFlag(TableWork.Update));
    }

    [Theory]
    [InlineData("""AddColumn<int>("c", "t", "integer")""", true)]
    [InlineData("""AddColumn<string>("c", "t")""", true)]
    [InlineData("""AddColumn<string>("c", "t", "text", defaultValue: null)""", true)]
    [InlineData("""AddColumn<byte[]>("c", "t", "bytea", rowVersion: true)""", true)]
    [InlineData("""AddColumn<int>("c", "t", "integer")""" + Identity + "None)", true)]
    [InlineData("""AddColumn<int>("c", "t", "integer")""" + Identity + "SequenceHiLo)", true)]
    [InlineData("""AddColumn<int>("c", "t", "integer")""" + Identity + "Sequence)", true)]
    [InlineData("""AddColumn<int>("c", "t", "integer")""" + Identity + "SerialColumn)", false)]
    [InlineData("""AddColumn<int>("c", "t", "integer")""" + Identity + "IdentityAlwaysColumn)", false)]
    [InlineData("""AddColumn<int>("c", "t", "integer")""" + Identity + "IdentityByDefaultColumn)", false)]
    [InlineData("""AddColumn<int>("c", "t", "serial")""", false)]
    [InlineData("""AddColumn<string>("c", "t", "text", nullable: true)""", false)]
    [InlineData("""AddColumn<string>("c", "t", "text", defaultValue: "")""", false)]
    [InlineData("""AddColumn<string>("c", "t", "text", defaultValueSql: "now()")""", false)]
    [InlineData("""AddColumn<string>("c", "t", "text", computedColumnSql: "a", stored: true)""", false)]
    [InlineData("""AddColumn<uint>("xmin", "t", "xid", rowVersion: true)""", false)]
    [InlineData("""AddColumn<uint>("ctid", "t", "tid")""", false)]
    public void AddColumn_AgreesWithTheProvider(string call, bool fails)
    {
        var (operation, sql) = ReadAndGenerate(call);

        Assert.Equal(fails, sql.Contains(" NOT NULL;", StringComparison.Ordinal)
            && !sql.Contains("serial", StringComparison.Ordinal) && !sql.Contains("GENERATED", StringComparison.Ordinal));
        Assert.Equal(fails, operation is not null && ImpactPrediction.Of(operation).FailsOnExistingRows);
        Assert.Equal(sql.Length == 0, operation is null);
    }

    [Theory]
    [InlineData("""CreateIndex("ix", "t", "c")""", false)]
    [InlineData("""CreateIndex("ix", "t", "c").Annotation("Npgsql:CreatedConcurrently", true)""", true)]
    [InlineData("""CreateIndex("ix", "t", "c").Annotation("Npgsql:CreatedConcurrently", false)""", false)]
    public void CreateIndex_AgreesWithTheProvider(string call, bool isConcurrent)
    {
        var (operation, sql) = ReadAndGenerate(call);

        Assert.Equal(isConcurrent, sql.Contains("CONCURRENTLY", StringComparison.Ordinal));
        Assert.Equal(isConcurrent, Assert.IsType<CreateIndex>(operation).IsConcurrent);
    }

    private static (Operation? Operation, string Sql) ReadAndGenerate(string call)
    {
        var token = TestContext.Current.CancellationToken;
        var tree = CSharpSyntaxTree.ParseText(MigrationTest.Migration($"migrationBuilder.{call};"), cancellationToken: token);
        var compilation = CSharpCompilation.Create(
            "Migrations", [tree], MigrationTest.AllReferences, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var up = tree.GetRoot(token).DescendantNodes().OfType<MethodDeclarationSyntax>().Single();
        var unit = MigrationReader.Read(
            compilation.GetSemanticModel(tree).GetOperation(up, token)!,
            EntityFrameworkCoreTypes.Find(compilation)!,
            _ => null,
            migration: null,
            token);
        return (unit.Operations.Select(located => located.Operation).SingleOrDefault(), Generate(compilation));
    }

    private static string Generate(CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        image.Position = 0;
        var migration = (Migration)Activator.CreateInstance(
            new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image).GetType("AddThings")!)!;
        using var context = new DbContext(new DbContextOptionsBuilder().UseNpgsql(npgsql => npgsql.SetPostgresVersion(14, 0)).Options);
        migration.ActiveProvider = context.Database.ProviderName!;
        var commands = context.GetService<IMigrationsSqlGenerator>().Generate(migration.UpOperations);
        return string.Concat(commands.Select(command => command.CommandText));
    }
}
