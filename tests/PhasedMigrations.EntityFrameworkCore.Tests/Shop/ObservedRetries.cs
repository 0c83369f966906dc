using Microsoft.EntityFrameworkCore.Storage;
using Npgsql.EntityFrameworkCore.PostgreSQL;

namespace PhasedMigrations.EntityFrameworkCore.Tests.Shop;

/// <summary>The provider's retries, made visible: the first one ends the transaction that was in the way.</summary>
internal sealed class ObservedRetries(ExecutionStrategyDependencies dependencies, WritingTransaction inTheWay)
    : NpgsqlRetryingExecutionStrategy(dependencies)
{
    protected override void OnRetry()
    {
        if (!inTheWay.Ended) inTheWay.End();
        base.OnRetry();
    }
}
