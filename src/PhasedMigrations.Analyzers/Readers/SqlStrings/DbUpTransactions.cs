using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Readers.SqlStrings;

/// <summary>
/// Who opens a transaction for DbUp's scripts. dbup-postgresql 7.0.1 cuts a script into its statements and sends each by itself, so without
/// a transaction of DbUp's every statement commits at once.
/// </summary>
internal static class DbUpTransactions
{
    private static readonly string[] Transactions = [".WithTransaction(", ".WithTransactionPerScript(", ".WithTransactionAlwaysRollback("];

    /// <summary>By text: the code that sets DbUp up can stand in any file.</summary>
    public static TransactionOrigin Of(Compilation compilation) =>
        compilation.SyntaxTrees.Any(tree => !MigrationFiles.IsModel(tree) && SourceSearch.MentionsAny(tree.GetText(), Transactions, CancellationToken.None))
            ? TransactionOrigin.Migration
            : TransactionOrigin.None;
}
