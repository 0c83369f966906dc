using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PhasedMigrations.Readers.SqlStrings;

/// <summary>
/// Finds where code may hand SQL to a database: by text first, then by the syntax around the words that were found. Only what is found here
/// is bound.
/// </summary>
internal sealed class SqlCallSites
{
    /// <summary>No name stands deeper in its call: <c>new global::Npgsql.NpgsqlCommand(…)</c>.</summary>
    private const int MaximumDepth = 5;

    /// <summary>What it creates shows only when it is bound.</summary>
    private const string ImplicitCreation = "new(";

    private const string OfEntityFrameworkCore = "ExecuteSql";
    private static readonly string[] OfNpgsql = ["CommandText", "NpgsqlCommand", "NpgsqlBatch", "CreateCommand("];
    private static readonly string[] OfDapper = [".Execute", ".Query", "CommandDefinition"];
    private static readonly string[] OfDbUp = ["SqlScript", "WithScript("];
    private static readonly string[] OfAny = [OfEntityFrameworkCore, .. OfNpgsql, .. OfDapper, .. OfDbUp];

    private readonly List<string> _words = [];
    private readonly bool _hasDapper;

    public SqlCallSites(SqlStringTypes types, DatabaseClients clients)
    {
        if (types.DatabaseFacadeExtensions is not null)
            _words.Add(OfEntityFrameworkCore);
        if (clients.HasNpgsql)
            _words.AddRange(OfNpgsql);
        if (types.SqlMapper is not null && clients.HasNpgsql)
            _words.AddRange(OfDapper);
        if (clients.HasDbUpForPostgreSql)
            _words.AddRange(OfDbUp);
        _hasDapper = types.SqlMapper is not null;
    }

    /// <summary>False for nearly every file, before anybody has looked which libraries there are.</summary>
    public static bool MayBeIn(SyntaxTree file, CancellationToken cancellationToken) =>
        SourceSearch.MentionsAny(file.GetText(cancellationToken), OfAny, cancellationToken);

    /// <summary>The calls, constructors and assignments of a file, without those in classes that are read as migrations.</summary>
    public IReadOnlyList<SyntaxNode> In(SyntaxTree file, Func<SyntaxNode, bool> isMigration, CancellationToken cancellationToken)
    {
        var text = file.GetText(cancellationToken);
        if (_words.Count == 0 || !SourceSearch.MentionsAny(text, _words, cancellationToken))
            return [];

        var root = file.GetRoot(cancellationToken);
        var found = new HashSet<SyntaxNode>();
        var inOrder = new List<SyntaxNode>();
        foreach (var position in SourceSearch.PositionsOf(text, [.. _words, ImplicitCreation], cancellationToken))
        {
            var token = root.FindToken(position);
            if (token.Span.Contains(position)
                && CandidateAround(token) is { } candidate
                && found.Add(candidate)
                && !candidate.Ancestors().Any(isMigration))
                inOrder.Add(candidate);
        }

        return inOrder;
    }

    private SyntaxNode? CandidateAround(SyntaxToken token)
    {
        var node = token.Parent;
        for (var depth = 0; node is not null && depth < MaximumDepth; depth++, node = node.Parent)
        {
            if (IsCandidate(node))
                return node;
        }

        return null;
    }

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
