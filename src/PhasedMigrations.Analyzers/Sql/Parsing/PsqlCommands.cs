using PhasedMigrations.Sql.Lexing;

namespace PhasedMigrations.Sql.Parsing;

internal static class PsqlCommands
{
    /// <summary>The commands that send or discard the query buffer (src/bin/psql/command.c); every other one leaves it as it is.</summary>
    private static readonly HashSet<string> Sending = new(StringComparer.Ordinal)
    {
        "g", "gx", "gset", "gexec", "gdesc", "crosstabview", "watch", "bind", "bind_named", "parse", "sendpipeline", "r", "reset",
    };

    public static bool EndsStatement(string text, SqlToken command) => Sending.Contains(NameOf(text, command));

    private static string NameOf(string text, SqlToken command)
    {
        var end = command.Start + 1;
        while (end < command.End && SqlCharacters.IsIdentifierPart(text[end]))
            end++;
        return text.Substring(command.Start + 1, end - command.Start - 1);
    }
}
