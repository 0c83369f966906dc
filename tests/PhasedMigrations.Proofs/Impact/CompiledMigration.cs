using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using PhasedMigrations.Model;
using PhasedMigrations.Readers.EntityFrameworkCore;

namespace PhasedMigrations.Proofs.Impact;

/// <summary>A migration compiled from source, so that the analyzer reads the very code that the Npgsql provider turns into SQL.</summary>
internal sealed class CompiledMigration
{
    private static readonly MetadataReference[] References =
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
        .ToArray();

    private readonly CSharpCompilation _compilation;

    public CompiledMigration(string up)
    {
        var source =
            $$"""
            using Microsoft.EntityFrameworkCore.Migrations;
            using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

            public sealed class Change : Migration
            {
                protected override void Up(MigrationBuilder migrationBuilder)
                {
                    {{up}}
                }
            }
            """;
        _compilation = CSharpCompilation.Create(
            $"Change_{Guid.NewGuid():N}",
            [CSharpSyntaxTree.ParseText(source)],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
    }

    /// <summary>The operations as the analyzer sees them.</summary>
    public IReadOnlyList<Operation> Read(CancellationToken cancellationToken)
    {
        var tree = _compilation.SyntaxTrees[0];
        var model = _compilation.GetSemanticModel(tree);
        var up = tree.GetRoot(cancellationToken).DescendantNodes().OfType<MethodDeclarationSyntax>().Single();
        var types = EntityFrameworkCoreTypes.Find(_compilation)!;
        return MigrationReader
            .Read(model.GetOperation(up, cancellationToken)!, types, node => model.GetOperation(node), migration: null, cancellationToken)
            .Operations.Select(located => located.Operation)
            .ToArray();
    }

    /// <summary>The commands that <c>database update</c> would send to a server of that version.</summary>
    public IReadOnlyList<MigrationCommand> Generate(int version)
    {
        var migration = (Migration)Activator.CreateInstance(Load().GetType("Change")!)!;
        var options = new DbContextOptionsBuilder().UseNpgsql(npgsql => npgsql.SetPostgresVersion(version, 0)).Options;
        using var context = new DbContext(options);
        migration.ActiveProvider = context.Database.ProviderName!;
        return context.GetService<IMigrationsSqlGenerator>().Generate(migration.UpOperations);
    }

    private Assembly Load()
    {
        using var image = new MemoryStream();
        var emitted = _compilation.Emit(image);
        return emitted.Success
            ? Assembly.Load(image.ToArray())
            : throw new InvalidOperationException(string.Join('\n', emitted.Diagnostics));
    }
}
