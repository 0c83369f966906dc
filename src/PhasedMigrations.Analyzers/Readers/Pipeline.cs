using PhasedMigrations.Model;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Sql.Operations;

namespace PhasedMigrations.Readers;

/// <summary>
/// Several statements that are sent as one command text. The server keeps them in one transaction, except for a statement that it
/// refuses in one and that has nothing open before it: the first, or the first after a COMMIT or ROLLBACK.
/// tests/PhasedMigrations.Proofs runs this on every supported version.
/// </summary>
internal sealed class Pipeline
{
    /// <summary>The statement before which nothing is open.</summary>
    private int _next;
    private int _alone = -1;

    public bool RunsAlone(SqlOperation operation)
    {
        if (operation.Statement == _next && TransactionRefusal.CommandOf(operation.Operation) is not null)
            _alone = operation.Statement;
        return operation.Statement == _alone;
    }

    public void Follow(SqlOperation operation, UnitTransaction transaction)
    {
        if (operation.Operation is EndOrBeginTransaction && !transaction.IsOpen)
            _next = operation.Statement + 1;
        else if (operation.Statement == _alone && TransactionRefusal.MayCommitAtOnce(operation.Operation, operation.IsRepeatable))
            _next = operation.Statement + 1;
    }
}
