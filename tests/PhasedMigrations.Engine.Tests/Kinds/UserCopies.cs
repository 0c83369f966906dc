using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.Kinds;

/// <summary>A table of users whose preferences move into a table of their own.</summary>
public static class UserCopies
{
    public const string Users = """
        CREATE TABLE users (id bigint PRIMARY KEY, theme text, language text, is_gone boolean NOT NULL DEFAULT false, pad text NOT NULL DEFAULT repeat('p', 100));
        INSERT INTO users SELECT g, 't' || g, 'de' FROM generate_series(1, 5000) g;
        ANALYZE users;
        CREATE TABLE preferences (user_id bigint PRIMARY KEY REFERENCES users, theme text, tag text, seen timestamptz NOT NULL DEFAULT now());
        """;

    public const string Difference = """
        SELECT count(*) FROM (SELECT id, theme, language || '!' AS tag FROM users) u
        FULL JOIN (SELECT user_id AS id, theme, tag FROM preferences) p USING (id)
        WHERE u IS NULL OR p IS NULL OR u.theme IS DISTINCT FROM p.theme OR u.tag IS DISTINCT FROM p.tag
        """;

    public static readonly PhasedRunnerOptions Options = PhasedDatabase.Quick with { InitialBatchRows = 100, Workers = 2 };

    public static void Split(PhasedMigrationBuilder phased) =>
        phased.CopyRows("users", "preferences", "user_id = id, theme = theme, tag = language || '!' -- loud", key: "user_id");
}
