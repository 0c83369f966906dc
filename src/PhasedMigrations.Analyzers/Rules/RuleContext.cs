using Microsoft.CodeAnalysis;
using PhasedMigrations.History;
using PhasedMigrations.Model;
using PhasedMigrations.Options;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Readers;

namespace PhasedMigrations.Rules;

/// <summary>What a rule may ask about the operation in front of it. One context goes through a unit, operation by operation.</summary>
internal sealed class RuleContext(MigrationUnit unit, UnitSchema schema, AnalysisOptions options)
{
    private readonly List<Finding> _findings = [];
    private Rule? _rule;

    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>What the operation does on a live table of the server version in force.</summary>
    public Impact Impact { get; private set; } = Impact.None;

    /// <summary>The schema that the operation finds.</summary>
    public UnitSchema Schema { get; } = schema;

    /// <summary>What the operation was written as; it decides who opens transactions, and how.</summary>
    public UnitKind Kind => unit.Kind;

    /// <summary>Every operation of the unit, in order.</summary>
    public IReadOnlyList<LocatedOperation> Unit => unit.Operations;

    /// <summary>Where the operation stands in the unit.</summary>
    public int Index { get; private set; }

    /// <summary>The settings in force.</summary>
    public AnalysisOptions Options => options;

    /// <summary>The operation as the unit holds it: its place, its statement, its transaction.</summary>
    public LocatedOperation Current => unit.Operations[Index];

    /// <summary>The transaction that the operation runs in.</summary>
    public UnitTransaction Transaction => Current.Transaction;

    /// <summary>What stands before it in the unit.</summary>
    public IEnumerable<LocatedOperation> Before() => unit.Operations.Take(Index);

    /// <summary>What ran before in the same transaction, whose locks are still held.</summary>
    public IEnumerable<LocatedOperation> EarlierInTransaction() => Transaction.IsOpen
        ? unit.Operations.Take(Index).Where(earlier => earlier.Transaction.Number == Transaction.Number)
        : [];

    /// <summary>The locks on live tables that what ran before it, in its transaction or in its statement, still holds.</summary>
    public IEnumerable<TableLock> EarlierLocks()
    {
        // What shares a transaction stands together.
        for (var i = Index - 1; i >= 0 && SharesFate(unit.Operations[i]); i--)
        {
            foreach (var held in ImpactPrediction.Of(unit.Operations[i].Operation).Locks)
            {
                if (IsLive(held.Table))
                    yield return held;
            }
        }
    }

    /// <summary>The table existed before this migration and is not declared small.</summary>
    public bool IsLive(TableName? table) =>
        Schema.IsLive(table) && !(table is { } known && options.IsSmall(known));

    private bool SharesFate(LocatedOperation earlier) =>
        earlier.Statement == Current.Statement || (Transaction.IsOpen && earlier.Transaction.Number == Transaction.Number);

    /// <summary>Reports the operation; the arguments, worded by <see cref="Wording"/>, fill the descriptor's message.</summary>
    public void Report(params string[] messageArguments) => _findings.Add(new Finding(
        _rule!, Current, Diagnostic.Create(_rule!.Descriptor, Current.Location, messageArguments)));

    /// <summary>Lets every rule look at an operation.</summary>
    /// <param name="index">Where it stands in the unit.</param>
    /// <param name="operation">The operation as the database meets it.</param>
    public void Judge(int index, Operation operation)
    {
        Index = index;
        Impact = ImpactPrediction.Of(operation);
        foreach (var rule in Catalog.Rules)
        {
            _rule = rule;
            rule.Check(operation, this);
        }
    }
}
