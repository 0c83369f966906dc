using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.Operations;

namespace PhasedMigrations.Readers;

/// <content>Concatenation, interpolation and the string methods that names are made with.</content>
internal sealed partial class ConstantEvaluation
{
    /// <summary>No name and no statement is longer; an initializer that doubles itself is.</summary>
    private const int MaximumTextLength = 1 << 16;

    private static Constant Add(Constant left, Constant right) => (left.Value, right.Value) switch
    {
        _ when !left.IsKnown || !right.IsKnown => Constant.Unknown,
        (int a, int b) => Constant.Of(unchecked(a + b)),
        (string, _) or (_, string) => Concatenate(new[] { left, right }),
        _ => Constant.Unknown,
    };

    private Constant EvaluatePart(IInterpolatedStringContentOperation part, int depth) => part switch
    {
        IInterpolatedStringTextOperation text => Evaluate(text.Text, depth + 1),
        IInterpolationOperation { Alignment: null, FormatString: null } hole => Evaluate(hole.Expression, depth + 1),
        _ => Constant.Unknown,
    };

    private static Constant Concatenate(IEnumerable<Constant> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            if (!part.IsKnown || part.Value is not (null or string or char or int or long) || text.Length > MaximumTextLength)
                return Constant.Unknown;
            text.Append(Convert.ToString(part.Value, CultureInfo.InvariantCulture));
        }

        return Constant.Of(text.ToString());
    }

    private Constant EvaluateTextMethod(IInvocationOperation call, string text, int depth)
    {
        var argument = call.Arguments.Length > 0 ? Evaluate(call.Arguments[0].Value, depth + 1).AsText : null;
        return (call.TargetMethod.Name, argument) switch
        {
            ("ToLower" or "ToLowerInvariant", _) => Constant.Of(text.ToLowerInvariant()),
            ("ToUpper" or "ToUpperInvariant", _) => Constant.Of(text.ToUpperInvariant()),
            ("Trim", null) => Constant.Of(text.Trim()),
            ("ToString", _) => Constant.Of(text),
            ("Contains", { } part) => Constant.Of(text.IndexOf(part, ComparisonOf(call)) >= 0),
            ("StartsWith", { } part) => Constant.Of(text.StartsWith(part, ComparisonOf(call))),
            ("EndsWith", { } part) => Constant.Of(text.EndsWith(part, ComparisonOf(call))),
            ("Equals", { } other) => Constant.Of(text.Equals(other, ComparisonOf(call))),
            _ => Constant.Unknown,
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
