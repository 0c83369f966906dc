using System.Text.RegularExpressions;

namespace PhasedMigrations.Readers.SqlFiles;

/// <summary>When the files of a folder run, as Yuniql names its folders; every other folder is <see cref="Versioned"/>.</summary>
internal enum FolderTurn
{
    /// <summary><c>_init</c>: once, before everything.</summary>
    Initial,

    /// <summary><c>_pre</c>: before the versions, every time.</summary>
    Before,
    Versioned,

    /// <summary><c>_draft</c> and <c>_post</c>: after the versions, every time.</summary>
    After,

    /// <summary><c>_erase</c>: only when somebody wipes the database.</summary>
    Never,
}

/// <summary>Where a script lies: files of one root run one after the other, files of different roots have nothing to do with each other.</summary>
/// <param name="Root">The folder whose scripts are one history: the one above a folder that is named as a version.</param>
/// <param name="Version">The version that the folder stands for; none where the files carry it.</param>
internal readonly record struct ScriptFolder(string Root, FolderTurn Turn, FileVersion Version)
{
    private static readonly Regex YuniqlVersion = new(@"^v\d+(\.\d+)+$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
    private static readonly Regex PlainVersion = new(@"^[vV]?\d+([._]\d+)*$", RegexOptions.CultureInvariant);

    /// <param name="path">Of the folder, parted by slashes.</param>
    public static ScriptFolder Of(string path)
    {
        // Yuniql runs the folders below a version with it.
        for (var end = path.Length; end > 0; end = path.LastIndexOf('/', end - 1))
        {
            var name = NameAt(path, end);
            if (TurnOf(name) is { } turn)
                return new ScriptFolder(ParentOf(path, end), turn, default);
            if (YuniqlVersion.IsMatch(name) || (end == path.Length && PlainVersion.IsMatch(name)))
                return new ScriptFolder(ParentOf(path, end), FolderTurn.Versioned, FileVersion.Read(name, name[0] is 'v' or 'V' ? 1 : 0, out _));
        }

        return new ScriptFolder(path, FolderTurn.Versioned, default);
    }

    private static FolderTurn? TurnOf(string name) => name switch
    {
        "_init" => FolderTurn.Initial,
        "_pre" => FolderTurn.Before,
        "_draft" or "_post" => FolderTurn.After,
        "_erase" => FolderTurn.Never,
        _ => null,
    };

    private static string NameAt(string path, int end)
    {
        var start = path.LastIndexOf('/', end - 1) + 1;
        return path.Substring(start, end - start);
    }

    private static string ParentOf(string path, int end) => path.Substring(0, Math.Max(0, path.LastIndexOf('/', end - 1)));
}
