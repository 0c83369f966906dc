using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.Analyzers.Tests.Readers;

namespace PhasedMigrations.Analyzers.Tests;

/// <summary>Runs the analyzer over sources compiled against the real EF Core, Npgsql and SQLite packages.</summary>
internal sealed class MigrationTest : CSharpAnalyzerTest<PhasedMigrationsAnalyzer, DefaultVerifier>
{
    private static readonly string[] ReferencedAssemblies =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).Contains("CodeAnalysis", StringComparison.Ordinal)),
    ];

    private static readonly MetadataReference[] References =
        [.. ReferencedAssemblies.Select(path => MetadataReference.CreateFromFile(path))];

    /// <param name="without">Provider packages that the compilation does not refer to.</param>
    public MigrationTest(params string[] without)
    {
        // The references are the ones this test project runs with: no package is resolved while tests run.
        ReferenceAssemblies = new ReferenceAssemblies("net10.0");
        TestState.AdditionalReferences.AddRange(References.Where(reference => !without.Any(name => Path.GetFileNameWithoutExtension(reference.Display) == name)));
        // Generated migrations are analysed on purpose.
        TestBehaviors |= TestBehaviors.SkipGeneratedCodeCheck;
        // The harness turns on whatever is off by default.
        DisabledDiagnostics.AddRange(OffByDefault);
        // Two dollar signs are a quote of PostgreSQL and begin an interpolation.
        MarkupOptions = MarkupOptions.UseFirstDescriptor | MarkupOptions.TreatPositionIndicatorsAsCode;
    }

    internal static IEnumerable<string> OffByDefault =>
        new PhasedMigrationsAnalyzer().SupportedDiagnostics.Where(rule => !rule.IsEnabledByDefault).Select(rule => rule.Id);

    public static IReadOnlyList<MetadataReference> AllReferences => References;

    /// <summary>A whole migration class around the statements of its Up.</summary>
    public static string Migration(string up, string attributes = "", string members = "") => $$"""
        using Microsoft.EntityFrameworkCore.Migrations;

        {{attributes}}
        public partial class AddThings : Migration
        {
            protected override void Up(MigrationBuilder migrationBuilder)
            {
                {{up}}
            }

            {{members}}
        }
        """;

    /// <summary>Wraps the statements in a migration's Up and checks that exactly the marked calls are reported.</summary>
    public static Task VerifyUpAsync(string statements, string members = "") => VerifyAsync(Migration(statements, members: members));

    public static Task VerifyAsync(string source) => new MigrationTest().With("/0/AddThings.cs", source).VerifyAsync();

    public MigrationTest With(string path, string source)
    {
        TestState.Sources.Add((path, source));
        return this;
    }

    /// <summary>Turns on a rule that is off by default.</summary>
    public MigrationTest Enabling(string id)
    {
        DisabledDiagnostics.Remove(id);
        return this;
    }

    /// <summary>Settings as a project writes them in its .editorconfig.</summary>
    public MigrationTest Configured(params string[] settings)
    {
        TestState.AnalyzerConfigFiles.Add(("/.editorconfig", $"root = true\n[*.cs]\n{string.Join('\n', settings)}\n"));
        return this;
    }

    public MigrationTest ConfiguredGlobally(params string[] settings)
    {
        TestState.AnalyzerConfigFiles.Add(("/.globalconfig", $"is_global = true\n{string.Join('\n', settings)}\n"));
        return this;
    }

    public MigrationTest Expecting(params DiagnosticResult[] findings)
    {
        TestState.ExpectedDiagnostics.AddRange(findings);
        return this;
    }

    /// <summary>What the reader of scaffolded code understands of the sources is what the compiler understands.</summary>
    protected override async Task RunImplAsync(CancellationToken cancellationToken)
    {
        await base.RunImplAsync(cancellationToken);
        Readings.AssertSame([.. TestState.Sources.Select(source => Unmarked(source.content.ToString()))]);
    }

    private string Unmarked(string source)
    {
        TestFileMarkupParser.GetSpans(source, MarkupOptions.HasFlag(MarkupOptions.TreatPositionIndicatorsAsCode), out var unmarked, out ImmutableDictionary<string, ImmutableArray<TextSpan>> _);
        return unmarked;
    }

    public Task VerifyAsync() => RunAsync(TestContext.Current.CancellationToken);
}
