using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PhasedMigrations.Readers.SqlStrings;

/// <summary>Finds by syntax alone where code may hand SQL to a database: only what is found here is bound.</summary>
internal sealed class SqlCallSites
{
    private readonly List<string> _words = [];
    private readonly bool _hasDapper;

    public SqlCallSites(SqlStringTypes types, DatabaseClients clients)
    {
        if (types.DatabaseFacadeExtensions is not null)
            _words.Add("ExecuteSql");
        if (clients.HasNpgsql)
            _words.AddRange(["CommandText", "NpgsqlCommand", "NpgsqlBatch", "CreateCommand("]);
        if (types.SqlMapper is not null && clients.HasNpgsql)
            _words.AddRange([".Execute", ".Query", "CommandDefinition"]);
        if (clients.HasDbUpForPostgreSql)
            _words.AddRange(["SqlScript", "WithScript("]);
        _hasDapper = types.SqlMapper is not null;
    }

    public bool MayBeIn(SyntaxTree file, CancellationToken cancellationToken) =>
        _words.Count > 0 && SourceSearch.MentionsAny(file.GetText(cancellationToken), _words, cancellationToken);

    /// <summary>The calls, constructors and assignments, without those in classes that are read as migrations.</summary>
    public IEnumerable<SyntaxNode> In(SyntaxNode root, Func<SyntaxNode, bool> isMigration) =>
        root.DescendantNodes(node => node is not (AttributeListSyntax or UsingDirectiveSyntax) && !isMigration(node))
            .Where(IsCandidate);

    private bool IsCandidate(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax { ArgumentList.Arguments.Count: > 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } =>
            IsMethod(name),
        InvocationExpressionSyntax { ArgumentList.Arguments.Count: > 0, Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: var name } } =>
            IsMethod(name),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: var left } => left switch
        {
            MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText == "CommandText",
            IdentifierNameSyntax name => name.Identifier.ValueText == "CommandText",
            _ => false,
        },
        ObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: > 0, Type: var type } => IsType(type),
        // new(…): what it creates shows only when it is bound, but its first argument has to be a text.
        ImplicitObjectCreationExpressionSyntax { ArgumentList.Arguments: [var first, ..] } => MayBeText(first.Expression),
        _ => false,
    };

    private bool IsMethod(string name) =>
        name.StartsWith("ExecuteSql", StringComparison.Ordinal)
        || name is "CreateCommand" or "WithScript"
        || (_hasDapper && (name.StartsWith("Execute", StringComparison.Ordinal) || name.StartsWith("Query", StringComparison.Ordinal)));

    private static bool IsType(TypeSyntax type) => (type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        _ => "",
    }) is "NpgsqlCommand" or "NpgsqlBatchCommand" or "CommandDefinition" or "SqlScript";

    private static bool MayBeText(ExpressionSyntax expression) => expression is
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } or InterpolatedStringExpressionSyntax
        or IdentifierNameSyntax or MemberAccessExpressionSyntax or BinaryExpressionSyntax or InvocationExpressionSyntax;
}
