using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PhasedMigrations.Readers.EntityFrameworkCore.Models;

/// <summary>One call of a chain in a model file, <c>b.Property&lt;int&gt;("Id").HasColumnName("id")</c>, as it is written: nothing is bound.</summary>
internal readonly record struct ModelCall(SimpleNameSyntax Method, ArgumentListSyntax Arguments)
{
    public string Name => Method.Identifier.ValueText;

    /// <summary>The type between the angle brackets.</summary>
    public TypeSyntax? TypeArgument => Method is GenericNameSyntax { TypeArgumentList.Arguments: [var only] } ? only : null;

    /// <summary>The string literals among the arguments, those of an array included.</summary>
    public IReadOnlyList<string> Texts => [.. Arguments.Arguments.SelectMany(argument => TextsIn(argument.Expression))];

    public string? Text => Texts is [var first, ..] ? first : null;

    /// <summary>The statements of the lambda that is given last.</summary>
    public IEnumerable<StatementSyntax> Statements =>
        Arguments.Arguments.LastOrDefault()?.Expression is LambdaExpressionSyntax { Block: { } block } ? block.Statements : [];

    /// <summary>The calls of a statement from its root on: <c>b</c> or <c>modelBuilder</c>; none for anything but a chain.</summary>
    public static IReadOnlyList<ModelCall> In(StatementSyntax statement)
    {
        var calls = new List<ModelCall>();
        var expression = (statement as ExpressionStatementSyntax)?.Expression;
        while (expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } call)
        {
            calls.Add(new ModelCall(member.Name, call.ArgumentList));
            expression = member.Expression;
        }

        if (expression is not IdentifierNameSyntax)
            return [];
        calls.Reverse();
        return calls;
    }

    private static IEnumerable<string> TextsIn(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax { Token.Value: string text } => [text],
        ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions.SelectMany(TextsIn),
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions.SelectMany(TextsIn),
        _ => [],
    };
}
