using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PhasedMigrations.Analyzers.Tests.Readers;

/// <summary>Variants of a source whose calls have other arguments: left out, without their names, in another order, of another form.</summary>
internal sealed class ArgumentMutants(string source, int seed)
{
    private static readonly string[] Values =
    [
        "null", "true", "\"x\"", "@\"v\"", "\"a\" + \"b\"", "nameof(MigrationBuilder)", "$\"i\"", "1", "-1", "(byte)1", "1L", "default", "'c'", "new[] { \"a\" }",
        "typeof(int)", "(\"p\")",
    ];

    private readonly Random _random = new(seed);
    private readonly SyntaxNode _root = CSharpSyntaxTree.ParseText(source).GetRoot();

    public IEnumerable<string> Take(int count) => Enumerable.Range(0, count).Select(_ => Mutated());

#pragma warning disable CA5394 // The mutants must be the same in each run.
    private string Mutated()
    {
        var root = _root;
        for (var change = _random.Next(1, 3); change > 0; change--)
        {
            var arguments = root.DescendantNodes().OfType<ArgumentSyntax>().ToList();
            root = Change(root, arguments[_random.Next(arguments.Count)]);
        }

        return root.ToFullString();
    }

    private SyntaxNode Change(SyntaxNode root, ArgumentSyntax argument)
    {
        switch (_random.Next(4))
        {
            case 0:
                return root.RemoveNode(argument, SyntaxRemoveOptions.KeepNoTrivia)!;
            case 1:
                return root.ReplaceNode(argument, argument.WithNameColon(null));
            case 2 when argument.Parent is BaseArgumentListSyntax { Arguments: [var first, ..] } && first != argument:
                return root.ReplaceNodes([first, argument], (node, _) => node == first ? argument : first);
            default:
                return root.ReplaceNode(argument, argument.WithExpression(SyntaxFactory.ParseExpression(Values[_random.Next(Values.Length)])));
        }
    }
#pragma warning restore CA5394
}
