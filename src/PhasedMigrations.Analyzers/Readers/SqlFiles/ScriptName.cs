using System.Text.RegularExpressions;

namespace PhasedMigrations.Readers.SqlFiles;

/// <summary>What the name of a script says to the runners that read names.</summary>
internal enum ScriptKind
{
    /// <summary>Runs once, in its turn.</summary>
    Increment,

    /// <summary>Flyway's B1__x.sql: the whole schema, for new databases in the place of the versions up to it.</summary>
    Cumulative,

    /// <summary>Flyway's and Evolve's R__x.sql: runs again whenever it has changed, after all versions.</summary>
    Repeatable,

    /// <summary>Takes an increment back: Flyway's U1__x.sql, x.down.sql, a folder named rollback.</summary>
    Undo,
}

/// <summary>A script's name, as far as it tells when the script runs.</summary>
internal readonly record struct ScriptName(string Name, ScriptKind Kind, FileVersion Version) : IComparable<ScriptName>
{
    private static readonly Regex Flyway = new(@"^[VUB](?=\d+([._]\d+)*__)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
    private static readonly Regex Undoing = new(@"([._-](down|undo|rollback|revert)|^(down|undo|rollback|revert))$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>The name has Flyway's form, which Evolve reads too.</summary>
    public bool IsFlyway => Flyway.IsMatch(Name) || Kind == ScriptKind.Repeatable;

    /// <param name="name">Without the ending .sql.</param>
    public static ScriptName Of(string name)
    {
        if (Undoing.IsMatch(name))
            return new ScriptName(name, ScriptKind.Undo, FileVersion.Read(name, 0, out _));
        if (name.StartsWith("R__", StringComparison.OrdinalIgnoreCase))
            return new ScriptName(name, ScriptKind.Repeatable, default);
        if (!Flyway.IsMatch(name))
            return new ScriptName(name, ScriptKind.Increment, FileVersion.Read(name, 0, out _));

        var kind = name[0] switch
        {
            'U' or 'u' => ScriptKind.Undo,
            'B' or 'b' => ScriptKind.Cumulative,
            _ => ScriptKind.Increment,
        };
        return new ScriptName(name, kind, FileVersion.Read(name, 1, out _));
    }

    public int CompareTo(ScriptName other)
    {
        var order = IsLast.CompareTo(other.IsLast);
        if (order == 0)
            order = Version.CompareTo(other.Version);
        return order != 0 ? order : NaturalOrder.Compare(Name, other.Name);
    }

    private bool IsLast => Kind == ScriptKind.Repeatable;
}
