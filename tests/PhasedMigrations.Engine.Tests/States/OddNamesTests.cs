using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.States;

/// <summary>Names that have to be quoted, in a schema that no search path knows, and types beyond the plain ones.</summary>
public sealed class OddNamesTests
{
    private const string Schema = "Od\"d.Schema";

    private const string Tables = """
        CREATE SCHEMA "Od""d.Schema";
        CREATE TYPE "Od""d.Schema"."Mood" AS ENUM ('sad', 'so "happy"');
        CREATE DOMAIN "Od""d.Schema"."Positive" AS integer CHECK (VALUE > 0);
        CREATE TABLE "Od""d.Schema"."Us'er" ("Id" bigint PRIMARY KEY);
        CREATE TABLE "Od""d.Schema"."Group" (
            "Order" bigint GENERATED ALWAYS AS IDENTITY, "user" text NOT NULL, "Tags" text[], "M""ood" "Od""d.Schema"."Mood", "select" "Od""d.Schema"."Positive",
            "Twice" bigint GENERATED ALWAYS AS ("Order" * 2) STORED, "le""f't\" bigint, "$1" text, PRIMARY KEY ("Order", "user"));
        CREATE TABLE "Od""d.Schema"."Group{0}" (LIKE "Od""d.Schema"."Group");
        CREATE TABLE "Od""d.Schema"."To" ("Order" bigint PRIMARY KEY, "us.er" text);
        CREATE UNIQUE INDEX ON "Od""d.Schema"."Group" ("Order");
        INSERT INTO "Od""d.Schema"."Us'er" VALUES (1);
        INSERT INTO "Od""d.Schema"."Group" ("user", "le""f't\") SELECT 'U\''' || g, 1 FROM generate_series(1, 2000) g;
        ANALYZE;
        """;

    private const string AsText = "SELECT count(*) FROM \"Od\"\"d.Schema\".\"Group\" WHERE ";

    private sealed class Upper : IBackfillTransform<string, string?>
    {
        public ValueTask<string?> TransformAsync(string row, CancellationToken cancellationToken) => new(row.ToUpperInvariant());
    }

    [Theory]
    [InlineData(14, BackfillChunking.Automatic)]
    [InlineData(18, BackfillChunking.Automatic)]
    [InlineData(18, BackfillChunking.KeyRanges)]
    public async Task EveryOperation(int version, BackfillChunking chunking)
    {
        await using var database = await PhasedDatabase.CreateAsync(version, Tables);
        await database.RegisterAsync("M'i\"g\\ration", p => p
            .Backfill("Group", "\"Tags\" = ARRAY[\"Group\".\"user\", '{0}']", "\"Tags\" IS NULL", schema: Schema)
            .Backfill("Group", "\"M\"\"ood\" = 'so \"happy\"'", "\"M\"\"ood\" IS NULL", schema: Schema)
            .Backfill("Group", "\"select\" = 7", "\"Group\".\"select\" IS NULL", schema: Schema)
            .SetNotNull("Group", "M\"ood", schema: Schema)
            .SetNotNull("Group", "select", schema: Schema)
            .AddRequiredColumn("Group", "Wh,e re", "text", "\"user\" || '\\'", schema: Schema)
            .CreateIndex("I\"x.1", "Group", "le\"f't\\", schema: Schema, filter: "\"M\"\"ood\" IS NOT NULL")
            .AddForeignKey("F\"k'", "Group", "le\"f't\\", "Us'er", "Id", schema: Schema, principalSchema: Schema)
            .CopyRows("Group", "To", "\"Order\" = \"Order\", \"us.er\" = \"user\"", "Order", schema: Schema, toSchema: Schema)
            .Transform("Group", "upper", ["user"], ["$1"], "\"$1\" IS NULL", schema: Schema));

        var result = Assert.Single((await database.RunAsync(new() { Contract = true }, PhasedDatabase.Quick with
        {
            Chunking = chunking, InitialBatchRows = 100, Workers = 2, Verification = PhasedVerificationMode.Full, Transforms = new BackfillTransforms().Add("upper", new Upper()),
        })).Migrations);

        Assert.True(result.Outcome == PhasedRunOutcome.Complete, result.Message);
        Assert.Equal(2000L, await database.ScalarAsync<long>(AsText + """
            "Tags" = ARRAY["user", '{0}'] AND "M""ood"::text = 'so "happy"' AND "select" = 7 AND "Wh,e re" = "user" || '\' AND "$1" = upper("user")
            """));
        Assert.Equal(2000L, await database.ScalarAsync<long>("""SELECT count(*) FROM "Od""d.Schema"."To" t JOIN "Od""d.Schema"."Group" g USING ("Order") WHERE t."us.er" = g."user" """));
    }

    [Fact]
    public async Task DeletedRows_AndTheRefusedOne_AreNamed()
    {
        await using var database = await PhasedDatabase.CreateAsync(18, Tables + """
            ALTER TABLE "Od""d.Schema"."Group{0}" ADD CHECK ("user" <> 'U\''7');
            """);
        await database.RegisterAsync("$delete$", p => p.DeleteRows("Group", "\"Order\" <= 100", "Group{0}", schema: Schema, archiveSchema: Schema));

        var result = Assert.Single((await database.RunAsync()).Migrations);

        Assert.Equal(PhasedRunOutcome.Blocked, result.Outcome);
        Assert.Contains("\"Od\"\"d.Schema\".\"Group\" Order = 7, user = U\\'7: ", result.Message, StringComparison.Ordinal);
        Assert.Equal(1901L, await database.ScalarAsync<long>(AsText + "true"));
        Assert.Equal(99L, await database.ScalarAsync<long>("SELECT count(*) FROM \"Od\"\"d.Schema\".\"Group{0}\" WHERE \"Twice\" = \"Order\" * 2"));
        await database.RevertAsync("$delete$");
    }
}
