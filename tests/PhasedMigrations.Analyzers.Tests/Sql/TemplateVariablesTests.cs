using PhasedMigrations.Model;
using PhasedMigrations.Sql;
using PhasedMigrations.Sql.Operations;

namespace PhasedMigrations.Analyzers.Tests.Sql;

public sealed class TemplateVariablesTests
{
    [Theory]
    [InlineData("CREATE TABLE $schema$.a (b int); DROP TABLE $schema$.a", "CREATE TABLE _schema_.a (b int); DROP TABLE _schema_.a")]
    [InlineData("CREATE SCHEMA $schema$; SELECT 1", "CREATE SCHEMA _schema_; SELECT 1")]
    [InlineData("CREATE SCHEMA $s$;", "CREATE SCHEMA _s_;")]
    [InlineData("DROP TABLE $env$_orders; DROP TABLE $env$_users", "DROP TABLE _env__orders; DROP TABLE _env__users")]
    [InlineData("DROP TABLE a.$table$; DROP TABLE b.$table$", "DROP TABLE a._table_; DROP TABLE b._table_")]
    [InlineData("DROP TABLE ${flyway:defaultSchema}.a", "DROP TABLE __flyway_defaultSchema_.a")]
    [InlineData("DROP TABLE ${env}_orders", "DROP TABLE __env__orders")]
    [InlineData("DROP TABLE orders_${env}", "DROP TABLE orders___env_")]
    [InlineData("CREATE INDEX CONCURRENTLY $name$ ON t (c)", "CREATE INDEX CONCURRENTLY _name_ ON t (c)")]
    [InlineData("DO $$ BEGIN DROP TABLE $schema$.a; END $$", "DO $$ BEGIN DROP TABLE _schema_.a; END $$")]
    [InlineData("DO $body$ BEGIN DROP TABLE $schema$.a; END $body$", "DO $body$ BEGIN DROP TABLE _schema_.a; END $body$")]
    public void Variable_IsReplacedInPlace(string sql, string replaced)
    {
        Assert.Equal(replaced, TemplateVariables.Replace(sql));
        Assert.Equal(sql.Length, replaced.Length);
    }

    [Theory]
    [InlineData("CREATE FUNCTION f() RETURNS int AS $body$ SELECT 1 $body$ LANGUAGE sql")]
    [InlineData("DO $do$ BEGIN EXECUTE $q$DROP TABLE a$q$; END $do$")]
    [InlineData("COMMENT ON TABLE t IS $c$text$c$")]
    [InlineData("SELECT '$schema$.a', \"$schema$\", tbl_$env$ -- $schema$.x\n")]
    [InlineData("CREATE SCHEMA ${schema}; SELECT $1")]
    [InlineData("SELECT $$a$$, 5 AS \"$\"")]
    public void OtherDollars_StayAsTheyAre(string sql) => Assert.Equal(sql, TemplateVariables.Replace(sql));

    [Fact]
    public void VariableForASchema_HidesNoStatement()
    {
        var reading = SqlOperations.Read(TemplateVariables.Replace("CREATE TABLE $schema$.a (b int); CREATE INDEX i ON $schema$.a (b); CREATE INDEX j ON $schema$.c (b)"));

        Assert.Empty(reading.NotAnalysed);
        Assert.Equal(["CreateTable", "CreateIndex", "CreateIndex"], reading.Operations.Select(operation => operation.Operation.GetType().Name));
        Assert.Equal("a", Assert.IsType<CreateTable>(reading.Operations[0].Operation).Table?.Name);
    }
}
