namespace PhasedMigrations;

/// <summary>How busy the server was over a short time.</summary>
/// <param name="At">The end of that time.</param>
/// <param name="Transactions">Transactions a second that ended in this database.</param>
/// <param name="ActiveSessions">Sessions of clients, of all databases that the role may see, that were executing something at the end of that time.</param>
/// <param name="WalBytes">WAL bytes a second that the server wrote.</param>
public sealed record TrafficSample(DateTimeOffset At, double Transactions, int ActiveSessions, double WalBytes);
