using System.Globalization;
using System.Text;

namespace PhasedMigrations.Sql.Lexing;

/// <summary>The escapes of U&amp;'…' and U&amp;"…": \XXXX, \+XXXXXX and the doubled escape character.</summary>
internal static class UnicodeEscapes
{
    public static string Decode(string value, char escape)
    {
        if (value.IndexOf(escape) < 0)
            return value;

        var decoded = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != escape)
            {
                decoded.Append(value[i]);
            }
            else if (i + 1 < value.Length && value[i + 1] == escape)
            {
                decoded.Append(escape);
                i++;
            }
            else
            {
                var isLong = i + 1 < value.Length && value[i + 1] == '+';
                i += AppendCodePoint(decoded, value, isLong ? i + 2 : i + 1, isLong ? 6 : 4) + (isLong ? 1 : 0);
            }
        }

        return decoded.ToString();
    }

    /// <summary>Returns how many digits belong to it; what is no code point adds nothing.</summary>
    public static int AppendCodePoint(StringBuilder decoded, string value, int start, int digits)
    {
        if (start + digits > value.Length
            || !int.TryParse(value.Substring(start, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var codePoint))
        {
            return 0;
        }

        if (codePoint <= char.MaxValue)
            decoded.Append((char)codePoint);
        else if (codePoint <= 0x10FFFF)
            decoded.Append(char.ConvertFromUtf32(codePoint));
        return digits;
    }
}
