namespace PhasedMigrations.Tool.Watching;

/// <summary>Rows a second of each migration, look by look, as a line of blocks.</summary>
internal sealed class RateHistory
{
    public const int Length = 40;
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private readonly Dictionary<string, (string Step, DateTimeOffset At, long Rows)> _last = [];
    private readonly Dictionary<string, Queue<double>> _rates = [];

    public void Record(Snapshot look)
    {
        foreach (var migration in look.Migrations)
        {
            if (Snapshot.Current(migration) is not { RowsDone: { } rows } step)
                continue;
            if (_last.TryGetValue(migration.Name, out var last) && last.Step == step.Description && look.At > last.At)
                Add(migration.Name, Math.Max(0, rows - last.Rows) / (look.At - last.At).TotalSeconds);
            _last[migration.Name] = (step.Description, look.At, rows);
        }
    }

    /// <summary>The newest on the right, as high as it is beside the highest.</summary>
    public string Line(string migration)
    {
        if (!_rates.TryGetValue(migration, out var rates))
            return "";
        var highest = Math.Max(rates.Max(), 1);
        return string.Concat(rates.Select(rate => Blocks[(int)Math.Round(rate / highest * (Blocks.Length - 1))]));
    }

    private void Add(string migration, double rate)
    {
        if (!_rates.TryGetValue(migration, out var rates))
            rates = _rates[migration] = new();
        rates.Enqueue(rate);
        if (rates.Count > Length)
            rates.Dequeue();
    }
}
