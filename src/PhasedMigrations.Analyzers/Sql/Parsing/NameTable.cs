using PhasedMigrations.Sql.Lexing;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>
/// A small cache of names already copied out of a text: migrations name the same tables and columns again and again, in one file as in
/// the next.
/// </summary>
internal sealed class NameTable
{
    private const int Slots = 512;

    [ThreadStatic]
    private static NameTable? _ofThisThread;

    private readonly string?[] _names = new string?[Slots];

    public static NameTable OfThisThread => _ofThisThread ??= new NameTable();

    /// <summary>The name of an unquoted or plainly quoted identifier.</summary>
    public string Get(string text, SqlToken token)
    {
        var isQuoted = token.Kind == SqlTokenKind.QuotedIdentifier;
        var start = isQuoted ? token.Start + 1 : token.Start;
        var end = isQuoted ? token.End - 1 : token.End;

        var hash = KeywordTable.HashSeed;
        for (var i = start; i < end; i++)
            hash = KeywordTable.Hash(hash, isQuoted ? text[i] : SqlCharacters.Fold(text[i]));

        ref var name = ref _names[(hash ^ (hash >> 15)) & (Slots - 1)];
        if (name is null || !Equals(name, text, start, end, isQuoted))
            name = isQuoted ? IdentifierText.Quoted(text, token) : IdentifierText.Unquoted(text, token);
        return name;
    }

    private static bool Equals(string name, string text, int start, int end, bool isQuoted)
    {
        if (name.Length != end - start)
            return false;
        if (!isQuoted)
            return SqlCharacters.EqualsFolded(text, start, name);
        return string.CompareOrdinal(name, 0, text, start, name.Length) == 0;
    }
}
