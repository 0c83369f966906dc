namespace PhasedMigrations.Analyzers.Tests.Readers.FluentMigrator;

/// <summary>Whole sources that use all of the language at once.</summary>
internal static class FluentSources
{
    public const string ByHand = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using FluentMigrator;
        using FluentMigrator.Builders.Create;
        using FluentMigrator.Builders.Create.Table;
        using FluentMigrator.Postgres;
        public abstract class OwnMigration : Migration
        {
            protected virtual string Schema2 => "s";
            protected abstract void MainUpgrade();
            public override void Up() { switch (Environment.ProcessorCount) { case 1: MainUpgrade(); return; default: MainUpgrade(); return; } }
            public override void Down() { throw new NotSupportedException(); }
        }
        [Migration(1, TransactionBehavior.None), Tags("Postgres")]
        public class First : OwnMigration
        {
            protected override void MainUpgrade()
            {
                Create.TableForModel("users").WithColumn("name").AsString(50).Nullable().Unique().WithColumn("n").AsInt32().ForeignKey("a", "id").ReferencedBy("b", "id");
                IfDatabase("postgres").Delegate(() => { Create.Index("IX").OnTable("users").OnColumn("name").Ascending().WithOptions().AsConcurrently().Filter("n > 0"); });
                IfDatabase(name => name.StartsWith("SQLite") || !name.Contains("Postgres")).Alter.Table("users").AddColumn("c").AsInt64().SetExistingRowsTo(0);
            }
        }
        [TimestampedMigration(2025, 1, 2, 3, 4)]
        public class Second : OwnMigration
        {
            private static readonly string[] Tables = { "a", "b", nameof(Second) };
            protected override void MainUpgrade()
            {
                foreach (var table in Tables.ToList()) Alter.Table(table).InSchema(Schema2).AddColumn("c_" + table).AsString().NotNullable().SetExistingRowsTo("x");
                var column = Alter.Table("users").AlterColumn("name").AsCustom("citext DEFAULT ''");
                if (DateTime.Now.Year > 2000) column = column.Nullable(); else column.NotNullable().WithDefault(SystemMethods.NewGuid);
                _ = Tables.Length > 2 ? Create.Index("x") : Create.Index();
                Create.Index("IX_orders").OnTable("orders").InSchema("s").OnColumn("a").Unique().WithOptions().UsingGin();
                Create.ForeignKey("FK").FromTable("orders").InSchema("s").ForeignColumns("a", "b").ToTable("users").PrimaryColumns("x", "y").OnDeleteOrUpdate(System.Data.Rule.None);
                Rename.Table("users").InSchema("s").To("people"); Rename.Column("a").OnTable("people").To("b"); Delete.Table("people").IfExists().InSchema("s");
                if (!Schema.Table("orders").Column("c").Exists()) { Local(t => Create.Index("IX_" + t).OnTable(t).OnColumn("c")); }
                Execute.WithConnection((connection, transaction) => { using var command = connection.CreateCommand(); command.CommandText = "UPDATE a SET b = 1"; });
                void Local(Action<string> change) { for (var i = 0; i < 3; i++) change("t" + i); }
            }
        }
        public static class Extensions
        {
            public static ICreateTableColumnOptionOrWithColumnSyntax TableForModel(this ICreateExpressionRoot root, string name) => root.Table(name).WithColumn("id").AsInt32().PrimaryKey().Identity(PostgresGenerationType.Always);
        }
        """;
}
