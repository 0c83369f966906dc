using PhasedMigrations.Model;
using PhasedMigrations.Sql.Parsing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Readers.EntityFrameworkCore;

/// <summary>Reads the two lambdas of <c>CreateTable</c>: the columns, an anonymous object, and the calls that make the constraints.</summary>
internal static class CreateTableReader
{
    public static CreateTable Read(MigrationCall call)
    {
        var members = call.CallsByMember("columns")?.Select(member => (member.Member, Column: ReadColumn(member.Member, member.Call))).ToList();
        var names = members?.Where(member => member.Column is not null)
            .ToDictionary(member => member.Member, member => member.Column!.Name, StringComparer.Ordinal) ?? [];
        return new CreateTable(call.Table("name"))
        {
            Columns = ValueList.Of(members?.Select(member => member.Column).OfType<Column>().Where(column => !ColumnReader.IsSystemColumn(column.Name)) ?? []),
            Constraints = ValueList.Of(call.CallsIn("constraints").Select(constraint => ReadConstraint(constraint, names)).OfType<TableConstraint>()),
            ListsColumns = members?.TrueForAll(member => member.Column is not null) == true,
        };
    }

    private static Column? ReadColumn(string member, MigrationCall? call) => call is { Name: "Column" } ? ColumnReader.Define(call, member) : null;

    private static TableConstraint? ReadConstraint(MigrationCall call, Dictionary<string, string?> columns) => call.Name switch
    {
        "PrimaryKey" or "UniqueConstraint" =>
            new TableConstraint(call.Name == "PrimaryKey" ? ConstraintKind.PrimaryKey : ConstraintKind.Unique, call.Text("name")) { Columns = Columns(call, "columns", columns) },
        "ForeignKey" => new TableConstraint(ConstraintKind.ForeignKey, call.Text("name"))
        {
            Columns = Columns(call, call.Has("column") ? "column" : "columns", columns),
            PrincipalTable = call.Table("principalTable", "principalSchema"),
            PrincipalColumns = call.Names("principalColumn", "principalColumns"),
        },
        "CheckConstraint" => new TableConstraint(ConstraintKind.Check, call.Text("name"))
        {
            ProvesNotNull = call.Text("sql") is { } sql ? ValueList.Of(NotNullProof.Of(new SqlExpression(sql, 0, sql.Length))) : [],
        },
        _ => null,
    };

    private static ValueList<string?> Columns(MigrationCall call, string parameter, Dictionary<string, string?> columns) => ValueList.Of(
        call.MembersIn(parameter).Select(member => member is not null && columns.TryGetValue(member, out var column) ? column : null));
}
