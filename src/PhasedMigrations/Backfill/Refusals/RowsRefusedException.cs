using Npgsql;

namespace PhasedMigrations.Backfill.Refusals;

/// <summary>The server refuses a chunk for what is in one of its rows.</summary>
internal sealed class RowsRefusedException(PostgresException error) : Exception(error.MessageText, error)
{
    public PostgresException Error { get; } = error;
}
