namespace PhasedMigrations.Sql.Lexing;

internal enum CharacterClass : byte
{
    Other,
    Whitespace,
    IdentifierStart,
    Digit,
    Operator,
}

/// <summary>PostgreSQL's character classes (src/backend/parser/scan.l). Every character beyond ASCII belongs to identifiers.</summary>
internal static class SqlCharacters
{
    private static readonly CharacterClass[] Ascii = Classify();

    public static CharacterClass ClassOf(char character) =>
        character < 128 ? Ascii[character] : CharacterClass.IdentifierStart;

    public static bool IsIdentifierPart(char character) =>
        ClassOf(character) is CharacterClass.IdentifierStart or CharacterClass.Digit || character == '$';

    /// <summary>The case folding of unquoted identifiers: ASCII only (downcase_identifier in src/backend/parser/scansup.c).</summary>
    public static char Fold(char character) => character is >= 'A' and <= 'Z' ? (char)(character | 0x20) : character;

    /// <summary>Compares the text at <paramref name="start"/> with a word that is in lower case. The range lies within the text.</summary>
    public static bool EqualsFolded(string text, int start, string word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            if (Fold(text[start + i]) != word[i])
                return false;
        }

        return true;
    }

    private static CharacterClass[] Classify()
    {
        var classes = new CharacterClass[128];
        foreach (var character in " \t\n\r\f\v")
            classes[character] = CharacterClass.Whitespace;
        foreach (var character in "~!@#^&|`?+-*/%<>=")
            classes[character] = CharacterClass.Operator;
        for (var character = '0'; character <= '9'; character++)
            classes[character] = CharacterClass.Digit;
        for (var character = 'a'; character <= 'z'; character++)
            classes[character] = classes[character - 0x20] = CharacterClass.IdentifierStart;
        classes['_'] = CharacterClass.IdentifierStart;
        return classes;
    }
}
