using PhasedMigrations.Model;
using PhasedMigrations.Readers.SqlFiles;

namespace PhasedMigrations.Analyzers.Tests.Readers.SqlFiles;

public sealed class ScriptDialectTests
{
    [Theory]
    [InlineData("/repo/app/MsSql/1.sql", "SqlServer")]
    [InlineData("/repo/app/Artifacts/PgSql/Structure/1.sql", "PostgreSql")]
    [InlineData("/repo/app/mysql/postgres/1.sql", "PostgreSql")]
    [InlineData("/repo/app/postgres/mysql/1.sql", "MySql")]
    [InlineData("/repo/app/mysql-to-postgres/1.sql", "Unknown")]
    [InlineData("/repo/SqliteMigrations/1.sql", "Sqlite")]
    [InlineData("/repo/app/db/pg/1.sql", "PostgreSql")]
    [InlineData("/repo/app/db/schema-mysql.sql", "MySql")]
    [InlineData("/repo/app/db/1.postgres.sql", "PostgreSql")]
    [InlineData("/repo/app/db/1_drop_mysql_link.sql", "Unknown")]
    [InlineData("/repo/app/db/1.sql", "Unknown")]
    public void Path_NamesTheDatabase(string path, string dialect) => Assert.Equal(dialect, ScriptDialect.Of(path, "/repo/", "").ToString());

    [Fact]
    public void FoldersAboveTheProject_SayNothing() => Assert.Equal(Dialect.Unknown, ScriptDialect.Of("/home/oracle/app/db/1.sql", "/home/oracle/", ""));

    [Theory]
    [InlineData("CREATE TABLE a (b int)\nGO\n", "SqlServer")]
    [InlineData("ALTER TABLE [dbo].[Orders] ADD x int", "SqlServer")]
    [InlineData("ALTER TABLE dbo.[Orders] ADD x int", "SqlServer")]
    [InlineData("CREATE TABLE a (b NVARCHAR(20))", "SqlServer")]
    [InlineData("GRANT SELECT ON SCHEMA::dbo TO x\ngo", "SqlServer")]
    [InlineData("CREATE TABLE `a` (b int)", "MySql")]
    [InlineData("CREATE TABLE a (b int AUTO_INCREMENT)", "MySql")]
    [InlineData("DELIMITER $$\nCREATE PROCEDURE p() BEGIN END$$", "MySql")]
    [InlineData("CREATE TABLE a (b INTEGER PRIMARY KEY AUTOINCREMENT)", "Sqlite")]
    [InlineData("CREATE TABLE a (b VARCHAR2(20))", "Oracle")]
    [InlineData("DROP TABLE a;\n/\n", "Oracle")]
    [InlineData("CREATE INDEX CONCURRENTLY i ON a (b)", "PostgreSql")]
    [InlineData("DO $$ BEGIN END $$", "PostgreSql")]
    [InlineData("CREATE DOMAIN nvarchar AS varchar; ALTER TABLE a ADD b jsonb", "PostgreSql")]
    [InlineData("SELECT a[1], '`', \"[dbo].[x]\" -- `x` [y]\nFROM t; UPDATE t SET go = 1 WHERE a = b / c", "Unknown")]
    [InlineData("", "Unknown")]
    public void Words_NameTheDatabase(string sql, string dialect) =>
        Assert.Equal(dialect, ScriptDialect.Of("/repo/app/db/1.sql", "/repo/", sql).ToString());
}
