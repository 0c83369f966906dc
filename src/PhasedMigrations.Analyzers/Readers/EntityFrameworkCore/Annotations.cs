using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace PhasedMigrations.Readers.EntityFrameworkCore;

/// <summary>A call and the annotations chained to it: <c>migrationBuilder.CreateIndex(…).Annotation("…", true)</c>.</summary>
internal readonly record struct Annotations(IInvocationOperation Annotated, ImmutableDictionary<string, Constant> Values)
{
    public static Annotations Of(
        IInvocationOperation invocation, EntityFrameworkCoreTypes types, ReadingSession session, ConstantEvaluation evaluation)
    {
        var values = ImmutableDictionary.CreateBuilder<string, Constant>(StringComparer.Ordinal);
        var call = invocation;
        for (var outer = Receiver(call); outer is not null && types.IsOperationBuilder(outer.Type); outer = Receiver(call))
        {
            AddAnnotation(call, session, evaluation, values);
            call = outer;
        }

        foreach (var later in AnnotatedThroughLocal(invocation))
            AddAnnotation(later, session, evaluation, values);
        return new Annotations(call, values.ToImmutable());
    }

    /// <summary>The call on whose result this one stands, as a method or as an extension method.</summary>
    private static IInvocationOperation? Receiver(IInvocationOperation call) =>
        (call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault()?.Value : null)) is { } receiver
            ? Unconverted(receiver) as IInvocationOperation
            : null;

    private static IOperation Unconverted(IOperation operation)
    {
        while (operation is IConversionOperation { Operand: var operand })
            operation = operand;
        return operation;
    }

    private static void AddAnnotation(
        IInvocationOperation call,
        ReadingSession session,
        ConstantEvaluation evaluation,
        ImmutableDictionary<string, Constant>.Builder values)
    {
        if (call is { TargetMethod.Name: "Annotation", Arguments: [var name, var value] })
        {
            if (evaluation.Evaluate(name.Value).AsText is { } key)
                values[key] = evaluation.Evaluate(value.Value);
        }
        else if (!call.TargetMethod.DeclaringSyntaxReferences.IsEmpty && session.BodyOf(call.TargetMethod, call.SemanticModel) is { } body)
        {
            // An extension method of the project that wraps annotations, such as .Concurrently().
            var inner = evaluation.BindArguments(call.Arguments, call.TargetMethod);
            foreach (var annotation in body.Descendants().OfType<IInvocationOperation>().Where(IsAnnotation))
                AddAnnotation(annotation, session, inner, values);
        }
    }

    private static bool IsAnnotation(IInvocationOperation call) => call is { TargetMethod.Name: "Annotation", Arguments.Length: 2 };

    /// <summary><c>var index = migrationBuilder.CreateIndex(…); index.Annotation(…);</c></summary>
    private static IEnumerable<IInvocationOperation> AnnotatedThroughLocal(IInvocationOperation call)
    {
        if (call.Syntax.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable }
            || variable.FirstAncestorOrSelf<BlockSyntax>() is not { } block
            || call.SemanticModel is not { } model)
            return [];

        return block.DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .Where(later => later.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Annotation" } member
                && member.Expression is IdentifierNameSyntax local
                && local.Identifier.ValueText == variable.Identifier.ValueText)
            .Select(later => model.GetOperation(later))
            .OfType<IInvocationOperation>();
    }
}
