using Npgsql;
using PhasedMigrations.Planning;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Verification;

/// <summary>Whether what a backfill wrote can be compared with what its expressions give now, and how.</summary>
/// <param name="Different">The condition of rows that hold something else.</param>
/// <param name="Refusal">Why nothing can be compared; null when it can.</param>
internal sealed record ValueComparison(string Different, string? Refusal)
{
    // They give another value in another transaction, although the server calls them stable.
    private static readonly HashSet<string> Moments =
        ["current_timestamp", "current_date", "current_time", "localtime", "localtimestamp", "current_user", "session_user", "current_role"];

    private static readonly HashSet<string> MomentFunctions =
        ["now", "transaction_timestamp", "statement_timestamp", "txid_current", "pg_current_xact_id", "txid_current_snapshot", "pg_current_snapshot", "age"];

    public static async Task<ValueComparison> ForAsync(NpgsqlConnection connection, VerifiedWork work, CancellationToken cancellationToken)
    {
        var assignments = SetClause.Parse(work.Work.Backfill.Set);
        if (Obstacle(assignments) is { } obstacle)
            return new("", obstacle);
        if (await IsVolatileAsync(connection, work.Table, assignments, cancellationToken).ConfigureAwait(false))
            return new("", "a function in the expression is VOLATILE, so it may give another value each time (declare it IMMUTABLE or STABLE if it does not)");
        var differences = new List<string>();
        foreach (var assignment in assignments)
            differences.Add(await DifferenceAsync(connection, work.Table, assignment, cancellationToken).ConfigureAwait(false));
        return new(string.Join(" OR ", differences), null);
    }

    private static string? Obstacle(IReadOnlyList<Assignment> assignments)
    {
        var assigned = assignments.Select(assignment => assignment.Column).ToHashSet();
        foreach (var assignment in assignments)
        {
            if (assignment.IsDefault)
                return $"{assignment.Column} got its default, which may be another one now";
            var tokens = SqlTokenizer.Tokenize(assignment.Expression);
            if (tokens.Select(token => token.Identifier).FirstOrDefault(name => name is not null && assigned.Contains(name)) is { } read)
                return $"the expression reads {read}, which the backfill changes: the value from before is gone";
            if (tokens.Where((_, i) => IsMoment(tokens, i)).Select(token => token.Identifier).FirstOrDefault() is { } moment)
                return $"{moment} gives another value in another transaction";
        }

        return null;
    }

    private static bool IsMoment(List<SqlToken> tokens, int i) => tokens[i] is { Kind: SqlTokenKind.Word, Identifier: { } name }
        && (Moments.Contains(name) || (MomentFunctions.Contains(name) && i + 1 < tokens.Count && tokens[i + 1].IsSymbol('(')));

    // The server's own judgement: it does not pull up a subquery whose columns hold volatile functions (prepjointree.c, is_simple_subquery).
    private static async Task<bool> IsVolatileAsync(
        NpgsqlConnection connection, TableFacts table, IReadOnlyList<Assignment> assignments, CancellationToken cancellationToken)
    {
        var columns = assignments.Select((assignment, i) => $"({assignment.Expression}\n) AS phased_{i}");
        var plan = await connection.QueryAsync(
            $"EXPLAIN (COSTS OFF) SELECT 1 FROM (SELECT {string.Join(", ", columns)} FROM {table.QuotedName}) AS phased_probe WHERE phased_0 IS NULL",
            [], reader => reader.GetString(0), cancellationToken).ConfigureAwait(false);
        return plan.Any(line => line.Contains("Subquery Scan on phased_probe", StringComparison.Ordinal));
    }

    // As the assignment converts it. Types that cannot be compared (json, xml, point) are compared as text.
    private static async Task<string> DifferenceAsync(
        NpgsqlConnection connection, TableFacts table, Assignment assignment, CancellationToken cancellationToken)
    {
        var stored = Quote.Identifier(assignment.Column);
        var given = $"({assignment.Expression}\n)::{table.Column(assignment.Column).Type}";
        try
        {
            var difference = $"{stored} IS DISTINCT FROM {given}";
            await connection.ExecuteAsync($"EXPLAIN SELECT 1 FROM {table.QuotedName} WHERE {difference}", [], cancellationToken).ConfigureAwait(false);
            return difference;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedFunction)
        {
            return $"{stored}::text IS DISTINCT FROM ({given})::text";
        }
    }
}
