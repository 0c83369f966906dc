namespace PhasedMigrations.Backfill;

/// <summary>What one transaction of a chunk did.</summary>
/// <param name="Rows">Rows changed.</param>
/// <param name="Milliseconds">The server's time for it, locks included.</param>
/// <param name="WalBytes">WAL that the whole server wrote meanwhile: an upper bound of its own.</param>
/// <param name="HotRows">How many rows needed no index entries.</param>
internal readonly record struct StripeResult(long Rows, double Milliseconds, long WalBytes, long HotRows);
