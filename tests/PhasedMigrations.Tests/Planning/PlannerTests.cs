using PhasedMigrations.Operations;
using PhasedMigrations.Planning;

namespace PhasedMigrations.Tests.Planning;

public sealed class PlannerTests
{
    private static readonly IReadOnlySet<FinishedStep> NothingFinished = new HashSet<FinishedStep>();

    private static TableFacts Users { get; } = new()
    {
        Schema = "public",
        Name = "users",
        Kind = "r",
        Columns = [new("id", "bigint", IsNotNull: true), new("name", "text", IsNotNull: false), new("verified", "boolean", IsNotNull: false)],
        Key = [new("id", "bigint", "int8")],
        Constraints = [],
        Indexes = [],
        Triggers = ["~phased_fill_verified"],
    };

    private static TableFacts Teams { get; } = new()
    {
        Schema = "public",
        Name = "teams",
        Kind = "r",
        Columns = [new("id", "integer", IsNotNull: true)],
        Constraints = [],
        Indexes = [],
        Triggers = [],
    };

    private static PhasedDefinition Define(Action<PhasedMigrationBuilder> phased)
    {
        var builder = new PhasedMigrationBuilder();
        phased(builder);
        return builder.Build();
    }

    private static PhasedPlan Plan(
        Action<PhasedMigrationBuilder> phased, int version = 18, TableFacts? users = null, IReadOnlySet<FinishedStep>? finished = null) =>
        Planner.Plan(
            "m",
            Define(phased),
            new(version, new Dictionary<string, TableFacts> { ["\"users\""] = users ?? Users, ["\"teams\""] = Teams }),
            finished ?? NothingFinished);

    private static void Verify(PhasedMigrationBuilder phased) =>
        phased.Backfill("users", "verified = false", "verified IS NULL").SetNotNull("users", "verified");

    [Fact]
    public void RequiredColumn_OnPostgreSql14()
    {
        var text = Plan(Verify, version: 14).Print();

        Assert.Equal(
            """
            -- m

            -- 1. migrate: backfill public.users (verified) in batches
            --    locks: row locks of one small batch at a time; reads and other writes go on
            --    chunks: windows of pages, in stripes as far as the server answers with HOT updates: the table is a heap, and verified tells which rows are done
            UPDATE "public"."users" SET verified = false
            WHERE ctid >= $1::tid AND ctid < $2::tid AND (get_byte(tidsend(ctid), 5) * 159 & 255) < $3 AND (verified IS NULL
            );

            -- 2. migrate: verify that no row of public.users has NULL in verified
            --    locks: ACCESS SHARE; reads and writes go on
            SELECT count(*) FROM "public"."users" WHERE "verified" IS NULL;

            -- 3. migrate: refuse NULL in new values of public.users.verified
            --    locks: ACCESS EXCLUSIVE, instant
            ALTER TABLE "public"."users" ADD CONSTRAINT "phased_users_verified_not_null" CHECK ("verified" IS NOT NULL) NOT VALID;

            -- 4. migrate: prove that public.users.verified has no NULL
            --    locks: SHARE UPDATE EXCLUSIVE; reads and writes go on
            ALTER TABLE "public"."users" VALIDATE CONSTRAINT "phased_users_verified_not_null";

            -- 5. contract: require public.users.verified and drop what bridged the phases
            --    locks: ACCESS EXCLUSIVE, instant
            ALTER TABLE "users" ALTER COLUMN "verified" SET NOT NULL;
            ALTER TABLE "users" DROP CONSTRAINT IF EXISTS "phased_users_verified_not_null";
            DROP TRIGGER IF EXISTS "~phased_fill_verified" ON "users";
            DROP FUNCTION IF EXISTS phased."fill_users_verified_a76d8eb3"();

            """,
            text);
    }

    [Fact]
    public void RequiredColumn_OnPostgreSql18_UsesAnUnvalidatedNotNull() =>
        Assert.Equal(
            [
                """ALTER TABLE "public"."users" ADD NOT NULL "verified" NOT VALID;""",
                """ALTER TABLE "public"."users" VALIDATE CONSTRAINT "users_verified_not_null";""",
            ],
            Plan(Verify).Steps.Where(step => step.Kind is "add_not_null" or "validate_not_null").Select(step => step.Sql));

    [Fact]
    public void IndexAndForeignKey()
    {
        var text = Plan(p => p
            .CreateIndex("ix", "users", ["name", "id"], unique: true, descending: [])
            .AddForeignKey("fk", "users", ["name"], "teams", ["id"], onDelete: ForeignKeyAction.Cascade)).Print();

        Assert.Equal(
            """
            -- m

            -- 1. expand: add foreign key fk for new rows of public.users
            --    locks: SHARE ROW EXCLUSIVE on both tables, instant
            ALTER TABLE "users" ADD CONSTRAINT "fk" FOREIGN KEY ("name") REFERENCES "teams" ("id") ON DELETE CASCADE NOT VALID;

            -- 2. migrate: build ix on public.users
            --    locks: SHARE UPDATE EXCLUSIVE; reads and writes go on
            CREATE UNIQUE INDEX CONCURRENTLY "ix" ON "public"."users" ("name" DESC, "id" DESC);

            -- 3. migrate: check the existing rows of public.users against fk
            --    locks: SHARE UPDATE EXCLUSIVE, and ROW SHARE on the principal table; reads and writes go on
            ALTER TABLE "public"."users" VALIDATE CONSTRAINT "fk";

            """,
            text);
    }

    public static TheoryData<string, int, string[]> Resumptions => new()
    {
        { "nothing done", 14, ["backfill", "verify_no_null", "add_not_null", "validate_not_null", "contract"] },
        { "backfilled", 14, ["verify_no_null", "add_not_null", "validate_not_null", "contract"] },
        { "check added", 14, ["validate_not_null", "contract"] },
        { "check validated", 14, ["contract"] },
        { "pending not null", 18, ["validate_not_null", "contract"] },
        { "not null, trigger left", 18, ["contract"] },
        { "all done", 18, [] },
        { "trigger lost", 18, ["expand", "verify_no_null", "add_not_null", "validate_not_null", "contract"] },
    };

    [Theory, MemberData(nameof(Resumptions))]
    public void StepsWhoseGoalHolds_AreLeftOut(string state, int version, string[] kinds)
    {
        var check = new ConstraintFacts("phased_users_verified_not_null", "c", IsValidated: state == "check validated");
        var verified = new ColumnFacts(
            "verified", "boolean", IsNotNull: state is "not null, trigger left" or "all done", state == "pending not null" ? "other_name" : null);
        var users = Users with
        {
            Columns = [Users.Columns[0], Users.Columns[1], verified],
            Constraints = state.StartsWith("check", StringComparison.Ordinal) ? [check] : [],
            Triggers = state is "all done" or "trigger lost" ? [] : Users.Triggers,
        };
        var finished = state == "nothing done" ? NothingFinished : new HashSet<FinishedStep> { new(0, BackfillStep.StepKind) };

        Assert.Equal(kinds, Plan(Verify, version, users, finished).Steps.Select(step => step.Kind));
    }

    [Fact]
    public void NotNullWithoutBackfill_IsEnforcedInTheMigratePhase() =>
        Assert.All(Plan(p => p.SetNotNull("users", "name"), 14).Steps, step => Assert.Equal(PhasedPhase.Migrate, step.Phase));

    [Fact]
    public void ConstantColumn_IsOneInstantStatement()
    {
        var steps = Plan(p => p.AddRequiredColumn("users", "plan", "text", "'free'", defaultValueSql: "'free'")).Steps;

        Assert.Equal("""ALTER TABLE "users" ADD COLUMN "plan" text NOT NULL DEFAULT 'free';""", Assert.Single(steps).Sql);
    }

    [Fact]
    public void ComputedColumn_IsFilledBeforeItIsRequired() =>
        Assert.Equal(
            ["expand", "backfill", "verify_no_null", "add_not_null", "validate_not_null", "contract"],
            Plan(p => p.AddRequiredColumn("users", "slug", "text", "lower(name)")).Steps.Select(step => step.Kind));

    [Theory]
    [InlineData("nmae", "Did you mean name?")]
    [InlineData("Verified", "Did you mean verified?")]
    [InlineData("entirely_else", "")]
    public void UnknownColumn_SuggestsNearNames(string column, string suggestion)
    {
        var error = Assert.Throws<UnknownObjectException>(() => Plan(p => p.SetNotNull("users", column)));

        Assert.EndsWith($"has no column \"{column}\".{(suggestion.Length == 0 ? "" : $" {suggestion}")}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PartitionedTable_IsRefusedForIndexes_AndForForeignKeysBefore18()
    {
        var partitioned = Users with { Kind = "p" };

        Assert.Throws<UnsupportedTableException>(() => Plan(p => p.CreateIndex("ix", "users", "name"), 18, partitioned));
        Assert.Throws<UnsupportedTableException>(() => Plan(p => p.AddForeignKey("fk", "users", "name", "teams"), 17, partitioned));
        Assert.Equal(2, Plan(p => p.AddForeignKey("fk", "users", "name", "teams"), 18, partitioned).Steps.Count);
    }
}
