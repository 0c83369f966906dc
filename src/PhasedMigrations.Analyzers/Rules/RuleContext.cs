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
    private int _index;

    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>What the operation does on a live table of the server version in force.</summary>
    public Impact Impact { get; private set; } = Impact.None;

    /// <summary>The schema that the operation finds.</summary>
    public UnitSchema Schema { get; } = schema;

    /// <summary>What the operation was written as; it decides who opens transactions, and how.</summary>
    public UnitKind Kind => unit.Kind;

    /// <summary>Every operation of the unit, in order.</summary>
    public IReadOnlyList<LocatedOperation> Unit => unit.Operations;

    /// <summary>The operation as the unit holds it: its place, its statement, its transaction.</summary>
    public LocatedOperation Current => unit.Operations[_index];

    /// <summary>The transaction that the operation runs in.</summary>
    public UnitTransaction Transaction => Current.Transaction;

    /// <summary>What ran before in the same transaction, whose locks are still held.</summary>
    public IEnumerable<LocatedOperation> EarlierInTransaction() => Transaction.IsOpen
        ? unit.Operations.Take(_index).Where(earlier => earlier.Transaction.Number == Transaction.Number)
        : [];

    /// <summary>The table existed before this migration and is not declared small.</summary>
    public bool IsLive(TableName? table) =>
        Schema.IsLive(table) && !(table is { } known && options.IsSmall(known));

    /// <summary>Reports the operation; the arguments, worded by <see cref="Wording"/>, fill the descriptor's message.</summary>
    public void Report(params string[] messageArguments) => _findings.Add(new Finding(
        _rule!, Current, Diagnostic.Create(_rule!.Descriptor, Current.Location, messageArguments)));

    /// <summary>Lets every rule look at an operation.</summary>
    /// <param name="index">Where it stands in the unit.</param>
    /// <param name="operation">The operation as the database meets it.</param>
    public void Judge(int index, Operation operation)
    {
        _index = index;
        Impact = ImpactPrediction.Of(operation);
        foreach (var rule in Catalog.Rules)
        {
            _rule = rule;
            rule.Check(operation, this);
        }
    }
}
