namespace PhasedMigrations.Sql.Lexing;

/// <summary>
/// Finds the keyword in a range of the text without copying it: an open-addressed table over the case-folded hash that the
/// lexer computes while it passes over an identifier.
/// </summary>
internal static class KeywordTable
{
    public const int HashSeed = unchecked((int)2166136261);

    private const int Slots = 2048;

    private static readonly string?[] Words = new string?[Slots];
    private static readonly Keyword[] Values = new Keyword[Slots];

    public static readonly int LongestWord = Fill();

    /// <summary>One step of the FNV-1a hash over characters already folded to lower case.</summary>
    public static int Hash(int hash, char folded) => unchecked((hash ^ folded) * 16777619);

    public static Keyword Find(string text, int start, int length, int hash)
    {
        for (var slot = SlotOf(hash); Words[slot] is { } word; slot = (slot + 1) % Slots)
        {
            if (word.Length == length && SqlCharacters.EqualsFolded(text, start, word))
                return Values[slot];
        }

        return Keyword.None;
    }

    private static int Fill()
    {
        var longest = 0;
        foreach (Keyword keyword in Enum.GetValues(typeof(Keyword)))
        {
            if (keyword == Keyword.None)
                continue;

            var word = keyword.ToString().ToLowerInvariant().TrimEnd('_'); // None_ is NONE: the plain name is taken
            var hash = HashSeed;
            foreach (var character in word)
                hash = Hash(hash, character);

            var slot = SlotOf(hash);
            while (Words[slot] is not null)
                slot = (slot + 1) % Slots;
            Words[slot] = word;
            Values[slot] = keyword;
            longest = Math.Max(longest, word.Length);
        }

        return longest;
    }

    private static int SlotOf(int hash) => (hash ^ (hash >> 15)) & (Slots - 1);
}
