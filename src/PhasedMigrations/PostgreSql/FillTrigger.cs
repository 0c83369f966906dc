namespace PhasedMigrations.PostgreSql;

/// <summary>
/// The trigger that gives a column its value in rows which running code writes without it, while the backfill does the same for the rows
/// that exist. It fires only when the column is NULL, also under <c>session_replication_role = replica</c>.
/// </summary>
internal sealed record FillTrigger(string Migration, string? Schema, string Table, string Column, IReadOnlyList<FillRule> Rules)
{
    public string Name => ObjectNames.FillTrigger(Column);

    private string Function => $"phased.{Quote.Identifier(ObjectNames.FillFunction(Migration, Schema, Table, Column))}";

    private string On => Quote.Qualified(Schema, Table);

    public IReadOnlyList<string> Create() =>
    [
        $"""
        CREATE OR REPLACE FUNCTION {Function}() RETURNS trigger LANGUAGE plpgsql
            SET search_path FROM CURRENT
            AS {Quote.Dollar(Body(), "fill")}
        """,
        $"""
        CREATE TRIGGER {Quote.Identifier(Name)} BEFORE INSERT OR UPDATE ON {On}
            FOR EACH ROW WHEN (NEW.{Quote.Identifier(Column)} IS NULL) EXECUTE FUNCTION {Function}()
        """,
        $"ALTER TABLE {On} ENABLE ALWAYS TRIGGER {Quote.Identifier(Name)}",
    ];

    public IReadOnlyList<string> Drop() =>
    [
        $"DROP TRIGGER IF EXISTS {Quote.Identifier(Name)} ON {On}",
        $"DROP FUNCTION IF EXISTS {Function}()",
    ];

    // The row is offered under the table's own name, so that the expressions read as they do in the backfill's UPDATE.
    private string Body()
    {
        var column = $"NEW.{Quote.Identifier(Column)}";
        var rules = Rules.Select(rule =>
            $"""
                IF {column} IS NULL THEN
                    SELECT ({rule.Expression}
                    ) INTO {column}
                    FROM (SELECT NEW.*) AS {Quote.Identifier(Table)}{(rule.Where is null ? "" : $"\n        WHERE {rule.Where}\n        ")};
                END IF;
            """);
        return $"""

            #variable_conflict use_column
            BEGIN
            {string.Join("\n", rules)}
                RETURN NEW;
            END;

            """;
    }
}

/// <summary>What one backfill assigns to the column, and in which rows.</summary>
internal sealed record FillRule(string Expression, string? Where, bool IsDefault);
