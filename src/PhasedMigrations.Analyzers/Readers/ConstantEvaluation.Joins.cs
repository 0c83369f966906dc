using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PhasedMigrations.Readers.SqlTexts;

namespace PhasedMigrations.Readers;

/// <content><c>string.Concat</c>, <c>string.Join</c> and <c>string.Format</c>.</content>
internal sealed partial class ConstantEvaluation
{
    private Constant EvaluateJoin(IInvocationOperation call, int depth)
    {
        var parts = ImmutableArray.CreateBuilder<WrittenText.Part>();
        switch (call.TargetMethod.Name)
        {
            case "Concat" when Elements(call.Arguments, depth) is { } elements:
                return Join(call.Syntax, elements);
            case "Join" when Elements(call.Arguments.RemoveAt(0), depth) is { } elements:
                var separator = Part(call.Arguments[0].Value, depth);
                foreach (var element in elements)
                {
                    if (parts.Count > 0)
                        parts.Add(separator);
                    parts.Add(element);
                }

                return Join(call.Syntax, parts);
            case "Format" when call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "format") is { } format:
                var values = Elements(call.Arguments.RemoveRange(0, call.Arguments.IndexOf(format) + 1), depth);
                return values is not null && Fill(Part(format.Value, depth), values, parts) ? Join(call.Syntax, parts) : Constant.Unknown;
            default:
                return Constant.Unknown;
        }
    }

    /// <summary>The values that are handed over one by one, as a parameter array, or as a collection; null for a collection that is not known.</summary>
    private List<WrittenText.Part>? Elements(ImmutableArray<IArgumentOperation> arguments, int depth)
    {
        var elements = new List<WrittenText.Part>();
        foreach (var argument in arguments)
        {
            if (argument is { ArgumentKind: ArgumentKind.ParamArray, Value: IArrayCreationOperation { Initializer.ElementValues: var values } })
                elements.AddRange(values.Select(value => Part(value, depth)));
            else if (argument.Parameter?.Type is IArrayTypeSymbol or INamedTypeSymbol { IsGenericType: true } or { TypeKind: TypeKind.Interface })
            {
                if (Evaluate(argument.Value, depth + 1).AsArray is not { } known)
                    return null;
                elements.AddRange(known.Select(value => new WrittenText.Part(value, argument.Value.Syntax)));
            }
            else
            {
                elements.Add(Part(argument.Value, depth));
            }
        }

        return elements;
    }

    /// <summary>False for a format that is not known, or that asks for more than the values as they are.</summary>
    private static bool Fill(WrittenText.Part format, List<WrittenText.Part> values, ImmutableArray<WrittenText.Part>.Builder parts)
    {
        if (format.Value.AsText is not { } text)
            return false;

        var start = 0;
        for (var position = 0; position < text.Length; position++)
        {
            var character = text[position];
            if (character is not ('{' or '}'))
                continue;

            if (position + 1 < text.Length && text[position + 1] == character)
            {
                parts.Add(CutFrom(format, text, start, ++position));
            }
            else
            {
                var close = text.IndexOf('}', position);
                if (character == '}' || close < 0 || !TryIndex(text, position + 1, close, out var index) || index >= values.Count)
                    return false;
                parts.Add(CutFrom(format, text, start, position));
                parts.Add(values[index]);
                position = close;
            }

            start = position + 1;
        }

        parts.Add(CutFrom(format, text, start, text.Length));
        return true;
    }

    private static bool TryIndex(string format, int start, int end, out int index) =>
        int.TryParse(format.Substring(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture, out index);

    private static WrittenText.Part CutFrom(WrittenText.Part whole, string text, int start, int end) => new(
        Constant.Of(text.Substring(start, end - start)) with
        {
            Written = new WrittenText.Cut(whole.Syntax, whole, start, end - start),
        },
        whole.Syntax);
}
