using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.SqlStrings;

/// <summary>Recognises the calls, constructors and assignments by which SQL reaches PostgreSQL.</summary>
/// <param name="chosen">The database that the options name; null leaves it to the evidence.</param>
internal sealed class SqlHandOvers(SqlStringTypes types, DatabaseClients clients, Dialect? chosen)
{
    /// <summary>Null for an operation that hands no SQL to anybody, or not to PostgreSQL.</summary>
    public SqlHandOver? Of(IOperation? operation) => operation switch
    {
        IInvocationOperation call => OfCall(call),
        IObjectCreationOperation creation => OfCreation(creation),
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "CommandText" } property, Value: var value }
            when clients.IsPostgreSql(TypeOf(property.Instance) ?? property.Property.ContainingType, chosen) => Command(value),
        _ => null,
    };

    private SqlHandOver? OfCall(IInvocationOperation call)
    {
        var owner = call.TargetMethod.ContainingType;
        if (Is(owner, types.DatabaseFacadeExtensions))
            return call.TargetMethod.Name.StartsWith("ExecuteSql", StringComparison.Ordinal) && clients.IsEntityFrameworkCoreOnPostgreSql(chosen)
                ? Command(Argument(call.Arguments, "sql"))
                : null;
        if (Is(owner, types.SqlMapper))
            return clients.IsPostgreSql(TypeOf(Argument(call.Arguments, "cnn")), chosen) ? Command(Argument(call.Arguments, "sql")) : null;
        if (Is(owner, types.ScriptExtensions))
            return call.TargetMethod.Name == "WithScript" && clients.HasDbUpForPostgreSql ? Script(Argument(call.Arguments, "contents")) : null;
        return call.TargetMethod.Name == "CreateCommand" && IsDataSource(owner) && clients.IsPostgreSql(TypeOf(call.Instance), chosen)
            ? Command(Argument(call.Arguments, "commandText"))
            : null;
    }

    private SqlHandOver? OfCreation(IObjectCreationOperation creation)
    {
        if (Is(creation.Type, types.NpgsqlCommand))
            return Command(Argument(creation.Arguments, "cmdText"));
        if (Is(creation.Type, types.NpgsqlBatchCommand))
            return Command(Argument(creation.Arguments, "commandText"));
        if (Is(creation.Type, types.CommandDefinition))
            return clients.IsPostgreSql(client: null, chosen) ? Command(Argument(creation.Arguments, "commandText")) : null;
        return Is(creation.Type, types.SqlScript) && clients.HasDbUpForPostgreSql ? Script(Argument(creation.Arguments, "contents")) : null;
    }

    private bool IsDataSource(INamedTypeSymbol? type) => Is(type, types.DbDataSource) || Is(type?.BaseType, types.DbDataSource);

    private static SqlHandOver? Command(IOperation? sql) => sql is null ? null : new SqlHandOver(sql, UnitKind.Command);

    private static SqlHandOver? Script(IOperation? sql) => sql is null ? null : new SqlHandOver(sql, UnitKind.Script);

    private static IOperation? Argument(IEnumerable<IArgumentOperation> arguments, string parameter) => arguments
        .FirstOrDefault(argument => argument.Parameter?.Name == parameter && argument.ArgumentKind != ArgumentKind.DefaultValue)?.Value;

    /// <summary>The type that the source gives it, before it is taken for an interface.</summary>
    private static ITypeSymbol? TypeOf(IOperation? operation)
    {
        while (operation is IConversionOperation { Operand: var operand })
            operation = operand;
        return operation?.Type;
    }

    private static bool Is(ITypeSymbol? type, INamedTypeSymbol? expected) =>
        expected is not null && SymbolEqualityComparer.Default.Equals(type?.OriginalDefinition, expected);
}
