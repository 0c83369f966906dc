using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.Sql.Parsing;

namespace PhasedMigrations.CodeFixes.FluentMigrator;

/// <summary>Declares a migration that does nothing but what no transaction may hold with TransactionBehavior.None.</summary>
internal static class FluentOutsideTransaction
{
    private const string Behavior = "TransactionBehavior";

    public static async Task<Rewrite?> TryAsync(Document document, TextSpan span, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (root is null || model is null || !root.FullSpan.Contains(span)
            || root.FindNode(span, getInnermostNodeForTie: true).FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax statement
            || statement.Parent is not BlockSyntax { Statements.Count: 1, Parent: MethodDeclarationSyntax { Identifier.ValueText: "Up" } method }
            || method.Parent is not ClassDeclarationSyntax type
            || !DoesOneThing(statement, model, cancellationToken)
            || !MayRunOutside(type)
            || AttributeOf(type, model, cancellationToken) is not { } attribute
            || Change(attribute, model) is not { } change)
            return null;

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        return new Rewrite(document.Project.Solution, ImmutableDictionary<DocumentId, ImmutableArray<TextChange>>.Empty)
            .WithChanges(document.Id, text, [change]);
    }

    /// <summary>SQL of several statements is one transaction also where the migration is none.</summary>
    private static bool DoesOneThing(ExpressionStatementSyntax statement, SemanticModel model, CancellationToken cancellationToken) =>
        statement.Expression is InvocationExpressionSyntax call
        && (call.Expression is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Sql" }
            || (call.ArgumentList.Arguments is [var argument]
                && model.GetConstantValue(argument.Expression, cancellationToken) is { HasValue: true, Value: string sql }
                && SqlParser.Parse(sql).Count == 1));

    /// <summary>The attribute is for the way back too.</summary>
    private static bool MayRunOutside(ClassDeclarationSyntax type) => type.Members
        .OfType<MethodDeclarationSyntax>()
        .Where(method => method.Identifier.ValueText == "Down")
        .All(method => method.Body is null or { Statements.Count: <= 1 });

    private static AttributeSyntax? AttributeOf(ClassDeclarationSyntax type, SemanticModel model, CancellationToken cancellationToken) => type.AttributeLists
        .SelectMany(list => list.Attributes)
        .SingleOrDefault(attribute => model.GetTypeInfo(attribute, cancellationToken).Type is
        {
            Name: "MigrationAttribute" or "TimestampedMigrationAttribute", ContainingNamespace: { Name: "FluentMigrator", ContainingNamespace.IsGlobalNamespace: true }
        });

    /// <summary>The behavior stands behind the numbers and before the description.</summary>
    private static TextChange? Change(AttributeSyntax attribute, SemanticModel model)
    {
        if (attribute.ArgumentList is not { Arguments.Count: > 0 } list)
            return null;

        var name = model.LookupNamespacesAndTypes(attribute.SpanStart, name: Behavior).IsEmpty ? $"FluentMigrator.{Behavior}" : Behavior;
        AttributeArgumentSyntax? number = null;
        foreach (var argument in list.Arguments)
        {
            var type = model.GetTypeInfo(argument.Expression).Type;
            if (type?.Name == Behavior)
                return new TextChange(argument.Expression.Span, $"{name}.None");
            if (argument.NameEquals is null && type?.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_UInt16)
                number = argument;
        }

        return number switch
        {
            null => null,
            { NameColon: not null } => new TextChange(new TextSpan(number.Span.End, 0), $", transactionBehavior: {name}.None"),
            _ => new TextChange(new TextSpan(number.Span.End, 0), $", {name}.None"),
        };
    }
}
