namespace PhasedMigrations.Readers.SqlFiles;

/// <summary>The orders in which runners take scripts.</summary>
internal static class ScriptOrder
{
    /// <summary>By folder version, file version, name: Flyway, Evolve, Yuniql, and everybody who numbers.</summary>
    public static readonly IComparer<ScriptPlace> ByVersion = Comparer<ScriptPlace>.Default;

    /// <summary>DbUp compares names character by character, so that Script10 runs before Script2.</summary>
    public static readonly IComparer<ScriptPlace> ByName =
        Comparer<ScriptPlace>.Create((left, right) => string.CompareOrdinal(left.Path, right.Path));
}
