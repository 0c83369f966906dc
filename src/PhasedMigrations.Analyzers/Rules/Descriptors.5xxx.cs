using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Rules;

internal static partial class Descriptors
{
    private const string Data = "Data";

    public static readonly DiagnosticDescriptor UnbatchedChange = Create(
        "PHM5001", Data, DiagnosticSeverity.Warning,
        "Unbatched data change",
        "{0} in one statement keeps every row it changes locked until the transaction ends; change the rows in batches",
        "An UPDATE or DELETE over a whole table locks its rows until the transaction commits, leaves as many dead rows behind, and sends all of it to the replicas at once.");

    public static readonly DiagnosticDescriptor ChangeUnderSchemaLock = Create(
        "PHM5002", Data, DiagnosticSeverity.Warning,
        "Data change in a schema transaction",
        "{0} blocks {2} of {1} until its last row, because the transaction has locked that table before; move it to a migration of its own",
        "A lock is held to the end of its transaction: what takes long after a schema change makes the instant lock of that change a long one.");

    public static readonly DiagnosticDescriptor LoopInOneTransaction = Create(
        "PHM5003", Data, DiagnosticSeverity.Warning,
        "Batched loop in one transaction",
        "{0} in a loop {1}",
        "Batches are shorter transactions. A loop that never commits, or that cannot, is one long transaction written differently.");
}
