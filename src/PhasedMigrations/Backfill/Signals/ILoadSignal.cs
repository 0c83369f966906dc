namespace PhasedMigrations;

/// <summary>
/// Something that tells how much the server, or what depends on it, has to bear. A run reads each signal about once a second
/// (<see cref="PhasedRunnerOptions.SignalInterval"/>) and works less, pauses or ends at its limits. Larger values must mean more load.
/// </summary>
public interface ILoadSignal
{
    /// <summary>Under which name options, status and events know it; lower case with hyphens, such as <c>queue-length</c>.</summary>
    string Name { get; }

    /// <summary>Of its values, such as <c>rows</c>, <c>bytes</c>, <c>s</c> or <c>%</c>.</summary>
    string Unit { get; }

    /// <summary>What happens at which value; <see cref="PhasedRunnerOptions.SignalLimits"/> overrules it.</summary>
    SignalLimits Limits { get; }

    /// <summary>
    /// Reads it. An exception means that it cannot be read now: after <see cref="PhasedRunnerOptions.SignalSilence"/> no batch begins until it
    /// can be read again. It is not called twice at once within a run.
    /// </summary>
    /// <param name="context">The connection of the reader, and what is being worked on.</param>
    /// <param name="cancellationToken">Cancelled when the run ends, and after a third of <see cref="PhasedRunnerOptions.SignalSilence"/>.</param>
    ValueTask<SignalReading> ReadAsync(SignalContext context, CancellationToken cancellationToken);
}
