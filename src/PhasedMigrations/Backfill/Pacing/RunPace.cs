namespace PhasedMigrations.Backfill.Pacing;

/// <summary>
/// How hard this process may work on one migration: in memory, so that asking before each batch costs nothing. Options say what is
/// wanted, an operator may want something else meanwhile, and the load allows less.
/// </summary>
internal sealed class RunPace(PhasedRunnerOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly DutyCycle _duty = new();
    private readonly WorkerCount _workers = new(time);
    private readonly ErrorRate _errors = new(time);
    private PhasedPace? _setting;

    /// <summary>How many batches may be executed at once.</summary>
    public int Workers
    {
        get
        {
            lock (_lock)
                return _workers.Count(WantedWorkers);
        }
    }

    /// <summary>The pause after a batch as a multiple of its time.</summary>
    public double PauseRatio
    {
        get
        {
            lock (_lock)
                return _duty.Ratio(_setting?.PauseRatio ?? options.PauseRatio);
        }
    }

    /// <summary>Whether there are pauses by the size of the table as well.</summary>
    public BackfillPace Pace
    {
        get
        {
            lock (_lock)
                return _setting?.Pace ?? options.Pace;
        }
    }

    /// <summary>How many of a hundred batches fail; null while there were too few.</summary>
    public double? ErrorPercent
    {
        get
        {
            lock (_lock)
                return _errors.Percent;
        }
    }

    private int WantedWorkers => _setting?.Workers ?? options.Workers;

    /// <param name="setting">What an operator wants for every process; null: as this one is set.</param>
    public void Set(PhasedPace? setting)
    {
        lock (_lock)
            _setting = setting;
    }

    /// <param name="load">1 is a limit reached.</param>
    public void Adapt(double load)
    {
        lock (_lock)
        {
            _duty.Adapt(load);
            _workers.Adapt(load, WantedWorkers);
        }
    }

    /// <param name="failed">Whether the batch has to be tried again, for another reason than a lock.</param>
    public void Attempted(bool failed)
    {
        lock (_lock)
            _errors.Record(failed);
    }
}
