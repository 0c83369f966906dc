using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace PhasedMigrations.Readers.SqlTexts;

/// <summary>Takes a text apart into the literals that it is written with.</summary>
internal sealed class TextCollector
{
    /// <summary>Names that refer to names deeper than this are machine-made.</summary>
    private const int MaximumDepth = 64;

    private const int MaximumPieces = 20_000;

    private readonly ConstantEvaluation _evaluation;
    private readonly StringBuilder _text = new();
    private readonly List<TextPiece> _pieces = [];
    private bool _isAnythingKnown;

    private TextCollector(ConstantEvaluation evaluation) => _evaluation = evaluation;

    public static SqlText? Collect(IOperation expression, ConstantEvaluation evaluation)
    {
        var value = evaluation.Evaluate(expression);
        if (value.AsText is null && value.Written is null)
            return null;

        var collector = new TextCollector(evaluation);
        collector.Add(value, expression.Syntax, new Place(expression.Syntax, Reference: null), depth: 0);
        var text = collector._text.ToString();
        if (value.AsText is { } known && (known != text || known.Length == 0))
            return SqlText.At(known, expression.Syntax.GetLocation());
        return collector._isAnythingKnown ? new WrittenSqlText(text, collector._pieces, expression.Syntax) : null;
    }

    /// <param name="syntax">What has the value, inside of the place.</param>
    private void Add(Constant value, SyntaxNode syntax, Place place, int depth)
    {
        if (value.Written is not { } written || depth > MaximumDepth || _pieces.Count > MaximumPieces)
        {
            AddExpression(value, syntax, place);
            return;
        }

        place = place.For(written.Syntax, syntax);
        switch (written)
        {
            case WrittenText.Constant { Operation: var operation }:
                AddConstant(operation, place, depth);
                break;
            case WrittenText.Joined { Parts: var parts }:
                foreach (var part in parts)
                    Add(part.Value, part.Syntax, place, depth + 1);
                break;
            case WrittenText.Cut cut:
                AddCut(cut, place, depth);
                break;
        }
    }

    private void AddCut(WrittenText.Cut cut, Place place, int depth)
    {
        var piece = _pieces.Count;
        var start = _text.Length;
        Add(cut.Whole.Value, cut.Whole.Syntax, place, depth + 1);
        var end = Math.Min(_text.Length, start + cut.Start + cut.Length);
        var kept = new List<TextPiece>();
        foreach (var whole in _pieces.Skip(piece))
        {
            var from = Math.Max(whole.Start, start + cut.Start);
            var to = Math.Min(whole.End, end);
            if (to > from)
                kept.Add(whole with { Start = from - cut.Start, Length = to - from, Skipped = whole.Skipped + from - whole.Start });
        }

        _pieces.RemoveRange(piece, _pieces.Count - piece);
        _pieces.AddRange(kept);
        _text.Length = end;
        _text.Remove(start, Math.Min(cut.Start, end - start));
    }

    private void AddConstant(IOperation operation, Place place, int depth)
    {
        switch (operation)
        {
            case ILiteralOperation { Syntax: (LiteralExpressionSyntax or InterpolatedStringTextSyntax) and var literal, ConstantValue.Value: string text }:
                AddLiteral(text, literal, place);
                break;
            case IConversionOperation conversion:
                AddConstant(conversion.Operand, place, depth + 1);
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum:
                foreach (var operand in OperandsOf(sum))
                    Add(_evaluation.Evaluate(operand), operand.Syntax, place, depth + 1);
                break;
            case IInterpolatedStringOperation interpolation:
                foreach (var part in interpolation.Parts)
                    AddPart(part, place, depth + 1);
                break;
            case IFieldReferenceOperation { Field: { IsConst: true } field } when InitializerOf(field, operation) is { } initializer:
                Add(_evaluation.Evaluate(initializer), operation.Syntax, place, depth + 1);
                break;
            case ILocalReferenceOperation { Local: { IsConst: true } local } when InitializerOf(local, operation) is { } initializer:
                Add(_evaluation.Evaluate(initializer), operation.Syntax, place, depth + 1);
                break;
            default:
                AddExpression(Constant.Of(operation.ConstantValue.Value), operation.Syntax, place);
                break;
        }
    }

    private void AddPart(IInterpolatedStringContentOperation part, Place place, int depth)
    {
        switch (part)
        {
            case IInterpolatedStringTextOperation { Text: { ConstantValue.Value: string text } literal }:
                AddLiteral(text, literal.Syntax, place);
                break;
            case IInterpolationOperation { Expression: var expression }:
                Add(_evaluation.Evaluate(expression), expression.Syntax, place, depth + 1);
                break;
        }
    }

    /// <summary>From the left: a long sum is nested as deep as it is long.</summary>
    internal static IEnumerable<IOperation> OperandsOf(IBinaryOperation sum)
    {
        var operands = new Stack<IOperation>();
        IOperation left = sum;
        while (left is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } inner)
        {
            operands.Push(inner.RightOperand);
            left = inner.LeftOperand;
        }

        operands.Push(left);
        return operands;
    }

    private IOperation? InitializerOf(ISymbol symbol, IOperation reference) =>
        symbol.DeclaringSyntaxReferences is [var declaration]
        && declaration.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } initializer }
            ? _evaluation.Bind(initializer, reference.SemanticModel)
            : null;

    private void AddLiteral(string value, SyntaxNode literal, Place place)
    {
        _isAnythingKnown |= !string.IsNullOrWhiteSpace(value);
        Append(value, literal, place);
    }

    /// <summary>An expression whose value is known otherwise, or is not known.</summary>
    private void AddExpression(Constant value, SyntaxNode syntax, Place place)
    {
        _isAnythingKnown |= value.IsKnown;
        Append(value.IsKnown ? Convert.ToString(value.Value, CultureInfo.InvariantCulture) : Placeholder.For(syntax), syntax, place);
    }

    private void Append(string? value, SyntaxNode source, Place place)
    {
        if (string.IsNullOrEmpty(value))
            return;
        _pieces.Add(new TextPiece(_text.Length, value!.Length, source, Skipped: 0, place.Root, place.Reference ?? source));
        _text.Append(value);
    }

    /// <summary>Where the collector is.</summary>
    /// <param name="Root">The expression being read, up to where a name refers to it.</param>
    /// <param name="Reference">The name that leads to it in the outermost expression; null in the outermost expression itself.</param>
    private readonly record struct Place(SyntaxNode Root, SyntaxNode? Reference)
    {
        public Place For(SyntaxNode written, SyntaxNode referrer) =>
            Root.SyntaxTree == written.SyntaxTree && Root.Span.Contains(written.Span) ? this : new Place(written, Reference ?? referrer);
    }
}
