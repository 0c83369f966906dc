using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PhasedMigrations.Options;

namespace PhasedMigrations.Readers;

/// <summary>A migration class: which of its code runs, when, where, and what that code does to the schema.</summary>
internal abstract class Migration(INamedTypeSymbol symbol, CancellationToken cancellationToken)
{
    public INamedTypeSymbol Symbol { get; } = symbol;

    /// <summary>The same class is the same migration.</summary>
    public sealed override bool Equals(object? obj) => obj is Migration other && SymbolEqualityComparer.Default.Equals(Symbol, other.Symbol);

    public sealed override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Symbol);

    /// <summary>The parts that people write; a Designer part is never bound.</summary>
    public IEnumerable<TypeDeclarationSyntax> OwnParts => Parts.Where(part => !MigrationFiles.IsModel(part.SyntaxTree));

    /// <summary>The parts that tools write. They hold the model as it is after the migration.</summary>
    public IEnumerable<TypeDeclarationSyntax> DesignerParts => Parts.Where(part => MigrationFiles.IsModel(part.SyntaxTree));

    /// <summary>What it does is said by its own code and what that refers to, not by settings or set-up code elsewhere.</summary>
    public virtual bool DependsOnItsCodeAlone => false;

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

    /// <summary>The operations of an Up or Down that can be read without binding it; null where it must be bound.</summary>
    public virtual MigrationUnit? ReadAsWritten(SyntaxNode method) => null;

    /// <summary>The operations of a bound Up or Down, in the order in which they run.</summary>
    /// <param name="body">The bound method, as <see cref="MethodThatRuns"/> found it.</param>
    /// <param name="bind">Binds a declaration of the same compilation, in whatever file it stands; null for one that is not read.</param>
    public abstract MigrationUnit Read(
        IOperation body, Func<SyntaxNode, IOperation?> bind, CancellationToken cancellationToken);

    /// <summary>What it has in common with the migrations that run on the same database, one after the other; null where its place is not known.</summary>
    public abstract object? Line { get; }

    /// <summary>All migrations of its <see cref="Line"/>, in the order in which they run.</summary>
    /// <param name="migrationOf">Null for a class that is no migration.</param>
    public abstract IEnumerable<Migration> InLine(Func<INamedTypeSymbol, Migration?> migrationOf);

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
