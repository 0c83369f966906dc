using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;
using PhasedMigrations.Readers.Suppressions;
using PhasedMigrations.Sql.Operations;

namespace PhasedMigrations.Readers;

/// <summary>Puts a unit together, statement by statement, and follows which transaction each statement runs in.</summary>
/// <param name="surrounding">
/// <see cref="TransactionOrigin.Migration"/> when the front end runs the unit in a transaction, <see cref="TransactionOrigin.None"/>
/// when it sends each command by itself.
/// </param>
internal sealed class UnitBuilder(UnitKind kind, TransactionOrigin surrounding)
{
    private readonly ImmutableArray<LocatedOperation>.Builder _operations = ImmutableArray.CreateBuilder<LocatedOperation>();
    private readonly ImmutableArray<Location>.Builder _notAnalysed = ImmutableArray.CreateBuilder<Location>();
    private readonly ImmutableArray<Suppression>.Builder _suppressions = ImmutableArray.CreateBuilder<Suppression>();
    private UnitTransaction _current = new(surrounding == TransactionOrigin.None ? 0 : 1, surrounding);
    private int _transactions = 1;
    private int _statements;

    public MigrationUnit ToUnit() => new(kind, _operations.ToImmutable())
    {
        NotAnalysed = _notAnalysed.ToImmutable(),
        Suppressions = _suppressions.ToImmutable(),
    };

    /// <summary>A statement in the transaction that is open.</summary>
    public void Add(Operation operation, Location location) =>
        _operations.Add(new LocatedOperation(operation, Place.At(location), _statements++, _current));

    /// <summary>A statement that the front end sends by itself, after it has committed what came before.</summary>
    public void AddOutside(Operation operation, Location location)
    {
        _operations.Add(new LocatedOperation(operation, Place.At(location), _statements++, UnitTransaction.None));
        Reopen();
    }

    /// <summary>SQL that could not be computed.</summary>
    public void AddNotAnalysed(Location location) => _notAnalysed.Add(location);

    public void AddSql(SqlText sql, SqlDelivery delivery)
    {
        var reading = SqlOperations.Read(sql.Text);
        var suppressions = TextSuppressions.In(sql, reading.NotAnalysed);
        foreach (var span in reading.NotAnalysed.Where(span => !suppressions.At(span).Any(suppression => suppression.HidesWhatIsNotAnalysed)))
            _notAnalysed.Add(sql.LocationOf(span));
        _suppressions.AddRange(suppressions.All);

        if (delivery == SqlDelivery.SuppressedCommand)
            _current = UnitTransaction.None;
        var pipeline = delivery != SqlDelivery.Statements && reading.StatementCount > 1 ? new Pipeline() : null;
        var first = _statements;
        foreach (var operation in reading.Operations)
        {
            // A DO block that runs by itself is a transaction; one in a transaction is a part of it.
            if (operation.IsInBlock && !_current.IsOpen)
                Begin(TransactionOrigin.Block);
            else if (!operation.IsInBlock && _current.Origin == TransactionOrigin.Block)
                _current = UnitTransaction.None;
            if (pipeline is not null && !_current.IsOpen && !pipeline.RunsAlone(operation))
                Begin(TransactionOrigin.Command);

            Add(operation, first + operation.Statement, sql, suppressions);
            pipeline?.Follow(operation, _current);
        }

        _statements = first + reading.StatementCount;
        if (_current.Origin is TransactionOrigin.Block or TransactionOrigin.Command)
            _current = UnitTransaction.None;
        if (delivery == SqlDelivery.SuppressedCommand)
            Reopen();
    }

    private void Add(SqlOperation operation, int statement, SqlText sql, TextSuppressions suppressions)
    {
        if (operation.Operation is EndOrBeginTransaction { Boundary: TransactionBoundary.Begin } && _current.Origin != TransactionOrigin.Migration)
            Begin(TransactionOrigin.Sql);
        _operations.Add(new LocatedOperation(operation.Operation, Place.In(sql, operation.Span), statement, _current)
        {
            IsInLoop = operation.IsInLoop,
            IsInBlock = operation.IsInBlock,
            IsRepeatable = operation.IsRepeatable,
            Suppressions = suppressions.At(operation.Span),
        });
        if (operation.Operation is EndOrBeginTransaction { Boundary: not TransactionBoundary.Begin } && !IsRefused(operation))
            _current = UnitTransaction.None;
    }

    /// <summary>A DO block inside a transaction cannot end it: COMMIT fails there (2D000).</summary>
    private bool IsRefused(SqlOperation end) => end.IsInBlock && _current.Origin is TransactionOrigin.Migration or TransactionOrigin.Sql;

    private void Begin(TransactionOrigin origin) => _current = new UnitTransaction(++_transactions, origin);

    private void Reopen()
    {
        if (surrounding == TransactionOrigin.None)
            _current = UnitTransaction.None;
        else
            Begin(surrounding);
    }
}
