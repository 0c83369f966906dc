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
            || PhasedHazard.Of(flagged, diagnosticId) is not { } hazard)
            return null;

        flagged = hazard.Place;
        if (!flagged.Layout.StandsAlone(flagged.Call.Statement) || HasNoCertainPlace(flagged, hazard.Footprint))
            return null;

        var up = new StatementEdits(block, flagged.Layout);
        hazard.Taken.Change(up);
        hazard.Elsewhere?.Apply(up);
        var (name, obsolete) = PlaceInUp(flagged, hazard, up);
        if (PhasedDown.Plan(flagged, name, obsolete, hazard.Revert) is not { } down)
            return null;

        return [.. up.ToChanges(), .. down, .. Usings(flagged)];
    }

    /// <summary>Of rows that go and a backfill of another table, nothing tells any more which came first.</summary>
    private static bool HasNoCertainPlace(FlaggedCall flagged, Footprint operation) =>
        operation.Method == "DeleteRows"
        && OwnPhasedCalls.FindLater(flagged, operation) is { } later
        && later.Footprints.Any(other => other.Method == "Backfill" && !other.MayTouch(operation.Table));

    /// <returns>The name of the phased migration, and of another one that became part of it.</returns>
    private static (string Name, string? Obsolete) PlaceInUp(FlaggedCall flagged, PhasedHazard hazard, StatementEdits edits)
    {
        var statement = flagged.Call.Statement;
        var stays = hazard.Taken.Stays;
        var text = Render(flagged, hazard);
        var later = OwnPhasedCalls.FindLater(flagged, hazard.Footprint);
        var earlier = OwnPhasedCalls.FindEarlier(flagged, upTo: later?.Statement ?? statement, stays);
        if (later is not null)
        {
            if (!stays)
                edits.Remove(statement);
            if (earlier is null || !earlier.CanJoin(later))
            {
                edits.Change(later.Insert(
                    text,
                    hazard.Operations[hazard.Operations.Count - 1].Method,
                    flagged.Call.Method == "Sql" ? hazard.Footprint : null,
                    flagged.Layout));
                return (later.Name, null);
            }

            var (name, obsolete) = OwnPhasedCalls.InOrder(earlier.Name, later.Name);
            edits.Remove(earlier.Statement);
            foreach (var change in later.Absorb(earlier, text, name, flagged.Layout))
                edits.Change(change);
            return (name, obsolete);
        }

        var lines = earlier is null
            ? NewCall(flagged, text)
            : flagged.Layout.Changed(flagged.Layout.Lines(earlier.Statement), earlier.Append(text, flagged.Layout));
        if (earlier is not null)
            edits.Remove(earlier.Statement);
        if (stays)
            edits.InsertAfter(statement, lines);
        else
            edits.Replace(statement, lines);
        return (earlier?.Name ?? OwnPhasedCalls.FreeName(flagged), null);
    }

    private static string NewCall(FlaggedCall flagged, string operations)
    {
        var parameter = ParameterName(flagged.Up.Syntax);
        return $"{flagged.Layout.IndentOf(flagged.Call.Statement)}{flagged.Up.BuilderName}"
            + $".Phased({CSharpText.Literal(OwnPhasedCalls.FreeName(flagged))}, {parameter} => {parameter}{flagged.Layout.NewLine}{operations});";
    }

    private static string Render(FlaggedCall flagged, PhasedHazard hazard)
    {
        var layout = flagged.Layout;
        var unit = layout.Unit(flagged.Up.Syntax);
        var indent = layout.IndentOf(flagged.Call.Statement) + unit;
        return string.Join(layout.NewLine,
        [
            .. hazard.Comments.Select(comment => indent + comment),
            .. hazard.Operations.Select(operation => CSharpText.Call("." + operation.Method, operation.Arguments, indent, unit, layout.NewLine)),
        ]);
    }

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
