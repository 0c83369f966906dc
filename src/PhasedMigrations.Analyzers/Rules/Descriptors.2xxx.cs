using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Rules;

internal static partial class Descriptors
{
    private const string Indexes = "Indexes";

    public static readonly DiagnosticDescriptor IndexBlocksWrites = Create(
        "PHM2001", Indexes, DiagnosticSeverity.Warning,
        "Index creation blocks writes",
        "Creating {0} blocks writes to {1} until every row is indexed; create it concurrently",
        "CREATE INDEX holds a SHARE lock on the table for the whole build: reads go on, every INSERT, UPDATE and DELETE waits.");

    public static readonly DiagnosticDescriptor ConcurrentInTransaction = Create(
        "PHM2004", Indexes, DiagnosticSeverity.Error,
        "Concurrent operation inside a transaction",
        "{0} fails in a transaction, and {1}",
        "PostgreSQL refuses CREATE, DROP and REINDEX INDEX CONCURRENTLY, DETACH PARTITION CONCURRENTLY, VACUUM and CREATE DATABASE inside a transaction: the migration fails when it runs.");

    public static readonly DiagnosticDescriptor IndexUnlessExists = Create(
        "PHM2005", Indexes, DiagnosticSeverity.Warning,
        "Concurrent index with IF NOT EXISTS",
        "IF NOT EXISTS takes an invalid {0} that a failed build left behind for the finished one; drop it concurrently, if it exists, before",
        "A concurrent build that fails leaves its index behind, invalid. IF NOT EXISTS then reports success, and the index stays unused, kept up to date by every write.");

    public static readonly DiagnosticDescriptor ImpossibleConcurrentForm = Create(
        "PHM2007", Indexes, DiagnosticSeverity.Error,
        "Impossible concurrent form",
        "PostgreSQL refuses this: {0}",
        "The concurrent forms take one index, no CASCADE, and no partitioned table: the statement fails when it runs.");

    public static readonly DiagnosticDescriptor NonTransactionalShared = Create(
        "PHM2010", Indexes, DiagnosticSeverity.Warning,
        "Non-transactional operation shares its migration",
        "{0} runs outside the transaction, so that a failure leaves this migration half applied and not recorded; move it to a migration of its own",
        "EF Core commits what came before such an operation, and FluentMigrator's TransactionBehavior.None commits every statement. After a failure the migration runs again from its beginning and fails at what is done already.");
}
