using PhasedMigrations.Planning;

namespace PhasedMigrations.Tests.Planning;

/// <summary>The plan of rows that are deleted or copied: the SQL of a batch, what goes with the rows, and what is refused.</summary>
public sealed class RowsPlanTests
{
    private static TableFacts Users { get; } = new()
    {
        Schema = "public",
        Name = "users",
        Kind = "r",
        Columns = [new("id", "bigint", IsNotNull: true), new("name", "text", IsNotNull: false), new("net", "integer", IsNotNull: false)],
        Key = [new("id", "bigint", "int8")],
        UniqueKeys = [new(["id"], IsNotNull: true)],
        Constraints = [],
        Indexes = [],
        Triggers = [],
    };

    private static TableFacts Others { get; } = Users with { Name = "others", UniqueKeys = [new(["id"], IsNotNull: false)] };

    private static PhasedPlan Plan(
        Action<PhasedMigrationBuilder> phased, TableFacts? users = null, TableFacts? others = null, BackfillChunking chunking = BackfillChunking.Automatic)
    {
        var builder = new PhasedMigrationBuilder();
        phased(builder);
        return Planner.Plan(
            "m",
            builder.Build(),
            new(18, new Dictionary<string, TableFacts> { ["\"users\""] = users ?? Users, ["\"others\""] = others ?? Others }),
            new HashSet<FinishedStep>(),
            ChunkingWish.Of(new() { Chunking = chunking }));
    }

    [Fact]
    public void RowsThatGo_WithWhatGoesWithThem()
    {
        var users = Users with
        {
            References = [new("fk_orders", "shop", "orders", ["user_id"], "c", 900_000, IsIndexed: true), new("fk_notes", "shop", "notes", ["by"], "n", 10_000, IsIndexed: false)],
        };
        var archive = Others with { Columns = [Users.Columns[0], Users.Columns[1], Users.Columns[2] with { IsGenerated = true }, new("moved_at", "date", IsNotNull: true)] };

        var text = Plan(p => p.DeleteRows("users", "id < 10 -- old", archiveInto: "others"), users, archive).Print();

        Assert.Equal(
            """
            -- m

            -- 1. migrate: move rows of public.users to public.others in batches
            --    locks: row locks of one small batch at a time; reads and other writes go on
            --    chunks: windows of pages, whole: what is deleted needs no room, then a sweep for rows that moved meanwhile: the table is a heap, and a row that is gone is not met again
            --    note: rows of shop.orders that refer to a deleted row go with it (fk_orders ON DELETE CASCADE), and are not archived
            --    note: rows of shop.notes that refer to a deleted row get NULL in by (fk_notes ON DELETE SET NULL)
            --    note: shop.notes is read once for each row: fk_notes (by) has no index, about 10000 rows
            WITH phased_moved AS (
            DELETE FROM "public"."users"
            WHERE ctid >= $1::tid AND ctid < $2::tid AND (id < 10 -- old
            )
            RETURNING "id", "name"),
            phased_archived AS (
            INSERT INTO "public"."others" ("id", "name") OVERRIDING SYSTEM VALUE
            SELECT "id", "name" FROM phased_moved)
            SELECT 1 FROM phased_moved;

            """,
            text);
    }

    [Theory]
    [InlineData(true, BackfillChunking.Automatic, "ctid >= $1::tid AND ctid < $2::tid AND (id < 10\n)")]
    [InlineData(false, BackfillChunking.Automatic, "\"id\" > $2::bigint AND \"id\" <= $1::bigint AND (id < 10\n)")]
    [InlineData(true, BackfillChunking.KeyRanges, "\"id\" > $2::bigint AND \"id\" <= $1::bigint AND (id < 10\n)")]
    public void RowsThatGo_AlongPagesWhereTheRoleMay(bool canDeleteLeaves, BackfillChunking chunking, string where) =>
        Assert.Equal(
            $"DELETE FROM \"public\".\"users\"\nWHERE {where};",
            Plan(p => p.DeleteRows("users", "id < 10"), Users with { CanDeleteLeaves = canDeleteLeaves }, chunking: chunking).Steps[0].Sql);

    [Fact]
    public void CopiedRows_FromTheTriggerToTheContract()
    {
        var plan = Plan(p => p.CopyRows("users", "others", "id = id, name = lower(name)", "id", where: "net > 0"));

        Assert.Equal(["expand", "backfill", "verify_copies", "contract"], plan.Steps.Select(step => step.Kind));
        Assert.Equal(
            """
            INSERT INTO "public"."others" ("id", "name") OVERRIDING SYSTEM VALUE
            SELECT (id
            ), (lower(name)
            )
            FROM "public"."users"
            WHERE ctid >= $1::tid AND ctid < $2::tid AND (net > 0
            )
            FOR SHARE
            ON CONFLICT ("id") DO NOTHING;
            """,
            plan.Steps[1].Sql);
        Assert.Equal(
            """
            SELECT count(*) FROM "public"."users" AS "users" WHERE NOT EXISTS (SELECT 1 FROM "public"."others" AS phased_copy WHERE phased_copy."id" = "users"."id") AND (net > 0
            );
            """,
            plan.Steps[2].Sql);
        Assert.Contains("""DROP TRIGGER IF EXISTS "!phased_copy_others_e6e93144" ON "users";""", plan.Steps[3].Sql, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, true, "public.users has no unique key over id. One row becomes one row")]
    [InlineData(true, false, "public.others has no unique key over id. Add a unique index")]
    public void CopyWithoutAKey_IsRefused(bool isSourceKeyNotNull, bool hasTargetKey, string reason)
    {
        var users = Users with { UniqueKeys = [new(["id"], isSourceKeyNotNull)] };
        var others = Others with { UniqueKeys = hasTargetKey ? Others.UniqueKeys : [new(["id", "name"], IsNotNull: true)] };

        var error = Assert.Throws<UnsupportedTableException>(() => Plan(p => p.CopyRows("users", "others", "id = id", "id"), users, others));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownNames_AreNamed()
    {
        var archive = Others with { Columns = [Others.Columns[0]] };

        Assert.Contains(
            "no column \"name\", whose values would be lost",
            Assert.Throws<UnsupportedTableException>(() => Plan(p => p.DeleteRows("users", "id < 10", "others"), others: archive)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "no column \"nmae\". Did you mean name?",
            Assert.Throws<UnknownObjectException>(() => Plan(p => p.CopyRows("users", "others", "id = id, nmae = name", "id"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10_000, false, null, true)]
    [InlineData(10_001, false, null, false)]
    [InlineData(10_001, true, null, true)]
    [InlineData(10_001, false, "net", true)]
    [InlineData(10_001, false, "id", false)]
    public void ForeignKeyWithoutAnIndex_IsRefusedWhereItIsDear(long rows, bool isIndexed, string? indexed, bool isAllowed)
    {
        var users = Users with { References = [new("fk", "public", "others", ["net"], "a", rows, isIndexed)] };
        void Delete(PhasedMigrationBuilder p) => (indexed is null ? p : p.CreateIndex("ix", "others", indexed)).DeleteRows("users", "id < 10");

        var error = Record.Exception(() => Plan(Delete, users));

        Assert.Equal(isAllowed ? null : typeof(UnsupportedTableException), error?.GetType());
    }
}
