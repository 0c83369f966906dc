using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace PhasedMigrations.Analyzers.Tests;

/// <summary>Runs the analyzer over sources compiled against the real EF Core and Npgsql packages.</summary>
internal sealed class MigrationTest : CSharpAnalyzerTest<PhasedMigrationsAnalyzer, DefaultVerifier>
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).Contains("CodeAnalysis", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public MigrationTest()
    {
        // The references are the ones this test project runs with: no package is resolved while tests run.
        ReferenceAssemblies = new ReferenceAssemblies("net10.0");
        TestState.AdditionalReferences.AddRange(References);
        // Generated migrations are analysed on purpose.
        TestBehaviors |= TestBehaviors.SkipGeneratedCodeCheck;
        MarkupOptions = MarkupOptions.UseFirstDescriptor;
    }

    /// <summary>Wraps the statements in a migration's Up and checks that exactly the marked calls are reported.</summary>
    public static Task VerifyUpAsync(string statements) => VerifyAsync($$"""
        using Microsoft.EntityFrameworkCore.Migrations;

        public partial class AddThings : Migration
        {
            protected override void Up(MigrationBuilder migrationBuilder)
            {
                {{statements}}
            }
        }
        """);

    public static Task VerifyAsync(string source)
    {
        var test = new MigrationTest { TestCode = source };
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
