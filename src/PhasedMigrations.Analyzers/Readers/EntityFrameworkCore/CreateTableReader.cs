using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PhasedMigrations.Model;
using PhasedMigrations.Sql.Parsing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Readers.EntityFrameworkCore;

/// <summary>Reads the two lambdas of <c>CreateTable</c>: the columns, an anonymous object, and the calls that make the constraints.</summary>
internal static class CreateTableReader
{
    public static CreateTable Read(MigrationCall call)
    {
        var members = Returned(call.Operation("columns")) is IAnonymousObjectCreationOperation columns
            ? columns.Initializers.Select(member => ReadColumn(call, member)).ToList()
            : null;
        var names = members?.Where(member => member.Column is not null)
            .ToDictionary(member => member.Member, member => member.Column!.Name, StringComparer.Ordinal) ?? [];
        return new CreateTable(call.Table("name"))
        {
            Columns = ValueList.Of(members?.Select(member => member.Column).OfType<Column>().Where(column => !ColumnReader.IsSystemColumn(column.Name)) ?? []),
            Constraints = ValueList.Of(Statements(call.Operation("constraints"))
                .Select(statement => ReadConstraint(call.Called(statement), names))
                .OfType<TableConstraint>()),
            ListsColumns = members?.TrueForAll(member => member.Column is not null) == true,
        };
    }

    private static (string Member, Column? Column) ReadColumn(MigrationCall table, IOperation member) => member is ISimpleAssignmentOperation
    {
        Target: IPropertyReferenceOperation { Property.Name: var name },
        Value: var value,
    }
        ? (name, Unconverted(value) is IInvocationOperation call && table.Called(call) is { Name: "Column" } column ? ColumnReader.Define(column, name) : null)
        : ("", null);

    private static TableConstraint? ReadConstraint(MigrationCall call, Dictionary<string, string?> columns) => call.Name switch
    {
        "PrimaryKey" or "UniqueConstraint" =>
            new TableConstraint(call.Name == "PrimaryKey" ? ConstraintKind.PrimaryKey : ConstraintKind.Unique, call.Text("name")) { Columns = Members(call.Operation("columns"), columns) },
        "ForeignKey" => new TableConstraint(ConstraintKind.ForeignKey, call.Text("name"))
        {
            Columns = Members(call.Operation("column") ?? call.Operation("columns"), columns),
            PrincipalTable = call.Table("principalTable", "principalSchema"),
            PrincipalColumns = call.Names("principalColumn", "principalColumns"),
        },
        "CheckConstraint" => new TableConstraint(ConstraintKind.Check, call.Text("name"))
        {
            ProvesNotNull = call.Text("sql") is { } sql ? ValueList.Of(NotNullProof.Of(new SqlExpression(sql, 0, sql.Length))) : [],
        },
        _ => null,
    };

    /// <summary><c>x => x.Id</c>, <c>x => new { x.A, x.B }</c>.</summary>
    private static ValueList<string?> Members(IOperation? lambda, Dictionary<string, string?> columns) => Returned(lambda) switch
    {
        IPropertyReferenceOperation { Property.Name: var member } => [ColumnOf(member, columns)],
        IAnonymousObjectCreationOperation members => ValueList.Of(members.Initializers.Select(member =>
            member is ISimpleAssignmentOperation { Value: var value } && Unconverted(value) is IPropertyReferenceOperation { Property.Name: var name }
                ? ColumnOf(name, columns)
                : null)),
        _ => [null],
    };

    private static string? ColumnOf(string member, Dictionary<string, string?> columns) => columns.TryGetValue(member, out var column) ? column : null;

    private static IOperation? Returned(IOperation? lambda) =>
        BodyOf(lambda) is { Operations: [.., IReturnOperation { ReturnedValue: { } value }] } ? Unconverted(value) : null;

    private static IEnumerable<IInvocationOperation> Statements(IOperation? lambda) => BodyOf(lambda)?.Operations
        .Select(statement => statement switch
        {
            IExpressionStatementOperation expression => Unconverted(expression.Operation),
            IReturnOperation { ReturnedValue: { } value } => Unconverted(value),
            _ => null,
        })
        .OfType<IInvocationOperation>() ?? [];

    private static IBlockOperation? BodyOf(IOperation? lambda) => lambda is null ? null : Unconverted(lambda) switch
    {
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Body: var body } } => body,
        IAnonymousFunctionOperation { Body: var body } => body,
        _ => null,
    };

    private static IOperation Unconverted(IOperation operation)
    {
        while (operation is IConversionOperation { Operand: var operand })
            operation = operand;
        return operation;
    }
}
