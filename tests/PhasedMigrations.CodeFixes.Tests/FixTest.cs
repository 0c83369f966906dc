using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace PhasedMigrations.CodeFixes.Tests;

/// <summary>
/// Applies one kind of fix to every reported call, one after the other and with fix-all in every scope, compares the text and compiles
/// the result against the real EF Core, Npgsql provider and runtime.
/// </summary>
internal sealed class FixTest : CSharpCodeFixTest<PhasedMigrationsAnalyzer, PhasedMigrationsCodeFixProvider, DefaultVerifier>
{
    public FixTest(FixKind kind, bool withRuntime)
    {
        ReferenceAssemblies = new ReferenceAssemblies("net10.0");
        TestState.AdditionalReferences.AddRange(withRuntime ? RuntimeReference.With : RuntimeReference.Without);
        TestBehaviors |= TestBehaviors.SkipGeneratedCodeCheck;
        CodeActionEquivalenceKey = kind.ToString();
        DisabledDiagnostics.Add("CS1701");
        DisabledDiagnostics.Add("PHM9001"); // off by default, which the test harness overrides
    }

    /// <summary>The calls in the first migration carry markup; the second is what the phased fixes make of it.</summary>
    public static Task VerifyPhasedAsync(MigrationSource before, MigrationSource after) =>
        VerifyAsync(FixKind.Phased, withRuntime: true, before, [after.File]);

    public static Task VerifyPlainAsync(MigrationSource before, MigrationSource after, params (string Path, string Text)[] followUps) =>
        VerifyAsync(FixKind.Plain, withRuntime: false, before, [after.File, .. followUps]);

    /// <summary>The diagnostic is there, and this kind of fix leaves it alone.</summary>
    public static Task VerifyNotOfferedAsync(FixKind kind, MigrationSource source, bool withRuntime = true) =>
        VerifyAsync(kind, withRuntime, source, [source.File]);

    private static async Task VerifyAsync(
        FixKind kind, bool withRuntime, MigrationSource before, IReadOnlyList<(string Path, string Text)> after)
    {
        var test = new FixTest(kind, withRuntime);
        foreach (var source in (IEnumerable<(string, string)>)[before.File, .. before.Model])
            test.TestState.Sources.Add(source);
        foreach (var source in (IEnumerable<(string, string)>)[after[0], .. before.Model, .. after.Skip(1)])
            test.FixedState.Sources.Add(source);
        var isUnchanged = after is [var only] && only.Text == before.File.Text;
        if (isUnchanged)
            test.FixedState.MarkupHandling = MarkupMode.Allow;
        else
            test.NumberOfIncrementalIterations = Math.Max(1, before.File.Text.Split("{|PHM").Length - 1);
        await test.RunAsync(TestContext.Current.CancellationToken);
    }
}
