using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.Readers.SqlTexts;
using PhasedMigrations.Sql;

namespace PhasedMigrations.Readers;

/// <summary>SQL with its way back to the source, so that a finding stands under the words that cause it.</summary>
internal abstract class SqlText(string text)
{
    public string Text { get; } = text;

    /// <summary>Where the user wrote that part of the text: exactly, or else the expression that it comes from.</summary>
    public abstract Location LocationOf(SqlSpan span);

    /// <summary>Text of which nothing is known but the place that hands it over.</summary>
    public static SqlText At(string text, Location location) => new UnmappedSqlText(text, location);

    /// <summary>The text that a literal stands for.</summary>
    public static SqlText OfLiteral(string text, SyntaxNode literal) =>
        new WrittenSqlText(text, [new TextPiece(0, text.Length, literal, Skipped: 0, literal, literal)], literal);

    /// <summary>A file that is SQL from its first character to its last.</summary>
    public static SqlText OfFile(string path, SourceText content) => new FileSqlText(path, content);

    /// <summary>The SQL that an expression of C# stands for, with a placeholder for each part that cannot be computed.</summary>
    /// <returns>Null when nothing of it can be computed.</returns>
    public static SqlText? Of(IOperation? expression, ConstantEvaluation evaluation) =>
        expression is null ? null : TextCollector.Collect(expression, evaluation);

    /// <summary>Another text with the same places: something was replaced, character for character.</summary>
    public SqlText With(string replaced) => replaced == Text ? this : new RewrittenSqlText(replaced, this);
}
