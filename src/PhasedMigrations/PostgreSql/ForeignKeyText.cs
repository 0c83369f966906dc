using PhasedMigrations.Operations;

namespace PhasedMigrations.PostgreSql;

internal static class ForeignKeyText
{
    public static string Add(AddForeignKeyOperation key, bool notValid)
    {
        var principalColumns = key.PrincipalColumns is { Count: > 0 } given ? $" ({Quote.Identifiers(given)})" : "";
        return $"ALTER TABLE {Quote.Qualified(key.Schema, key.Table)} ADD CONSTRAINT {Quote.Identifier(key.Name)} "
               + $"FOREIGN KEY ({Quote.Identifiers(key.Columns)}) "
               + $"REFERENCES {Quote.Qualified(key.PrincipalSchema, key.PrincipalTable)}{principalColumns}"
               + $"{Action("UPDATE", key.OnUpdate)}{Action("DELETE", key.OnDelete)}{Deferral(key.Deferral)}{(notValid ? " NOT VALID" : "")}";
    }

    private static string Action(string change, ForeignKeyAction action) => action switch
    {
        ForeignKeyAction.Restrict => $" ON {change} RESTRICT",
        ForeignKeyAction.Cascade => $" ON {change} CASCADE",
        ForeignKeyAction.SetNull => $" ON {change} SET NULL",
        ForeignKeyAction.SetDefault => $" ON {change} SET DEFAULT",
        _ => "",
    };

    private static string Deferral(ForeignKeyDeferral deferral) => deferral switch
    {
        ForeignKeyDeferral.Deferrable => " DEFERRABLE",
        ForeignKeyDeferral.InitiallyDeferred => " DEFERRABLE INITIALLY DEFERRED",
        _ => "",
    };
}
