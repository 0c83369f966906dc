using Microsoft.CodeAnalysis.CSharp.Syntax;
using PhasedMigrations.Sql.Parsing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.CodeFixes.Reading;

/// <summary>Which operations of a migration may change places. When in doubt they may not.</summary>
internal static class OperationOrder
{
    /// <summary>
    /// Whether a later statement of Up takes away or renames what the operation works on, or relies on its being done: then the
    /// operation cannot be left for after the migration.
    /// </summary>
    /// <param name="without">A later call of raw SQL, and what it does apart from a statement that waits as well.</param>
    public static bool MustRunNow(
        Footprint operation, MigrationMethod up, StatementSyntax from, (BuilderCall Call, string Left)? without = null) => up.Statements
        .SkipWhile(statement => statement != from)
        .Skip(1)
        .Any(statement => without is { } waiting && statement == waiting.Call.Statement ? MayNeedItDone(waiting.Left, operation)
            : up.CallIn(statement) is { } call ? NeedsItDone(call, operation)
            : !IsPhased(statement) && up.Mentions(statement));

    /// <param name="rest">What raw SQL still does in the statement itself.</param>
    /// <inheritdoc cref="MustRunNow(Footprint, MigrationMethod, StatementSyntax, ValueTuple{BuilderCall, string}?)" path="/param"/>
    public static bool MustRunNow(
        Footprint operation, MigrationMethod up, StatementSyntax from, string rest, (BuilderCall Call, string Left)? without = null) =>
        (!string.IsNullOrWhiteSpace(rest) && MayNeedItDone(rest, operation)) || MustRunNow(operation, up, from, without);

    /// <summary>Whether anything that follows may be about the object of this name.</summary>
    public static bool IsMentioned(string? name, MigrationMethod up, StatementSyntax from, string rest) => name is null
        || Names(rest, name)
        || up.Statements.SkipWhile(statement => statement != from).Skip(1).Any(statement => up.CallIn(statement) is { } call
            ? IsMentioned(name, call)
            : up.Mentions(statement));

    /// <summary>Whether the operation does the same after the statement as before it.</summary>
    public static bool MayCross(Footprint operation, MigrationMethod up, StatementSyntax statement)
    {
        if (up.CallIn(statement) is not { } call)
            return statement is LocalDeclarationStatementSyntax && !up.Mentions(statement);

        var other = Footprint.Of(call);
        if (operation.Method == "DeleteRows")
            return !NeedsRowsGone(call, other);

        var sameTable = operation.MayTouch(other.Table);
        return call.Method switch
        {
            "EnsureSchema" or "CreateSequence" => true,
            "CreateTable" => !operation.IsUnique,
            "AddColumn" => !(operation.Method is "AddRequiredColumn" && sameTable), // SELECT * shows the order of columns
            "AlterColumn" => !(sameTable && operation.MayShareColumn(other)),
            "CreateIndex" => !(operation.Method is "AddRequiredColumn" && sameTable && operation.MayShareColumn(other)),
            "AddForeignKey" => !(operation.IsUnique && operation.MayTouch(other.Principal))
                && !(operation.Method is "AddRequiredColumn"
                    && ((sameTable && operation.MayShareColumn(other)) || operation.MayTouch(other.Principal))),
            _ => false,
        };
    }

    private static bool NeedsItDone(BuilderCall later, Footprint operation)
    {
        var other = Footprint.Of(later);
        var ownTable = operation.MayTouch(other.Table);
        var principal = operation.Method == "AddForeignKey"
            && (operation.Principal is not { } referenced || other.Table is not { } changed || referenced.MayBe(changed));
        if (operation.Method == "Backfill")
            return NeedsRows(later, other, operation);
        if (operation.Method == "DeleteRows")
            return NeedsRowsGone(later, other);
        return later.Method switch
        {
            "RenameTable" or "DropTable" => ownTable || principal,
            "RenameColumn" or "DropColumn" => (ownTable && operation.MayShareColumn(other)) || principal,
            "AlterColumn" => ownTable && operation.MayShareColumn(other),
            "DropIndex" or "RenameIndex" or "DropForeignKey" or "DropPrimaryKey" or "DropUniqueConstraint" or "DropCheckConstraint" =>
                other.Name is null || operation.Name is null || other.Name == operation.Name || principal,
            "AddForeignKey" => operation.IsUnique && operation.MayTouch(other.Principal),
            "DropSchema" => true,
            "Sql" => MayNeedItDone(later.Text("sql"), operation),
            _ => false,
        };
    }

    /// <summary>Whether a later call relies on rows that a backfill has still to change.</summary>
    private static bool NeedsRows(BuilderCall later, Footprint other, Footprint backfill) => later.Method switch
    {
        "CreateTable" or "EnsureSchema" or "CreateSequence" or "AddColumn" => false,
        "CreateIndex" => other.IsUnique && backfill.MayTouch(other.Table),
        "Sql" => MayNeedItDone(later.Text("sql"), backfill),
        _ => backfill.MayTouch(other.Table) || (other.Principal is not null && backfill.MayTouch(other.Principal)),
    };

    /// <summary>
    /// Whether a later call may rely on rows that have still to be deleted. With them go rows of other tables, by ON DELETE CASCADE and by
    /// triggers, so that it can be a call about any table.
    /// </summary>
    private static bool NeedsRowsGone(BuilderCall later, Footprint other) => later.Method switch
    {
        "CreateTable" or "EnsureSchema" or "CreateSequence" => false,
        "AddColumn" => later.Value("nullable").AsBoolean != true,
        "CreateIndex" => other.IsUnique,
        "Sql" => !SaysOnlyComments(later.Text("sql")),
        _ => true,
    };

    private static bool SaysOnlyComments(string? sql) => sql is not null && SqlParser.Parse(sql).All(statement => statement is CommentStatement);

    private static bool IsMentioned(string name, BuilderCall call)
    {
        if (call.Method == "Sql")
            return call.Text("sql") is not { } sql || Names(sql, name);
        var footprint = Footprint.Of(call);
        return footprint.Table is not { } table || table.Name == name || footprint.Name == name || footprint.Principal?.Name == name;
    }

    private static bool MayNeedItDone(string? sql, Footprint operation) =>
        sql is null
        || (operation.Method == "DeleteRows" && !SaysOnlyComments(sql))
        || (operation.Name is { } name && Names(sql, name))
        || (operation.Method == "Backfill" && (operation.Table is not { } filled || Names(sql, filled.Name)))
        || (Contains(sql, "RENAME") || Contains(sql, "DROP") || Contains(sql, "ON CONFLICT")
            || (operation is { Columns: null, Method: not "CreateIndex" } && Contains(sql, "SET NOT NULL")))
            && (operation.Table is not { } table || Names(sql, table.Name) || (operation.Principal is { } principal && Names(sql, principal.Name)));

    /// <summary>The name stands in the text, and not as a part of a longer one.</summary>
    private static bool Names(string sql, string name)
    {
        var start = 0;
        while (start < sql.Length && sql.IndexOf(name, start, StringComparison.OrdinalIgnoreCase) is var found and >= 0)
        {
            start = found + 1;
            if (!IsPartOfName(sql, found - 1) && !IsPartOfName(sql, found + name.Length))
                return true;
        }

        return false;
    }

    private static bool IsPartOfName(string sql, int index) => index >= 0 && index < sql.Length && (char.IsLetterOrDigit(sql[index]) || sql[index] == '_');

    private static bool Contains(string sql, string word) => sql.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;

    private static bool IsPhased(StatementSyntax statement) => statement is ExpressionStatementSyntax
    {
        Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Phased" } }
    };
}
