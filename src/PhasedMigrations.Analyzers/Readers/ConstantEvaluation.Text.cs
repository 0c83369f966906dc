using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PhasedMigrations.Readers.SqlTexts;

namespace PhasedMigrations.Readers;

/// <content>Concatenation, interpolation and the string methods that names are made with.</content>
internal sealed partial class ConstantEvaluation
{
    /// <summary>No name and no statement is longer; an initializer that doubles itself is.</summary>
    private const int MaximumTextLength = 1 << 16;

    private static Constant Add(Constant left, Constant right) => (left.Value, right.Value) switch
    {
        (int a, int b) => Constant.Of(unchecked(a + b)),
        _ => Constant.Unknown,
    };

    private WrittenText.Part Part(IOperation operation, int depth) => new(Evaluate(operation, depth + 1), operation.Syntax);

    private WrittenText.Part EvaluatePart(IInterpolatedStringContentOperation part, int depth) => part switch
    {
        IInterpolatedStringTextOperation text => Part(text.Text, depth),
        IInterpolationOperation { Alignment: null, FormatString: null } hole => Part(hole.Expression, depth),
        _ => new WrittenText.Part(Constant.Unknown, part.Syntax),
    };

    /// <summary>A text of which a part is not known is not known, but what is known of it can be looked at.</summary>
    private static Constant Join(SyntaxNode syntax, IEnumerable<WrittenText.Part> parts)
    {
        var all = parts.ToImmutableArray();
        return Concatenate(all) with { Written = new WrittenText.Joined(syntax, all) };
    }

    private static Constant Concatenate(ImmutableArray<WrittenText.Part> parts)
    {
        var text = new StringBuilder();
        foreach (var (part, _) in parts)
        {
            if (!part.IsKnown || part.Value is not (null or string or char or int or long) || text.Length > MaximumTextLength)
                return Constant.Unknown;
            text.Append(Convert.ToString(part.Value, CultureInfo.InvariantCulture));
        }

        return Constant.Of(text.ToString());
    }

    private Constant EvaluateTextMethod(IInvocationOperation call, WrittenText.Part instance, int depth)
    {
        if (instance.Value.AsText is not { } text)
            return Constant.Unknown;

        var argument = call.Arguments.Length > 0 ? Evaluate(call.Arguments[0].Value, depth + 1).AsText : null;
        return (call.TargetMethod.Name, argument) switch
        {
            ("ToLower" or "ToLowerInvariant", _) => Constant.Of(text.ToLowerInvariant()),
            ("ToUpper" or "ToUpperInvariant", _) => Constant.Of(text.ToUpperInvariant()),
            ("Trim", null) when call.Arguments.IsEmpty => Trimmed(instance, text),
            ("Replace", { Length: > 0 } old) when call.Arguments is [_, var by] && Evaluate(by.Value, depth + 1) is { IsKnown: true } replacement =>
                Constant.Of(text.Replace(old, replacement.AsText)),
            ("ReplaceLineEndings", null or "\n" or "\r\n") or ("ToString", _) => instance.Value,
            ("Contains", { } part) => Constant.Of(text.IndexOf(part, ComparisonOf(call)) >= 0),
            ("StartsWith", { } part) => Constant.Of(text.StartsWith(part, ComparisonOf(call))),
            ("EndsWith", { } part) => Constant.Of(text.EndsWith(part, ComparisonOf(call))),
            ("Equals", { } other) => Constant.Of(text.Equals(other, ComparisonOf(call))),
            _ => Constant.Unknown,
        };
    }

    private static Constant Trimmed(WrittenText.Part instance, string text)
    {
        var trimmed = text.Trim();
        return Constant.Of(trimmed) with
        {
            Written = new WrittenText.Cut(instance.Syntax, instance, text.Length - text.TrimStart().Length, trimmed.Length),
        };
    }

    /// <summary>What <c>StringComparison.OrdinalIgnoreCase</c> and its like ask for; culture plays no part in the names of databases.</summary>
    private static StringComparison ComparisonOf(IInvocationOperation call)
    {
        var asked = call.Arguments.Length > 0 ? call.Arguments[call.Arguments.Length - 1].Value.ConstantValue : default;
        return asked is { HasValue: true, Value: int comparison } && comparison % 2 == 1
            ? StringComparison.OrdinalIgnoreCase
            : StringComparison.Ordinal;
    }
}
