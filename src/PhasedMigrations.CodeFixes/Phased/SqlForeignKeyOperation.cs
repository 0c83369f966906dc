using PhasedMigrations.CodeFixes.Text;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.Phased;

/// <summary>ADD CONSTRAINT … FOREIGN KEY of raw SQL as a phased operation.</summary>
internal static class SqlForeignKeyOperation
{
    /// <summary>Null for a key without a name, and when it says something that the operation has no word for.</summary>
    public static PhasedOperation? Of(AlterTableStatement alter, ForeignKeyConstraint key)
    {
        if (alter is not { IfExists: false, Kind: ObjectKind.Table, Table: { } table }
            || key is not { Name: { } name, PrincipalTable: { } principal, IsMatchFull: false, HasPeriod: false, IsNotEnforced: false, OnDeleteColumns: [] }
            || Names(key.Columns) is not { Length: > 0 } columns
            || Names(key.PrincipalColumns) is not { } principalColumns)
            return null;

        var arguments = new List<(string, string)> { ("name", CSharpText.Literal(name)), ("table", CSharpText.Literal(table.Name)) };
        arguments.Add(Columns("column", "columns", columns, isOne: columns.Length == 1));
        arguments.Add(("principalTable", CSharpText.Literal(principal.Name)));
        if (principalColumns.Length > 0)
            arguments.Add(Columns("principalColumn", "principalColumns", principalColumns, isOne: columns.Length == 1));
        if (table.Schema is { } schema)
            arguments.Add(("schema", CSharpText.Literal(schema)));
        if (principal.Schema is { } principalSchema)
            arguments.Add(("principalSchema", CSharpText.Literal(principalSchema)));
        if (key.OnUpdate != ReferentialAction.NoAction)
            arguments.Add(("onUpdate", $"ForeignKeyAction.{key.OnUpdate}"));
        if (key.OnDelete != ReferentialAction.NoAction)
            arguments.Add(("onDelete", $"ForeignKeyAction.{key.OnDelete}"));
        if (key.IsDeferrable)
            arguments.Add(("deferral", $"ForeignKeyDeferral.{(key.IsInitiallyDeferred ? "InitiallyDeferred" : "Deferrable")}"));
        return new PhasedOperation("AddForeignKey", arguments);
    }

    private static (string, string) Columns(string single, string several, string[] names, bool isOne) => isOne && names is [var only]
        ? (single, CSharpText.Literal(only))
        : (several, $"new[] {{ {string.Join(", ", names.Select(CSharpText.Literal))} }}");

    private static string[]? Names(IReadOnlyList<string?> names) =>
        names.OfType<string>().ToArray() is var known && known.Length == names.Count ? known : null;
}
