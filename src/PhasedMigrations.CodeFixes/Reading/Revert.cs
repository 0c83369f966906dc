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
