namespace PhasedMigrations.Backfill.Signals;

/// <summary>A signal has no value now; the message says why and what helps.</summary>
internal sealed class UnreadableSignalException(string message, Exception? innerException = null) : Exception(message, innerException);
