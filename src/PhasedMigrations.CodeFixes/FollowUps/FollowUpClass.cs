using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.CodeFixes.Text;

namespace PhasedMigrations.CodeFixes.FollowUps;

/// <summary>The source of a new follow-up migration, written in the manner of the migration it follows.</summary>
internal sealed class FollowUpClass(FlaggedCall flagged, MigrationIdentity identity, string suffix, FollowUp followUp)
{
    private readonly SourceLayout _layout = flagged.Layout;

    public string FileName => IdOf(identity, suffix) + ".cs";

    /// <summary>Longer than the id it follows and equal up to there: no other id sorts in between.</summary>
    public static string IdOf(MigrationIdentity identity, string suffix) => $"{identity.Id}_{suffix}";

    /// <summary>The class behind the migration and the follow-ups it has already.</summary>
    public IEnumerable<TextChange> InSameFile()
    {
        var names = Enum.GetNames(typeof(FollowUpPurpose)).Select(purpose => flagged.Class.Identifier.ValueText + purpose).ToArray();
        var last = flagged.Class.Parent!.ChildNodes().OfType<TypeDeclarationSyntax>()
            .Last(type => type == flagged.Class || names.Contains(type.Identifier.ValueText.TrimEnd("0123456789".ToCharArray())));
        var end = _layout.Text.Lines.GetLineFromPosition(last.Span.End).End;
        return
        [
            new TextChange(new TextSpan(end, 0), _layout.NewLine + _layout.NewLine + Class()),
            .. UsingDirectives.Add(flagged.Root, Namespaces().Where(IsOutOfScope).Select(wanted => wanted.Namespace), _layout),
        ];
    }

    /// <summary>A file of its own: header, directives and namespace style are those of the migration it follows.</summary>
    public string NewFile()
    {
        var usings = Namespaces().Select(wanted => wanted.Namespace)
            .Concat(followUp.Moved is null ? [] : flagged.Root.Usings.Where(IsLocal).Select(Written))
            .Distinct(StringComparer.Ordinal)
            .OrderBy(name => name, Comparer<string>.Create(UsingDirectives.Compare));
        var sections = new List<string>
        {
            Header() + string.Join(_layout.NewLine, usings.Select(name => $"using {name};")),
        };
        if (flagged.Root.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.NullableDirectiveTrivia)))
            sections.Add("#nullable disable");
        sections.Add(InNamespace());
        return string.Join(_layout.NewLine + _layout.NewLine, sections) + _layout.NewLine;
    }

    private string InNamespace()
    {
        var name = flagged.ClassSymbol.ContainingNamespace;
        if (name.IsGlobalNamespace)
            return Class();
        return flagged.Class.Parent is FileScopedNamespaceDeclarationSyntax
            ? string.Join(_layout.NewLine, $"namespace {name.ToDisplayString()};", string.Empty, Class())
            : string.Join(_layout.NewLine, $"namespace {name.ToDisplayString()}", "{", Class(), "}");
    }

    private string Class()
    {
        var indent = _layout.IndentOf(flagged.Class);
        var documentation = IsDocumented(flagged.Class) ? indent + "/// <inheritdoc />" + _layout.NewLine : string.Empty;
        return documentation + string.Join(_layout.NewLine,
            $"{indent}[DbContext(typeof({identity.Context.ToDisplayString(NameWithOuterTypes)}))]",
            $"{indent}[Migration({CSharpText.Literal(IdOf(identity, suffix))})]",
            $"{indent}{Modifiers()}class {flagged.Class.Identifier.ValueText}{suffix} : {flagged.Class.BaseList!.Types[0]}",
            indent + "{",
            Method("Up", followUp.Up, followUp.Moved?.Up),
            string.Empty,
            Method("Down", followUp.Down, followUp.Moved?.Down),
            indent + "}");
    }

    private string Method(string name, IReadOnlyList<FollowUpStatement> statements, string? moved)
    {
        var up = flagged.Up.Syntax;
        var indent = _layout.IndentOf(up);
        var unit = _layout.Unit(up);
        var documentation = IsDocumented(up) ? indent + "/// <inheritdoc />" + _layout.NewLine : string.Empty;
        var body = statements
            .OrderByDescending(statement => statement.LetsWritesThrough)
            .Select(statement => statement.Render(flagged.Up.BuilderName, indent + unit, unit, _layout));
        string[] written = moved is not null ? [moved]
            : statements.Count == 0 ? [indent + unit + "// A validated constraint needs no way back: the migration that added it drops it."]
            : [.. body];
        return documentation + string.Join(_layout.NewLine,
            $"{indent}protected override void {name}({up.ParameterList.Parameters[0].Type} {flagged.Up.BuilderName})",
            indent + "{",
            string.Join(_layout.NewLine + _layout.NewLine, written),
            indent + "}");
    }

    /// <summary>Comments at the very start of the file: a licence, most often.</summary>
    private string Header() => string.Concat(flagged.Root.GetLeadingTrivia()
        .TakeWhile(trivia => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.EndOfLineTrivia or SyntaxKind.WhitespaceTrivia)
        .Select(trivia => trivia.ToString()));

    private string Modifiers() => string.Concat(flagged.Class.Modifiers
        .Where(modifier => !modifier.IsKind(SyntaxKind.AbstractKeyword))
        .Select(modifier => modifier.Text + " "));

    private static bool IsDocumented(MemberDeclarationSyntax member) =>
        member.GetLeadingTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia));

    /// <summary>What the class refers to by simple names.</summary>
    private IEnumerable<(string Namespace, string Type)> Namespaces()
    {
        yield return ("Microsoft.EntityFrameworkCore.Infrastructure", "DbContextAttribute");
        yield return ("Microsoft.EntityFrameworkCore.Migrations", "MigrationAttribute");
        foreach (var type in new[] { identity.Context, flagged.ClassSymbol.BaseType! })
        {
            var own = flagged.ClassSymbol.ContainingNamespace.ToDisplayString();
            var other = type.ContainingNamespace;
            if (!other.IsGlobalNamespace && own != other.ToDisplayString() && !own.StartsWith(other.ToDisplayString() + ".", StringComparison.Ordinal))
                yield return (other.ToDisplayString(), (type.ContainingType ?? type).Name);
        }
    }

    private bool IsOutOfScope((string Namespace, string Type) wanted) => !flagged.Model
        .LookupNamespacesAndTypes(flagged.Class.SpanStart, name: wanted.Type)
        .Any(symbol => symbol.ContainingNamespace?.ToDisplayString() == wanted.Namespace);

    private static bool IsLocal(UsingDirectiveSyntax directive) => directive.GlobalKeyword.IsKind(SyntaxKind.None);

    private static string Written(UsingDirectiveSyntax directive)
    {
        var name = directive.Alias is { } alias ? $"{alias.Name} = {directive.NamespaceOrType}" : directive.NamespaceOrType.ToString();
        return directive.StaticKeyword.IsKind(SyntaxKind.None) ? name : "static " + name;
    }

    private static readonly SymbolDisplayFormat NameWithOuterTypes =
        new(typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes);
}
