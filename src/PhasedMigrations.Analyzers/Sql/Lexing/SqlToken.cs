namespace PhasedMigrations.Sql.Lexing;

/// <summary>A piece of the SQL text: only its place, no copy of it.</summary>
internal readonly struct SqlToken(SqlTokenKind kind, Keyword keyword, int start, int end)
{
    public SqlTokenKind Kind { get; } = kind;

    /// <summary>What an unquoted identifier means to PostgreSQL's grammar; <see cref="Keyword.None"/> for every other token.</summary>
    public Keyword Keyword { get; } = keyword;

    public int Start { get; } = start;

    public int End { get; } = end;

    public int Length => End - Start;
}

internal enum SqlTokenKind : byte
{
    /// <summary>The end of the text.</summary>
    End,

    Identifier,
    QuotedIdentifier,

    /// <summary>U&amp;"…": a following UESCAPE belongs to it.</summary>
    UnicodeIdentifier,

    /// <summary>'…' or N'…', with all its continuations on later lines.</summary>
    String,

    /// <summary>E'…'.</summary>
    EscapeString,

    /// <summary>U&amp;'…': a following UESCAPE belongs to it.</summary>
    UnicodeString,

    /// <summary>B'…' or X'…'.</summary>
    BitString,

    /// <summary>$$…$$ or $tag$…$tag$.</summary>
    DollarString,

    /// <summary>A string, quoted identifier or block comment that the text ends in.</summary>
    Unterminated,

    Number,

    /// <summary>A value or name that is filled in later: $1, @p, :p, {0}, ${name}.</summary>
    Parameter,

    /// <summary>Any operator, of one character or more.</summary>
    Operator,

    OpenParenthesis,
    CloseParenthesis,
    OpenBracket,
    CloseBracket,
    Comma,
    Semicolon,
    Dot,
    DotDot,
    Colon,

    /// <summary>The :: operator.</summary>
    TypeCast,

    /// <summary>The := of PL/pgSQL and of named arguments.</summary>
    Assign,

    LineComment,
    BlockComment,

    /// <summary>A psql backslash command with its arguments.</summary>
    MetaCommand,

    /// <summary>A character that starts no token.</summary>
    Unknown,
}
