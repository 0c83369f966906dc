using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PhasedMigrations.CodeFixes.Reading;

/// <summary>Finds the call of Down that undoes a call of Up.</summary>
internal static class Revert
{
    public static BuilderCall? Of(BuilderCall call, MigrationMethod? down) => down?.Calls().FirstOrDefault(candidate => Reverts(candidate, call));

    public static bool Reverts(BuilderCall candidate, BuilderCall call) => (call.Method, candidate.Method) switch
    {
        ("CreateIndex", "DropIndex") => Same(call, candidate, "name")
            && (!candidate.IsGiven("table") || Same(call, candidate, "table"))
            && Same(call, candidate, "schema"),
        ("AddForeignKey", "DropForeignKey") or ("AddColumn", "DropColumn") => IsSameObject(call, candidate),
        ("AlterColumn", "AlterColumn") => IsSameObject(call, candidate)
            && candidate.Value("nullable").AsBoolean == true
            && candidate.Value("oldNullable").AsBoolean == false,
        _ => false,
    };

    /// <summary>
    /// Whether Down may undo the call in a way that no fix can take out: in a branch, in a helper, in SQL. Undone twice, it fails.
    /// </summary>
    public static bool MayBeHidden(BuilderCall call, MigrationMethod down) =>
        Of(call, down) is null && down.Statements.Any(statement => down.CallIn(statement) is { } other
            ? other.Method == "Sql" && MayUndo(other.Text("sql"), call.Text("name"))
            : !IsOfRuntime(statement) && down.Mentions(statement));

    private static bool MayUndo(string? sql, string? name) =>
        sql is null || name is null || (Contains(sql, name) && !Contains(sql, "IF EXISTS"));

    private static bool Contains(string sql, string text) => sql.IndexOf(text, StringComparison.OrdinalIgnoreCase) >= 0;

    public static bool IsOfRuntime(StatementSyntax statement) => statement is ExpressionStatementSyntax
    {
        Expression: InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Phased" or "RevertPhased" or "Contract" }
        }
    };

    private static bool IsSameObject(BuilderCall call, BuilderCall candidate) =>
        Same(call, candidate, "name") && Same(call, candidate, "table") && Same(call, candidate, "schema");

    private static bool Same(BuilderCall call, BuilderCall candidate, string parameter)
    {
        var (one, other) = (call.Value(parameter), candidate.Value(parameter));
        if (one.IsKnown && other.IsKnown)
            return Equals(one.Value, other.Value);
        return call.Argument(parameter)?.Expression.ToString() is { } text && text == candidate.Argument(parameter)?.Expression.ToString();
    }
}
