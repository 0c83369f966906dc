using Npgsql;
using PhasedMigrations.Execution;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.State;

/// <summary>How far the steps are, from the ledger alone: any machine may ask.</summary>
internal static class StepProgress
{
    private static readonly string Sql = EmbeddedSql.Read("State.StepProgress.sql");

    public static async Task<ILookup<long, PhasedStepStatus>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync(Sql, [], reader => (Migration: reader.GetInt64(0), Step: Read(reader)), cancellationToken).ConfigureAwait(false);
        return rows.ToLookup(row => row.Migration, row => row.Step);
    }

    private static PhasedStepStatus Read(NpgsqlDataReader reader)
    {
        var (rows, total, rate) = (reader.Nullable<long?>(7), reader.Nullable<long?>(5), reader.Nullable<double?>(11));
        return new()
        {
            Description = reader.GetString(1),
            IsDone = reader.GetBoolean(2),
            StartedAt = reader.GetFieldValue<DateTimeOffset>(3),
            FinishedAt = reader.Nullable<DateTimeOffset?>(4),
            RowsTotal = total,
            Error = reader.Nullable<string>(6),
            RowsDone = rows,
            Unit = reader.Nullable<string>(8),
            Done = reader.Nullable<long?>(9),
            Total = reader.Nullable<long?>(10),
            RowsPerSecond = rate is > 0 ? rate : null,
            TimeLeft = rate is > 0 and var perSecond && rows is { } done && total is { } all ? Rate.Left(done, all, perSecond) : null,
        };
    }
}
