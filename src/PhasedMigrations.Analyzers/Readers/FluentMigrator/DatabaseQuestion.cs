using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PhasedMigrations.Readers.FluentMigrator;

/// <summary>What <c>IfDatabase(…)</c> answers on PostgreSQL.</summary>
internal static class DatabaseQuestion
{
    /// <summary>What the runner's PostgreSQL processors call themselves: FluentMigrator 8, <c>ProcessorIdConstants</c>.</summary>
    private static readonly string[] Names = ["Postgres", "PostgreSQL", "Postgres92", "PostgreSQL10_0", "PostgreSQL11_0", "PostgreSQL15_0"];

    /// <summary>False when the chain behind the call certainly does not run; null when that cannot be computed.</summary>
    public static bool? Answer(IInvocationOperation call, ConstantEvaluation evaluation)
    {
        var asked = evaluation.Evaluate(call.Arguments.FirstOrDefault()?.Value);
        if (asked.AsCallable is { } predicate)
            return AnyOf(Names.Select(name => Holds(predicate, name)));
        return asked.AsArray is { } databases ? AnyOf(databases.Select(IsPostgreSql)) : null;
    }

    private static bool? IsPostgreSql(Constant database) =>
        database.AsText?.StartsWith("Postgres", StringComparison.OrdinalIgnoreCase);

    private static bool? Holds(Callable predicate, string database)
    {
        var body = predicate.Body is IMethodBodyOperation method ? method.BlockBody ?? method.ExpressionBody : predicate.Body;
        return body is IBlockOperation { Operations: [IReturnOperation { ReturnedValue: { } answer }] }
            ? predicate.Bind(ImmutableArray.Create(Constant.Of(database))).Holds(answer)
            : null;
    }

    private static bool? AnyOf(IEnumerable<bool?> answers)
    {
        bool? any = false;
        foreach (var answer in answers)
        {
            if (answer == true)
                return true;
            any = answer is null ? null : any;
        }

        return any;
    }
}
