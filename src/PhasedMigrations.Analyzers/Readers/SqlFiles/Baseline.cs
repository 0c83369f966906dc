namespace PhasedMigrations.Readers.SqlFiles;

/// <summary>
/// The scripts that make the first version of a schema are often cut by kind: tables, then foreign keys, then indexes. They run together
/// on an empty database, where nothing can be blocked. <c>phased_migrations.baseline</c> says which scripts these are; without it they are
/// the leading scripts of a history for as long as each only adds to what they made, and either is named for nothing but kinds of objects
/// (<c>0040-Indexes.sql</c>) or works on most of a large schema's tables at once. A script that changes what an earlier one made begins the
/// increments.
/// </summary>
internal static class Baseline
{
    /// <summary>Whoever adds to so many tables in one script, right after the scripts that made them, has none of them in use.</summary>
    private const int LargeSchema = 20;

    /// <param name="scripts">In the order in which they run.</param>
    public static int LengthOf(IEnumerable<Script> scripts, CancellationToken cancellationToken)
    {
        var made = new MadeTables();
        var names = new BaselineName();
        var length = 0;
        foreach (var script in scripts)
        {
            var belongs = script.Options.Baseline is { } chosen
                ? chosen.Includes(script.Place)
                : BuildsOn(made, names, script.Place.Name.Name, script.Read(cancellationToken));
            if (!belongs)
                break;
            length++;
        }

        return length;
    }

    private static bool BuildsOn(MadeTables made, BaselineName names, string name, MigrationUnit unit)
    {
        var step = BaselineStep.Of(unit, made);
        if (step.IsIncrement || (step.Completed > 0 && !names.IsOnlyKinds(name) && !IsMost(step.Completed, made.Count)))
            return false;

        made.Add(step.Made);
        names.Add(name);
        return true;
    }

    private static bool IsMost(int completed, int tables) => completed >= LargeSchema && completed * 2 >= tables;
}
