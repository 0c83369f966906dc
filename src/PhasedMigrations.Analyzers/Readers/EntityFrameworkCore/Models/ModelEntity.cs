using Microsoft.CodeAnalysis.CSharp.Syntax;
using PhasedMigrations.Model;
using PhasedMigrations.Sql.Parsing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Readers.EntityFrameworkCore.Models;

/// <summary>An entity of a model file, as far as it tells of its table.</summary>
/// <param name="sharesRows">It is owned, or derives from another entity: its columns are NULL in the rows of others.</param>
internal sealed class ModelEntity(string name, bool sharesRows)
{
    private readonly Dictionary<string, Column> _columns = new(StringComparer.Ordinal);
    private readonly List<(ConstraintKind Kind, IReadOnlyList<string> Properties, string? Name)> _keys = [];
    private readonly List<(IReadOnlyList<string> Properties, IReadOnlyList<ModelCall> Calls)> _indexes = [];
    private readonly List<(string Principal, IReadOnlyList<string> Properties, string? Name)> _foreignKeys = [];
    private readonly List<TableConstraint> _checks = [];
    private bool _sharesRows = sharesRows;

    public string Name => name;

    public TableName? Table { get; private set; }

    /// <summary>The entity whose table this one shares.</summary>
    public string? BaseType { get; private set; }

    public void Read(IReadOnlyList<ModelCall> calls)
    {
        var call = calls[0];
        switch (call.Name)
        {
            case "Property" when ModelProperty.Read(calls) is { } column && !ColumnReader.IsSystemColumn(column.Name):
                _columns[call.Text!] = column;
                break;
            case "HasBaseType":
                (BaseType, _sharesRows) = (call.Text, true);
                break;
            case "ToTable" when call.Text is { } table:
                Table = new TableName(call.Texts.Count > 1 ? call.Texts[1] : null, table);
                _checks.AddRange(call.Statements.Select(ModelCall.In).Where(inner => inner is [{ Name: "HasCheckConstraint" }, ..]).Select(inner => Check(inner[0])));
                break;
            case "HasCheckConstraint":
                _checks.Add(Check(call));
                break;
            case "HasKey" or "HasAlternateKey":
                _keys.Add((call.Name == "HasKey" ? ConstraintKind.PrimaryKey : ConstraintKind.Unique, call.Texts, TextOf(calls, "HasName")));
                break;
            case "HasIndex":
                _indexes.Add((PropertiesOf(call), calls));
                break;
            case "HasOne" when call.Text is { } principal && calls.FirstOrDefault(inner => inner.Name == "HasForeignKey") is { Method: not null } key:
                ReadForeignKey(principal, key, calls);
                break;
        }
    }

    /// <summary>The entity's part of its table; the columns of several entities of one table lie side by side.</summary>
    public CreateTable ToTable(TableName table) => new(table)
    {
        Columns = ValueList.Of(_columns.Values.Select(column => column with { IsRequired = _sharesRows && column.IsRequired == true ? null : column.IsRequired })),
        Constraints = ValueList.Of(_keys
            .Where(_ => !_sharesRows)
            .Select(key => new TableConstraint(key.Kind, key.Name ?? DefaultName(key.Kind, table, key.Properties)) { Columns = ColumnsOf(key.Properties) })
            .Concat(_checks)),
    };

    public IEnumerable<CreateIndex> Indexes(TableName table) => _indexes.Select(index => new CreateIndex(
        table,
        NameOf(index.Calls) ?? $"IX_{table.Name}_{string.Join("_", ColumnsOf(index.Properties))}",
        index.Calls.Any(call => call.Name == "IsUnique" && call.Arguments.Arguments.Count == 0),
        IsConcurrent: false)
    {
        Columns = ColumnsOf(index.Properties),
        IsPartial = index.Calls.Any(call => call.Name == "HasFilter"),
    });

    /// <param name="tableOf">The table of an entity.</param>
    public IEnumerable<AddForeignKey> ForeignKeys(TableName table, Func<string, TableName?> tableOf) => _foreignKeys.Select(key =>
    {
        var principal = tableOf(key.Principal);
        return new AddForeignKey(table, key.Name ?? $"FK_{table.Name}_{principal?.Name}_{string.Join("_", ColumnsOf(key.Properties))}", principal)
        {
            Columns = ColumnsOf(key.Properties),
        };
    });

    /// <summary>One to one names the entity that has the key before its properties.</summary>
    private void ReadForeignKey(string principal, ModelCall key, IReadOnlyList<ModelCall> calls)
    {
        var isOneToOne = calls.Any(call => call.Name == "WithOne");
        var properties = isOneToOne ? key.Texts.Skip(1).ToList() : key.Texts;
        if (!isOneToOne || key.Text == name)
            _foreignKeys.Add((principal, properties, TextOf(calls, "HasConstraintName")));
    }

    private ValueList<string?> ColumnsOf(IReadOnlyList<string> properties) =>
        ValueList.Of(properties.Select(property => _columns.TryGetValue(property, out var column) ? column.Name : property));

    private string? DefaultName(ConstraintKind kind, TableName table, IReadOnlyList<string> properties) =>
        kind == ConstraintKind.PrimaryKey ? $"PK_{table.Name}" : $"AK_{table.Name}_{string.Join("_", ColumnsOf(properties))}";

    /// <summary><c>HasIndex("A", "B")</c>, or <c>HasIndex(new[] { "A" }, "name")</c>.</summary>
    private static IReadOnlyList<string> PropertiesOf(ModelCall index) =>
        IsNamed(index) ? [.. index.Texts.Take(index.Texts.Count - 1)] : index.Texts;

    private static string? NameOf(IReadOnlyList<ModelCall> index) =>
        TextOf(index, "HasDatabaseName") ?? TextOf(index, "HasName") ?? (IsNamed(index[0]) ? index[0].Texts[index[0].Texts.Count - 1] : null);

    private static bool IsNamed(ModelCall index) =>
        index.Arguments.Arguments is [{ Expression: ImplicitArrayCreationExpressionSyntax or ArrayCreationExpressionSyntax }, _];

    private static string? TextOf(IEnumerable<ModelCall> calls, string method) => calls.FirstOrDefault(call => call.Name == method) is { Method: not null } call ? call.Text : null;

    private static TableConstraint Check(ModelCall call) => new(ConstraintKind.Check, call.Text)
    {
        ProvesNotNull = call.Texts is [_, var sql] ? ValueList.Of(NotNullProof.Of(new SqlExpression(sql, 0, sql.Length))) : [],
    };
}
