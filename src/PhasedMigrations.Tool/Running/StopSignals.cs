using System.Runtime.InteropServices;

namespace PhasedMigrations.Tool.Running;

/// <summary>
/// The first SIGINT or SIGTERM asks the run to stop after its current chunk; a second one ends the process at once, which loses nothing
/// either: the chunk that was running is rolled back and repeated by the next run.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Action _onFirst;
    private readonly List<PosixSignalRegistration> _registrations;

    /// <param name="onFirst">Tells the user that the signal was understood.</param>
    public StopSignals(Action onFirst)
    {
        _onFirst = onFirst;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
        ];
    }

    public CancellationToken Stop => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (_stop.IsCancellationRequested)
            return;
        context.Cancel = true;
        _onFirst();
        _stop.Cancel();
    }
}
