namespace PhasedMigrations.Analyzers.Tests.Sql.Parsing;

public sealed class SessionParserTests
{
    [Theory]
    [InlineData("BEGIN ISOLATION LEVEL SERIALIZABLE, READ ONLY", "Transaction(Command=Begin)")]
    [InlineData("START TRANSACTION", "Transaction(Command=Begin)")]
    [InlineData("COMMIT AND CHAIN", "Transaction(Command=Commit, IsChained)")]
    [InlineData("END WORK AND NO CHAIN", "Transaction(Command=Commit)")]
    [InlineData("ABORT", "Transaction(Command=Rollback)")]
    [InlineData("ROLLBACK TRANSACTION TO SAVEPOINT a", "Transaction(Command=RollbackToSavepoint)")]
    [InlineData("SAVEPOINT a", "Transaction(Command=Savepoint)")]
    [InlineData("RELEASE a", "Transaction(Command=ReleaseSavepoint)")]
    [InlineData("PREPARE TRANSACTION 'x'", "Transaction(Command=Prepare)")]
    [InlineData("COMMIT PREPARED 'x'", "Transaction(Command=CommitPrepared)")]
    [InlineData("SET lock_timeout = '5s'", "Set(Setting=lock_timeout, Value=`'5s'`)")]
    [InlineData("SET LOCAL statement_timeout TO 0", "Set(Setting=statement_timeout, Value=`0`, IsLocal)")]
    [InlineData("SET SESSION search_path = a, b", "Set(Setting=search_path, Value=`a, b`)")]
    [InlineData("SET app.user TO DEFAULT", "Set(Setting=app.user)")]
    [InlineData("SET TIME ZONE 'UTC'", "Set(Setting=timezone, Value=`'UTC'`)")]
    [InlineData("SET SCHEMA 'x'", "Set(Setting=search_path, Value=`'x'`)")]
    [InlineData(
        "SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
        "Set(Setting=transaction, Value=`ISOLATION LEVEL READ COMMITTED`)")]
    [InlineData("SET CONSTRAINTS ALL DEFERRED", "Set(Setting=constraints, Value=`ALL DEFERRED`)")]
    [InlineData("SET ROLE joe", "Set(Setting=role, Value=`joe`)")]
    [InlineData("RESET lock_timeout", "Reset(Setting=lock_timeout)")]
    [InlineData("RESET ALL", "Reset")]
    [InlineData("SET app.user FROM CURRENT", "Set(Setting=app.user)")]
    [InlineData("SET TIME ZONE LOCAL", "Set(Setting=timezone)")]
    public void Statement_IsReadWhole(string sql, string expected) => Assert.Equal(expected, Rendering.Parse(sql));

    [Theory]
    [InlineData("COMMIT NONSENSE")]
    public void WhatIsNotUnderstood_IsNotAnalysed(string sql) => Assert.Equal("Unanalysed", Rendering.Parse(sql));
}
