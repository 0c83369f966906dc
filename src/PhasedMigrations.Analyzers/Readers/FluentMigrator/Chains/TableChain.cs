using PhasedMigrations.Readers.FluentMigrator.Statements;

namespace PhasedMigrations.Readers.FluentMigrator.Chains;

/// <summary>A chain about something of one table, which it names on the way.</summary>
internal abstract class TableChain(string? name = null) : Chain
{
    protected TableReference Table { get; } = new(name);

    public sealed override Chain Continue(ChainCall call, ICollection<Statement> statements)
    {
        switch (call.Name)
        {
            case "OnTable" or "FromTable":
                Table.Name = call.Text("tableName") ?? call.Text("foreignTableName");
                break;
            case "InSchema" or "WithSchema":
                Table.Schema = call.Argument(call.Has("schemaName") ? "schemaName" : "foreignSchemaName");
                break;
            default:
                Describe(call, statements);
                break;
        }

        return this;
    }

    /// <summary>A call that names neither the table nor its schema.</summary>
    protected virtual void Describe(ChainCall call, ICollection<Statement> statements)
    {
    }
}
