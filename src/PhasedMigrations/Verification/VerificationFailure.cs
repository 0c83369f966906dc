using System.Globalization;
using PhasedMigrations.Operations;
using PhasedMigrations.Planning;
using PhasedMigrations.State;

namespace PhasedMigrations.Verification;

/// <summary>What is wrong and how to go on, in words.</summary>
internal static class VerificationFailure
{
    private static readonly HashSet<string> Irreparable = ["orphans", "archive", "surplus"];

    public static string Describe(string migration, PhasedDefinition definition, IReadOnlyList<VerificationRow> failed)
    {
        var sentences = failed.Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"{OperationDescription.Of(definition.Operations[row.Operation])}: {row.Wrong - row.Repaired} of {row.Checked} rows {Fault(row, definition.Operations[row.Operation])} (for example {string.Join("; ", row.Examples)})"));
        var repair = failed.All(row => Irreparable.Contains(row.Subject) || definition.Operations[row.Operation] is TransformOperation) ? "" : $", or let \"phased verify {migration} --full --repair\" write what the backfill would";
        return $"The verification failed, so nothing is enforced or dropped. {string.Join(". ", sentences)}. Correct these rows{repair}; then run again. If they are right as they are: \"phased verify {migration} --accept REASON\".";
    }

    private static string Fault(VerificationRow row, PhasedOperation operation) => row.Subject switch
    {
        "pending" when operation is CopyRowsOperation => "have no copy",
        "pending" => "are not done",
        "values" when operation is TransformOperation => "hold another value than the transform gives",
        "values" => "hold another value than the expression gives",
        "archive" => "are in both tables or in none",
        "surplus" => "are copies of a row that is gone",
        _ => "refer to nothing",
    };
}
