using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace PhasedMigrations.Analyzers.Tests.Readers.SqlFiles;

/// <summary>Runs the analyzer over .sql files beside code that holds no migration.</summary>
internal sealed class ScriptTest : CSharpAnalyzerTest<PhasedMigrationsAnalyzer, DefaultVerifier>
{
    /// <param name="referenced">Packages that the project refers to beside the framework.</param>
    public ScriptTest(params string[] referenced)
    {
        ReferenceAssemblies = new ReferenceAssemblies("net10.0");
        TestState.AdditionalReferences.AddRange(MigrationTest.AllReferences.Where(reference =>
            Path.GetFileNameWithoutExtension(reference.Display) is { } name
            && (name.StartsWith("System.", StringComparison.Ordinal) || referenced.Contains(name))));
        TestState.Sources.Add(("/repo/app/Program.cs", "class Program;"));
        TestBehaviors |= TestBehaviors.SkipGeneratedCodeCheck;
        DisabledDiagnostics.AddRange(MigrationTest.OffByDefault);
        // $$ is a dollar quote here, and no place of a cursor.
        MarkupOptions = MarkupOptions.UseFirstDescriptor | MarkupOptions.TreatPositionIndicatorsAsCode;
        TestState.AnalyzerConfigFiles.Add(("/.globalconfig", "is_global = true\nbuild_property.ProjectDir = /repo/app/\n"));
    }

    public static Task VerifyAsync(string sql) => new ScriptTest().With("/repo/app/db/change.sql", sql).VerifyAsync();

    public ScriptTest With(string path, string sql)
    {
        TestState.AdditionalFiles.Add((path, sql));
        return this;
    }

    /// <summary>Turns on a rule that is off by default.</summary>
    public ScriptTest Enabling(string id)
    {
        DisabledDiagnostics.Remove(id);
        return this;
    }

    public ScriptTest Configured(params string[] settings)
    {
        TestState.AnalyzerConfigFiles.Add(("/.editorconfig", $"root = true\n[*.sql]\n{string.Join('\n', settings)}\n"));
        return this;
    }

    public ScriptTest Expecting(params DiagnosticResult[] findings)
    {
        TestState.ExpectedDiagnostics.AddRange(findings);
        return this;
    }

    public Task VerifyAsync() => RunAsync(TestContext.Current.CancellationToken);
}
