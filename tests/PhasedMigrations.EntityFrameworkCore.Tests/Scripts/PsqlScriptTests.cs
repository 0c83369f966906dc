namespace PhasedMigrations.EntityFrameworkCore.Tests.Scripts;

public sealed class PsqlScriptTests
{
    [Fact]
    public void Statements_EndAtSemicolonsOutsideQuotes()
    {
        const string script = """
            START TRANSACTION;
            -- a comment; with one
            DO $EF$ BEGIN EXECUTE $a$ SELECT 1; $a$; END $EF$;
            INSERT INTO t VALUES ('it''s; fine', $$;$$, "odd;name") /* ; */;

            COMMIT;
            """;

        Assert.Equal(
            [
                "START TRANSACTION;",
                "-- a comment; with one\nDO $EF$ BEGIN EXECUTE $a$ SELECT 1; $a$; END $EF$;",
                """INSERT INTO t VALUES ('it''s; fine', $$;$$, "odd;name") /* ; */;""",
                "COMMIT;",
            ],
            PsqlScript.Statements(script));
    }
}
