using PhasedMigrations.Model;
using PhasedMigrations.Sql.Lexing;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>Reading names. Each method returns false, and stays where it is, when no name stands there.</summary>
internal sealed partial class TokenCursor
{
    /// <summary>A name that may not be a reserved word. Null when a parameter stands for it or for a part of it.</summary>
    public bool TryName(out string? name) => TryName(allowReserved: false, out name);

    /// <summary>A name where PostgreSQL allows any word: after a dot, as a role, as an option.</summary>
    public bool TryLabel(out string? name) => TryName(allowReserved: true, out name);

    /// <summary>A name with up to two prefixes. The first of three is the database, which can only be the current one.</summary>
    public bool TryQualifiedName(out TableName? name)
    {
        name = null;
        if (!TryName(out var last))
            return false;

        string? schema = null;
        var isResolved = last is not null;
        while (Is(SqlTokenKind.Dot))
        {
            Skip();
            if (!TryLabel(out var part))
                return false;
            isResolved &= part is not null;
            schema = last;
            last = part;
        }

        if (isResolved)
            name = new TableName(schema, last!);
        return true;
    }

    /// <summary>A table in a command or in FROM: ONLY and * are passed over.</summary>
    public bool TryTable(out TableName? table, out bool isOnly)
    {
        isOnly = Accept(Keyword.Only);
        var isEnclosed = isOnly && Accept(SqlTokenKind.OpenParenthesis);
        if (!TryQualifiedName(out table))
            return false;
        if (isEnclosed)
            return Accept(SqlTokenKind.CloseParenthesis);
        if (!isOnly)
            AcceptOperator("*");
        return true;
    }

    public bool TryTable(out TableName? table) => TryTable(out table, out _);

    /// <summary>One or more names with commas between them.</summary>
    public bool TryQualifiedNames(out IReadOnlyList<TableName?> names)
    {
        var builder = new List<TableName?>(1);
        names = [];
        do
        {
            if (!TryTable(out var name))
                return false;
            builder.Add(name);
        }
        while (Accept(SqlTokenKind.Comma));

        names = builder;
        return true;
    }

    /// <summary>(a, b, …). Only names may stand there.</summary>
    public bool TryColumnList(out IReadOnlyList<string?> columns)
    {
        columns = [];
        if (!Accept(SqlTokenKind.OpenParenthesis))
            return false;

        var builder = new List<string?>(2);
        do
        {
            if (!TryName(out var column))
                return false;
            builder.Add(column);
        }
        while (Accept(SqlTokenKind.Comma));

        columns = builder;
        return Accept(SqlTokenKind.CloseParenthesis);
    }

    /// <summary>The value of a string literal with all its escapes resolved.</summary>
    public bool TryString(out string? value)
    {
        value = null;
        var token = Current;
        if (!IsStringLiteral(token.Kind))
            return false;

        Skip();
        value = StringText.Decode(Text, token, token.Kind == SqlTokenKind.UnicodeString ? UnicodeEscape() : '\\');
        return true;
    }

    public static bool IsStringLiteral(SqlTokenKind kind) =>
        kind is SqlTokenKind.String or SqlTokenKind.EscapeString or SqlTokenKind.UnicodeString or SqlTokenKind.DollarString;

    private bool TryName(bool allowReserved, out string? name)
    {
        name = null;
        var token = Current;
        switch (token.Kind)
        {
            case SqlTokenKind.Identifier when allowReserved || !token.Keyword.IsReserved():
            case SqlTokenKind.QuotedIdentifier:
                Skip();
                if (!SkipAdjoiningParameters(token) && !HoldsPlaceholder(token))
                    name = _names.Get(Text, token);
                return true;
            case SqlTokenKind.UnicodeIdentifier:
                Skip();
                name = IdentifierText.Unicode(Text, token, UnicodeEscape());
                return true;
            case SqlTokenKind.Parameter:
                Skip();
                SkipAdjoiningParameters(token);
                return true;
            default:
                return false;
        }
    }

    /// <summary>A placeholder without a space before or after it is a part of the name: ${prefix}_orders, orders_{0}.</summary>
    private bool SkipAdjoiningParameters(SqlToken previous)
    {
        var start = Position;
        while (Current.Start == previous.End
            && (Is(SqlTokenKind.Parameter) || (Is(SqlTokenKind.Identifier) && previous.Kind == SqlTokenKind.Parameter)))
        {
            previous = Current;
            Skip();
        }

        return Position > start;
    }

    /// <summary>"{schema}": what is filled in between the quotes is as unknown as without them.</summary>
    private bool HoldsPlaceholder(SqlToken token) => token.Kind == SqlTokenKind.QuotedIdentifier
        && Text.IndexOf('{', token.Start, token.Length) is var open and >= 0
        && Text.IndexOf('}', open, token.End - open) > open;

    private char UnicodeEscape()
    {
        if (!Is(Keyword.UEscape) || Peek(1).Kind != SqlTokenKind.String || Peek(1).Length != 3)
            return '\\';
        Position += 2;
        return Text[Peek(-1).Start + 1];
    }
}
