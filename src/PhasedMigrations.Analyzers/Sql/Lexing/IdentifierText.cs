using System.Text;

namespace PhasedMigrations.Sql.Lexing;

/// <summary>The name that an identifier token stands for.</summary>
internal static class IdentifierText
{
    /// <summary>NAMEDATALEN - 1: longer names are cut, without splitting a character.</summary>
    private const int MaximumBytes = 63;

    public static string Unquoted(string text, SqlToken token)
    {
        for (var i = token.Start; i < token.End; i++)
        {
            if (text[i] is >= 'A' and <= 'Z')
                return Truncate(Fold(text, token));
        }

        return Truncate(text.Substring(token.Start, token.Length));
    }

    public static string Quoted(string text, SqlToken token)
    {
        var name = text.Substring(token.Start + 1, token.Length - 2);
        return Truncate(name.IndexOf('"') < 0 ? name : name.Replace("\"\"", "\""));
    }

    /// <param name="escape">The character of UESCAPE, a backslash when there is none.</param>
    public static string Unicode(string text, SqlToken token, char escape)
    {
        var name = text.Substring(token.Start + 3, token.Length - 4).Replace("\"\"", "\"");
        return Truncate(UnicodeEscapes.Decode(name, escape));
    }

    public static string Truncate(string name)
    {
        if (name.Length * 3 <= MaximumBytes || Encoding.UTF8.GetByteCount(name) <= MaximumBytes)
            return name;

        var bytes = 0;
        var length = 0;
        while (length < name.Length)
        {
            var units = char.IsHighSurrogate(name[length]) && length + 1 < name.Length ? 2 : 1;
            bytes += Encoding.UTF8.GetByteCount(name.ToCharArray(length, units));
            if (bytes > MaximumBytes)
                break;
            length += units;
        }

        return name.Substring(0, length);
    }

    private static string Fold(string text, SqlToken token)
    {
        var folded = new char[token.Length];
        for (var i = 0; i < folded.Length; i++)
            folded[i] = SqlCharacters.Fold(text[token.Start + i]);
        return new string(folded);
    }
}
