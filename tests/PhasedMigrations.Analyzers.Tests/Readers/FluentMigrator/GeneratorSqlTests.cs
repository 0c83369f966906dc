using System.Runtime.Loader;
using FluentMigrator;
using FluentMigrator.Infrastructure;
using FluentMigrator.Runner.Generators.Postgres;
using FluentMigrator.Runner.Processors.Postgres;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PhasedMigrations.Model;
using PhasedMigrations.PostgreSql;
using PhasedMigrations.Readers.FluentMigrator;

namespace PhasedMigrations.Analyzers.Tests.Readers.FluentMigrator;

/// <summary>What the reader makes of a chain agrees with the SQL that FluentMigrator's real PostgreSQL generator makes of it.</summary>
public sealed class GeneratorSqlTests
{
    [Theory]
    [InlineData("""Alter.Table("t").AddColumn("c").AsInt32();""", true)]
    [InlineData("""Alter.Table("t").AddColumn("c").AsInt32().NotNullable();""", true)]
    [InlineData("""Create.Column("c").OnTable("t").AsInt32();""", true)]
    [InlineData("""Alter.Table("t").AddColumn("c").AsInt32().PrimaryKey();""", true)]
    [InlineData("""Alter.Table("t").AddColumn("c").AsInt32().Nullable();""", false)]
    [InlineData("""Alter.Table("t").AddColumn("c").AsInt32().WithDefaultValue(0);""", false)]
    [InlineData("""Alter.Table("t").AddColumn("c").AsInt32().Identity();""", false)]
    [InlineData("""Alter.Table("t").AddColumn("c").AsCustom("serial");""", false)]
    [InlineData("""Alter.Table("t").AddColumn("c").AsInt32().Computed("a", true);""", false)]
    [InlineData("""Alter.Table("t").AddColumn("c").AsDateTime().WithDefault(SystemMethods.CurrentDateTime);""", false)]
    public void AddColumn_AgreesWithTheGenerator(string chain, bool fails)
    {
        var (operations, sql) = ReadAndGenerate(chain);

        var added = Assert.Single(sql);
        Assert.Equal(fails, added.Contains("NOT NULL", StringComparison.Ordinal) && !GivesAValue(added));
        Assert.Equal(fails, ImpactPrediction.Of(Assert.Single(operations)).FailsOnExistingRows);
    }

    [Theory]
    [InlineData("NewGuid", "uuid_generate_v4()")]
    [InlineData("NewSequentialId", "uuid_generate_v1()")]
    [InlineData("CurrentDateTime", "now()")]
    [InlineData("CurrentUTCDateTime", "(now() at time zone 'UTC')")]
    [InlineData("CurrentDateTimeOffset", "current_timestamp")]
    [InlineData("CurrentUser", "current_user")]
    public void SystemMethod_IsTheExpressionOfTheGenerator(string method, string expression)
    {
        var (operations, sql) = ReadAndGenerate($"""Alter.Table("t").AddColumn("c").AsString().WithDefault(SystemMethods.{method});""");

        Assert.Contains($"DEFAULT {expression}", Assert.Single(sql), StringComparison.Ordinal);
        Assert.Equal(new ColumnDefault.Sql(expression), Assert.IsType<AddColumn>(Assert.Single(operations)).Default);
    }

    [Theory]
    [InlineData("""Alter.Table("t").AlterColumn("c").AsInt32();""", false)]
    [InlineData("""Alter.Table("t").AlterColumn("c").AsInt32().Nullable();""", false)]
    [InlineData("""Alter.Table("t").AlterColumn("c").AsInt32().NotNullable();""", true)]
    [InlineData("""Alter.Column("c").OnTable("t").AsInt32().NotNullable().WithDefaultValue(1);""", true)]
    [InlineData("""Alter.Column("c").OnTable("t").AsInt32().WithDefaultValue(1);""", false)]
    public void AlterColumn_AgreesWithTheGenerator(string chain, bool becomesRequired)
    {
        var (operations, sql) = ReadAndGenerate(chain);

        Assert.Equal(becomesRequired, sql.Any(statement => statement.Contains("SET NOT NULL", StringComparison.Ordinal)));
        Assert.DoesNotContain(sql, statement => statement.StartsWith("UPDATE", StringComparison.Ordinal));
        Assert.Equal(becomesRequired, operations.OfType<AlterColumn>().Any(alter => ImpactPrediction.Of(alter).Work == TableWork.Scan));
        Assert.Equal(
            sql.Any(statement => statement.Contains("NOT NULL", StringComparison.Ordinal)) ? becomesRequired : null,
            operations.OfType<AlterColumn>().SingleOrDefault()?.IsRequired);
        Assert.Equal(sql.Count(statement => statement.Contains("DEFAULT", StringComparison.Ordinal)), operations.OfType<ChangeColumnDefault>().Count());
    }

    [Theory]
    [InlineData(""".SetExistingRowsTo(1)""", false)]
    [InlineData(""".Nullable().SetExistingRowsTo(1)""", false)]
    [InlineData(""".SetExistingRowsTo(1).NotNullable()""", true)]
    [InlineData(""".NotNullable().SetExistingRowsTo(1)""", true)]
    [InlineData(""".NotNullable().SetExistingRowsTo(1).Nullable()""", false)]
    public void SetExistingRowsTo_AgreesWithTheGenerator(string options, bool becomesRequired)
    {
        var (operations, sql) = ReadAndGenerate($"""Alter.Table("t").AddColumn("c").AsInt32(){options};""");

        Assert.DoesNotContain("NOT NULL", sql[0], StringComparison.Ordinal);
        Assert.Contains(sql, statement => statement.StartsWith("UPDATE", StringComparison.Ordinal));
        Assert.Equal(becomesRequired, sql.Any(statement => statement.Contains("SET NOT NULL", StringComparison.Ordinal)));
        Assert.Collection(
            operations,
            added => Assert.False(Assert.IsType<AddColumn>(added).IsRequired),
            filled => Assert.Equal(becomesRequired, Assert.IsType<FillColumn>(filled).BecomesRequired));
    }

    [Theory]
    [InlineData("""Create.Index("ix").OnTable("t").OnColumn("c");""", false, false)]
    [InlineData("""Create.Index("ix").OnTable("t").OnColumn("c").Unique();""", true, false)]
    [InlineData("""Create.Index("ix").OnTable("t").OnColumn("c").Ascending().WithOptions().Unique();""", true, false)]
    [InlineData("""Create.Index("ix").OnTable("t").OnColumn("c").Ascending().WithOptions().AsConcurrently();""", false, true)]
    [InlineData("""Create.Index("ix").OnTable("t").OnColumn("c").Ascending().WithOptions().AsConcurrently(false);""", false, false)]
    public void CreateIndex_AgreesWithTheGenerator(string chain, bool isUnique, bool isConcurrent)
    {
        var (operations, sql) = ReadAndGenerate(chain);

        var created = Assert.Single(sql);
        Assert.Equal(isUnique, created.Contains("UNIQUE", StringComparison.Ordinal));
        Assert.Equal(isConcurrent, created.Contains("CONCURRENTLY", StringComparison.Ordinal));
        Assert.Equal(new CreateIndex(new TableName(null, "t"), "ix", isUnique, isConcurrent) { Columns = ["c"] }, Assert.Single(operations));
    }

    /// <summary>Each option of a column that makes a further statement makes one operation.</summary>
    [Theory]
    [InlineData("""Alter.Table("t").AddColumn("c").AsInt32().Nullable().Indexed("ix").Unique("u").ForeignKey("fk", "p", "id").ReferencedBy("r", "q", "p_id");""")]
    [InlineData("""Create.Table("t").WithColumn("c").AsInt32().Nullable().Indexed("ix").Unique("u").ForeignKey("fk", "p", "id").ReferencedBy("r", "q", "p_id");""")]
    public void OptionsWithStatementsOfTheirOwn_AgreeWithTheGenerator(string chain)
    {
        var (operations, sql) = ReadAndGenerate(chain);

        Assert.Equal(sql.Count, operations.Count);
        Assert.Equal(sql.Count(statement => statement.Contains("INDEX", StringComparison.Ordinal)), operations.OfType<CreateIndex>().Count());
        Assert.Equal(sql.Count(statement => statement.Contains("FOREIGN KEY", StringComparison.Ordinal)), operations.OfType<AddForeignKey>().Count());
    }

    [Theory]
    [InlineData("""Delete.Table("t").InSchema("s");""", "DropTable { Table = s.t }")]
    [InlineData("""Rename.Table("t").InSchema("s").To("u");""", "RenameTable { Table = s.t, NewTable = s.u }")]
    [InlineData("""Rename.Table("t").To("u").InSchema("s");""", "RenameTable { Table = s.t, NewTable = s.u }")]
    [InlineData("""Alter.Table("t").InSchema("s").ToSchema("r");""", "RenameTable { Table = s.t, NewTable = r.t }")]
    [InlineData("""Rename.Column("a").OnTable("t").InSchema("s").To("b");""", "RenameColumn { Table = s.t, Column = a, NewName = b }")]
    [InlineData("""Delete.Column("a").FromTable("t").InSchema("s");""", "DropColumn { Table = s.t, Column = a }")]
    [InlineData("""Create.PrimaryKey("pk").OnTable("t").WithSchema("s").Columns("a", "b");""", "AddUniqueConstraint { Table = s.t, Name = pk, IsPrimaryKey = True, UsingIndex = , Columns = [a, b] }")]
    [InlineData("""Create.UniqueConstraint("u").OnTable("t").Column("a");""", "AddUniqueConstraint { Table = t, Name = u, IsPrimaryKey = False, UsingIndex = , Columns = [a] }")]
    [InlineData("""Delete.PrimaryKey("pk").FromTable("t").InSchema("s");""", "DropConstraint { Table = s.t, Name = pk }")]
    [InlineData("""Delete.UniqueConstraint("u").FromTable("t");""", "DropConstraint { Table = t, Name = u }")]
    [InlineData("""Delete.ForeignKey("fk").OnTable("t").InSchema("s");""", "DropConstraint { Table = s.t, Name = fk }")]
    [InlineData("""Delete.ForeignKey().FromTable("t").InSchema("s").ForeignColumn("a").ToTable("u").PrimaryColumn("b");""", "DropConstraint { Table = s.t, Name =  }")]
    [InlineData("""Delete.DefaultConstraint().OnTable("t").InSchema("s").OnColumn("a");""", "ChangeColumnDefault { Table = s.t, Column = a, Default = None { } }")]
    [InlineData("""Delete.Schema("s");""", "DropSchema { Schema = s }")]
    public void Statement_HasItsOperation(string chain, string expected)
    {
        var (operations, sql) = ReadAndGenerate(chain);

        Assert.Single(sql);
        Assert.Equal(expected, Assert.Single(operations).ToString());
    }

    [Fact]
    public void CreatedTable_KnowsItsRequiredColumns()
    {
        var (operations, sql) = ReadAndGenerate(
            """Create.Table("t").InSchema("s").WithColumn("a").AsInt32().WithColumn("b").AsInt32().Nullable().WithColumn("c").AsInt32().NotNullable();""");

        Assert.Equal(2, Assert.Single(sql).Split("NOT NULL").Length - 1);
        var created = Assert.IsType<CreateTable>(Assert.Single(operations));
        Assert.Equal(new TableName("s", "t"), created.Table);
        Assert.Equal(["a", "c"], created.Columns.Where(column => column.IsRequired == true).Select(column => column.Name));
    }

    [Fact]
    public void SeveralColumns_AreDroppedOneByOne()
    {
        var (operations, sql) = ReadAndGenerate("""Delete.Column("a").Column("b").FromTable("t");""");

        Assert.Equal(2, Assert.Single(sql).Split("DROP COLUMN").Length - 1);
        Assert.Equal<Operation>([new DropColumn(new TableName(null, "t"), "a"), new DropColumn(new TableName(null, "t"), "b")], operations);
    }

    [Fact]
    public void Index_IsDroppedInTheSchemaOfItsTable()
    {
        var (operations, sql) = ReadAndGenerate("""Delete.Index("ix").OnTable("t").InSchema("s");""");

        Assert.Contains("DROP INDEX \"s\".\"ix\"", Assert.Single(sql), StringComparison.Ordinal);
        var dropped = Assert.IsType<DropIndex>(Assert.Single(operations));
        Assert.Equal([new TableName("s", "ix")], dropped.Indexes);
        Assert.False(dropped.IsConcurrent || dropped.IsCascade);
    }

    [Theory]
    [InlineData("""Update.Table("t").Set(new { a = 1, b = 2 }).AllRows();""", RowChange.Update, false, "a b", "")]
    [InlineData("""Update.Table("t").Set(new { a = 1 }).Where(new { id = 2 });""", RowChange.Update, true, "a", "id")]
    [InlineData("""Delete.FromTable("t").AllRows();""", RowChange.Delete, false, "", "")]
    [InlineData("""Delete.FromTable("t").Row(new { id = 2 });""", RowChange.Delete, true, "", "id")]
    [InlineData("""Delete.FromTable("t").IsNull("a");""", RowChange.Delete, true, "", "")]
    [InlineData("""Insert.IntoTable("t").Row(new { id = 2 });""", RowChange.Insert, true, "id", "")]
    [InlineData("""Insert.IntoTable("t").Row(new Dictionary<string, object> { ["id"] = 2 });""", RowChange.Insert, true, "id", "")]
    internal void Rows_AreOneOperation(string chain, RowChange change, bool isRestricted, string columns, string keys)
    {
        var (operations, sql) = ReadAndGenerate(chain);

        Assert.StartsWith(change.ToString(), Assert.Single(sql), StringComparison.OrdinalIgnoreCase);
        var rows = Assert.IsType<ChangeRows>(Assert.Single(operations));
        Assert.Equal((new TableName(null, "t"), change, isRestricted), (rows.Table, rows.Change, rows.IsRestricted));
        Assert.Equal((columns, keys), (string.Join(' ', rows.Columns.Order()), string.Join(' ', rows.KeyColumns)));
        Assert.Equal(change == RowChange.Insert ? 1 : 0, rows.ListedRows);
    }

    private static bool GivesAValue(string sql) =>
        sql.Contains("DEFAULT", StringComparison.Ordinal) || sql.Contains("GENERATED", StringComparison.Ordinal) || sql.Contains("serial", StringComparison.Ordinal);

    private static (IReadOnlyList<Operation> Operations, IReadOnlyList<string> Sql) ReadAndGenerate(string up)
    {
        var token = TestContext.Current.CancellationToken;
        var tree = CSharpSyntaxTree.ParseText(FluentTest.Migration(up), cancellationToken: token);
        var compilation = CSharpCompilation.Create(
            "Migrations", [tree], MigrationTest.AllReferences, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var migration = FluentMigratorFrontEnd.Find(compilation)!.MigrationOf(compilation.GetTypeByMetadataName("AddThings")!, token)!;
        var model = compilation.GetSemanticModel(tree);
        var unit = migration.Read(
            model.GetOperation(migration.MethodThatRuns("Up")!, token)!, node => model.GetOperation(node, token), token);
        return ([.. unit.Operations.Select(located => located.Operation)], Generate(compilation));
    }

    private static List<string> Generate(CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        image.Position = 0;
        var migration = (IMigration)Activator.CreateInstance(
            new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image).GetType("AddThings")!)!;
        var context = new MigrationContext(querySchema: null, serviceProvider: null, connection: null);
        migration.GetUpExpressions(context);
        dynamic generator = new Postgres15_0Generator(new PostgresQuoter(new PostgresOptions()));
        var statements = new List<string>();
        foreach (dynamic expression in context.Expressions)
            statements.Add((string)generator.Generate(expression));
        return [.. statements.Where(statement => statement.Length > 0)];
    }
}
