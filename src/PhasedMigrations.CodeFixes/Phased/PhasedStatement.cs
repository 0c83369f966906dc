using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.CodeFixes.Text;
using PhasedMigrations.Readers;

namespace PhasedMigrations.CodeFixes.Phased;

/// <summary>A <c>migrationBuilder.Phased("name", phased => phased.A(…).B(…));</c> that stands in Up already.</summary>
internal sealed class PhasedStatement
{
    private readonly IdentifierNameSyntax _root;
    private readonly IReadOnlyList<InvocationExpressionSyntax> _operations;

    private PhasedStatement(
        ExpressionStatementSyntax statement, string name, IdentifierNameSyntax root,
        IReadOnlyList<InvocationExpressionSyntax> operations, IReadOnlyList<Footprint> footprints)
    {
        Statement = statement;
        Name = name;
        _root = root;
        _operations = operations;
        Footprints = footprints;
    }

    public ExpressionStatementSyntax Statement { get; }

    public string Name { get; }

    /// <summary>What each operation touches, in order.</summary>
    public IReadOnlyList<Footprint> Footprints { get; }

    /// <summary>The name of a Phased call, whatever its second argument; null for any other statement.</summary>
    public static string? NameOf(StatementSyntax statement, SemanticModel model) =>
        Invocation(statement, "Phased") is { ArgumentList.Arguments: [var name, ..] }
        && model.GetConstantValue(name.Expression) is { HasValue: true, Value: string text }
            ? text
            : null;

    /// <summary>Null unless the operations are one chain of calls, to which one more can be added.</summary>
    public static PhasedStatement? Read(StatementSyntax statement, string builder, SemanticModel model)
    {
        if (NameOf(statement, model) is not { } name
            || Invocation(statement, "Phased") is not
            {
                Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax receiver },
                ArgumentList.Arguments: [_, { Expression: SimpleLambdaExpressionSyntax { ExpressionBody: { } body, Parameter: var parameter } }],
            }
            || receiver.Identifier.Text != builder)
            return null;

        var operations = new List<InvocationExpressionSyntax>();
        while (body is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call)
        {
            operations.Insert(0, call);
            body = access.Expression;
        }

        return body is IdentifierNameSyntax root && root.Identifier.Text == parameter.Identifier.Text && operations.Count > 0
            ? new PhasedStatement((ExpressionStatementSyntax)statement, name, root, operations, [.. operations.Select(call => FootprintOf(call, model))])
            : null;
    }

    /// <summary>Where a call of this name is the whole statement: <c>builder.Phased(…)</c>, <c>builder.RevertPhased(…)</c>.</summary>
    public static InvocationExpressionSyntax? Invocation(StatementSyntax statement, string method) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call }
        && access.Name.Identifier.ValueText == method
            ? call
            : null;

    /// <summary>Adds operations after all others.</summary>
    public TextChange Append(string operations, SourceLayout layout) =>
        new(new TextSpan(_operations[_operations.Count - 1].Span.End, 0), layout.NewLine + operations);

    /// <summary>
    /// Adds operations that stood before this statement, behind those that the scaffolder would write earlier or with them: dotnet format
    /// fixes rule after rule, each from top to bottom.
    /// </summary>
    /// <param name="sql">What raw SQL did to rows. Null for calls of the builder, which may have crossed each other.</param>
    public TextChange Insert(string operations, string method, Footprint? sql, SourceLayout layout)
    {
        var index = 0;
        while (index < _operations.Count && Rank(Footprints[index].Method) <= Rank(method) && !CameLater(Footprints[index], sql))
            index++;
        if (index == _operations.Count)
            return Append(operations, layout);

        var position = index == 0 ? _root.Span.End : _operations[index - 1].Span.End;
        var line = layout.Text.Lines.GetLineFromPosition(position);
        var rest = layout.Text.ToString(TextSpan.FromBounds(position, line.End)).TrimStart();
        if (rest.StartsWith("//", StringComparison.Ordinal))
            position = line.End; // the comment belongs to the operation before
        return new TextChange(new TextSpan(position, 0), layout.NewLine + operations);
    }

    /// <summary>Takes over the operations of an earlier call and those of a statement between the two, and that call's name if it is the first.</summary>
    public IReadOnlyList<TextChange> Absorb(PhasedStatement earlier, string operations, string name, SourceLayout layout)
    {
        var taken = layout.Text.ToString(TextSpan.FromBounds(earlier._root.Span.End, earlier._operations[earlier._operations.Count - 1].Span.End));
        var nameArgument = Invocation(Statement, "Phased")!.ArgumentList.Arguments[0].Expression;
        return
        [
            .. name == Name ? [] : (TextChange[])[new TextChange(nameArgument.Span, CSharpText.Literal(name))],
            new TextChange(new TextSpan(_root.Span.End, 0), taken + layout.NewLine + operations),
        ];
    }

    /// <summary>Whether its chain can become part of another: the same parameter, and no comment that would be left behind.</summary>
    public bool CanJoin(PhasedStatement other) =>
        _root.Identifier.Text == other._root.Identifier.Text && SourceLayout.Comments(Statement).Count == 0;

    /// <summary>
    /// An operation that is here already and could not have become phased, had it stood before what is added: rows that go, on which nearly
    /// everything may rely, and a backfill of the table whose rows the SQL changes.
    /// </summary>
    private static bool CameLater(Footprint here, Footprint? sql) =>
        here.Method == "DeleteRows" || (sql is { ChangesRows: true } && here.ChangesRows && here.MayTouch(sql.Table));

    /// <summary>EF Core's scaffolder orders a migration in this way: altered columns, new ones, indexes, foreign keys.</summary>
    private static int Rank(string method) => method switch
    {
        "Backfill" or "DeleteRows" => -1,
        "SetNotNull" => 0,
        "AddRequiredColumn" => 1,
        "CreateIndex" => 2,
        _ => 3,
    };

    private static Footprint FootprintOf(InvocationExpressionSyntax call, SemanticModel model)
    {
        var arguments = (model.GetOperation(call) as IInvocationOperation)?.Arguments.ToArray() ?? [];
        return Footprint.Of(
            ((MemberAccessExpressionSyntax)call.Expression).Name.Identifier.ValueText,
            name => arguments.FirstOrDefault(argument => argument.Parameter?.Name == name) is { } argument
                ? ConstantEvaluation.Empty.Evaluate(argument.Value)
                : Constant.Of(null));
    }
}
