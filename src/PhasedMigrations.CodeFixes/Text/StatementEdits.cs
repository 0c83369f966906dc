using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PhasedMigrations.CodeFixes.Text;

/// <summary>
/// Collects what happens to the statements of one block and turns it into the smallest text changes, so that blank lines stay where
/// an author would leave them and positions elsewhere in the file can be followed.
/// </summary>
internal sealed class StatementEdits(BlockSyntax block, SourceLayout layout)
{
    private readonly HashSet<StatementSyntax> _removed = [];
    private readonly Dictionary<StatementSyntax, string> _replaced = [];
    private readonly Dictionary<StatementSyntax, string> _before = [];
    private readonly Dictionary<StatementSyntax, string> _after = [];
    private readonly List<TextChange> _inside = [];
    private readonly List<string> _last = [];

    /// <summary>Takes the statement away with its comments.</summary>
    public void Remove(StatementSyntax statement) => _removed.Add(statement);

    /// <summary>Puts text in the place of the statement and its comments.</summary>
    public void Replace(StatementSyntax statement, string text) => _replaced[statement] = text;

    public void InsertBefore(StatementSyntax statement, string text) => _before[statement] = text;

    public void InsertAfter(StatementSyntax statement, string text) => _after[statement] = text;

    public void InsertFirst(string text)
    {
        if (block.Statements.Count > 0)
            InsertBefore(block.Statements[0], text);
        else
            _last.Add(text);
    }

    public void InsertLast(string text)
    {
        if (block.Statements.Count > 0)
            _after[block.Statements.Last()] = _after.TryGetValue(block.Statements.Last(), out var earlier) ? earlier + BlankLine + text : text;
        else
            _last.Add(text);
    }

    /// <summary>Changes something within a statement that stays.</summary>
    public void Change(TextChange change) => _inside.Add(change);

    public IReadOnlyList<TextChange> ToChanges()
    {
        var changes = new List<TextChange>(_inside);
        var leading = true; // everything before this statement is gone
        var anyRemoved = false;
        foreach (var statement in block.Statements)
        {
            if (_removed.Contains(statement))
            {
                changes.Add(new TextChange(statement.FullSpan, string.Empty));
                anyRemoved = true;
                continue;
            }

            var lines = layout.Lines(statement);
            if (leading && anyRemoved && lines.Start > statement.FullSpan.Start)
                changes.Add(new TextChange(TextSpan.FromBounds(statement.FullSpan.Start, lines.Start), string.Empty));
            leading = false;
            changes.AddRange(Around(statement, lines));
        }

        if (_last.Count > 0)
            changes.Add(AtTheEnd(string.Join(BlankLine, _last)));
        return changes;
    }

    private IEnumerable<TextChange> Around(StatementSyntax statement, TextSpan lines)
    {
        var before = _before.TryGetValue(statement, out var earlier) ? earlier + BlankLine : string.Empty;
        var after = _after.TryGetValue(statement, out var later) ? BlankLine + later : string.Empty;
        if (_replaced.TryGetValue(statement, out var replacement))
        {
            yield return new TextChange(lines, before + replacement + after);
            yield break;
        }

        if (before.Length > 0)
            yield return new TextChange(new TextSpan(lines.Start, 0), before);
        if (after.Length > 0)
            yield return new TextChange(new TextSpan(lines.End, 0), after);
    }

    private string BlankLine => layout.NewLine + layout.NewLine;

    private TextChange AtTheEnd(string text)
    {
        var open = layout.Text.Lines.GetLineFromPosition(block.OpenBraceToken.SpanStart);
        var close = layout.Text.Lines.GetLineFromPosition(block.CloseBraceToken.SpanStart);
        return open.LineNumber == close.LineNumber
            ? new TextChange(block.Span, $"{{ {text.Trim()} }}")
            : new TextChange(new TextSpan(close.Start, 0), text + layout.NewLine);
    }
}
