using PhasedMigrations.Operations;
using PhasedMigrations.Planning.Work;

namespace PhasedMigrations.Planning;

/// <summary>One piece of work of the engine. <paramref name="Kind"/> and <paramref name="Operation"/> identify it in the ledger.</summary>
/// <param name="Operation">The position of its operation in the definition.</param>
/// <param name="Kind">A short name that stays the same between versions.</param>
/// <param name="Phase">Where it belongs.</param>
/// <param name="Description">What it does, in words.</param>
/// <param name="Locks">Which locks it takes and what they let through, in words.</param>
internal abstract record PlanStep(int Operation, string Kind, PhasedPhase Phase, string Description, string Locks)
{
    /// <summary>The SQL as it is executed, for people to read.</summary>
    public abstract string Sql { get; }

    /// <summary>Into what the work is cut, and why; null for what is not cut.</summary>
    public virtual string? Chunks => null;

    /// <summary>What somebody should know before it runs.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>Instant statements that need a strong lock: one transaction under a short lock timeout.</summary>
internal sealed record StatementStep(
    int Operation, string Kind, PhasedPhase Phase, string Description, string Locks, IReadOnlyList<string> Statements)
    : PlanStep(Operation, Kind, Phase, Description, Locks)
{
    public override string Sql => string.Join(";\n", Statements) + ";";
}

/// <summary>A data change over the whole table, in chunks.</summary>
internal sealed record BackfillStep(int Operation, string Description, BulkWork Work, TableFacts Table, ChunkStrategy Strategy)
    : PlanStep(Operation, StepKind, PhasedPhase.Migrate, Description, "row locks of one small batch at a time; reads and other writes go on")
{
    public const string StepKind = "backfill";

    public override string? Chunks => Strategy.Explanation;

    public override string Sql => Work.Sample(Table.QuotedName, Strategy.SampleCondition) + ";";
}

/// <summary>Counts the rows in which a column is NULL; any stops the migration before it can hurt the application.</summary>
internal sealed record VerifyNoNullStep(int Operation, string Description, TableFacts Table, string Column)
    : PlanStep(Operation, "verify_no_null", PhasedPhase.Migrate, Description, "ACCESS SHARE; reads and writes go on")
{
    public override string Sql => Verification.NullCount.Sql(Table.QuotedName, Column) + ";";
}

/// <summary>Counts the rows of a source that have no copy; any stops the migration before the old way is given up.</summary>
internal sealed record VerifyCopiesStep(int Operation, string Description, TableFacts Table, TableFacts Target, PostgreSql.CopyMapping Mapping)
    : PlanStep(Operation, StepKind, PhasedPhase.Migrate, Description, "ACCESS SHARE; reads and writes go on")
{
    public const string StepKind = "verify_copies";

    public override string Sql => Verification.MissingCopies.Count(Table.QuotedName, Target.QuotedName, Mapping) + ";";
}

/// <summary>Validates a constraint that already holds for new rows.</summary>
internal abstract record ValidateStep(int Operation, string Kind, string Description, string Locks, TableFacts Table, string Constraint)
    : PlanStep(Operation, Kind, PhasedPhase.Migrate, Description, Locks)
{
    public override string Sql => $"ALTER TABLE {Table.QuotedName} VALIDATE CONSTRAINT {PostgreSql.Quote.Identifier(Constraint)};";
}

internal sealed record ValidateNotNullStep(int Operation, string Description, TableFacts Table, string Column, string Constraint)
    : ValidateStep(Operation, "validate_not_null", Description, "SHARE UPDATE EXCLUSIVE; reads and writes go on", Table, Constraint);

internal sealed record ValidateForeignKeyStep(int Operation, string Description, TableFacts Table, string Constraint)
    : ValidateStep(
        Operation,
        "validate_foreign_key",
        Description,
        "SHARE UPDATE EXCLUSIVE, and ROW SHARE on the principal table; reads and writes go on",
        Table,
        Constraint);

/// <summary>Builds an index concurrently.</summary>
internal sealed record BuildIndexStep(int Operation, string Description, TableFacts Table, CreateIndexOperation Index)
    : PlanStep(Operation, StepKind, PhasedPhase.Migrate, Description, "SHARE UPDATE EXCLUSIVE; reads and writes go on")
{
    public const string StepKind = "build_index";

    public override string Sql => PostgreSql.IndexText.Create(Index with { Schema = Table.Schema }, concurrently: true) + ";";
}

/// <summary>A step that the ledger holds as done.</summary>
internal readonly record struct FinishedStep(int Operation, string Kind);
