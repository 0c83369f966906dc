namespace PhasedMigrations.Readers.SqlFiles;

/// <summary>The numbers that a file or folder name leads with: 1_2 of V1_2__add.sql, 0040 of 0040-indexes.sql, 20240131 of a timestamp.</summary>
internal readonly struct FileVersion : IComparable<FileVersion>
{
    private readonly string[]? _parts;

    private FileVersion(string[] parts) => _parts = parts;

    /// <summary>False where the name leads with no number.</summary>
    public bool Exists => _parts is not null;

    /// <summary>Numbers of one kind: counted, or a date. What is said of the one kind says nothing of the other.</summary>
    public bool IsComparableTo(FileVersion other) => Exists == other.Exists && IsDate == other.IsDate;

    private bool IsDate => _parts is [{ Length: >= 8 }, ..];

    /// <summary>Reads the numbers at a place, and where they end. Numbers are parted by a single dot, underscore or hyphen.</summary>
    public static FileVersion Read(string name, int start, out int end)
    {
        end = start;
        if (start >= name.Length || !IsDigit(name[start]))
            return default;

        var parts = new List<string>();
        var position = start;
        while (true)
        {
            var first = position;
            while (position < name.Length && IsDigit(name[position]))
                position++;
            // 001_2fa.sql is the first file, about 2fa.
            if (parts.Count > 0 && position < name.Length && char.IsLetter(name[position]))
                break;

            parts.Add(name.Substring(first, position - first).TrimStart('0'));
            end = position;
            if (position + 1 >= name.Length || name[position] is not ('.' or '_' or '-') || !IsDigit(name[position + 1]))
                break;
            position++;
        }

        return new FileVersion([.. parts]);
    }

    /// <summary>As numbers, part by part; a part that is missing is 0. No version comes after every version.</summary>
    public int CompareTo(FileVersion other)
    {
        if (_parts is null || other._parts is null)
            return (_parts is null).CompareTo(other._parts is null);

        for (var i = 0; i < Math.Max(_parts.Length, other._parts.Length); i++)
        {
            var (mine, its) = (Part(i), other.Part(i));
            var order = mine.Length != its.Length ? mine.Length.CompareTo(its.Length) : string.CompareOrdinal(mine, its);
            if (order != 0)
                return order;
        }

        return 0;
    }

    private string Part(int index) => index < _parts!.Length ? _parts[index] : "";

    private static bool IsDigit(char character) => character is >= '0' and <= '9';
}
