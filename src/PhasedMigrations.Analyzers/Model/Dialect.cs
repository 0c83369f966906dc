namespace PhasedMigrations.Model;

/// <summary>The database that a migration is written for.</summary>
internal enum Dialect
{
    /// <summary>Nothing tells.</summary>
    Unknown,
    PostgreSql,
    MySql,
    Sqlite,
    SqlServer,
    Oracle,
}
