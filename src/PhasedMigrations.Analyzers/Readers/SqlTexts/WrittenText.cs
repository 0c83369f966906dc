using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Readers.SqlTexts;

/// <summary>How the source writes a text. It is looked at only for text in which something can be found.</summary>
/// <param name="Syntax">The expression as it stands in the source.</param>
internal abstract record WrittenText(SyntaxNode Syntax)
{
    /// <summary>An expression that the compiler itself has computed: a literal, constants, a sum of them.</summary>
    internal sealed record Constant(IOperation Operation) : WrittenText(Operation.Syntax);

    /// <summary>A sum, an interpolation, or a call that joins texts; parts of it may be unknown.</summary>
    internal sealed record Joined(SyntaxNode Syntax, ImmutableArray<Part> Parts) : WrittenText(Syntax);

    /// <summary>A part of a known text: what <c>Trim</c> leaves, what stands before <c>{0}</c> in a format.</summary>
    internal sealed record Cut(SyntaxNode Syntax, Part Whole, int Start, int Length) : WrittenText(Syntax);

    /// <param name="Syntax">What has this value in the expression that joins the parts.</param>
    internal readonly record struct Part(Readers.Constant Value, SyntaxNode Syntax);
}
