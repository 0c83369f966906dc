using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.CodeFixes.Text;
using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Parsing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.RawSql;

/// <summary>A call of <c>Sql</c> and the statements of its text.</summary>
internal sealed class SqlCall
{
    private readonly List<int> _ends = [];

    private SqlCall(BuilderCall call, string text, LiteralText? literal)
    {
        Call = call;
        Text = text;
        Literal = literal;
        Statements = SqlParser.Parse(text);
        foreach (var statement in Statements)
            _ends.Add(EndOf(statement));
        if (_ends.Count > 0)
            _ends[_ends.Count - 1] = text.Length;
    }

    public BuilderCall Call { get; }

    public string Text { get; }

    public IReadOnlyList<SqlStatement> Statements { get; }

    /// <summary>Null when the text is put together: then it can be moved, not changed.</summary>
    public LiteralText? Literal { get; }

    public bool IsSuppressed => Call.Value("suppressTransaction").AsBoolean == true;

    /// <summary>Null for another call, and for SQL that is not known.</summary>
    public static SqlCall? Of(BuilderCall call, SourceLayout layout)
    {
        if (call.Method != "Sql" || call.Text("sql") is not { } text)
            return null;

        var literal = call.Argument("sql")?.Expression is LiteralExpressionSyntax written ? new LiteralText(written, layout) : null;
        return new SqlCall(call, text, literal?.Value == text ? literal : null);
    }

    /// <summary>The statement in which a part of the source stands; null when that is not certain.</summary>
    public int? IndexAt(TextSpan source)
    {
        if (Statements.Count == 1)
            return 0;
        for (var index = 0; index < Statements.Count; index++)
        {
            if (SourceOf(Statements[index].Span) is { } span && span.Contains(source))
                return index;
        }

        return null;
    }

    public TextSpan? SourceOf(PhasedMigrations.Sql.SqlSpan span) => Literal?.SourceOf(span.Start, span.End);

    /// <summary>Where the text of a statement begins, with the comments above it.</summary>
    public int StartOf(int index)
    {
        var start = index == 0 ? 0 : _ends[index - 1];
        while (start < Text.Length && char.IsWhiteSpace(Text[start]))
            start++;
        return start;
    }

    /// <summary>Behind the semicolon of a statement and the comment on its line.</summary>
    public int EndOf(int index) => _ends[index];

    public string TextOf(int index, IEnumerable<SqlEdit> edits) => SqlEdit.Apply(Text, StartOf(index), EndOf(index), edits).TrimEnd();

    /// <summary>What runs after a statement in the same call.</summary>
    public string TextAfter(int index) => Text.Substring(EndOf(index));

    private int EndOf(SqlStatement statement)
    {
        var end = statement.Span.End;
        var lexer = new SqlLexer(Text, end, Text.Length);
        for (var token = lexer.Next(); token.Kind != SqlTokenKind.End; token = lexer.Next())
        {
            if (token.Kind == SqlTokenKind.Semicolon)
            {
                end = token.End;
                break;
            }

            if (token.Kind is not (SqlTokenKind.LineComment or SqlTokenKind.BlockComment))
                return end;
        }

        var next = new SqlLexer(Text, end, Text.Length).Next();
        return next.Kind == SqlTokenKind.LineComment && Text.IndexOf('\n', end, next.Start - end) < 0 ? next.End : end;
    }
}
