namespace PhasedMigrations.Readers.SqlFiles;

/// <summary>A script's place among the others, from its path alone.</summary>
internal sealed class ScriptPlace : IComparable<ScriptPlace>
{
    private static readonly HashSet<string> UndoFolders =
        new(["down", "undo", "rollback", "rollbacks", "revert"], StringComparer.OrdinalIgnoreCase);

    public ScriptPlace(string path)
    {
        path = path.Replace('\\', '/');
        var slash = path.LastIndexOf('/');
        var file = path.Substring(slash + 1);
        Path = path;
        Folder = ScriptFolder.Of(path.Substring(0, Math.Max(0, slash)));
        Name = ScriptName.Of(IsScript(file) ? file.Substring(0, file.Length - 4) : file);
        IsUndo = Name.Kind == ScriptKind.Undo || UndoFolders.Contains(LastFolder(path, slash));
    }

    /// <summary>Parted by slashes.</summary>
    public string Path { get; }

    public ScriptFolder Folder { get; }

    public ScriptName Name { get; }

    public bool IsUndo { get; }

    /// <summary>Takes part in the history of its root: what it did is there when later scripts run.</summary>
    public bool IsInHistory => !IsUndo && Name.Kind != ScriptKind.Cumulative && Folder.Turn != FolderTurn.Never;

    public static bool IsScript(string path) => path.EndsWith(".sql", StringComparison.OrdinalIgnoreCase);

    public int CompareTo(ScriptPlace? other)
    {
        if (other is null)
            return 1;

        var order = Folder.Turn.CompareTo(other.Folder.Turn);
        if (order == 0)
            order = Folder.Version.CompareTo(other.Folder.Version);
        if (order == 0)
            order = Name.CompareTo(other.Name);
        return order != 0 ? order : string.CompareOrdinal(Path, other.Path);
    }

    /// <summary>
    /// The script has run by the time that <paramref name="last"/> has. It names a version (<c>0040</c>, <c>V1_2</c>, <c>v0.05</c> where
    /// folders are the versions) or a script, with or without <c>.sql</c>.
    /// </summary>
    public bool IsUpTo(string last)
    {
        if (Name.Kind == ScriptKind.Repeatable)
            return false;

        var slash = last.Replace('\\', '/').LastIndexOf('/');
        var file = last.Substring(slash + 1);
        if (slash < 0 && Folder.Version.Exists && !IsScript(file))
            return Folder.Version.CompareTo(VersionOf(file)) <= 0;

        var name = IsScript(file) ? file.Substring(0, file.Length - 4) : file;
        var known = ScriptName.Of(name);
        var version = known.Version.Exists ? known.Version : VersionOf(name);
        if (!Name.Version.IsComparableTo(version))
            return false;
        if (version.Exists && IsOnlyVersion(name))
            return Name.Version.CompareTo(version) <= 0;
        return Name.CompareTo(known) <= 0 || Name.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase);
    }

    private static FileVersion VersionOf(string text) => FileVersion.Read(text, StartOfVersion(text), out _);

    private static bool IsOnlyVersion(string text)
    {
        FileVersion.Read(text, StartOfVersion(text), out var end);
        return end == text.Length;
    }

    private static int StartOfVersion(string text) => text.Length > 1 && text[0] is 'v' or 'V' ? 1 : 0;

    private static string LastFolder(string path, int slash)
    {
        if (slash <= 0)
            return "";

        var start = path.LastIndexOf('/', slash - 1) + 1;
        return path.Substring(start, slash - start);
    }
}
