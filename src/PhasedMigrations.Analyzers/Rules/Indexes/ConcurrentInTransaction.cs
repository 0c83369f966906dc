using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Readers;

namespace PhasedMigrations.Rules.Indexes;

internal sealed class ConcurrentInTransaction : Rule
{
    public override DiagnosticDescriptor Descriptor => Descriptors.ConcurrentInTransaction;

    public override void Check(Operation operation, RuleContext context)
    {
        if (context.Transaction.IsOpen && TransactionRefusal.CommandOf(operation) is { } command && !IsSecondOfItsStatement(context))
            context.Report(command, Cause(context));
    }

    /// <summary>REINDEX SCHEMA CONCURRENTLY is refused for two reasons.</summary>
    private static bool IsSecondOfItsStatement(RuleContext context) => context.EarlierInTransaction().Any(earlier =>
        earlier.Statement == context.Current.Statement
        && earlier.Place == context.Current.Place
        && TransactionRefusal.CommandOf(earlier.Operation) is not null);

    /// <summary>Who opened the transaction, and what to do about it.</summary>
    private static string Cause(RuleContext context) => context.Current.IsInBlock
        ? "a DO block is one; run it outside the block"
        : (context.Transaction.Origin, context.Kind) switch
        {
            (TransactionOrigin.Command, _) => "the statements of one command text share one; send it as a command of its own",
            (TransactionOrigin.Sql, _) => "BEGIN has opened one; run it after COMMIT",
            (_, UnitKind.EntityFrameworkCore) => "EF Core runs the migration in one; pass suppressTransaction: true",
            (_, UnitKind.FluentMigrator) => "FluentMigrator runs the migration in one; declare it with TransactionBehavior.None",
            _ => "the script runs in one; run it by itself, outside",
        };
}
