namespace PhasedMigrations;

/// <summary>How a run ended. A later value weighs more: it is the result of the whole run when any migration ended with it.</summary>
public enum PhasedRunOutcome
{
    /// <summary>Everything is done.</summary>
    Complete,

    /// <summary>All rows are migrated; the contract waits until it is asked for.</summary>
    AwaitingContract,

    /// <summary>The run was stopped, ran out of time, or gave up waiting for a lock or the server. Running again goes on where it stopped.</summary>
    Interrupted,

    /// <summary>An operator has cancelled the migration. Everything done so far is kept; resume it or revert it.</summary>
    Cancelled,

    /// <summary>Somebody has to do something first; the message says what. Running again tries again.</summary>
    Blocked,
}

/// <summary>How a run ended.</summary>
/// <param name="Outcome">The weightiest outcome of its migrations.</param>
/// <param name="Migrations">What became of each, in the order of their registration.</param>
public sealed record PhasedRunResult(PhasedRunOutcome Outcome, IReadOnlyList<PhasedMigrationResult> Migrations);

/// <summary>What a run did for one migration.</summary>
/// <param name="Name">The name of the migration.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Message">Why it is not complete and what to do next, or a short confirmation.</param>
/// <param name="Error">The error that blocked or interrupted it, when there was one.</param>
public sealed record PhasedMigrationResult(string Name, PhasedRunOutcome Outcome, string Message, Exception? Error = null);
