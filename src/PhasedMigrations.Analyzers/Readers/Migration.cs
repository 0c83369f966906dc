using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PhasedMigrations.Model;
using PhasedMigrations.Options;

namespace PhasedMigrations.Readers;

/// <summary>A migration class: which of its code runs, when, where, and what that code does to the schema.</summary>
internal abstract class Migration(INamedTypeSymbol symbol, CancellationToken cancellationToken)
{
    public INamedTypeSymbol Symbol { get; } = symbol;

    /// <summary>The parts that people write; a Designer part is never bound.</summary>
    public IEnumerable<TypeDeclarationSyntax> OwnParts => Parts.Where(part => !MigrationFiles.IsModel(part.SyntaxTree));

    protected ImmutableArray<TypeDeclarationSyntax> Parts { get; } = symbol.DeclaringSyntaxReferences
        .Select(part => part.GetSyntax(cancellationToken))
        .OfType<TypeDeclarationSyntax>()
        .ToImmutableArray();

    /// <summary>True when the options say that the migration has run already: what it does cannot be changed.</summary>
    public abstract bool HasRunAlready(AnalysisOptions options);

    /// <summary>What the source tells; an option can overrule it.</summary>
    public abstract bool RunsOnPostgreSql(CancellationToken cancellationToken);

    /// <summary>What the migrations of the front end are called.</summary>
    public abstract UnitKind Kind { get; }

    /// <summary>The operations of a bound Up or Down, in the order in which they run.</summary>
    /// <param name="body">The bound method, as <see cref="MethodThatRuns"/> found it.</param>
    /// <param name="bind">Binds a declaration of the same compilation, in whatever file it stands; null for one that is not read.</param>
    public abstract MigrationUnit Read(
        IOperation body, Func<SyntaxNode, IOperation?> bind, CancellationToken cancellationToken);

    /// <summary>The migrations beside this one that run before it on the same database, the latest first; none where that is not known.</summary>
    /// <param name="migrationOf">Null for a class that is no migration.</param>
    public virtual IEnumerable<Migration> Earlier(Func<INamedTypeSymbol, Migration?> migrationOf) => [];

    /// <summary>False when the text alone shows that the migration leaves the table alone, so that it need not be read.</summary>
    public virtual bool MayConcern(TableName table) =>
        OwnParts.Any(part => part.ToString().IndexOf(table.Name, StringComparison.Ordinal) >= 0);

    /// <summary>The Up or Down that runs: the migration's own or the nearest inherited one, as its declaration.</summary>
    public virtual SyntaxNode? MethodThatRuns(string name)
    {
        for (var type = Symbol; type is not null; type = type.BaseType)
        {
            foreach (var member in type.GetMembers(name))
            {
                if (member is IMethodSymbol { IsOverride: true, DeclaringSyntaxReferences: [var declaration] } method && Runs(method))
                    return declaration.GetSyntax();
            }
        }

        return null;
    }

    /// <summary>A migration is read once: with the part that declares the method, or its first part when the method is inherited.</summary>
    public bool IsReadWith(ClassDeclarationSyntax part, SyntaxNode method) =>
        OwnParts.FirstOrDefault(own => own.Span.Contains(method.Span) && own.SyntaxTree == method.SyntaxTree) is { } declaring
            ? declaring == part
            : OwnParts.FirstOrDefault() == part;

    /// <summary>The method has the signature that the front end calls.</summary>
    protected abstract bool Runs(IMethodSymbol method);
}
