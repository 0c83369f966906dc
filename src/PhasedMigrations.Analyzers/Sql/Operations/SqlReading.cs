using PhasedMigrations.Model;

namespace PhasedMigrations.Sql.Operations;

/// <summary>What a piece of SQL does, in the order in which it does it.</summary>
/// <param name="StatementCount">Every statement of the text counts, also those that yield no operation.</param>
/// <param name="NotAnalysed">The statements that could not be understood: they may do anything.</param>
internal sealed record SqlReading(IReadOnlyList<SqlOperation> Operations, int StatementCount, IReadOnlyList<SqlSpan> NotAnalysed);

/// <param name="Span">The words of the text that do it: an action of ALTER TABLE, otherwise the whole statement.</param>
/// <param name="Statement">Counts the statements of the text: operations of one statement share it, those of one DO block too.</param>
/// <param name="IsInLoop">It stands in a loop of a DO block.</param>
/// <param name="IsInBlock">It stands in a DO block.</param>
internal sealed record SqlOperation(Operation Operation, SqlSpan Span, int Statement, bool IsInLoop, bool IsInBlock)
{
    /// <summary>Its statement runs again without an error where its work has been done: IF EXISTS, IF NOT EXISTS.</summary>
    public bool IsRepeatable { get; init; }
}
