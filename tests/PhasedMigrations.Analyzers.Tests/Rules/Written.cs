namespace PhasedMigrations.Analyzers.Tests.Rules;

/// <summary>How the source of a case is written. SQL that means the same in several forms is run in each of them.</summary>
[Flags]
public enum Written
{
    /// <summary>Statements of an EF Core migration's Up.</summary>
    Ef = 1,

    /// <summary>Statements of a FluentMigrator migration's Up.</summary>
    Fluent = 2,

    /// <summary>As <see cref="Fluent"/>, in a migration with TransactionBehavior.None.</summary>
    FluentAlone = 4,

    /// <summary>SQL in one <c>migrationBuilder.Sql</c>.</summary>
    EfSql = 8,

    /// <summary>SQL in one <c>migrationBuilder.Sql</c> with suppressTransaction.</summary>
    EfSuppressed = 16,

    /// <summary>SQL in one <c>Execute.Sql</c>.</summary>
    FluentSql = 32,

    /// <summary>SQL in one <c>Execute.Sql</c> of a migration with TransactionBehavior.None.</summary>
    FluentSqlAlone = 64,

    /// <summary>SQL in a file that its runner sends statement by statement, in no transaction.</summary>
    Script = 128,

    /// <summary>SQL in a file that its runner wraps in a transaction.</summary>
    WrappedScript = 256,

    /// <summary>SQL of an NpgsqlCommand in application code.</summary>
    NpgsqlSql = 512,

    /// <summary>SQL that application code gives to Dapper.</summary>
    DapperSql = 1024,

    /// <summary>SQL that a DbUp script in C# provides.</summary>
    DbUpSql = 2048,

    /// <summary>SQL in a transaction that the front end opens.</summary>
    InTransaction = EfSql | FluentSql | WrappedScript,

    /// <summary>SQL in no transaction.</summary>
    Alone = EfSuppressed | FluentSqlAlone | Script,

    /// <summary>Migrations in which SQL may stand.</summary>
    AnySql = InTransaction | Alone,

    /// <summary>SQL of application code, where only changes of the schema are a migration's.</summary>
    Commands = NpgsqlSql | DapperSql,

    /// <summary>Everything that may change a schema by SQL.</summary>
    AnyDdl = AnySql | Commands | DbUpSql,
}
