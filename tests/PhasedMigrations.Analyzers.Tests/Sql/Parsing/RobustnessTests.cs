using PhasedMigrations.Sql;
using PhasedMigrations.Sql.Parsing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Analyzers.Tests.Sql.Parsing;

/// <summary>Whatever stands in the text, the front end ends, throws nothing, and its statements lie in order within the text.</summary>
public sealed class RobustnessTests
{
    private const int MutationsPerSeed = 3000;

    private static readonly string[] Scripts =
    [
        """
        BEGIN; SET LOCAL lock_timeout = '5s';
        CREATE TABLE "Shop"."Orders" (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, total numeric(10,2) DEFAULT 0.5 NOT NULL,
            CONSTRAINT c CHECK (total >= 0 AND (total < 1e6)), FOREIGN KEY (id) REFERENCES p (id) ON DELETE SET NULL (id)) PARTITION BY RANGE (id);
        ALTER TABLE ONLY orders ADD COLUMN IF NOT EXISTS a text COLLATE "C" DEFAULT E'it\'s' || 'x', ALTER COLUMN b TYPE varchar(20) USING b::text,
            ADD CONSTRAINT k PRIMARY KEY USING INDEX i, ALTER c SET GENERATED ALWAYS RESTART 5, SET (fillfactor = 70);
        COMMIT;
        """,
        """
        CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t USING gin ((a -> 'x') jsonb_path_ops, lower(b) DESC) INCLUDE (c) WHERE d IS NOT NULL;
        COPY t (a, b) FROM STDIN WITH (FORMAT csv);
        1,'x;
        \.
        \set x 5
        SELECT :x, :'y', $1, @p, a::int[], U&'\0061' UESCAPE '!', X'1F', 0x1F, 1_000, .5e-3 INTO TEMP u FROM t LIMIT 5 \gexec
        """,
        """
        DO $body$ DECLARE n int := 0; BEGIN <<l>> FOR r IN SELECT id FROM t LOOP
            IF n > 5 THEN UPDATE t SET (a, b) = (1, 2) WHERE id = r.id OR id IN (1, 2); ELSIF n IS NULL THEN COMMIT; ELSE NULL; END IF;
            EXECUTE format('ALTER TABLE %I ADD COLUMN a int DEFAULT %L', n, 5); EXECUTE 'DROP ' || x USING y;
        END LOOP l; EXCEPTION WHEN OTHERS THEN RAISE NOTICE 'x'; END $body$ LANGUAGE plpgsql;
        CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; DELETE FROM t; END;
        CREATE PROCEDURE p() LANGUAGE sql AS 'INSERT INTO t VALUES (''a''), (''b'') ON CONFLICT DO NOTHING';
        """,
        """
        WITH d AS (DELETE FROM a USING b WHERE a.id = b.id AND 5 < a.x RETURNING *), e (n) AS MATERIALIZED (SELECT 1) SEARCH DEPTH FIRST BY n SET o
            MERGE INTO t x USING d ON x.id = d.id WHEN MATCHED THEN UPDATE SET a = 1 WHEN NOT MATCHED THEN INSERT VALUES (1) RETURNING *;
        CREATE SCHEMA s CREATE TABLE a (x int) CREATE VIEW v AS SELECT 1 GRANT ALL ON v TO r;
        CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); -- end
        ALTER TYPE e ADD VALUE 'x' BEFORE 'y'; ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0) NOT VALID; /* a /* b */ c */
        CREATE OR REPLACE TRIGGER x BEFORE UPDATE OF a ON t FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION f();
        EXPLAIN (ANALYZE, COSTS off) PREPARE p (int) AS VALUES (1);
        """,
    ];

    private static readonly string[] Fragments =
    [
        "'", "\"", "$$", "$x$", "/*", "*/", "--", "\n", ";", "(", ")", "[", "]", ",", ".", "..", "::", ":=", ":", "\\", "\\.\n", "\\gexec\n", "@", "{0}", "E'", "U&\"",
        " BEGIN ATOMIC ", " END ", " CASE ", " LOOP ", " IF ", " THEN ", " WITH ", " AS ", " SELECT ", " UPDATE ", " SET ", " WHERE ", " AND ", " OR ",
        " CREATE ", " ALTER TABLE ", " ADD ", " DEFAULT ", " NOT ", " NULL ", " ON ", " IN ", " EXECUTE ", " DO ", " COPY t FROM STDIN;", "\uD83D", "\0", "ä",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void MutatedScripts_AreSplitAndParsed(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < MutationsPerSeed; i++)
            AssertHolds(Mutate(random));
    }

    [Theory]
    [InlineData("(", 50_000)]
    [InlineData("SELECT (", 20_000)]
    [InlineData("/*", 50_000)]
    [InlineData("$a$ $b$ ", 20_000)]
    [InlineData("WITH a AS (", 20_000)]
    [InlineData("EXPLAIN ", 20_000)]
    [InlineData("CREATE SCHEMA a ", 5_000)]
    [InlineData("DO $$ BEGIN EXECUTE '", 5_000)]
    [InlineData("CASE ", 50_000)]
    [InlineData("'a'\n", 50_000)]
    [InlineData("+-", 50_000)]
    [InlineData("COPY t FROM STDIN;\n", 20_000)]
    [InlineData("UPDATE t SET a = 1 WHERE (", 10_000)]
    [InlineData("ALTER TABLE t ADD a int DEFAULT ARRAY[", 10_000)]
    public void Repetition_IsBounded(string fragment, int times) => AssertHolds(string.Concat(Enumerable.Repeat(fragment, times)));

    [Fact]
    public void DeepBlocks_AreRead()
    {
        const int Depth = 20_000;
        var body = string.Concat(Enumerable.Repeat("BEGIN LOOP ", Depth)) + "DROP TABLE a; " + string.Concat(Enumerable.Repeat("END LOOP; END; ", Depth));
        var block = Assert.IsType<DoStatement>(Assert.Single(SqlParser.Parse($"DO $$ {body} $$")));
        Assert.True(block.Body.IsAnalysed);
        Assert.True(Assert.Single(block.Body.Statements).IsInLoop);
    }

    private static string Mutate(Random random)
    {
        var script = Scripts[random.Next(Scripts.Length)];
        for (var edits = random.Next(1, 6); edits > 0; edits--)
        {
            var start = random.Next(script.Length + 1);
            var length = Math.Min(random.Next(12), script.Length - start);
            script = random.Next(4) switch
            {
                0 => script.Remove(start, length),
                1 => script.Insert(start, Fragments[random.Next(Fragments.Length)]),
                2 => script.Insert(random.Next(script.Length + 1), script.Substring(start, length)),
                _ => script[..start],
            };
        }

        return script;
    }

    private static void AssertHolds(string sql)
    {
        var end = 0;
        foreach (var statement in SqlParser.Parse(sql))
        {
            if (statement.Span.Start < end || statement.Span.Length <= 0 || statement.Span.End > sql.Length)
                Assert.Fail($"{statement.Span} in {sql}");
            end = statement.Span.End;
            AssertInside(statement, statement.Span, sql);
        }
    }

    private static void AssertInside(SqlStatement statement, SqlSpan span, string sql)
    {
        var body = (statement as DoStatement)?.Body ?? (statement as CreateRoutineStatement)?.Body;
        foreach (var inner in body?.Statements ?? [])
        {
            if (inner.Statement.Span.Start < span.Start || inner.Statement.Span.End > span.End)
                Assert.Fail($"{inner.Statement} in {sql}");
            AssertInside(inner.Statement, span, sql);
        }
    }
}
