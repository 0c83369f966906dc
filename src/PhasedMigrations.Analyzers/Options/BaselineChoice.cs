using PhasedMigrations.Readers.SqlFiles;

namespace PhasedMigrations.Options;

/// <summary>Which scripts run together on an empty database, where the user says so.</summary>
/// <param name="Last">A version or the name of a script; null for none.</param>
internal sealed record BaselineChoice(string? Last)
{
    public bool Includes(ScriptPlace place) => Last is { } last && place.IsUpTo(last);
}
