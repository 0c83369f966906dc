using PhasedMigrations.Sql.Lexing;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>
/// Arrays of tokens that are used again: every file and every function body would otherwise allocate its own. Kept by thread, so that
/// nobody waits. An array that is not given back is garbage like any other.
/// </summary>
internal static class TokenBuffers
{
    private const int Kept = 4;
    private const int LargestKept = 64 * 1024;

    [ThreadStatic]
    private static Stack<SqlToken[]>? _free;

    public static SqlToken[] Rent() => _free is { Count: > 0 } free ? free.Pop() : new SqlToken[256];

    public static void Return(SqlToken[] tokens)
    {
        var free = _free ??= new Stack<SqlToken[]>(Kept);
        if (free.Count < Kept && tokens.Length <= LargestKept)
            free.Push(tokens);
    }
}
