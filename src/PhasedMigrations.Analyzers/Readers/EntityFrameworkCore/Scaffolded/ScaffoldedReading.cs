namespace PhasedMigrations.Readers.EntityFrameworkCore.Scaffolded;

/// <summary>One reading without the compiler. As soon as it is unclear, all of it counts for nothing and the code is bound.</summary>
internal sealed class ScaffoldedReading(ScaffoldedTypes types)
{
    public ScaffoldedTypes Types { get; } = types;

    public bool IsUnclear { get; private set; }

    /// <summary>Gives up.</summary>
    /// <returns>Nothing: what is read from here on is not used.</returns>
    public T? Unclear<T>()
        where T : class
    {
        IsUnclear = true;
        return null;
    }
}
