namespace PhasedMigrations.Tool.Output;

/// <summary>What a verification found.</summary>
internal sealed record VerificationObject(string Migration, bool Clean, IReadOnlyList<VerificationResultObject> Results);

internal sealed record VerificationResultObject(
    string Operation,
    string Subject,
    double Percent,
    long RowsChecked,
    long RowsWrong,
    long RowsRepaired,
    long RowsUnjudged,
    IReadOnlyList<string> Examples,
    string? Refusal);
