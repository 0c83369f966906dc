using Npgsql;
using PhasedMigrations.Planning;
using PhasedMigrations.Planning.Work;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Verification;

/// <summary>Whether what was written can be compared with what its expressions give now, and how.</summary>
/// <param name="Different">The condition of rows that hold something else.</param>
/// <param name="Refusal">Why nothing can be compared; null when it can.</param>
internal sealed record ValueComparison(string Different, string? Refusal)
{
    /// <summary>Of copies: what their rows give, as columns of <c>phased_given</c>. The copy is <c>phased_copy</c>.</summary>
    public string Given { get; private init; } = "";

    // They give another value in another transaction, although the server calls them stable.
    private static readonly HashSet<string> Moments =
        ["current_timestamp", "current_date", "current_time", "localtime", "localtimestamp", "current_user", "session_user", "current_role"];

    private static readonly HashSet<string> MomentFunctions =
        ["now", "transaction_timestamp", "statement_timestamp", "txid_current", "pg_current_xact_id", "txid_current_snapshot", "pg_current_snapshot", "age"];

    public static async Task<ValueComparison> ForAsync(NpgsqlConnection connection, TableFacts table, UpdateWork update, CancellationToken cancellationToken)
    {
        var assignments = SetClause.Parse(update.Backfill.Set);
        if ((InPlace(assignments) ?? await ObstacleAsync(connection, table, assignments, cancellationToken).ConfigureAwait(false)) is { } obstacle)
            return new("", obstacle);
        var differences = new List<string>();
        foreach (var assignment in assignments)
        {
            // As the assignment converts it.
            var given = $"({assignment.Expression}\n)::{table.Column(assignment.Column).Type}";
            differences.Add(await DifferenceAsync(connection, table.QuotedName, Quote.Identifier(assignment.Column), given, cancellationToken).ConfigureAwait(false));
        }

        return new(string.Join(" OR ", differences), null);
    }

    public static async Task<ValueComparison> ForCopyAsync(
        NpgsqlConnection connection, TableFacts source, TableFacts target, CopyMapping mapping, CancellationToken cancellationToken)
    {
        var assignments = SetClause.Parse(mapping.Copy.Set);
        if (await ObstacleAsync(connection, source, assignments, cancellationToken).ConfigureAwait(false) is { } obstacle)
            return new("", obstacle);
        var given = string.Join(", ", assignments.Select((assignment, i) => $"({assignment.Expression}\n)::{target.Column(assignment.Column).Type} AS phased_{i}"));
        var both = $"{target.QuotedName} AS phased_copy, (SELECT {given} FROM {source.QuotedName}) AS phased_given";
        var differences = new List<string>();
        for (var i = 0; i < assignments.Count; i++)
            differences.Add(await DifferenceAsync(
                connection, both, $"phased_copy.{Quote.Identifier(assignments[i].Column)}", $"phased_given.phased_{i}", cancellationToken).ConfigureAwait(false));
        return new(string.Join(" OR ", differences), null) { Given = given };
    }

    private static string? InPlace(IReadOnlyList<Assignment> assignments)
    {
        var assigned = assignments.Select(assignment => assignment.Column).ToHashSet();
        return assignments.SelectMany(assignment => SqlTokenizer.Tokenize(assignment.Expression)).Select(token => token.Identifier)
            .FirstOrDefault(name => name is not null && assigned.Contains(name)) is { } read
            ? $"the expression reads {read}, which the backfill changes: the value from before is gone"
            : null;
    }

    private static async Task<string?> ObstacleAsync(
        NpgsqlConnection connection, TableFacts table, IReadOnlyList<Assignment> assignments, CancellationToken cancellationToken) =>
        Obstacle(assignments) ?? (await IsVolatileAsync(connection, table, assignments, cancellationToken).ConfigureAwait(false)
            ? "a function in the expression is VOLATILE, so it may give another value each time (declare it IMMUTABLE or STABLE if it does not)"
            : null);

    private static string? Obstacle(IReadOnlyList<Assignment> assignments)
    {
        foreach (var assignment in assignments)
        {
            if (assignment.IsDefault)
                return $"{assignment.Column} got its default, which may be another one now";
            var tokens = SqlTokenizer.Tokenize(assignment.Expression);
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
            $"EXPLAIN (COSTS OFF) SELECT 1 FROM (SELECT {string.Join(", ", columns)} FROM {table.QuotedName}) AS phased_probe WHERE {string.Join(" OR ", assignments.Select((_, i) => $"phased_{i} IS NULL"))}",
            [], reader => reader.GetString(0), cancellationToken).ConfigureAwait(false);
        return plan.Any(line => line.Contains("Subquery Scan on phased_probe", StringComparison.Ordinal));
    }

    /// <summary>A condition for rows where the two differ. Types that cannot be compared (json, xml, point) are compared as text.</summary>
    public static async Task<string> DifferenceAsync(
        NpgsqlConnection connection, string from, string stored, string given, CancellationToken cancellationToken)
    {
        try
        {
            var difference = $"{stored} IS DISTINCT FROM {given}";
            await connection.ExecuteAsync($"EXPLAIN SELECT 1 FROM {from} WHERE {difference}", [], cancellationToken).ConfigureAwait(false);
            return difference;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedFunction)
        {
            return $"{stored}::text IS DISTINCT FROM ({given})::text";
        }
    }
}
