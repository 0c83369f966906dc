using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.CodeFixes.Text;

namespace PhasedMigrations.CodeFixes.Phased;

/// <summary>Makes a flagged call an operation of the migration's one Phased call.</summary>
internal static class PhasedRewrite
{
    private const string Extensions = "PhasedMigrations.PhasedMigrationBuilderExtensions";

    /// <summary>Null when the runtime is not referenced or the rewrite is not provably right.</summary>
    public static IReadOnlyList<TextChange>? Plan(FlaggedCall flagged, string diagnosticId)
    {
        if (flagged.Model.Compilation.GetTypeByMetadataName(Extensions) is null
            || flagged.Up.Block is not { } block
            || !flagged.Layout.StandsAlone(flagged.Call.Statement)
            || PhasedOperations.Of(flagged, diagnosticId) is not { } operations)
            return null;

        var footprint = Footprint.Of(flagged.Call) with { Method = operations[operations.Count - 1].Method };
        if (OperationOrder.MustRunNow(footprint, flagged.Up, flagged.Call.Statement))
            return null;

        var up = new StatementEdits(block, flagged.Layout);
        var stays = flagged.Call.Method == "AlterColumn" && RequiredColumn.ChangesMoreThanNullability(flagged.Call);
        if (stays)
            up.Change(ArgumentText.Set(flagged.Call, "nullable", "true", after: null, flagged.Layout));
        var name = PlaceInUp(flagged, operations, footprint, stays, up);
        if (PhasedDown.Plan(flagged, name) is not { } down)
            return null;

        return [.. up.ToChanges(), .. down, .. Usings(flagged)];
    }

    private static string PlaceInUp(
        FlaggedCall flagged, IReadOnlyList<PhasedOperation> operations, Footprint footprint, bool stays, StatementEdits edits)
    {
        var statement = flagged.Call.Statement;
        var text = Render(flagged, operations, withComments: !stays);
        if (FindLater(flagged, footprint, stays) is { } later)
        {
            if (!stays)
                edits.Remove(statement);
            edits.Change(later.Insert(text, operations[operations.Count - 1].Method, flagged.Layout));
            return later.Name;
        }

        string lines;
        string name;
        if (FindEarlier(flagged, stays) is { } earlier)
        {
            edits.Remove(earlier.Statement);
            name = earlier.Name;
            lines = Changed(flagged.Layout, flagged.Layout.Lines(earlier.Statement), earlier.Append(text, flagged.Layout));
        }
        else
        {
            name = FreeName(flagged);
            var parameter = ParameterName(flagged.Up.Syntax);
            lines = $"{flagged.Layout.IndentOf(statement)}{flagged.Up.BuilderName}.Phased({CSharpText.Literal(name)}, {parameter} => {parameter}"
                + $"{flagged.Layout.NewLine}{text});";
        }

        if (stays)
            edits.InsertAfter(statement, lines);
        else
            edits.Replace(statement, lines);
        return name;
    }

    /// <summary>The nearest Phased call of this migration after the statement that the operation can move down to.</summary>
    private static PhasedStatement? FindLater(FlaggedCall flagged, Footprint footprint, bool stays)
    {
        foreach (var statement in flagged.Up.Statements.SkipWhile(statement => statement != flagged.Call.Statement).Skip(1))
        {
            if (OwnPhased(flagged, statement) is { } phased)
                return phased;
            if (!OperationOrder.MayCross(footprint, flagged.Up, statement))
                return null;
        }

        return null;
    }

    /// <summary>The nearest Phased call of this migration before the statement that can move down to it.</summary>
    private static PhasedStatement? FindEarlier(FlaggedCall flagged, bool stays)
    {
        var crossed = stays ? new List<StatementSyntax> { flagged.Call.Statement } : [];
        foreach (var statement in flagged.Up.Statements.TakeWhile(statement => statement != flagged.Call.Statement).Reverse())
        {
            if (OwnPhased(flagged, statement) is { } phased)
            {
                return phased.Footprints.All(operation => crossed.All(between => OperationOrder.MayCross(operation, flagged.Up, between)))
                    ? phased
                    : null;
            }

            crossed.Add(statement);
        }

        return null;
    }

    private static PhasedStatement? OwnPhased(FlaggedCall flagged, StatementSyntax statement) =>
        PhasedStatement.Read(statement, flagged.Up.BuilderName, flagged.Model) is { } phased
        && IsOwnName(flagged, phased.Name)
        && flagged.Layout.StandsAlone(statement)
            ? phased
            : null;

    private static bool IsOwnName(FlaggedCall flagged, string name)
    {
        var own = flagged.Class.Identifier.ValueText;
        return name.StartsWith(own, StringComparison.Ordinal) && name.Substring(own.Length).All(char.IsDigit);
    }

    private static string FreeName(FlaggedCall flagged)
    {
        var own = flagged.Class.Identifier.ValueText;
        var taken = flagged.Up.Statements.Select(statement => PhasedStatement.NameOf(statement, flagged.Model)).ToArray();
        var name = own;
        for (var number = 2; taken.Contains(name); number++)
            name = own + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return name;
    }

    private static string Render(FlaggedCall flagged, IReadOnlyList<PhasedOperation> operations, bool withComments)
    {
        var layout = flagged.Layout;
        var unit = layout.Unit(flagged.Up.Syntax);
        var indent = layout.IndentOf(flagged.Call.Statement) + unit;
        var comments = withComments ? SourceLayout.Comments(flagged.Call.Statement) : [];
        return string.Join(layout.NewLine,
        [
            .. comments.Select(comment => indent + comment),
            .. operations.Select(operation => CSharpText.Call("." + operation.Method, operation.Arguments, indent, unit, layout.NewLine)),
        ]);
    }

    private static string Changed(SourceLayout layout, TextSpan span, TextChange change) =>
        layout.Text.ToString(TextSpan.FromBounds(span.Start, change.Span.Start))
        + change.NewText
        + layout.Text.ToString(TextSpan.FromBounds(change.Span.End, span.End));

    private static string ParameterName(MethodDeclarationSyntax method)
    {
        var taken = method.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)
            && token.Parent is VariableDeclaratorSyntax or ParameterSyntax { Parent.Parent: MethodDeclarationSyntax } or LocalFunctionStatementSyntax);
        return taken.Any(token => token.ValueText == "phased") ? "operations" : "phased";
    }

    private static IEnumerable<TextChange> Usings(FlaggedCall flagged)
    {
        var builder = flagged.Types.MigrationBuilder;
        var inScope = flagged.Model
            .LookupSymbols(flagged.Call.Statement.SpanStart, builder, "Phased", includeReducedExtensionMethods: true)
            .Any();
        return inScope ? [] : UsingDirectives.AddRuntime(flagged.Root, flagged.Call.Statement, flagged.Layout);
    }
}
