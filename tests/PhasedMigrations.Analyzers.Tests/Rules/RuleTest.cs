using Microsoft.CodeAnalysis.Testing;
using PhasedMigrations.Analyzers.Tests.Readers.DbUp;
using PhasedMigrations.Analyzers.Tests.Readers.FluentMigrator;
using PhasedMigrations.Analyzers.Tests.Readers.SqlFiles;
using PhasedMigrations.Analyzers.Tests.Readers.SqlStrings;

namespace PhasedMigrations.Analyzers.Tests.Rules;

/// <summary>
/// The cases of one rule. A case is a form and a source; <c>[|…|]</c> marks what the rule reports, <c>{|PHM2001:…|}</c> what another
/// does. All that is reported is marked, and all that is marked is reported, by every rule there is.
/// </summary>
public abstract class RuleTest(string id)
{
    protected async Task VerifyAsync(Written written, string source, params string[] settings)
    {
        var marked = source.Replace("[|", $"{{|{id}:", StringComparison.Ordinal).Replace("|]", "|}", StringComparison.Ordinal);
        foreach (var form in Enum.GetValues<Written>().Where(form => written.HasFlag(form) && IsOne(form)))
        {
            try
            {
                await VerifyOneAsync(form, marked, null, settings);
            }
            catch (InvalidOperationException failure)
            {
                throw new InvalidOperationException($"Written as {form}: {failure.Message}", failure);
            }
        }
    }

    /// <summary>The marked words <c>{|#0:…|}</c> are reported with this message.</summary>
    protected Task VerifyMessageAsync(Written written, string source, string message)
    {
        var severity = new PhasedMigrationsAnalyzer().SupportedDiagnostics.Single(descriptor => descriptor.Id == id).DefaultSeverity;
        return VerifyOneAsync(written, source, new DiagnosticResult(id, severity).WithLocation(0).WithMessage(message), []);
    }

    private static bool IsOne(Written form) => (form & (form - 1)) == 0;

    private static Task VerifyOneAsync(Written form, string source, DiagnosticResult? expected, string[] settings)
    {
        if (form is Written.Script or Written.WrappedScript)
        {
            var file = new ScriptTest().With("/repo/app/db/change.sql", source)
                .Configured([.. settings, $"phased_migrations.sql_transaction = {(form == Written.Script ? "none" : "file")}"]);
            return (expected is { } finding ? file.Expecting(finding) : file).VerifyAsync();
        }

        var code = (form is Written.NpgsqlSql or Written.DapperSql or Written.DbUpSql ? CommandTest.Create() : new MigrationTest()).With("/0/AddThings.cs", Code(form, source)).Configured(settings);
        return (expected is { } result ? code.Expecting(result) : code).VerifyAsync();
    }

    /// <summary>Raw literals keep the SQL as it is written here.</summary>
    private static string Code(Written form, string source) => form switch
    {
        Written.Ef => MigrationTest.Migration(source),
        Written.EfSql => MigrationTest.Migration($"migrationBuilder.Sql({Literal(source)});"),
        Written.EfSuppressed => MigrationTest.Migration($"migrationBuilder.Sql({Literal(source)}, suppressTransaction: true);"),
        Written.Fluent => FluentTest.Migration(source),
        Written.FluentAlone => FluentTest.Migration(source, attributes: Unwrapped),
        Written.FluentSql => FluentTest.Migration($"Execute.Sql({Literal(source)});"),
        Written.FluentSqlAlone => FluentTest.Migration($"Execute.Sql({Literal(source)});", attributes: Unwrapped),
        Written.NpgsqlSql => CommandTest.Source($"await using var command = new NpgsqlCommand({Literal(source)}, npgsql); await command.ExecuteNonQueryAsync();"),
        Written.DapperSql => CommandTest.Source($"await connection.ExecuteAsync({Literal(source)});"),
        Written.DbUpSql => DbUpScriptTests.Source($"=> {Literal(source)};"),
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "A case is written in one form."),
    };

    private const string Unwrapped = "[Migration(20250101, TransactionBehavior.None)]";

    private static string Literal(string sql) => $"\"\"\"\"\n{sql}\n\"\"\"\"";
}
