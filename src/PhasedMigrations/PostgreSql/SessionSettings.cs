using System.Globalization;
using Npgsql;

namespace PhasedMigrations.PostgreSql;

/// <summary>Settings of one transaction. They end with it, so nothing leaks through a connection pool.</summary>
internal sealed record SessionSettings(string SearchPath, TimeSpan LockTimeout, TimeSpan StatementTimeout)
{
    /// <summary>Zero means no limit, as for the server's own settings.</summary>
    public static readonly TimeSpan NoLimit = TimeSpan.Zero;

    private const string Sql = """
        SELECT set_config('search_path', $1, true), set_config('lock_timeout', $2, true), set_config('statement_timeout', $3, true),
            -- Bounds travel as text; the server must read them as it wrote them.
            set_config('datestyle', 'ISO, YMD', true), set_config('client_min_messages', 'warning', true),
            -- Rows that a policy hides from this role would be passed over in silence; like this the server refuses instead.
            set_config('row_security', 'off', true)
        """;

    // PostgreSQL 17 and newer. Where there is a limit of our own it does no harm, and may be wanted.
    private const string NoTransactionLimit =
        "CASE WHEN current_setting('transaction_timeout', true) <> '0' THEN set_config('transaction_timeout', '0', true) END";

    /// <summary>Whether the transaction changes rows for a backfill, so that it is marked for those who look who waits behind it.</summary>
    public bool IsWork { get; init; }

    private string Text => $"{Sql}{(StatementTimeout == NoLimit ? $", {NoTransactionLimit}" : "")}{(IsWork ? $", {WorkMark.Expression}" : "")}";

    public Task ApplyAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Text, Parameters, cancellationToken);

    /// <summary>The same as the first command of a batch, which is one transaction; <paramref name="more"/> are further columns to select.</summary>
    public NpgsqlBatchCommand AsBatchCommand(string more) => Commands.CreateForBatch($"{Text}, {more}", Parameters);

    private object?[] Parameters => [SearchPath, Milliseconds(LockTimeout), Milliseconds(StatementTimeout)];

    public static string Milliseconds(TimeSpan span) => ((long)span.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
