namespace PhasedMigrations.Execution;

/// <summary>The migration stops until somebody does something; the message says what. Becomes the blocked state.</summary>
internal sealed class BlockedException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>The run gave up for now, nothing is lost, and running again goes on.</summary>
internal sealed class InterruptedException(string message, Exception? innerException = null) : Exception(message, innerException);
