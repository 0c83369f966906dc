using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PhasedMigrations.Readers.EntityFrameworkCore;

namespace PhasedMigrations.CodeFixes.Reading;

/// <summary>The Up or Down of a migration.</summary>
internal sealed class MigrationMethod(
    MethodDeclarationSyntax syntax, SemanticModel model, EntityFrameworkCoreTypes types, CancellationToken cancellationToken)
{
    public MethodDeclarationSyntax Syntax { get; } = syntax;

    /// <summary>Null for an expression body.</summary>
    public BlockSyntax? Block { get; } = syntax.Body;

    public string BuilderName { get; } = syntax.ParameterList.Parameters[0].Identifier.Text;

    public IReadOnlyList<StatementSyntax> Statements { get; } = (IReadOnlyList<StatementSyntax>?)syntax.Body?.Statements ?? [];

    /// <summary>The author says that there is no way back.</summary>
    public bool OnlyThrows =>
        Syntax.ExpressionBody?.Expression is ThrowExpressionSyntax || Statements is [ThrowStatementSyntax];

    /// <summary>Null when the statement is anything else than a call of the method's own builder.</summary>
    public BuilderCall? CallIn(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: var expression } ? CallIn(expression) : null;

    public BuilderCall? CallIn(ExpressionSyntax expression) =>
        BuilderCall.Read(expression, model, types, cancellationToken) is { } call && call.Receiver.Identifier.Text == BuilderName
            ? call
            : null;

    public IEnumerable<BuilderCall> Calls() => Statements.Select(CallIn).OfType<BuilderCall>();

    /// <summary>Whether the statement may tell the builder anything.</summary>
    public bool Mentions(StatementSyntax statement) => statement
        .DescendantNodesAndSelf()
        .OfType<IdentifierNameSyntax>()
        .Any(name => name.Identifier.Text == BuilderName);
}
