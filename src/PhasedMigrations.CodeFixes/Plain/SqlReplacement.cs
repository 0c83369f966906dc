using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.CodeFixes.Text;

namespace PhasedMigrations.CodeFixes.Plain;

/// <summary>Puts a call of Sql in the place of another call; the comments around it stay, those inside it move above it.</summary>
internal static class SqlReplacement
{
    public static TextChange Of(BuilderCall call, IReadOnlyList<string> sql, MigrationMethod method, SourceLayout layout)
    {
        var statement = call.Statement;
        var indent = layout.IndentOf(statement);
        var inside = statement.DescendantTrivia()
            .Where(trivia => statement.Span.Contains(trivia.Span)
                && trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia)
            .Select(trivia => indent + trivia + layout.NewLine);
        var text = string.Concat(inside) + CSharpText.SqlStatement(method.BuilderName, sql, indent, layout.Unit(method.Syntax), layout);
        return new TextChange(statement.Span, text.Substring(indent.Length));
    }
}
