using PhasedMigrations.Model;
using PhasedMigrations.Sql.Parsing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Readers.EntityFrameworkCore;

/// <summary>
/// Turns one MigrationBuilder call into the operation that the Npgsql provider makes of it. What the provider makes of each
/// combination was read off the SQL of Npgsql.EntityFrameworkCore.PostgreSQL 10.0.3; ProviderSqlTests hold it.
/// </summary>
internal static class MigrationCallReader
{
    private const string ConcurrentIndex = "Npgsql:CreatedConcurrently";
    private const string IncludedColumns = "Npgsql:IndexInclude";

    /// <summary>The provider takes a concurrent index out of the migration's transaction by itself, and nothing else.</summary>
    public static void Add(MigrationCall call, UnitBuilder unit)
    {
        if (call.Name == "Sql")
            AddSql(call, unit);
        else if (Read(call) is { } operation)
        {
            if (operation is CreateIndex { IsConcurrent: true })
                unit.AddOutside(operation, call.Location);
            else
                unit.Add(operation, call.Location);
        }
    }

    /// <summary>Null for a call that no rule looks at, or of which the provider makes no statement.</summary>
    private static Operation? Read(MigrationCall call) => call.Name switch
    {
        "CreateTable" => CreateTableReader.Read(call),
        "DropTable" => new DropTable(call.Table("name")),
        "RenameTable" => ReadRenameTable(call),
        "AddColumn" or "AlterColumn" when ColumnReader.IsSystemColumn(call.Text("name")) => null,
        "AddColumn" => ColumnReader.ReadAdd(call),
        "AlterColumn" => ColumnReader.ReadAlter(call),
        "DropColumn" => new DropColumn(call.Table(), call.Text("name")),
        "RenameColumn" => new RenameColumn(call.Table(), call.Text("name"), call.Text("newName")),
        "CreateIndex" => ReadCreateIndex(call),
        "InsertData" => Seed(call, RowChange.Insert),
        "UpdateData" => Seed(call, RowChange.Update),
        "DeleteData" => Seed(call, RowChange.Delete),
        "DropIndex" => new DropIndex([call.Table("name")], IsConcurrent: false, IsCascade: false),
        "RenameIndex" => new RenameIndex(call.Table("name"), call.Text("newName")),
        "DropSchema" => new DropSchema(call.Text("name")),
        _ => ReadConstraint(call),
    };

    private static void AddSql(MigrationCall call, UnitBuilder unit)
    {
        if (call.Sql("sql") is { } sql)
            unit.AddSql(sql, call.Boolean("suppressTransaction") == false ? SqlDelivery.Command : SqlDelivery.SuppressedCommand);
        else
            unit.AddNotAnalysed(call.LocationOf("sql"));
    }

    private static Operation? ReadConstraint(MigrationCall call) => call.Name switch
    {
        "AddForeignKey" => ReadForeignKey(call),
        "AddPrimaryKey" or "AddUniqueConstraint" =>
            new AddUniqueConstraint(call.Table(), call.Text("name"), IsPrimaryKey: call.Name == "AddPrimaryKey", UsingIndex: null) { Columns = call.Names("column", "columns") },
        "AddCheckConstraint" or "CreateCheckConstraint" => ReadCheck(call),
        "DropForeignKey" or "DropPrimaryKey" or "DropUniqueConstraint" or "DropCheckConstraint" => new DropConstraint(call.Table(), call.Text("name")),
        _ => null,
    };

    /// <summary>Each row is named by its key.</summary>
    private static ChangeRows Seed(MigrationCall call, RowChange change) => new(call.Table(), change, IsRestricted: true) { NamesItsRows = true };

    private static RenameTable ReadRenameTable(MigrationCall call)
    {
        var table = call.Table("name");
        var newName = call.Argument("newName");
        var newSchema = call.Argument("newSchema");
        return new RenameTable(table, table is { } old && newName.IsKnown && newSchema.IsKnown
            ? new TableName(newSchema.AsText ?? old.Schema, newName.AsText ?? old.Name)
            : null);
    }

    private static CreateIndex ReadCreateIndex(MigrationCall call)
    {
        var filter = call.IsGiven("filter") ? call.Text("filter") : null;
        return new CreateIndex(call.Table(), call.Text("name"), call.Boolean("unique") == true, call.MayBeAnnotatedTrue(ConcurrentIndex))
        {
            Columns = call.Names("column", "columns"),
            OtherColumns = ValueList.Of(NamesIn(filter)
                .Concat(MigrationCall.NamesIn(call.Annotation(IncludedColumns)).OfType<string>())
                .Distinct(StringComparer.Ordinal)),
            IsPartial = call.IsGiven("filter"),
        };
    }

    private static AddForeignKey ReadForeignKey(MigrationCall call) =>
        new(call.Table(), call.Text("name"), call.Table("principalTable", "principalSchema"))
        {
            Columns = call.Names("column", "columns"),
            PrincipalColumns = call.Names("principalColumn", "principalColumns"),
        };

    private static AddCheckConstraint ReadCheck(MigrationCall call)
    {
        var condition = call.Text("sql");
        return new AddCheckConstraint(call.Table(), call.Text("name"), ChecksExistingRows: true)
        {
            Columns = ValueList.Of<string?>(NamesIn(condition)),
            ProvesNotNull = condition is null ? [] : ValueList.Of(NotNullProof.Of(new SqlExpression(condition, 0, condition.Length))),
        };
    }

    private static IEnumerable<string> NamesIn(string? expression) => expression is null
        ? []
        : ExpressionFacts.Of(new SqlExpression(expression, 0, expression.Length)).Names.Distinct(StringComparer.Ordinal);
}
