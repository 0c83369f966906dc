using System.Globalization;
using Microsoft.CodeAnalysis.Text;

namespace PhasedMigrations.Readers.SqlTexts;

/// <summary>Counts the characters that a literal's text stands for.</summary>
/// <param name="from">Where the value begins in the text.</param>
/// <param name="until">Where it ends.</param>
internal readonly ref struct LiteralScan(string text, int from, int until, LiteralForm form)
{
    private readonly string _text = text;
    private readonly int _from = from;
    private readonly int _until = until;
    private readonly LiteralForm _form = form;

    /// <summary>Null when the value has no such characters.</summary>
    public TextSpan? Range(int start, int end, int tokenStart)
    {
        int? first = null;
        var position = _from;
        var value = 0;
        while (position < _until)
        {
            var (written, meant) = UnitAt(position);
            if (first is null && start < value + meant)
                first = position;
            if (first is { } from && end <= value + meant)
                return TextSpan.FromBounds(tokenStart + from, tokenStart + (end > start ? position + written : from));
            position += written;
            value += meant;
        }

        return null;
    }

    /// <summary>How many characters are written, and how many they stand for.</summary>
    private (int Written, int Meant) UnitAt(int position)
    {
        var character = _text[position];
        var next = position + 1 < _until ? _text[position + 1] : '\0';
        if (character == next && ((character == '"' && _form.HasFlag(LiteralForm.Verbatim))
            || (character is '{' or '}' && _form.HasFlag(LiteralForm.Interpolated))))
            return (2, 1);
        if (character != '\\' || !_form.HasFlag(LiteralForm.Regular))
            return (1, 1);
        return next switch
        {
            'u' => (6, 1),
            'U' => (10, IsBeyondBasicPlane(position + 2) ? 2 : 1),
            'x' => (2 + HexDigitsFrom(position + 2), 1),
            _ => (2, 1),
        };
    }

    private bool IsBeyondBasicPlane(int digits) => digits + 8 <= _until
        && int.TryParse(_text.Substring(digits, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var scalar)
        && scalar > 0xFFFF;

    private int HexDigitsFrom(int position)
    {
        var count = 0;
        while (count < 4 && position + count < _until && Uri.IsHexDigit(_text[position + count]))
            count++;
        return count;
    }
}
