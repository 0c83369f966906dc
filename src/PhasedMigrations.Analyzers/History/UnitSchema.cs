using PhasedMigrations.Model;
using PhasedMigrations.Readers;

namespace PhasedMigrations.History;

/// <summary>
/// The schema as the next operation of a unit finds it: what earlier units left behind, and what the unit itself has done so far.
/// Earlier units are read when somebody asks for more than the unit alone tells; the model of EF Core only for what they leave open.
/// </summary>
/// <param name="before">What the units before this one left behind.</param>
/// <param name="model">What the model of the migration before this one tells; null where there is none.</param>
/// <param name="sameRun">What ran just before on the same empty database left this behind (<see cref="InSameRun"/>): its tables are as new as the unit's own.</param>
internal sealed class UnitSchema(Func<Schema> before, Func<Schema?> model, Func<Schema> sameRun)
{
    private readonly List<LocatedOperation> _done = [];
    private readonly Replay _alone = new(sameRun, MakesOrTakesTables);
    private readonly Replay _full = new(() => before().NextUnit(), _ => true);
    private readonly Replay _model = new(() => model()?.NextUnit(), _ => true);
    private bool _createsUnlessExists;

    public UnitSchema()
        : this(() => Schema.Empty, () => null, () => NewRun)
    {
    }

    /// <summary>Nothing has run before on the same empty database.</summary>
    public static Schema NewRun { get; } = Schema.Empty.NextUnit();

    /// <summary>More has run on the same empty database, as if it stood in one unit.</summary>
    public static Schema InSameRun(Schema before, IEnumerable<Operation> operations) =>
        operations.Where(MakesOrTakesTables).Aggregate(before, (schema, operation) => schema.Apply(operation));

    /// <summary>The operation has been done.</summary>
    public void Apply(LocatedOperation operation)
    {
        _createsUnlessExists |= operation.Operation is CreateTable { IfNotExists: true, Table: { } table } && !_alone.After(_done)!.MayBeNew(table);
        _done.Add(operation);
    }

    /// <summary>
    /// The operation as the database meets it: what has been done is not done again. Branches that were merged make the same change
    /// twice, each against its own snapshot (bitwarden/server has a migration of twenty such columns), and FluentMigrator repeats a
    /// column's whole definition when anything of it changes.
    /// </summary>
    public Operation AsApplied(Operation operation)
    {
        if (operation is not AlterColumn { BecomesRequired: true, Table: { } table, Column: { } column } alter)
            return operation;
        if (IsRequired(table, column) == Answer.Yes)
            return alter with { BecomesRequired = false };
        return !alter.RestatesType && IsProvenNotNull(table, column) == Answer.Yes ? alter with { IsProven = true } : alter;
    }

    /// <summary>
    /// False when the unit itself created the table: no row in it is missed by anybody, so nothing done to it can block anybody. A
    /// name that is not fixed may be any table's.
    /// </summary>
    public bool IsLive(TableName? table) => !_alone.After(_done)!.MayBeNew(table) || (_createsUnlessExists && !_full.After(_done)!.MayBeNew(table));

    /// <summary>Whether the table or view exists. History does not know every table: the answer is never no.</summary>
    public Answer Exists(TableName table) => Ask(schema => schema.Exists(table), IsKnown);

    public Found<Column> FindColumn(TableName table, string column) => Ask(schema => schema.FindColumn(table, column), found => IsKnown(found.Exists));

    /// <summary>The column refuses NULL.</summary>
    public Answer IsRequired(TableName table, string column) => Ask(schema => schema.IsRequired(table, column), IsKnown);

    /// <summary>A validated CHECK says that the column is not NULL.</summary>
    public Answer IsProvenNotNull(TableName table, string column) => Ask(schema => schema.IsProvenNotNull(table, column), IsKnown);

    public Found<ConstraintState> FindConstraint(TableName table, string constraint) =>
        Ask(schema => schema.FindConstraint(table, constraint), found => IsKnown(found.Exists));

    /// <summary>The transaction of this unit in which a constraint was added; null for one that was there before.</summary>
    public int? TransactionThatAdded(ConstraintState constraint) =>
        constraint.Added.Unit == _full.After(_done)!.Now.Unit ? constraint.Added.Transaction : null;

    public FoundAll<ConstraintState> ConstraintsOf(TableName table) => AskAll(schema => schema.ConstraintsOf(table), constraint => constraint.Name);

    public FoundAll<IndexState> IndexesOf(TableName table) => AskAll(schema => schema.IndexesOf(table), index => index.Name);

    /// <summary>The indexes that hold the column in their key or read it otherwise.</summary>
    public FoundAll<IndexState> IndexesUsing(TableName table, string column) =>
        IndexesOf(table) is var all ? all with { Items = all.Items.RemoveAll(index => !index.Uses(column)) } : default;

    /// <summary>The table of an index that is named without it, as DROP INDEX does; null when it is not known.</summary>
    public TableName? TableOfIndex(TableName index) => Ask(schema => schema.TableOfIndex(index), owner => owner is not null);

    /// <summary>Its rows lie in partitions.</summary>
    public Answer IsPartitioned(TableName table) => _full.After(_done)!.IsPartitioned(table);

    public Answer IsPartition(TableName table) => _full.After(_done)!.IsPartition(table);

    /// <summary>The views whose query mentions that name, of a table or of a column.</summary>
    public IReadOnlyList<TableName> ViewsThatMention(string name) => _full.After(_done)!.ViewsThatMention(name);

    /// <summary>The domain or enum of that name, as a column's type names it; null when no migration is known to have created it.</summary>
    public TypeState? FindType(string type) => _full.After(_done)!.FindType(type);

    /// <summary>The unit itself created the type.</summary>
    public bool IsNewType(TypeState type) => type.Created.Unit == _full.After(_done)!.Now.Unit;

    /// <summary>Every rule asks whether a table is new: nothing else is replayed to answer that.</summary>
    private static bool MakesOrTakesTables(Operation operation) =>
        operation is CreateTable or DropTable or RenameTable or DropView or DropSchema or RenameSchema;

    private static bool IsKnown(Answer answer) => answer != Answer.Unknown;

    private T Ask<T>(Func<Schema, T> question, Func<T, bool> isKnown)
    {
        var answer = question(_full.After(_done)!);
        return isKnown(answer) || _model.After(_done) is not { } model ? answer : question(model);
    }

    /// <summary>What replay does not know in full is completed from the model.</summary>
    private FoundAll<T> AskAll<T>(Func<Schema, FoundAll<T>> question, Func<T, string?> nameOf)
    {
        var known = question(_full.After(_done)!);
        if (known.IsComplete || _model.After(_done) is not { } model)
            return known;
        var names = new HashSet<string?>(known.Items.Select(nameOf));
        return known with { Items = known.Items.AddRange(question(model).Items.Where(item => !names.Contains(nameOf(item)))) };
    }

    /// <summary>Catches up with the unit when it is asked.</summary>
    private sealed class Replay(Func<Schema?> begin, Func<Operation, bool> counts)
    {
        private Schema? _schema;
        private bool _isBegun;
        private int _replayed;

        public Schema? After(List<LocatedOperation> operations)
        {
            if (!_isBegun)
                (_schema, _isBegun) = (begin(), true);
            for (; _replayed < operations.Count; _replayed++)
            {
                if (counts(operations[_replayed].Operation))
                    _schema = _schema?.In(operations[_replayed].Transaction.Number).Apply(operations[_replayed].Operation);
            }

            return _schema;
        }
    }
}
