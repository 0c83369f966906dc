using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.Model;
using PhasedMigrations.Readers.FluentMigrator.Statements;

namespace PhasedMigrations.Readers.FluentMigrator.Chains;

/// <summary>One call in a chain, its arguments read by parameter name.</summary>
/// <param name="branching">How many undecided branches surround the call.</param>
internal sealed class ChainCall(IInvocationOperation invocation, ConstantEvaluation evaluation, int branching)
{
    public string Name => invocation.TargetMethod.Name;

    public string TypeName => invocation.TargetMethod.ContainingType.Name;

    public int Branching { get; } = branching;

    /// <summary>The words of this call alone, <c>AddColumn("email")</c>, or with its root: <c>Create.Index("IX")</c>.</summary>
    public Location Location => invocation.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } call
        && call.Span.Contains(member.Name.Span)
        && !BeginsChain
            ? Location.Create(call.SyntaxTree, TextSpan.FromBounds(member.Name.SpanStart, call.Span.End))
            : invocation.Syntax.GetLocation();

    private bool BeginsChain => TypeName.EndsWith("ExpressionRoot", StringComparison.Ordinal);

    public Constant Argument(string parameter) => evaluation.Evaluate(ArgumentOperation(parameter));

    public string? Text(string parameter) => Argument(parameter).AsText;

    /// <summary>SQL with its way back to the literals that it is written with; null when nothing of it can be computed.</summary>
    public SqlText? Sql(string parameter) => SqlText.Of(ArgumentOperation(parameter), evaluation);

    /// <summary>Where the argument stands; the call where it is left out.</summary>
    public Location LocationOf(string parameter) => ArgumentOperation(parameter)?.Syntax.GetLocation() ?? Location;

    public bool Has(string parameter) => ArgumentOperation(parameter) is not null;

    /// <summary>The table that the call names; a schema that it does not name is the default one.</summary>
    public TableReference Table(string nameParameter, string schemaParameter) => new(Text(nameParameter))
    {
        Schema = Has(schemaParameter) ? Argument(schemaParameter) : Constant.Of(null),
    };

    /// <summary>The one column or the several that the call names. Null stands for an unresolved name.</summary>
    public IEnumerable<string?> ColumnNames() => evaluation.Evaluate(invocation.Arguments.LastOrDefault()?.Value) switch
    {
        { AsArray: { } names } => names.Select(name => name.AsText),
        var name => [name.AsText],
    };

    /// <summary>Null is FluentMigrator's way to write DEFAULT NULL.</summary>
    public ColumnDefault Default(string parameter)
    {
        var operation = ArgumentOperation(parameter);
        while (operation is IConversionOperation conversion)
            operation = conversion.Operand;
        if (operation?.Type is { Name: "SystemMethods", TypeKind: TypeKind.Enum } methods)
            return new ColumnDefault.Sql(SystemMethodSql.Of(NameIn(methods, evaluation.Evaluate(operation))));
        if (operation is IInvocationOperation { TargetMethod: { Name: "Insert", ContainingType.Name: "RawSql" }, Arguments: [var sql] })
            return new ColumnDefault.Sql(evaluation.Evaluate(sql.Value).AsText);
        return evaluation.Evaluate(operation) is { IsKnown: true, Value: null }
            ? ColumnDefault.None.Instance
            : new ColumnDefault.Literal(evaluation.Evaluate(operation).Value);
    }

    /// <summary>The columns that an anonymous object or a dictionary gives values for; empty when they cannot be computed.</summary>
    public IReadOnlyList<string> MemberNames()
    {
        var given = evaluation.Evaluate(invocation.Arguments.LastOrDefault()?.Value);
        if (given.AsObject is { } members)
            return [.. members.Keys];
        return given.AsArray is { } entries
            ? [.. entries.Select(entry => entry.AsObject is { } pair && pair.TryGetValue("Key", out var key) ? key.AsText : null).OfType<string>()]
            : [];
    }

    /// <summary>Some value tells rows apart: a truth value or NULL does not.</summary>
    public bool NamesRows()
    {
        var given = evaluation.Evaluate(invocation.Arguments.LastOrDefault()?.Value);
        return given.AsObject is not { } members || members.Values.Any(value => value is not { IsKnown: true, Value: null or bool });
    }

    private static string? NameIn(ITypeSymbol enumeration, Constant value) => value.IsKnown
        ? enumeration.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => field.HasConstantValue && Equals(field.ConstantValue, value.Value))?.Name
        : null;

    private IOperation? ArgumentOperation(string parameter)
    {
        foreach (var argument in invocation.Arguments)
        {
            if (argument.Parameter?.Name == parameter)
                return argument.Value;
        }

        return null;
    }
}
