using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.Reading;

namespace PhasedMigrations.CodeFixes.Text;

/// <summary>Gives one argument of a call another value and leaves the rest as it was written.</summary>
internal static class ArgumentText
{
    /// <param name="after">The parameter after which a new argument stands, if that was written by name; else it comes last.</param>
    public static TextChange Set(BuilderCall call, string parameter, string value, string? after, SourceLayout layout)
    {
        if (call.Argument(parameter) is { } existing)
            return new TextChange(existing.Expression.Span, value);

        var arguments = call.Invocation.ArgumentList.Arguments;
        var previous = after is not null && call.Argument(after) is { NameColon: not null } named ? named : arguments.Last();
        return new TextChange(new TextSpan(previous.Span.End, 0), "," + Separator(arguments[0], previous, layout) + $"{parameter}: {value}");
    }

    /// <summary>A new argument gets its own line where the others have theirs.</summary>
    private static string Separator(ArgumentSyntax first, ArgumentSyntax previous, SourceLayout layout)
    {
        var call = layout.Text.Lines.GetLineFromPosition(first.Parent!.SpanStart).LineNumber;
        return layout.Text.Lines.GetLineFromPosition(previous.SpanStart).LineNumber == call
            ? " "
            : layout.NewLine + layout.IndentOf(previous);
    }
}
