using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Analyzers.Tests.Robustness;

/// <summary>Whatever stands in a .sql file, nothing fails, and whatever is said stands inside the file.</summary>
public sealed class ScriptMutationTests
{
    private const string Script = """
        -- evolve-tx-off
        -- +goose Up
        \set ON_ERROR_STOP on
        CREATE TABLE $schema$.a (b int, c ${type} NOT NULL, d text DEFAULT 'x;y');
        /* phased:ignore PHM2001, PHM3001 because */
        CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix_${name}_a ON $schema$.a (b) WHERE c > 1;
        DO $do$ BEGIN
            -- phased:ignore PHM5001 small
            UPDATE a SET d = $q$;$q$;
            EXECUTE 'ALTER TABLE b ADD COLUMN e int NOT NULL';
        END $do$;
        ALTER TABLE "B".b ALTER COLUMN e SET NOT NULL, ADD CONSTRAINT fk FOREIGN KEY (e) REFERENCES a (b);
        COPY a FROM STDIN;
        1	2
        \.
        BEGIN; CREATE INDEX ix2 ON b (e); COMMIT;
        -- phased:ignore-file PHM1001 reason
        -- +goose Down
        DROP TABLE a;
        GO
        CREATE TABLE `x` ([y] NVARCHAR(10));
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task MutatedScripts_AreAnalysed(int seed)
    {
        var random = new Random(seed);
        var scripts = Enumerable.Range(0, 200)
            .Select(i => new ScriptRun.Script($"/db/V{i}__x.sql", Mutate(Script, random)))
            .ToArray();

        var findings = await ScriptRun.OverAsync([.. scripts], new PhasedMigrationsAnalyzer(), ("phased_migrations.dialect", "postgresql"));

        Assert.NotEmpty(findings);
        Assert.DoesNotContain(findings, finding => finding.Id == "PHM9004");
        Assert.All(findings, finding =>
        {
            var length = scripts.Single(script => script.Path == finding.Location.GetLineSpan().Path).GetText(TestContext.Current.CancellationToken)!.Length;
            Assert.InRange(finding.Location.SourceSpan.End, finding.Location.SourceSpan.Start, length);
        });
    }

    private static string Mutate(string text, Random random)
    {
        for (var i = random.Next(6); i > 0 && text.Length > 10; i--)
        {
            var start = random.Next(text.Length);
            var length = random.Next(Math.Min(40, text.Length - start));
            text = random.Next(4) switch
            {
                0 => text.Remove(start, length),
                1 => text.Insert(start, text.Substring(start, length)),
                2 => text[..start],
                _ => text.Insert(start, "$'\"(;{/*-\n"[random.Next(10)].ToString()),
            };
        }

        return text;
    }
}
