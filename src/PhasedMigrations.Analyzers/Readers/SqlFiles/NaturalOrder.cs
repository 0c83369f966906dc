namespace PhasedMigrations.Readers.SqlFiles;

/// <summary>Names in the order in which people count: Script2 before Script10. Case does not matter.</summary>
internal static class NaturalOrder
{
    public static int Compare(string left, string right)
    {
        int i = 0, j = 0;
        while (i < left.Length && j < right.Length)
        {
            var order = IsDigit(left[i]) && IsDigit(right[j])
                ? CompareNumbers(left, ref i, right, ref j)
                : char.ToUpperInvariant(left[i++]).CompareTo(char.ToUpperInvariant(right[j++]));
            if (order != 0)
                return order;
        }

        var rest = (left.Length - i).CompareTo(right.Length - j);
        return rest != 0 ? rest : string.CompareOrdinal(left, right);
    }

    private static int CompareNumbers(string left, ref int i, string right, ref int j)
    {
        var mine = Number(left, ref i);
        var its = Number(right, ref j);
        return mine.Length != its.Length ? mine.Length.CompareTo(its.Length) : string.CompareOrdinal(mine, its);
    }

    private static string Number(string text, ref int position)
    {
        var start = position;
        while (position < text.Length && IsDigit(text[position]))
            position++;
        return text.Substring(start, position - start).TrimStart('0');
    }

    private static bool IsDigit(char character) => character is >= '0' and <= '9';
}
