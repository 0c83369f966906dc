using Microsoft.CodeAnalysis;
using PhasedMigrations.Model;
using PhasedMigrations.Readers.SqlFiles;
using PhasedMigrations.Readers.SqlStrings;

namespace PhasedMigrations.Readers.FluentMigrator;

/// <summary>SQL that a migration runs without writing it into <c>Execute.Sql</c>: scripts beside the code, commands on the connection.</summary>
/// <param name="Commands">Recognises the commands that <c>Execute.WithConnection</c> runs.</param>
internal sealed record FluentSql(SqlHandOvers Commands, NamedScripts Scripts)
{
    /// <summary>A migration for PostgreSQL is given a connection to PostgreSQL.</summary>
    public static FluentSql In(Compilation compilation, NamedScripts scripts) => new(
        new SqlHandOvers(SqlStringTypes.In(compilation), new DatabaseClients(compilation), Dialect.PostgreSql), scripts);
}
